"""Where a token stands, added to what it is."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn


def sinusoids(length: int, d_model: int, halves: bool = False) -> Tensor:
    """(length, d_model) of PE(p, 2i) = sin(p / 10000^(2i/d)), PE(p, 2i+1) = cos(…).

    Vaswani et al. 2017, section 3.5: sines and cosines interleaved. With `halves` the same numbers
    stand as all sines, then all cosines, as some later code lays them out.
    """
    if d_model % 2:
        raise ValueError(f"Sinusoids need an even model width, not {d_model}.")
    # In double precision: the angle of a late position loses digits in single.
    position = torch.arange(length, dtype=torch.float64)[:, None]
    exponent = torch.arange(0, d_model, 2, dtype=torch.float64) / d_model
    angle = position * torch.exp(-math.log(10000.0) * exponent)
    if halves:
        return torch.cat([angle.sin(), angle.cos()], dim=1)
    return torch.stack([angle.sin(), angle.cos()], dim=2).flatten(1)


class Positions(nn.Module):
    """A vector for each position: fixed sinusoids or a learned table."""

    def __init__(self, kind: str, longest: int, d_model: int) -> None:
        super().__init__()
        self.longest = longest
        if kind == "learned":
            self.table = nn.Parameter(torch.randn(longest, d_model) * d_model**-0.5)
        else:
            table = sinusoids(longest, d_model, halves=kind == "sinusoid halves")
            # Not stored with the weights: it follows from the sizes.
            self.register_buffer("table", table.to(torch.get_default_dtype()), persistent=False)

    def rows(self, start: int, length: int) -> Tensor:
        """(length, d_model): what is added at positions start, start + 1, …

        Raises
        ------
        ValueError
            There are not as many positions.
        """
        if start + length > self.longest:
            raise ValueError(
                f"There are positions for {self.longest} tokens, not {start + length}."
            )
        return self.table[start : start + length]
