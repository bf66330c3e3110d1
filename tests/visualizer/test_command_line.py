"""`heed` decides what to do before it imports anything of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from visualizer.__main__ import main

ROOT = Path(__file__).parents[2]


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    said = capsys.readouterr().out
    for word in ("heed [PATH]", "tour DIR", "train ARCHITECTURE", "look CHECKPOINT", "HEED_HOME"):
        assert word in said


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("heed ")


@pytest.mark.parametrize("words", [["--nonsense"], ["a", "b"], ["/no/such/file.tsv"]])
def test_what_cannot_be_done_is_said_in_a_sentence(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    said = capsys.readouterr().err
    assert said.startswith("heed: ") and len(said.splitlines()) == 1


def test_without_a_display_one_sentence_offers_the_tour(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("macOS and Windows always have a display")
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert main([]) == 2
    said = capsys.readouterr().err
    assert "heed tour" in said and len(said.splitlines()) == 1


def test_the_tour_wants_one_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tour"]) == 2
    assert main(["tour", "--help"]) == 0
    assert "usage: heed tour DIR" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["train", "--help"], ["look", "--help"], ["--help"]])
def test_commands_without_a_window_load_no_qt(words: list[str]) -> None:
    code = (
        "import sys\nfrom visualizer.__main__ import main\n"
        f"code = main({words!r})\n"
        "assert 'PySide6' not in sys.modules\nsys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
