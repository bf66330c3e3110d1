"""The gates and the cell of one unit over the tokens, as rows of bars."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from engine.seen.look import Look, Table
from engine.seen.tokens import Axis, Token

#: By what the gates of a table are called: their letters in the equations of the papers
#: (Hochreiter & Schmidhuber 1997 with Gers et al. 2000; Cho et al. 2014 as Bahdanau et al. 2015).
_LETTERS = {
    ("input", "forget", "candidate", "output"): ("i", "f", "g", "o"),
    ("update", "reset", "candidate"): ("z", "r", "s̃"),
}
#: Colours of the series, as wherever these gates are shown.
_SERIES = {"input": 0, "forget": 1, "output": 2, "candidate": 3, "update": 0, "reset": 1}
#: Both sides of a translator, in their order on screen.
SIDES = ("encoder", "decoder")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Gates", text)


@dataclass(frozen=True, eq=False)
class GateRow:
    """One gate, or the cell: its numbers over the tokens of each side, within `low` and `high`.

    series : number of a colour of the theme, −1 for none.
    """

    title: str
    letter: str
    low: float
    high: float
    series: int
    values: tuple[NDArray[np.float32], ...]


@dataclass(frozen=True, eq=False)
class Lane:
    """One recurrence over its tokens: its table of gates, and its own units among the table's.

    A table that says of each of its units which way it reads, as "→ 1" does, holds two.
    """

    side: str
    way: str
    table: Table
    units: slice

    @property
    def title(self) -> str:
        """ "encoder", or "encoder →"."""
        return f"{self.side} {self.way}".strip()

    @property
    def count(self) -> int:
        """How many units it has."""
        return len(range(self.table.values.shape[-1])[self.units])

    @property
    def gates(self) -> NDArray[np.float32]:
        """(tokens, gates, units)."""
        return self.table.values[..., self.units]


@dataclass(frozen=True, eq=False)
class GateContent:
    """The rows of one unit, and the tokens of each recurrence that has gates."""

    unit: int
    lanes: tuple[str, ...]
    axes: tuple[Axis, ...]
    tokens: tuple[tuple[Token, ...], ...]
    rows: tuple[GateRow, ...]


def gate_lanes(look: Look) -> tuple[Lane, ...]:
    """The recurrences whose gates came with a look, in their order on screen."""
    lanes: list[Lane] = []
    for side in SIDES:
        table = look.tables.get(f"{side}.gates")
        if table is not None:
            lanes += [Lane(side, way, table, units) for way, units in _ways(table)]
    return tuple(lanes)


def _ways(table: Table) -> list[tuple[str, slice]]:
    """Which way units read, and which units; one way without a name where a table has no other."""
    named = [label.partition(" ")[0] for label in table.labels.get("unit", ())]
    ways = list(dict.fromkeys(named))
    if len(ways) < 2:
        return [("", slice(None))]
    return [(way, slice(named.index(way), named.index(way) + named.count(way))) for way in ways]


def gate_content(look: Look, unit: int) -> GateContent | None:
    """The gates of a unit, and its cells, else its states, where all have them; None without gates.

    `unit` counts within each recurrence.
    """
    lanes = gate_lanes(look)
    if not lanes:
        return None
    axes = tuple(_axis(lane.table) for lane in lanes)
    names = lanes[0].table.labels["gate"]
    letters = _LETTERS.get(names, ("",) * len(names))
    rows = []
    for place, (name, letter) in enumerate(zip(names, letters, strict=True)):
        values = tuple(lane.gates[:, place, unit] for lane in lanes)
        low = -1.0 if name == "candidate" else 0.0
        rows.append(GateRow(_title(name), letter, low, 1.0, _SERIES.get(name, -1), values))
    made = _kept(look, lanes, "cells", unit)
    title, letter = _tr("cell"), "c"
    if not made:
        made, title, letter = _kept(look, lanes, "states", unit), _tr("state"), "s"
    if made:
        limit = round_limit(max(float(np.nanmax(np.abs(part), initial=0.0)) for part in made))
        rows.append(GateRow(title, letter, -limit, limit, -1, made))
    tokens = tuple(
        look.axis_tokens(axis, len(lane.gates)) for axis, lane in zip(axes, lanes, strict=True)
    )
    return GateContent(unit, tuple(lane.title for lane in lanes), axes, tokens, tuple(rows))


def _axis(table: Table) -> Axis:
    return next(axis for axis in table.axes if isinstance(axis, Axis))


def round_limit(largest: float) -> float:
    """The end of a scale that holds `largest`: 1, or the next of 2, 5, 10, 20 …"""
    if not math.isfinite(largest) or largest <= 1:
        return 1.0
    power = 10.0 ** math.floor(math.log10(largest))
    return next(step * power for step in (1.0, 2.0, 5.0, 10.0) if step * power >= largest)


def _kept(
    look: Look, lanes: tuple[Lane, ...], part: str, unit: int
) -> tuple[NDArray[np.float32], ...]:
    """A unit's numbers over the tokens, of the part that all recurrences have; else ()."""
    found = [look.tables.get(f"{lane.side}.{part}") for lane in lanes]
    kept = tuple(
        table.values[..., lane.units][:, unit]
        for lane, table in zip(lanes, found, strict=True)
        if table is not None
    )
    return kept if len(kept) == len(lanes) else ()


def _title(name: str) -> str:
    titles = {
        "input": _tr("input gate"),
        "forget": _tr("forget gate"),
        "candidate": _tr("candidate"),
        "output": _tr("output gate"),
        "update": _tr("update gate"),
        "reset": _tr("reset gate"),
    }
    return titles.get(name, name)
