"""The held-out split."""

from __future__ import annotations

import numpy as np

from engine.data.split import held_out, place

SOURCES = [f"sentence {number}" for number in range(4000)]


def test_a_place_is_the_same_everywhere() -> None:
    assert round(place("the cat sleeps"), 9) == 0.061437056


def test_one_in_twenty_is_held_out() -> None:
    assert 0.04 < held_out(SOURCES, most=10_000).mean() < 0.06


def test_no_source_is_on_both_sides() -> None:
    sources = [source for source in SOURCES for _ in range(3)]
    chosen = held_out(sources)
    sides: dict[str, set[bool]] = {source: set() for source in sources}
    for source, side in zip(sources, chosen, strict=True):
        sides[source].add(bool(side))
    assert all(len(found) == 1 for found in sides.values())


def test_spellings_of_one_sentence_fall_on_one_place() -> None:
    assert place("l'été  chaud") == place(" l'e\u0301te\u0301\u00a0chaud")
    assert place("Go.") != place("go.")


def test_others_do_not_move_a_source() -> None:
    chosen = held_out(SOURCES)
    assert (held_out(SOURCES[:1500]) == chosen[:1500]).all()
    assert (held_out(SOURCES[::-1]) == chosen[::-1]).all()


def test_no_more_than_asked_for_and_whole_sources() -> None:
    sources = [source for source in SOURCES for _ in range(4)]
    chosen = held_out(sources, most=101)
    assert chosen.sum() == 100
    assert (chosen.reshape(-1, 4).all(axis=1) == chosen.reshape(-1, 4).any(axis=1)).all()


def test_few_pairs_still_hold_one_source_out() -> None:
    assert held_out(["a", "b"]).sum() == 1
    assert held_out(["a", "b", "b", "b"], share=0.0).any()
    assert not held_out(["a", "b", "b", "b"], share=1.0).all()
    assert held_out(["a", "a"]).sum() == 0
    assert held_out([]).shape == (0,)
    assert np.array_equal(held_out(["one"]), [False])
