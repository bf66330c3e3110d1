"""Keys and values kept for the tokens that follow, and for another way on from any of them."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from engine.layers.past import Past


def rows(first: int, count: int) -> Tensor:
    """(2, 3, count, 4) of numbers that occur nowhere else."""
    return torch.arange(first, first + count)[None, None, :, None].expand(2, 3, -1, 4) * 1.0


def kept(past: Past) -> list[int]:
    assert torch.equal(past.values, past.keys + 0.5)
    return [int(number) for number in past.keys[0, 0, :, 0]]


def extended(past: Past, first: int, count: int = 1) -> Past:
    return past.extended(rows(first, count), rows(first, count) + 0.5)


def test_what_is_added_stands_behind_what_was_there() -> None:
    past = extended(extended(Past(), 0, 3), 3)
    assert len(past) == 4 and kept(past) == [0, 1, 2, 3]
    assert past.keys.shape == past.values.shape == (2, 3, 4, 4)


def test_another_way_on_changes_neither_the_first_nor_what_both_began_with() -> None:
    begun = extended(Past(), 0, 5)
    one = extended(extended(begun, 10), 11)
    other = extended(begun, 20)
    assert kept(begun) == [0, 1, 2, 3, 4]
    assert kept(one) == [0, 1, 2, 3, 4, 10, 11]
    assert kept(extended(other, 21)) == [0, 1, 2, 3, 4, 20, 21]
    assert kept(extended(begun, 30)) == [0, 1, 2, 3, 4, 30]
    assert kept(one) == [0, 1, 2, 3, 4, 10, 11] and kept(other) == [0, 1, 2, 3, 4, 20]


def test_every_past_of_a_long_text_is_kept_and_the_room_is_shared() -> None:
    pasts = [Past()]
    for number in range(200):
        pasts.append(extended(pasts[-1], number))
    assert all(kept(past) == list(range(length)) for length, past in enumerate(pasts) if length)
    rooms = {past.keys.untyped_storage().data_ptr() for past in pasts[1:]}
    assert len(rooms) <= 4, "the room doubles; it is not made anew for each token"


def test_nothing_taken_has_no_keys() -> None:
    with pytest.raises(ValueError, match="no tokens"):
        _ = Past().keys
