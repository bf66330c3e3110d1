"""How a step moves the weights: one file an optimiser."""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor

from engine.optimizers.adadelta import Adadelta
from engine.optimizers.adam import Adam
from engine.optimizers.optimizer import Optimizer
from engine.optimizers.sgd import SGD
from engine.specification import Recipe


def make(recipe: Recipe, parameters: Mapping[str, Tensor]) -> Optimizer:
    """The optimiser that a recipe names, for parameters by name."""
    if recipe.optimizer == "adam":
        return Adam(parameters, recipe.betas, recipe.epsilon, recipe.weight_decay)
    if recipe.optimizer == "adadelta":
        return Adadelta(parameters, recipe.betas[0], recipe.epsilon, recipe.weight_decay)
    return SGD(parameters, recipe.weight_decay)


__all__ = ["SGD", "Adadelta", "Adam", "Optimizer", "make"]
