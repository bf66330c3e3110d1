"""How much memory a run will take, estimated before it starts."""

from __future__ import annotations

_FLOAT = 4


def estimate(parameters: int, activations: int) -> int:
    """Bytes for training: weights, gradients, Adam's two moments, and what backward needs.

    `parameters` and `activations` are numbers of floats, counted by the model's class.
    """
    return _FLOAT * (4 * parameters + activations)
