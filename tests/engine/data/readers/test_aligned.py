"""Two files, line by line."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import pytest

from engine.data.gathered import Gathered
from engine.data.problem import DataProblem
from engine.data.readers import gathering
from engine.messages.reading import SkippedRows
from engine.specification import DataSpecification
from tests.engine.data.conftest import finish, pairs

Both = Callable[..., Gathered]


@pytest.fixture
def both(file: Callable[[str, str | bytes], str]) -> Both:
    """The pairs of two files of this content, with the user's choices."""

    def read(
        one: str | bytes, other: str | bytes, names: str = "train.en train.de", **choices: Any
    ) -> Gathered:
        first, second = names.split()
        files = (file(first, one), file(second, other))
        return finish(gathering(DataSpecification(files=files, **choices)))

    return read


def test_line_by_line(both: Both) -> None:
    found = both("one\ntwo\n", "eins\nzwei\n")
    assert pairs(found) == [("one", "eins"), ("two", "zwei")]
    assert (found.source_column, found.target_column) == ("train.en", "train.de")


@pytest.mark.parametrize("odd", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\r"])
def test_split_on_line_feeds_alone(both: Both, odd: str) -> None:
    """Trap 2: str.splitlines splits here too, and every later pair would be wrong."""
    found = both(f"one{odd}and\ntwo\n", "eins\nzwei\n")
    assert pairs(found) == [(f"one{odd}and", "eins"), ("two", "zwei")]


def test_bom_crlf_and_final_newlines_may_differ(both: Both) -> None:
    found = both("\ufeffone\r\ntwo\r\n\r\n", "eins\nzwei")
    assert pairs(found) == [("one", "eins"), ("two", "zwei")]
    assert not found.skipped.rows()


def test_different_counts_are_refused_with_both(both: Both) -> None:
    with pytest.raises(DataProblem) as caught:
        both("x\n" * 1234, "y\n" * 1230)
    assert "“train.en” has 1,234 lines and “train.de” has 1,230" in str(caught.value)
    with pytest.raises(DataProblem, match=r"“train\.en” has 1 lines and “train\.de” has 3"):
        both("x\n", "y\n\nz\n")


def test_a_line_missing_on_one_side_is_skipped_and_shifts_nothing(both: Both) -> None:
    found = both("one\n\nthree\n\nfive\n", "eins\nzwei\n\n\nfünf\n")
    assert pairs(found) == [("one", "eins"), ("five", "fünf")]
    assert set(found.skipped.rows()) == {
        SkippedRows("the source is empty", 1, (2,)),
        SkippedRows("the target is empty", 1, (3,)),
        SkippedRows("an empty line", 1, (4,)),
    }


def test_a_tab_is_text_here(both: Both) -> None:
    assert pairs(both("one\ttwo\n", "eins\n")) == [("one\ttwo", "eins")]


def test_one_may_be_gzipped(both: Both) -> None:
    found = both(gzip.compress(b"one\ntwo\n"), "eins\nzwei\n", names="train.en.gz train.de")
    assert pairs(found) == [("one", "eins"), ("two", "zwei")]


def test_the_other_way_round(both: Both) -> None:
    found = both("one\n", "eins\n", source_column="train.de")
    assert pairs(found) == [("eins", "one")]
    assert found.target_column == "train.en"


def test_other_numbers_of_files_are_refused(file: Callable[[str, str], str]) -> None:
    names = tuple(file(name, "text\n") for name in ("a", "b", "c"))
    with pytest.raises(DataProblem, match="3 files were given"):
        finish(gathering(DataSpecification(files=names)))
