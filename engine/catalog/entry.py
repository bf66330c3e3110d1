"""What a catalogue entry holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from engine.specification import Kind, Recipe, Scalar

#: What a model is asked, which decides what it learns from: `engine.tasks` has a file for each.
Task = Literal["translation", "language model", "cloze"]


@dataclass(frozen=True)
class Option:
    """One of an architecture's sizes or switches, described well enough to draw a control for it.

    `choices` lists the allowed values where they are few; else `low` and `high` bound a number.
    """

    name: str
    label: str
    default: Scalar
    meaning: str
    choices: tuple[Scalar, ...] = ()
    low: float = 0
    high: float = 0

    def check(self, value: Scalar) -> Scalar:
        """`value` itself.

        Raises
        ------
        ValueError
            It has the wrong kind or is out of bounds; the message says what is allowed.
        """
        if isinstance(self.default, bool) != isinstance(value, bool) or (
            isinstance(self.default, str) != isinstance(value, str)
        ):
            raise ValueError(f"{self.label} cannot be {value!r}; it is like {self.default!r}.")
        if isinstance(self.default, int) and not isinstance(value, int):
            raise ValueError(f"{self.label} cannot be {value!r}; it is a whole number.")
        if not isinstance(value, int | float | str):
            raise ValueError(f"{self.label} cannot be {value!r}; it is a number.")
        if self.choices:
            if value not in self.choices:
                allowed = ", ".join(str(choice) for choice in self.choices)
                raise ValueError(f"{self.label} cannot be {value!r}; choose one of {allowed}.")
        elif not isinstance(value, str | bool) and not self.low <= value <= self.high:
            allowed = f"{self.low:g} to {self.high:g}"
            raise ValueError(f"{self.label} cannot be {value}; choose {allowed}.")
        return value


@dataclass(frozen=True)
class Preset:
    """A named set of options and a recipe.

    Attributes
    ----------
    source : where every figure of it is printed.
    differs : what the bench does otherwise than the source, in sentences.
    """

    title: str
    options: Mapping[str, Scalar]
    recipe: Recipe
    source: str
    differs: str


@dataclass(frozen=True)
class Symbol:
    """A symbol of an architecture's equation, tied to where it stands in the running model.

    Attributes
    ----------
    text : as it stands in the equation.
    meaning : what it is, in words.
    blocks : names of the blocks that it stands for, or of the tables that they fill
        (:class:`engine.structure.Block`); "*" is any layer, "-1" the last.
    weight : the parameter of these blocks that it is: its shape is then the symbol's size.
    size : says its size from the options, where no block's shape does.
    pictured : what of an attention map shows it: a row, a column, a cell; "" for none of these.
    """

    text: str
    meaning: str
    blocks: tuple[str, ...]
    weight: str = ""
    size: Callable[[Mapping[str, Scalar]], str] | None = None
    pictured: Literal["", "row", "column", "cell"] = ""


@dataclass(frozen=True)
class Architecture:
    """One stop of the lineage.

    Attributes
    ----------
    name, title, year : as in "transformer", "Transformer", 2017.
    idea : three words for the lineage strip.
    summary : what it is, in three lines.
    equation, source : its central formula in plain text, and where it is printed.
    symbols : what the formula's symbols stand for; other signs of it stand for nothing on screen.
    implementation : "module:Class" of the model, imported only when one is built.
    task : what it is asked, and with it the kind of data it learns from.
    options : sizes and switches, in the order in which to show them.
    recipes : default recipe by world name; "" for every other data.
    presets : other named settings, such as the paper's own.
    bundled : folder under assets/checkpoints with a trained model.
    check : raises ValueError, with a sentence, where options that are allowed one by one do not
        go together; it is given all of them.
    """

    name: str
    title: str
    year: int
    idea: str
    summary: tuple[str, ...]
    equation: str
    source: str
    implementation: str
    options: tuple[Option, ...]
    recipes: Mapping[str, Recipe]
    task: Task = "translation"
    presets: tuple[Preset, ...] = ()
    symbols: tuple[Symbol, ...] = ()
    bundled: str = ""
    check: Callable[[Mapping[str, Scalar]], None] | None = None

    @property
    def kind(self) -> Kind:
        """The kind of data it learns from."""
        return "pairs" if self.task == "translation" else "text"

    def complete(self, options: Mapping[str, Scalar]) -> dict[str, Scalar]:
        """All options with defaults filled in, checked.

        Raises
        ------
        ValueError
            A name is unknown, a value not allowed, or two of them do not go together.
        """
        known = {option.name: option for option in self.options}
        for name in options:
            if name not in known:
                raise ValueError(f"{self.title} has no option called “{name}”.")
        complete = {
            name: option.check(options.get(name, option.default)) for name, option in known.items()
        }
        if self.check is not None:
            self.check(complete)
        return complete

    def recipe(self, world: str) -> Recipe:
        """The default recipe for a world, or for the user's files (world "")."""
        return self.recipes.get(world, self.recipes[""])
