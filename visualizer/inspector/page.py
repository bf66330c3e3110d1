"""What a derivation is told in: lines, strips, bars and tables, drawn elsewhere, or as plain text.

Every item writes itself as text, so that a page can be copied and read aloud.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from visualizer.inspector.numbers import number

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Heading:
    """What the page is about, and quieter where that is."""

    text: str
    note: str = ""

    def as_text(self) -> str:
        return f"{self.text}  ({self.note})" if self.note else self.text


@dataclass(frozen=True)
class Sentence:
    """Words; `colour` is a role of the theme."""

    text: str
    colour: str = "mid"

    def as_text(self) -> str:
        return self.text


@dataclass(frozen=True)
class Equation:
    """An equation as its paper writes it, and which paper."""

    text: str
    source: str = ""

    def as_text(self) -> str:
        return f"{self.text}    [{self.source}]" if self.source else self.text


@dataclass(frozen=True)
class Rule:
    """A line between two parts."""

    def as_text(self) -> str:
        return ""


@dataclass(frozen=True, eq=False)
class Strip:
    """A vector as coloured cells, from −limit to limit; `note` says whose it is."""

    symbol: str
    values: Array
    limit: float
    note: str = ""

    def as_text(self) -> str:
        numbers = " ".join(number(value) for value in self.values.tolist())
        note = f"  ({self.note})" if self.note else ""
        return f"{self.symbol}{note} = [{numbers}]"


@dataclass(frozen=True)
class Step:
    """One operation: its name, what is done, and what comes out; `strong` for the result."""

    name: str
    formula: str
    result: float | None
    strong: bool = False

    def as_text(self) -> str:
        result = "" if self.result is None else f" = {number(self.result)}"
        return f"{self.name}: {self.formula}{result}" if self.formula else f"{self.name}{result}"


@dataclass(frozen=True)
class Gauge:
    """A number within its bounds, as a bar from 0.

    `series` counts the theme's colours from 0; None: it is a weight, and has a weight's colour.
    """

    name: str
    formula: str
    value: float
    low: float = 0.0
    high: float = 1.0
    series: int | None = None

    def as_text(self) -> str:
        formula = f": {self.formula}" if self.formula else ""
        return f"{self.name}{formula} = {number(self.value)}"


@dataclass(frozen=True, eq=False)
class Bars:
    """The weights of a row, one bar a key, closed ones hatched; `chosen` is framed."""

    values: Array
    closed: NDArray[np.uint8]
    labels: Sequence[str]
    chosen: int

    def as_text(self) -> str:
        keys = zip(self.labels, self.values.tolist(), self.closed.tolist(), strict=True)
        return "  ".join(
            f"{label} {'closed' if closed else number(value)}" for label, value, closed in keys
        )


@dataclass(frozen=True)
class Terms:
    """Numbers in columns under their symbols; None leaves a place empty."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float | None, ...]], ...]

    def as_text(self) -> str:
        lines = ["\t".join(("", *self.columns))]
        for name, values in self.rows:
            numbers = ("" if value is None else number(value) for value in values)
            lines.append("\t".join((name, *numbers)))
        return "\n".join(lines)


@dataclass(frozen=True, eq=False)
class Matrix:
    """A table of tokens × features as colours from −limit to limit, one row framed."""

    values: Array
    limit: float
    row: int
    rows: str
    columns: str

    def as_text(self) -> str:
        tokens, features = self.values.shape
        return f"{tokens} {self.rows} × {features} {self.columns}"


@dataclass(frozen=True)
class Place:
    """Which of many rows of a table is selected, as a mark along a line."""

    index: int
    size: int
    note: str

    def as_text(self) -> str:
        return self.note


Item = Heading | Sentence | Equation | Rule | Strip | Step | Gauge | Bars | Terms | Matrix | Place


@dataclass(frozen=True, eq=False)
class Page:
    """A derivation from top to bottom; `place` is where it is, for the panel's subtitle."""

    items: tuple[Item, ...] = ()
    place: str = ""

    def as_text(self) -> str:
        """All of it as plain text, numbers by tabs where they stand in columns."""
        return "\n".join(item.as_text() for item in self.items)


def limit_of(*vectors: Array) -> float:
    """The largest size among the numbers, for strips that share their colours; 1 for zeros."""
    finite = [np.abs(np.nan_to_num(vector)).max(initial=0.0) for vector in vectors]
    return float(max(finite, default=0.0)) or 1.0


#: Up to so many numbers all of them are listed; of more, the largest.
ALL, LARGEST = 16, 8


def terms(columns: tuple[str, ...], vectors: tuple[Array, ...], by: Array, other: str) -> Terms:
    """Vectors number by number, from 1; of many only where `by` is largest, and the rest summed.

    Of the rest only the last vector's sum is given, under the name `other`, which takes a count;
    "" leaves it out.
    """
    count = len(by)
    places = np.arange(count) if count <= ALL else np.sort(np.argsort(-np.abs(by))[:LARGEST])
    rows: list[tuple[str, tuple[float | None, ...]]] = [
        (str(place + 1), tuple(float(vector[place]) for vector in vectors))
        for place in places.tolist()
    ]
    if other and len(places) < count:
        rest = float(vectors[-1].sum() - vectors[-1][places].sum())
        rows.append((other.format(count - len(places)), (*[None] * (len(vectors) - 1), rest)))
    return Terms(columns, tuple(rows))
