"""Sinusoids as section 3.5 prints them."""

from __future__ import annotations

import pytest
import torch

from engine.layers.positions import Positions, sinusoids
from tests.engine.models.reference import paper_positions


def test_interleaved_sinusoids_are_the_papers() -> None:
    torch.testing.assert_close(sinusoids(600, 16), paper_positions(600, 16), rtol=0, atol=1e-12)


def test_halves_hold_the_same_numbers_in_another_order() -> None:
    interleaved, halves = sinusoids(40, 16), sinusoids(40, 16, halves=True)
    assert torch.equal(halves[:, :8], interleaved[:, 0::2])
    assert torch.equal(halves[:, 8:], interleaved[:, 1::2])


def test_an_odd_width_is_refused() -> None:
    with pytest.raises(ValueError, match="even model width, not 7"):
        sinusoids(4, 7)


def test_a_later_start_continues_the_same_table() -> None:
    layer = Positions("learned", 10, 6)
    assert torch.equal(layer.rows(0, 7)[3:], layer.rows(3, 4))


def test_only_a_learned_table_is_a_weight() -> None:
    assert [name for name, _ in Positions("learned", 10, 6).named_parameters()] == ["table"]
    assert not Positions("sinusoid", 10, 6).state_dict()


def test_rows_end_with_the_table() -> None:
    layer = Positions("learned", 10, 6)
    assert torch.equal(layer.rows(7, 3), layer.table[7:])
    with pytest.raises(ValueError, match="positions for 10 tokens, not 11"):
        layer.rows(8, 3)
