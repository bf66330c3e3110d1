"""Names and values of a recipe as they are written on a command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace

from engine.catalog import Option
from engine.catalog.recipe import RECIPE
from engine.problem import Problem
from engine.specification import Recipe, Scalar


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
