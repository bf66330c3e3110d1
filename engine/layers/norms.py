"""Layer normalisation (Ba et al. 2016, eq. 4), for those who look at its numbers."""

from __future__ import annotations

from torch import Tensor, nn

from engine.trace import Trace


def normalised(norm: nn.Module, x: Tensor, trace: Trace | None = None, name: str = "") -> Tensor:
    """(x − mean) / √(variance + ε) · γ + β over the features of each token.

    A trace that wants them is given the norm's input "<name>.in" and output "<name>.out".
    """
    normed: Tensor = norm(x)
    if trace is not None:
        trace.tensor(f"{name}.in", x)
        trace.tensor(f"{name}.out", normed)
    return normed
