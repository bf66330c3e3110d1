"""Which lines stand for a map, in which colour and thickness: few enough to be drawn at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from visualizer.widgets import scale
from visualizer.widgets.map_content import MapContent

#: Below this place of the scale (0 to 1) there is no line.
SMALLEST = 0.05
#: At most so many lines, the strongest ones.
MOST = 6000
#: Steps of strength; lines of one step share a pen.
STEPS = 12


@dataclass(frozen=True)
class LinkLines:
    """Lines in drawing order, weakest first: each array is (lines,).

    `head`, `row`, `column` say which weight, `step` 0 to STEPS - 1 how strong; `hidden` counts
    the weaker lines that were left out for being too many.
    """

    head: NDArray[np.int64]
    row: NDArray[np.int64]
    column: NDArray[np.int64]
    step: NDArray[np.int64]
    hidden: int

    def of_row(self, row: int | None) -> NDArray[np.bool_]:
        """Which lines begin at a query."""
        return np.zeros(len(self.row), np.bool_) if row is None else self.row == row

    def of_column(self, column: int | None) -> NDArray[np.bool_]:
        """Which lines end at a key."""
        return np.zeros(len(self.row), np.bool_) if column is None else self.column == column


def weighed(
    content: MapContent,
    heads: NDArray[np.float32] | None,
    mode: scale.Mode,
    threshold: float | None,
) -> LinkLines | None:
    """The lines of a map, or of each of its `heads` (heads, rows, columns); None without weights.

    With a `threshold` only the fewest lines of each query that hold this share of its mass.
    """
    if content.weights is None:
        return None
    levels = []
    for weights in content.weights[None] if heads is None else heads:
        kept = None if threshold is None else scale.kept(weights, threshold)
        levels.append(scale.levels(weights, mode, kept))
    return lines_of(np.stack(levels), content.closed)


def lines_of(levels: NDArray[np.uint8], closed: NDArray[np.uint8]) -> LinkLines:
    """From (heads, rows, columns) places 0 to 255 in the colour table; no line where closed."""
    shown = (levels >= np.ceil(SMALLEST * 255)) & (closed == 0)
    head, row, column = np.nonzero(shown)
    strength = levels[head, row, column].astype(np.int64)
    order = np.argsort(strength, kind="stable")
    hidden = max(len(order) - MOST, 0)
    order = order[hidden:]
    step = np.minimum(strength[order] * STEPS // 256, STEPS - 1)
    return LinkLines(head[order], row[order], column[order], step, hidden)
