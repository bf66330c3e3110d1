"""Choices survive a restart, and a damaged file is no disaster."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from visualizer import opening
from visualizer.choices import RECENT, TITLES, Choices, ChoicesFile


def test_what_is_written_is_read(tmp_path: Path) -> None:
    file = ChoicesFile(tmp_path / "new" / "choices.json")
    chosen = Choices(theme="light", scale=1.25, recent=["/a", "/é"], runs=7)
    chosen.sentences = {"text": {"sentence": {"source": "a b", "target": None}}}
    assert file.write(chosen) == ""
    assert file.read() == (chosen, "")
    assert [path.name for path in file.path.parent.iterdir()] == ["choices.json"]


def test_without_a_file_the_defaults_are_taken_silently(tmp_path: Path) -> None:
    assert ChoicesFile(tmp_path / "choices.json").read() == (Choices(), "")


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'{"theme": ', b"\xca\x00"])
def test_a_damaged_file_gives_defaults_is_said_and_is_kept(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "choices.json"
    path.write_bytes(content)
    choices, note = ChoicesFile(path).read()
    assert choices == Choices()
    assert "damaged" in note
    assert (tmp_path / "choices.json.damaged").read_bytes() == content


def test_only_what_is_damaged_is_reset(tmp_path: Path) -> None:
    path = tmp_path / "choices.json"
    path.write_text(json.dumps({"theme": "mauve", "scale": 1.5, "runs": "many", "new": 1}))
    choices, note = ChoicesFile(path).read()
    assert (choices.theme, choices.scale, choices.runs) == ("system", 1.5, 0)
    assert note.endswith("were reset: the theme, the number of runs.")


def test_what_was_reset_is_said_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "choices.json"
    path.write_text(json.dumps(dict.fromkeys(vars(Choices()), None)))
    choices, note = ChoicesFile(path).read()
    assert choices == Choices()
    assert "the window’s place and size" in note and "the last run" in note
    assert "_" not in note and "None" not in note
    assert note.count(",") == len(vars(Choices())) - 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"scale": 4},
        {"scale": 0.5},
        {"scale": float("nan")},
        {"scale": True},
        {"geometry": "\ud800"},
        {"geometry": "é"},
        {"splitters": {"learn": "\ud800"}},
        {"runs": -50},
        {"runs": 10**40},
        {"runs": 1.5},
        {"sentences": {"text": {"sentence": {"source": "\ud800 x"}}}},
        {"recent": ["\ud800"]},
        {"last_run": "\0"},
        {"folder": "\ud800"},
    ],
)
def test_what_would_stop_the_window_is_reset_and_said(
    tmp_path: Path, wrong: dict[str, object]
) -> None:
    path = tmp_path / "choices.json"
    path.write_text(json.dumps({"theme": "light", **wrong}))
    choices, note = ChoicesFile(path).read()
    assert choices == Choices(theme="light")
    assert TITLES[next(iter(wrong))] in note


def test_a_file_nested_without_end_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "choices.json"
    path.write_text("[" * 200_000)
    choices, note = ChoicesFile(path).read()
    assert choices == Choices() and "damaged" in note


def test_paths_that_are_not_utf_8_come_back(tmp_path: Path) -> None:
    file = ChoicesFile(tmp_path / "choices.json")
    odd = os.fsdecode(b"/data/caf\xe9")
    chosen = Choices(recent=[odd], last_run=odd)
    assert file.write(chosen) == ""
    assert file.read() == (chosen, "")


def test_a_home_that_is_a_file_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    home.write_text("")
    monkeypatch.setenv("HEED_HOME", str(home))
    file = ChoicesFile()
    assert "could not be read" in file.read()[1]
    assert "could not be saved" in file.write(Choices())


@pytest.mark.parametrize("path", ["x" * 5000, "/tmp/" + "y/" * 4000, "\0", "/tmp/\ud800"])
def test_what_no_path_can_be_is_not_there(path: str) -> None:
    assert opening.missing([path]) == path
    assert not opening.is_checkpoint(path)
    assert opening.at_start(path, "transformer") == opening.bundled("transformer")


def test_bytes_that_are_no_text_are_no_disaster(tmp_path: Path) -> None:
    path = tmp_path / "choices.json"
    path.write_bytes(b"\xff\xfe\x00")
    choices, note = ChoicesFile(path).read()
    assert choices == Choices() and note


def test_a_file_that_cannot_be_written_is_said_and_the_old_one_stays(tmp_path: Path) -> None:
    file = ChoicesFile(tmp_path / "choices.json")
    file.write(Choices(runs=1))
    blocked = ChoicesFile(tmp_path / "choices.json" / "below")
    assert "could not be saved" in blocked.write(Choices(runs=2))
    assert file.read()[0].runs == 1


def test_recent_files_are_newest_first_without_repetition() -> None:
    choices = Choices()
    for number in range(RECENT + 3):
        choices.remember(f"/{number}")
    choices.remember("/5")
    assert choices.recent[0] == "/5"
    assert len(choices.recent) == RECENT == len(set(choices.recent))
