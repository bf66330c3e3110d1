"""Where weights begin."""

from __future__ import annotations

import torch
from torch import nn


@torch.no_grad()
def gaussian(model: nn.Module, deviation: float, truncated: bool = False) -> None:
    """Every matrix N(0, deviation²), every bias 0, every norm's gain 1.

    `truncated` draws again what lies further than two deviations from 0, as BERT's code does.
    """
    for module in model.modules():
        for name, parameter in module.named_parameters(recurse=False):
            if parameter.dim() < 2:
                parameter.fill_(1.0 if isinstance(module, nn.LayerNorm) and name == "weight" else 0)
            elif truncated:
                nn.init.trunc_normal_(parameter, std=deviation, a=-2 * deviation, b=2 * deviation)
            else:
                parameter.normal_(0.0, deviation)
