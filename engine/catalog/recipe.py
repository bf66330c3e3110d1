"""What can be chosen in a recipe, and within which bounds."""

from __future__ import annotations

from dataclasses import asdict

from engine.catalog.entry import Option
from engine.specification import Recipe

_DEFAULT = Recipe()
MOST_STEPS = 10**9

#: All but the number of steps. The two betas are named one by one.
RECIPE = (
    Option(
        "batch_size",
        "batch_size",
        _DEFAULT.batch_size,
        "Pairs or sequences a step.",
        low=1,
        high=100_000,
    ),
    Option(
        "optimizer",
        "optimizer",
        _DEFAULT.optimizer,
        "How a gradient moves the weights.",
        choices=("adam", "sgd", "adadelta"),
    ),
    Option(
        "learning_rate",
        "learning_rate",
        _DEFAULT.learning_rate,
        "Highest learning rate.",
        low=1e-9,
        high=10,
    ),
    Option(
        "schedule",
        "schedule",
        _DEFAULT.schedule,
        "How the rate rises and falls; inverse-time and constant begin at the highest.",
        choices=("warmup-rsqrt", "warmup-linear", "warmup-cosine", "inverse-time", "constant"),
    ),
    Option("warmup", "warmup", _DEFAULT.warmup, "Steps of the rise.", low=0, high=10**7),
    Option(
        "decay",
        "decay",
        _DEFAULT.decay,
        "r of inverse-time: rate / (1 + r · step).",
        low=0,
        high=10,
    ),
    Option(
        "beta1",
        "beta1",
        _DEFAULT.betas[0],
        "Adam's first decay; Adadelta's ρ.",
        low=0,
        high=0.999999,
    ),
    Option("beta2", "beta2", _DEFAULT.betas[1], "Adam's second decay.", low=0, high=0.999999),
    Option("epsilon", "epsilon", _DEFAULT.epsilon, "Adam's or Adadelta's ε.", low=1e-30, high=1),
    Option(
        "weight_decay",
        "weight_decay",
        _DEFAULT.weight_decay,
        "Pull of matrices and embeddings to 0; decoupled from Adam's gradient.",
        low=0,
        high=1,
    ),
    Option(
        "label_smoothing",
        "label_smoothing",
        _DEFAULT.label_smoothing,
        "Share of a target spread over the vocabulary.",
        low=0,
        high=0.9,
    ),
    Option(
        "clip_norm",
        "clip_norm",
        _DEFAULT.clip_norm,
        "Longest gradient; 0 does not clip.",
        low=0,
        high=10**6,
    ),
    Option(
        "evaluate_every",
        "evaluate_every",
        _DEFAULT.evaluate_every,
        "Steps between two judgements on held-out data.",
        low=1,
        high=10**7,
    ),
    Option(
        "held_out",
        "held_out",
        _DEFAULT.held_out,
        "Pairs or documents to judge by.",
        low=1,
        high=100_000,
    ),
)


def check(recipe: Recipe) -> Recipe:
    """`recipe` itself.

    Raises
    ------
    ValueError
        A value is out of bounds; the message names it and says what is allowed.
    """
    values = asdict(recipe)
    values["beta1"], values["beta2"] = values.pop("betas")
    for option in RECIPE:
        option.check(values[option.name])
    if not 0 <= recipe.steps <= MOST_STEPS:
        raise ValueError(f"A run cannot take {recipe.steps} steps; choose 0 to {MOST_STEPS:,}.")
    return recipe
