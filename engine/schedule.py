"""The learning rate as a function of the step, never of the clock."""

from __future__ import annotations

import math

from engine.specification import Recipe


def learning_rate(recipe: Recipe, step: int) -> float:
    """The rate of training step `step`, counted from 1.

    "warmup-rsqrt" is Vaswani et al. 2017, eq. 3, min(step^-0.5, step · warmup^-1.5), scaled so
    that its peak, at step `warmup`, is the recipe's learning rate. With d_model 512, warmup 4000
    and a peak of 6.99e-4 it is the paper's own. "warmup-cosine" falls as half a cosine
    (Radford et al. 2018, section 4.1), "inverse-time" is Bengio et al. 2003, section 4.
    """
    if recipe.schedule == "constant":
        return recipe.learning_rate
    if recipe.schedule == "inverse-time":
        return recipe.learning_rate / (1.0 + recipe.decay * step)
    warmup = max(1, recipe.warmup)
    rising = min(1.0, step / warmup)
    if recipe.schedule == "warmup-rsqrt":
        return recipe.learning_rate * min(rising, math.sqrt(warmup / step))
    left = min(1.0, max(0.0, (recipe.steps - step) / max(1, recipe.steps - warmup)))
    falling = left if recipe.schedule == "warmup-linear" else (1 - math.cos(math.pi * left)) / 2
    return recipe.learning_rate * min(rising, falling)


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
