"""What stands between the two layers of a feed-forward net."""

from __future__ import annotations

from typing import Literal

from torch import nn

#: The Gaussian error linear unit x Φ(x) (Hendrycks & Gimpel 2016), with Φ exact ("erf") or by
#: the paper's approximation through tanh, which GPT's and BERT's first code used.
Activation = Literal["relu", "gelu tanh", "gelu erf"]


def activation(kind: Activation) -> nn.Module:
    """A layer that applies it number by number."""
    if kind == "relu":
        return nn.ReLU()
    return nn.GELU(approximate="tanh" if kind == "gelu tanh" else "none")
