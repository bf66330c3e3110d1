"""What all optimisers have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar

import torch
from torch import Tensor


class Optimizer(ABC):
    """Moves parameters along their gradients; its state is plain tensors by name.

    torch.optim's classes do the same, but making one imports torch's compiler: a second in which
    the window's thread is stopped again and again. Weights decay only where they have two or more
    dimensions (matrices and embeddings), never biases and the gains of norms.
    """

    #: What the names of its state begin with.
    name: ClassVar[str]

    def __init__(self, parameters: Mapping[str, Tensor], weight_decay: float = 0.0) -> None:
        self._parameters = dict(parameters)
        self._weight_decay = weight_decay

    def forget_gradients(self) -> None:
        """Before backward: gradients are not summed over steps."""
        for parameter in self._parameters.values():
            parameter.grad = None

    @torch.no_grad()
    def step(self, learning_rate: float) -> None:
        """One update of every parameter that has a gradient."""
        # By their decay, as a kernel takes one for all that it is given.
        groups: dict[float, list[str]] = {self._weight_decay: [], 0.0: []}
        for name, parameter in self._parameters.items():
            if parameter.grad is not None:
                groups[self._weight_decay if parameter.ndim > 1 else 0.0].append(name)
        for weight_decay, names in groups.items():
            if names:
                self._update(names, learning_rate, weight_decay)

    def state(self) -> dict[str, Tensor]:
        """What the next step depends on besides parameters: "<name>.<what>.<parameter>"."""
        return {
            f"{self.name}.{what}.{parameter}": tensor
            for what, tensors in self._tables().items()
            for parameter, tensor in tensors.items()
        }

    def restore(self, state: Mapping[str, Tensor]) -> None:
        """Take over what :meth:`state` gave.

        Raises
        ------
        KeyError, ValueError
            Something is missing or has another shape.
        """
        for name, tensor in self.state().items():
            if state[name].shape != tensor.shape:
                raise ValueError(f"{name} of shape {tuple(state[name].shape)}")
            tensor.copy_(state[name])

    @abstractmethod
    def _update(self, names: list[str], learning_rate: float, weight_decay: float) -> None:
        """Move these parameters, all of which have a gradient."""

    @abstractmethod
    def _tables(self) -> dict[str, dict[str, Tensor]]:
        """Its memory: what is remembered, then a tensor for each parameter."""

    def _gradients(self, names: list[str]) -> list[Tensor]:
        return [g for n in names if (g := self._parameters[n].grad) is not None]

    def _zeros(self) -> dict[str, Tensor]:
        return {n: torch.zeros_like(p) for n, p in self._parameters.items()}
