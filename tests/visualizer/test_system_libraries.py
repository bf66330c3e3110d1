"""A missing library or font is found before Qt aborts, and named with its package."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from visualizer import system_libraries
from visualizer.system_libraries import (
    DEBIAN_PACKAGES,
    MODULES,
    debian_packages,
    has_font,
    library_problem,
    missing_libraries,
    qt_folder,
)

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or qt_folder() is None,
    reason="PySide6's Qt for Linux alone asks for the system's libraries",
)
# The C library and the compiler's come with every Linux that can run this Python.
ALWAYS_THERE = re.compile(r"(ld-linux.*|lib(c|m|dl|rt|pthread|gcc_s|resolv))\.so\.\d+")


def test_nothing_is_missing_where_these_tests_run() -> None:
    assert missing_libraries("offscreen") == []
    assert has_font()
    assert library_problem("offscreen") is None


def test_a_library_that_does_not_load_is_missing() -> None:
    lacking = {"libEGL.so.1", "libxcb-cursor.so.0"}

    def loads(name: str) -> bool:
        return name not in lacking

    assert missing_libraries("xcb", loads=loads) == sorted(lacking)
    # Drawing without a display does without the display's libraries.
    assert missing_libraries("offscreen", loads=loads) == ["libEGL.so.1"]


def test_the_systems_loader_is_what_decides() -> None:
    assert system_libraries.loads("libc.so.6")
    assert not system_libraries.loads("libno-such-library.so.9")


@pytest.mark.parametrize("platform", ["xcb", "offscreen", "wayland"])
def test_every_library_that_this_qt_asks_for_has_a_known_package(platform: str) -> None:
    asked = missing_libraries(platform, loads=lambda name: False)
    unknown = [n for n in asked if n not in DEBIAN_PACKAGES and not ALWAYS_THERE.fullmatch(n)]
    assert "libGL.so.1" in asked
    assert unknown == []


def test_the_libraries_of_every_qt_module_the_window_imports_are_looked_at() -> None:
    source = Path(system_libraries.__file__).parent
    imported = {
        module
        for path in source.rglob("*.py")
        for module in re.findall(r"^\s*from PySide6\.Qt(\w+) import", path.read_text("utf-8"), re.M)
    }
    assert {"Core", "Gui", "Widgets"} <= imported <= set(MODULES)


def test_the_sentence_gives_the_exact_command() -> None:
    problem = library_problem(
        missing=lambda platform: ["libEGL.so.1", "libxcb-cursor.so.0"], font=lambda: True
    )
    assert problem is not None
    assert "libEGL.so.1, libxcb-cursor.so.0" in problem
    assert "sudo apt-get install libegl1 libxcb-cursor0" in problem.splitlines()[-1]
    assert "font" not in problem


def test_a_missing_font_is_named() -> None:
    problem = library_problem(missing=lambda platform: [], font=lambda: False)
    assert problem is not None
    assert "a font" in problem
    assert problem.endswith("sudo apt-get install fonts-dejavu-core")


def test_a_library_without_a_known_package_is_named_all_the_same() -> None:
    problem = library_problem(missing=lambda platform: ["libnew.so.3"], font=lambda: True)
    assert problem is not None
    assert "libnew.so.3" in problem
    assert "apt-get" not in problem


def test_packages_are_named_once() -> None:
    both = ["libglib-2.0.so.0", "libgthread-2.0.so.0"]
    assert debian_packages(both) == ["libglib2.0-0"]
    assert debian_packages([], font=False) == ["fonts-dejavu-core"]


def test_a_font_in_the_users_folder_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_libraries, "_fontconfig_knows_one", lambda: False)
    bare = {"HOME": str(tmp_path), "XDG_DATA_DIRS": str(tmp_path / "share")}
    assert not has_font(bare)
    folder = tmp_path / ".local/share/fonts/mine"
    folder.mkdir(parents=True)
    (folder / "readme.txt").touch()
    assert not has_font(bare)
    (folder / "Mine.TTF").touch()
    assert has_font(bare)


def test_fontconfig_is_asked_when_the_usual_folders_are_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert system_libraries._fontconfig_knows_one()
    monkeypatch.setattr(system_libraries, "_fontconfig_knows_one", lambda: True)
    assert has_font({"HOME": str(tmp_path), "XDG_DATA_DIRS": str(tmp_path)})


def test_run_as_a_module_it_prints_packages_alone_and_installs_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system_libraries, "missing_libraries", lambda platform: ["libGL.so.1"])
    assert system_libraries.main(["--packages"]) == 0
    assert capsys.readouterr().out == "libgl1\n"
    assert system_libraries.main([]) == 1
    assert "sudo apt-get install libgl1" in capsys.readouterr().err
