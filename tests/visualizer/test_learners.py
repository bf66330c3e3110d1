"""What is to learn from data of a kind."""

from __future__ import annotations

import pytest

from engine.catalog import ARCHITECTURES
from engine.specification import Kind
from visualizer.learners import Learners, all_of, usual


@pytest.mark.parametrize("kind", ["pairs", "text"])
def test_the_usual_one_takes_the_kind_and_asks_for_nothing_more(kind: Kind) -> None:
    assert usual(kind).kind == kind and usual(kind).task != "cloze"


def test_every_architecture_learns_from_one_kind() -> None:
    names = [entry.name for entry in (*all_of("pairs"), *all_of("text"))]
    assert sorted(names) == sorted(entry.name for entry in ARCHITECTURES)


def test_the_one_chosen_last_of_a_kind_is_taken() -> None:
    (first, *_), (other, *_) = all_of("text"), all_of("pairs")
    known = Learners(other.name)
    assert known.of("text") is usual("text") and known.of("pairs") is other
    known.choose(first.name)
    assert known.present is first and known.of("pairs") is other
    known.choose(other.name)
    assert known.present is other and known.of("text") is first
