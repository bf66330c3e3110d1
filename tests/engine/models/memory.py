"""What backward really keeps, to hold the counts that are made beforehand against."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn


def activations_kept(model: nn.Module, loss: Callable[[], Tensor]) -> int:
    """Numbers of four bytes that a loss leaves for backward, weights left out."""
    kept: dict[int, int] = {}

    def count(tensor: Tensor) -> Tensor:
        storage = tensor.untyped_storage()
        kept[storage.data_ptr()] = storage.nbytes()
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(count, lambda tensor: tensor):
        made = loss()
    weights = {p.untyped_storage().data_ptr() for p in model.parameters()}
    activations = sum(size for place, size in kept.items() if place not in weights)
    made.backward()
    return activations // 4
