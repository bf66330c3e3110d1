"""A run is called by its number, where its folder has one that Heed gave."""

from __future__ import annotations

from pathlib import Path

from visualizer import opening
from visualizer.run_title import run_title


def test_digits_alone_are_the_name_of_a_folder(qapp: object, tmp_path: Path) -> None:
    assert run_title(12) == "run 12"
    assert run_title(12, str(tmp_path / "run-0007")) == "run 7"
    assert run_title(12, opening.bundled("gpt")) == "trained example"
    for name in ("2024", "trun-7", "run-", "mine"):
        assert run_title(12, str(tmp_path / name)) == name
