"""Stochastic gradient descent by torch's fused kernel."""

from __future__ import annotations

from typing import Any

from torch import Tensor
from torch.optim.sgd import sgd

from engine.optimizers.optimizer import Optimizer


class SGD(Optimizer):
    """Moves straight down the gradient, without momentum, and remembers nothing.

    Weight decay is a part of the gradient, as the penalty decay/2 · ‖θ‖² on the loss gives it
    (Bengio et al. 2003, section 2).
    """

    name = "sgd"

    def _update(self, names: list[str], learning_rate: float, weight_decay: float) -> None:
        no_momentum: list[Any] = [None] * len(names)
        sgd(
            [self._parameters[n] for n in names],
            self._gradients(names),
            no_momentum,
            fused=True,
            lr=learning_rate,
            weight_decay=weight_decay,
            momentum=0.0,
            dampening=0.0,
            nesterov=False,
            maximize=False,
        )

    def _tables(self) -> dict[str, dict[str, Tensor]]:
        return {}
