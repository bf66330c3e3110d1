"""Choices survive a restart, and a damaged file is no disaster."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from visualizer.choices import RECENT, Choices, ChoicesFile


def test_what_is_written_is_read(tmp_path: Path) -> None:
    file = ChoicesFile(tmp_path / "new" / "choices.json")
    chosen = Choices(theme="light", scale=1.25, recent=["/a", "/é"], runs=7, watched=["a b", ""])
    assert file.write(chosen) == ""
    assert file.read() == (chosen, "")
    assert [path.name for path in file.path.parent.iterdir()] == ["choices.json"]


def test_without_a_file_the_defaults_are_taken_silently(tmp_path: Path) -> None:
    assert ChoicesFile(tmp_path / "choices.json").read() == (Choices(), "")


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"theme": '])
def test_a_damaged_file_gives_defaults_is_said_and_is_kept(tmp_path: Path, text: str) -> None:
    path = tmp_path / "choices.json"
    path.write_text(text)
    choices, note = ChoicesFile(path).read()
    assert choices == Choices()
    assert "damaged" in note
    assert (tmp_path / "choices.json.damaged").read_text() == text


def test_only_what_is_damaged_is_reset(tmp_path: Path) -> None:
    path = tmp_path / "choices.json"
    path.write_text(json.dumps({"theme": "mauve", "scale": 1.5, "runs": "many", "new": 1}))
    choices, note = ChoicesFile(path).read()
    assert (choices.theme, choices.scale, choices.runs) == ("system", 1.5, 0)
    assert "theme" in note and "runs" in note and "scale" not in note


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
