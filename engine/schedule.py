"""The learning rate as a function of the step, never of the clock."""

from __future__ import annotations

import math

from engine.specification import Recipe


def learning_rate(recipe: Recipe, step: int) -> float:
    """The rate of training step `step`, counted from 1.

    "warmup-rsqrt" is Vaswani et al. 2017, eq. 3, min(step^-0.5, step · warmup^-1.5), scaled so
    that its peak, at step `warmup`, is the recipe's learning rate. With d_model 512, warmup 4000
    and a peak of 6.99e-4 it is the paper's own.
    """
    if recipe.schedule == "constant" or recipe.warmup < 1:
        return recipe.learning_rate
    rising = step / recipe.warmup
    if recipe.schedule == "warmup-rsqrt":
        return recipe.learning_rate * min(rising, math.sqrt(recipe.warmup / step))
    left = (recipe.steps - step) / max(1, recipe.steps - recipe.warmup)
    return recipe.learning_rate * max(0.0, min(rising, left))


def smoothing_floor(label_smoothing: float, vocabulary: int) -> float:
    """The least loss possible in nats a token: the entropy of one smoothed target.

    The target is (1 − ε) on the right token plus ε / K on each of the K tokens. Zero without
    smoothing, where only one continuation is right.
    """
    if not label_smoothing:
        return 0.0
    rest = label_smoothing / vocabulary
    right = 1.0 - label_smoothing + rest
    return -right * math.log(right) - (vocabulary - 1) * rest * math.log(rest)
