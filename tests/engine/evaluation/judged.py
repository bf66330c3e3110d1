"""The figures that a judgement comes to."""

from __future__ import annotations

from collections.abc import Generator

from torch import nn


def judged(model: nn.Module, work: Generator[None, None, dict[str, float]]) -> dict[str, float]:
    """What `work` returns; it must leave the model in training, as it was found."""
    assert model.training
    while True:
        try:
            next(work)
        except StopIteration as end:
            assert model.training
            return dict(end.value)
