"""Where weights begin."""

from __future__ import annotations

import torch
from torch import nn

from engine.layers.positions import Positions

#: The deviation of positions.
_OF_POSITIONS = 0.02


@torch.no_grad()
def gaussian(model: nn.Module, deviation: float, truncated: bool = False) -> None:
    """Every matrix N(0, deviation²), every bias 0, every norm's gain 1.

    But positions keep the papers' .02, whatever the deviation: spread as widely as the tokens
    they are added to, they delay the day on which a narrow model first copies a word.

    `truncated` draws again what lies further than two deviations from 0, as BERT's code does.
    """
    for module in model.modules():
        spread = _OF_POSITIONS if isinstance(module, Positions) else deviation
        for name, parameter in module.named_parameters(recurse=False):
            if parameter.dim() < 2:
                parameter.fill_(1.0 if isinstance(module, nn.LayerNorm) and name == "weight" else 0)
            elif truncated:
                nn.init.trunc_normal_(parameter, std=spread, a=-2 * spread, b=2 * spread)
            else:
                parameter.normal_(0.0, spread)
