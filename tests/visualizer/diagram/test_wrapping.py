"""Titles in lines that fit."""

from __future__ import annotations

from visualizer.diagram.wrapping import wrapped


def lines(text: str, width: int, most: int = 4) -> tuple[str, ...]:
    return wrapped(text, width, lambda part: float(len(part)), most)


def test_lines_break_between_words_and_after_hyphens() -> None:
    assert lines("masked multi-head attention", 14) == ("masked multi-", "head attention")
    assert lines("sum", 14) == ("sum",)


def test_what_has_no_space_is_broken_and_nothing_is_lost() -> None:
    found = lines("softmax", 3)
    assert found == ("sof", "tma", "x")


def test_what_is_too_long_ends_in_dots() -> None:
    found = lines("one two three four five", 5, most=2)
    assert found == ("one", "two…")
    assert all(len(line) <= 5 for line in found)
