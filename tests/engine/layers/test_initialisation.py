"""Fresh weights: matrices spread, biases 0, gains 1, whatever stood there before."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from engine.layers.initialisation import gaussian
from engine.layers.positions import Positions


@pytest.mark.parametrize("truncated", [False, True])
def test_every_parameter_begins_anew(truncated: bool) -> None:
    torch.manual_seed(1)
    model = nn.Sequential(nn.Embedding(300, 50), nn.Linear(50, 80), nn.LayerNorm(80))
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.fill_(7.0)
    gaussian(model, 0.1, truncated)
    embedding, linear, norm = model
    for matrix in (embedding.weight, linear.weight):
        # A normal cut off at two deviations keeps .8796 of its own.
        assert matrix.std().item() == pytest.approx(0.08796 if truncated else 0.1, rel=0.05)
        assert (matrix.abs().max() <= 0.2) == truncated
    assert (linear.bias == 0).all() and (norm.bias == 0).all() and (norm.weight == 1).all()


def test_positions_begin_as_in_the_papers() -> None:
    torch.manual_seed(1)
    model = nn.Sequential(Positions("learned", 300, 50), nn.Linear(50, 80))
    gaussian(model, 0.1)
    positions, linear = model
    assert positions.table.std().item() == pytest.approx(0.02, rel=0.05)
    assert linear.weight.std().item() == pytest.approx(0.1, rel=0.05)
