"""Names and values of a recipe as they are written on a command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace

from engine.catalog import Option
from engine.problem import Problem
from engine.specification import Recipe, Scalar

_DEFAULT = Recipe()

#: What can be chosen, apart from the number of steps. The two betas are named one by one.
RECIPE = (
    Option("batch_size", "batch_size", _DEFAULT.batch_size, "Pairs a step.", low=1, high=100_000),
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
        "What the rate does after its rise.",
        choices=("warmup-rsqrt", "warmup-linear", "constant"),
    ),
    Option("warmup", "warmup", _DEFAULT.warmup, "Steps of that rise.", low=0, high=10**7),
    Option("beta1", "beta1", _DEFAULT.betas[0], "Adam's first decay.", low=0, high=0.999999),
    Option("beta2", "beta2", _DEFAULT.betas[1], "Adam's second decay.", low=0, high=0.999999),
    Option("epsilon", "epsilon", _DEFAULT.epsilon, "Adam's ε.", low=1e-30, high=1),
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
        "Steps between two judgements on held-out pairs.",
        low=1,
        high=10**7,
    ),
    Option("held_out", "held_out", _DEFAULT.held_out, "Pairs to judge by.", low=1, high=100_000),
)


def changed(recipe: Recipe, texts: Sequence[str]) -> Recipe:
    """`recipe` with each "name=value" of `texts` put in.

    Raises
    ------
    Problem
        A name is unknown or a value not allowed.
    """
    values = read(texts, RECIPE, "A recipe")
    first, second = recipe.betas
    betas = (float(values.pop("beta1", first)), float(values.pop("beta2", second)))
    fields = {**asdict(recipe), **values, "betas": betas}
    return replace(recipe, **fields)


def read(texts: Sequence[str], known: Sequence[Option], whose: str) -> dict[str, Scalar]:
    """Values by name from "name=value"; the last of several for one name counts.

    Raises
    ------
    Problem
        A name is unknown or a value not allowed; `whose` begins the sentence.
    """
    options: Mapping[str, Option] = {option.name: option for option in known}
    values: dict[str, Scalar] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise Problem(f"“{text}” is not like NAME=VALUE.")
        if name not in options:
            raise Problem(f"{whose} has no “{name}”. It has {', '.join(options)}.")
        values[name] = _value(options[name], value)
    return values


def _value(option: Option, text: str) -> Scalar:
    kinds = {bool: "true or false", int: "a whole number", float: "a number"}
    kind = type(option.default)
    try:
        if kind is bool:
            return option.check({"true": True, "false": False}[text.lower()])
        value: Scalar = kind(text)
    except (KeyError, ValueError):
        raise Problem(f"{option.name} cannot be “{text}”: it is {kinds[kind]}.") from None
    try:
        return option.check(value)
    except ValueError as error:
        raise Problem(str(error)) from None
