"""Adam (Kingma & Ba 2015, algorithm 1) by torch's fused kernel."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor
from torch.optim.adam import adam


class Adam:
    """Moves parameters along their gradients; its state is plain tensors by name.

    torch.optim.Adam does the same, but making one imports torch's compiler: a second in which
    the window's thread is stopped again and again.
    """

    def __init__(
        self, parameters: Mapping[str, Tensor], betas: tuple[float, float], epsilon: float
    ) -> None:
        self._parameters = dict(parameters)
        self._betas = betas
        self._epsilon = epsilon
        self._means = {n: torch.zeros_like(p) for n, p in self._parameters.items()}
        self._squares = {n: torch.zeros_like(p) for n, p in self._parameters.items()}
        self._steps = {
            n: torch.zeros((), dtype=torch.float32, device=p.device)
            for n, p in self._parameters.items()
        }

    def forget_gradients(self) -> None:
        """Before backward: gradients are not summed over steps."""
        for parameter in self._parameters.values():
            parameter.grad = None

    @torch.no_grad()
    def step(self, learning_rate: float) -> None:
        """One update of every parameter that has a gradient."""
        names = [n for n, p in self._parameters.items() if p.grad is not None]
        adam(
            [self._parameters[n] for n in names],
            [g for n in names if (g := self._parameters[n].grad) is not None],
            [self._means[n] for n in names],
            [self._squares[n] for n in names],
            [],
            [self._steps[n] for n in names],
            fused=True,
            amsgrad=False,
            beta1=self._betas[0],
            beta2=self._betas[1],
            lr=learning_rate,
            weight_decay=0.0,
            eps=self._epsilon,
            maximize=False,
        )

    def state(self) -> dict[str, Tensor]:
        """Both moments and the step count of every parameter, by "adam.moment.parameter"."""
        moments = {"mean": self._means, "square": self._squares, "step": self._steps}
        return {
            f"adam.{moment}.{name}": tensor
            for moment, tensors in moments.items()
            for name, tensor in tensors.items()
        }

    def restore(self, state: Mapping[str, Tensor]) -> None:
        """Take over what :meth:`state` gave.

        Raises
        ------
        KeyError, RuntimeError
            Something is missing or has another shape.
        """
        for name, tensor in self.state().items():
            tensor.copy_(state[name])
