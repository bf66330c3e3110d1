"""Who may attend to whom. One polarity everywhere: True = may attend."""

from __future__ import annotations

import torch
from torch import Tensor


def causal(length: int, device: torch.device | None = None) -> Tensor:
    """(1, 1, length, length): a query sees its own position and what came before."""
    return torch.ones(length, length, dtype=torch.bool, device=device).tril()[None, None]


def padding(present: Tensor) -> Tensor:
    """(batch, key) True where a token stands -> (batch, 1, 1, key): nobody attends to padding."""
    return present[:, None, None, :]
