"""Every head of a look as a row of numbers, and the orders that the rows can stand in."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.seen.look import Look
from engine.seen.maps import HeadReference
from visualizer.widgets import health
from visualizer.widgets.scale import number

#: The numbers in the order of their columns, as far as a look has them; see MapGroup.summaries.
NUMBERS = ("entropy", "focus", "distance", "previous", "self", "first", "special")
#: The columns before and after them.
HEAD, STATE = "head", "health"
#: Those that are no shares: nats, and positions.
_MEASURES = frozenset({"entropy", "distance"})


class HeadGridContent:
    """One row a head, group by group and layer by layer, as a look has them.

    Attributes
    ----------
    references : (rows,) which head a row is.
    kinds : (rows,) the kind of its attention, as in MapGroup.kind.
    findings : (rows,) what is to be said of its map.
    columns : names of the columns: HEAD, some of NUMBERS, STATE.
    known : by name of a number (rows,) bool, whether it has a meaning for the row's group.
    values : by name of a number (rows,) float32; NaN where it has no meaning or is no number.
    largest : by name of a number what it can be at most: what fills a bar.
    """

    def __init__(self, look: Look) -> None:
        self._look = look
        self._said: dict[int, str] = {}
        groups = list(look.groups.values())
        self.references = tuple(
            HeadReference(group.name, layer, head)
            for group in groups
            for layer in range(group.layers)
            for head in range(group.heads)
        )
        self.kinds = tuple(look.groups[one.group].kind for one in self.references)
        self.findings = [found for group in groups for found in health.of_group(group)]
        names = [name for name in NUMBERS if any(name in group.summaries for group in groups)]
        self.columns = (HEAD, *names, STATE)
        sizes = [group.layers * group.heads for group in groups]
        has = {name: [name in group.summaries for group in groups] for name in names}
        self.known = {name: np.repeat(has[name], sizes) for name in names}
        self.values = {
            name: np.concatenate(
                [
                    group.summaries.get(name, np.full(size, np.nan, np.float32)).ravel()
                    for group, size in zip(groups, sizes, strict=True)
                ]
            )
            for name in names
        }
        self.largest = dict.fromkeys(names, 1.0)
        self.largest["entropy"] = max(
            (math.log(max(int((group.closed == 0).sum(1).max()), 2)) for group in groups),
            default=1.0,
        )
        self.largest["distance"] = max(
            [max(group.closed.shape) - 1 for group in groups if "distance" in group.summaries],
            default=1,
        )

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """Names of the groups, in drawing order."""
        return tuple(self._look.groups)

    def order(self, column: str, falling: bool, group: str = "") -> NDArray[np.int64]:
        """The rows, sorted by a column, of one group or with "" of all.

        Rows that are equal keep their order; those without a number stand last either way.
        """
        rows = np.flatnonzero([not group or one.group == group for one in self.references])
        if column == HEAD:
            return rows[::-1] if falling else rows
        if column == STATE:
            keys = np.array([found.state for found in self.findings], np.float64)[rows]
        else:
            keys = self.values[column].astype(np.float64)[rows]
        # NaN and infinite both mean that there is no number.
        keys = np.where(np.isfinite(keys), -keys if falling else keys, np.inf)
        return rows[np.argsort(keys, kind="stable")]

    def text(self, row: int, column: str) -> str:
        """What stands in a cell; "–" where the number has no meaning, "!" where it is none."""
        if column == HEAD:
            one = self.references[row]
            return f"{one.group} L{one.layer + 1} H{one.head + 1}"
        if column == STATE:
            return health.name(self.findings[row].state)
        if not self.known[column][row]:
            return "–"
        value = float(self.values[column][row])
        return f"{value:.2f}" if column in _MEASURES and np.isfinite(value) else number(value)

    def share(self, row: int, column: str) -> float:
        """How full the bar of a number is, 0 to 1."""
        value = float(self.values[column][row]) / self.largest[column]
        return min(max(value, 0.0), 1.0) if np.isfinite(value) else 0.0

    def said(self, row: int) -> str:
        """What is to be said of a head's map; empty where it is sound."""
        if row not in self._said:
            group = self._look.groups[self.references[row].group]
            self._said[row] = health.said(self._look, group, self.findings[row])
        return self._said[row]

    def tab_separated(self, rows: NDArray[np.int64]) -> str:
        """These rows as lines of columns parted by tabs, for a spreadsheet.

        Numbers have six digits; one without meaning is empty, one that is no number is nan.
        """
        numbers = self.columns[1:-1]
        lines = ["\t".join(("group", "layer", "head", *numbers, STATE))]
        for row in rows.tolist():
            one = self.references[row]
            cells = [one.group, str(one.layer + 1), str(one.head + 1)]
            for name in numbers:
                known = self.known[name][row]
                cells.append(f"{float(self.values[name][row]):.6g}" if known else "")
            lines.append("\t".join((*cells, health.name(self.findings[row].state))))
        return "\n".join(lines)
