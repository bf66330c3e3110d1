"""Adadelta (Zeiler 2012, algorithm 1)."""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor

from engine.optimizers.optimizer import Optimizer


class Adadelta(Optimizer):
    """Moves by the gradient times the ratio of two running roots of mean squares.

    They are those of past moves and of gradients, so that a move has the unit of a parameter; the
    paper's learning rate is 1. Weight decay is a part of the gradient.
    """

    name = "adadelta"

    def __init__(
        self,
        parameters: Mapping[str, Tensor],
        rho: float,
        epsilon: float,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(parameters, weight_decay)
        self._rho = rho
        self._epsilon = epsilon
        self._squares = self._zeros()
        self._moves = self._zeros()

    def _update(self, names: list[str], learning_rate: float, weight_decay: float) -> None:
        rho, epsilon = self._rho, self._epsilon
        for name, gradient in zip(names, self._gradients(names), strict=True):
            parameter, square, moves = (
                self._parameters[name],
                self._squares[name],
                self._moves[name],
            )
            if weight_decay:
                gradient = gradient.add(parameter, alpha=weight_decay)
            square.mul_(rho).addcmul_(gradient, gradient, value=1 - rho)
            move = (moves + epsilon).div_(square + epsilon).sqrt_().mul_(gradient)
            moves.mul_(rho).addcmul_(move, move, value=1 - rho)
            parameter.sub_(move, alpha=learning_rate)

    def _tables(self) -> dict[str, dict[str, Tensor]]:
        return {"square": self._squares, "move": self._moves}
