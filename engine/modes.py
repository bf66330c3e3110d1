"""Training and eval mode."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn


@contextmanager
def eval_mode(model: nn.Module) -> Iterator[torch.device]:
    """Every module in eval mode meanwhile, then each in the mode it was in; gives the device.

    Around the yields of a generator it holds until the generator ends or is closed.
    """
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        yield next(model.parameters()).device
    finally:
        for module, training in modes:
            module.training = training
