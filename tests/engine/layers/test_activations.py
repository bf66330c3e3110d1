"""GELU as Hendrycks & Gimpel print it, exact and by tanh."""

from __future__ import annotations

import math

import pytest
import torch

from engine.layers.activations import activation


@pytest.mark.parametrize("x", [-3.0, -0.5, 0.0, 0.7, 2.0])
def test_both_gelus_are_their_formulas(x: float) -> None:
    value = torch.tensor(x, dtype=torch.float64)
    exact = x * (1 + math.erf(x / math.sqrt(2))) / 2
    inner = math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)
    assert activation("gelu erf")(value).item() == pytest.approx(exact, abs=1e-12)
    assert activation("gelu tanh")(value).item() == pytest.approx(
        0.5 * x * (1 + math.tanh(inner)), abs=1e-12
    )
    assert activation("relu")(value).item() == max(0.0, x)
