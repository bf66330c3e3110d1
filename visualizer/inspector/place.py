"""Where the selected word stands along a table's tokens, or what to do instead, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from engine.seen.look import Look, Table
from engine.seen.tokens import Axis
from visualizer.selection import Pair


def token_axis(table: Table) -> Axis | None:
    """The tokens along a table's first side; None where there are none."""
    axis = table.axes[0]
    return axis if isinstance(axis, Axis) else None


def tables_of(look: Look, names: Sequence[str]) -> Mapping[str, Table] | None:
    """Those tables; None until all of them have come."""
    found = {name: look.tables[name] for name in names if name in look.tables}
    return found if len(found) == len(names) else None


def place_of(table: Table, pair: Pair | None) -> int | str:
    """The place of the selected word among the tokens of a table, or what is to be done."""
    axis = token_axis(table)
    if axis is None:
        return coming()
    place = pair.row(axis) if pair is not None else None
    if place is None:
        sequence = {"source": _tr("source"), "target": _tr("target"), "text": _tr("text")}
        name = sequence.get(axis.sequence, axis.sequence)
        return _tr("Click a word of the {0} to see its numbers.").format(name)
    if not 0 <= place < len(table.values):
        return _tr("This token comes out last and never goes in. Click another.")
    return place


def coming() -> str:
    """What is said until tables that were just asked for are there."""
    return _tr("These numbers come with the next picture.")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Inspector", text)
