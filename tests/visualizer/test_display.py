"""No display, a dead one and a missing library each give a sentence; Qt is never asked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from visualizer import display
from visualizer.display import NO_DISPLAY, display_problem

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="macOS and Windows always have a display"
)


@pytest.fixture
def complete(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A system with every library and an X server that answers; lists the platforms asked for."""
    asked: list[str] = []
    monkeypatch.setattr(display, "library_problem", asked.append)
    monkeypatch.setattr(display, "x_server_answers", lambda name: name == ":0")
    return asked


def test_without_a_display_the_tour_is_offered(complete: list[str]) -> None:
    for environment in ({}, {"DISPLAY": ""}, {"DISPLAY": "", "WAYLAND_DISPLAY": ""}):
        problem = display_problem(environment)
        assert problem == NO_DISPLAY
        assert "heed tour DIR" in problem
    assert complete == []


def test_an_x_server_that_answers_is_a_display(complete: list[str]) -> None:
    assert display_problem({"DISPLAY": ":0"}) is None
    assert complete == ["xcb"]


def test_an_x_server_that_does_not_answer_is_named(complete: list[str]) -> None:
    problem = display_problem({"DISPLAY": "far:3"})
    assert problem is not None
    assert "“far:3” does not answer" in problem


def test_wayland_needs_its_socket(complete: list[str], tmp_path: Path) -> None:
    environment = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}
    problem = display_problem(environment)
    assert problem is not None
    assert "“wayland-0” does not answer" in problem
    (tmp_path / "wayland-0").touch()
    assert display_problem(environment) is None
    assert complete == ["wayland"]


def test_one_display_of_two_is_enough(complete: list[str], tmp_path: Path) -> None:
    both = {"DISPLAY": ":7", "WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}
    problem = display_problem(both)
    assert problem is not None
    assert "“:7”" in problem
    (tmp_path / "wayland-0").touch()
    assert display_problem(both) is None


def test_drawing_offscreen_needs_no_display(complete: list[str]) -> None:
    assert display_problem({"QT_QPA_PLATFORM": "offscreen"}) is None
    assert complete == ["offscreen"]


def test_a_platform_asked_for_is_the_only_one_tried(complete: list[str]) -> None:
    assert display_problem({"QT_QPA_PLATFORM": "xcb", "WAYLAND_DISPLAY": "w"}) == NO_DISPLAY
    assert display_problem({"QT_QPA_PLATFORM": "wayland;xcb:tag", "DISPLAY": ":0"}) is None


@pytest.mark.parametrize("platform", ["xcb", "offscreen"])
def test_a_missing_library_is_told_before_anything_else(
    monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    monkeypatch.setattr(display, "library_problem", lambda platform: f"no library for {platform}")
    problem = display_problem({"QT_QPA_PLATFORM": platform, "DISPLAY": ":7"})
    assert problem == f"no library for {platform}"


def test_a_server_that_is_not_there_does_not_answer() -> None:
    assert not display.x_server_answers(":9876")


def test_asking_loads_no_qt() -> None:
    code = (
        "import sys; from visualizer.display import display_problem; display_problem();"
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0
