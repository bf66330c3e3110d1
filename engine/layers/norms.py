"""Layer normalisation (Ba et al. 2016, eq. 4), for those who look at its numbers."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from engine.trace import Trace

#: What a norm has besides its input, one row each of its table; ε is the same for every feature.
PARAMETERS = ("gain", "bias", "epsilon")


def normalised(norm: nn.Module, x: Tensor, trace: Trace | None = None, name: str = "") -> Tensor:
    """(x − mean) / √(variance + ε) · γ + β over the features of each token.

    A trace that wants them is given the norm's input "<name>.in" and output "<name>.out", and γ, β
    and ε as "<name>.parameters", a batch of one whatever the batch is.
    """
    normed: Tensor = norm(x)
    if trace is not None:
        trace.tensor(f"{name}.in", x)
        trace.tensor(f"{name}.out", normed)
        if f"{name}.parameters" in trace.wanted and isinstance(norm, nn.LayerNorm):
            epsilon = torch.full_like(norm.weight, norm.eps)
            trace.tensor(f"{name}.parameters", torch.stack([norm.weight, norm.bias, epsilon])[None])
    return normed
