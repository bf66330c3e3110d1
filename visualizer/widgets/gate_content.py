"""The gates and the cell of one unit over the tokens, as rows of bars."""

from __future__ import annotations

import math
from collections.abc import Mapping
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
class GateContent:
    """The rows of one unit, and the tokens of each side that has gates."""

    unit: int
    axes: tuple[Axis, ...]
    tokens: tuple[tuple[Token, ...], ...]
    rows: tuple[GateRow, ...]


def gate_tables(look: Look) -> dict[str, Table]:
    """The tables of gates that came with a look, by side."""
    found = {side: look.tables.get(f"{side}.gates") for side in SIDES}
    return {side: table for side, table in found.items() if table is not None}


def gate_content(look: Look, unit: int) -> GateContent | None:
    """The gates of a unit, and its cells where both sides have them; None without gates."""
    gates = gate_tables(look)
    if not gates:
        return None
    axes = tuple(axis for table in gates.values() for axis in table.axes if isinstance(axis, Axis))
    lengths = [len(table.values) for table in gates.values()]
    names = next(iter(gates.values())).labels["gate"]
    letters = _LETTERS.get(names, ("",) * len(names))
    rows = []
    for place, (name, letter) in enumerate(zip(names, letters, strict=True)):
        values = tuple(table.values[:, place, unit] for table in gates.values())
        low = -1.0 if name == "candidate" else 0.0
        rows.append(GateRow(_title(name), letter, low, 1.0, _SERIES.get(name, -1), values))
    cells = _cells(look, gates, unit)
    if cells:
        limit = round_limit(max(float(np.nanmax(np.abs(part), initial=0.0)) for part in cells))
        rows.append(GateRow(_tr("cell"), "c", -limit, limit, -1, cells))
    tokens = tuple(
        look.axis_tokens(axis, length) for axis, length in zip(axes, lengths, strict=True)
    )
    return GateContent(unit, axes, tokens, tuple(rows))


def round_limit(largest: float) -> float:
    """The end of a scale that holds `largest`: 1, or the next of 2, 5, 10, 20 …"""
    if not math.isfinite(largest) or largest <= 1:
        return 1.0
    power = 10.0 ** math.floor(math.log10(largest))
    return next(step * power for step in (1.0, 2.0, 5.0, 10.0) if step * power >= largest)


def _cells(look: Look, gates: Mapping[str, Table], unit: int) -> tuple[NDArray[np.float32], ...]:
    found = [look.tables.get(f"{side}.cells") for side in gates]
    cells = tuple(table.values[:, unit] for table in found if table is not None)
    return cells if len(cells) == len(gates) else ()


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
