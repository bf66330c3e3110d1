"""Adam (Kingma & Ba 2015, algorithm 1) by torch's fused kernel."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor
from torch.optim.adam import adam

from engine.optimizers.optimizer import Optimizer


class Adam(Optimizer):
    """Moves by the gradient's running mean over the root of that of its square.

    Weight decay is decoupled from the gradient, θ ← θ − rate · decay · θ (Loshchilov & Hutter
    2019, algorithm 2).
    """

    name = "adam"

    def __init__(
        self,
        parameters: Mapping[str, Tensor],
        betas: tuple[float, float],
        epsilon: float,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(parameters, weight_decay)
        self._betas = betas
        self._epsilon = epsilon
        self._means = self._zeros()
        self._squares = self._zeros()
        self._steps = {
            n: torch.zeros((), dtype=torch.float32, device=p.device)
            for n, p in self._parameters.items()
        }

    def _update(self, names: list[str], learning_rate: float, weight_decay: float) -> None:
        adam(
            [self._parameters[n] for n in names],
            self._gradients(names),
            [self._means[n] for n in names],
            [self._squares[n] for n in names],
            [],
            [self._steps[n] for n in names],
            fused=True,
            amsgrad=False,
            beta1=self._betas[0],
            beta2=self._betas[1],
            lr=learning_rate,
            weight_decay=weight_decay,
            decoupled_weight_decay=True,
            eps=self._epsilon,
            maximize=False,
        )

    def _tables(self) -> dict[str, dict[str, Tensor]]:
        return {"mean": self._means, "square": self._squares, "step": self._steps}
