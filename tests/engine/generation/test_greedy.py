"""The likeliest token each time, until each sentence of a batch has ended."""

from __future__ import annotations

import pytest
import torch

from engine.data.tokenizer import END, PAD
from engine.generation.greedy import decoding, greedy
from tests.engine.scripted import Scripted

SOURCE = torch.tensor([[5, END], [6, END]])


def test_what_has_ended_is_filled_up_with_padding() -> None:
    ids, probabilities = greedy(Scripted([[END, 7, 8, 9], [5, 6, END]]), SOURCE, 9)
    assert ids.tolist() == [[END, PAD, PAD], [5, 6, END]]
    assert probabilities.shape == (2, 3) and (probabilities > 0.9).all()


@pytest.mark.parametrize(("limit", "written"), [(4, 4), (99, 10)])
def test_what_never_ends_is_cut_off(limit: int, written: int) -> None:
    ids, _ = greedy(Scripted([[5], [END]]), SOURCE, limit)
    assert ids[0].tolist() == [5] * written


def test_every_token_is_a_pause_point() -> None:
    assert len(list(decoding(Scripted([[5, 6, 7, END]] * 2), SOURCE, 9))) == 3
