"""What one map shows: its numbers and the tokens along its sides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.seen.look import Look
from engine.seen.maps import Closed, HeadReference, MapGroup
from engine.seen.tokens import Axis, Token
from visualizer.selection import Pair, token_at


@dataclass(frozen=True, eq=False)
class MapContent:
    """One head's map.

    Attributes
    ----------
    weights : (rows, columns) float32, or None where the head was not captured.
    closed : (rows, columns) uint8 of :class:`engine.seen.maps.Closed`.
    row_axis, column_axis : what stands along the sides.
    row_tokens, column_tokens : those tokens; for rows of a decoder the token that comes out.
    row_inputs : the token that goes in at each row, where that is another one; else empty.
    row_segments, column_segments : of each token along a side in which of two segments of the
        text it is; empty without segments.
    value_weighted : the numbers are shares of alpha times the value's norm, not alpha itself.
    """

    weights: NDArray[np.float32] | None
    closed: NDArray[np.uint8]
    row_axis: Axis
    column_axis: Axis
    row_tokens: tuple[Token, ...]
    column_tokens: tuple[Token, ...]
    row_inputs: tuple[Token, ...] = ()
    value_weighted: bool = False
    row_segments: tuple[int, ...] = ()
    column_segments: tuple[int, ...] = ()

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, columns)."""
        return self.closed.shape[0], self.closed.shape[1]

    def pair(self, row: int, column: int) -> Pair:
        """The two tokens of a cell."""
        return Pair(token_at(self.row_axis, row), token_at(self.column_axis, column))

    def cell(self, pair: Pair | None) -> tuple[int, int] | None:
        """The cell of exactly this query and key; None where the map has none."""
        row, column = self.row(pair), self.column(pair)
        if pair is None or row is None or column is None:
            return None
        return (row, column) if self.pair(row, column) == pair else None

    def row(self, pair: Pair | None) -> int | None:
        """The row that a pair lights."""
        row = pair.row(self.row_axis) if pair else None
        return row if row is not None and 0 <= row < self.shape[0] else None

    def column(self, pair: Pair | None) -> int | None:
        """The column that a pair lights."""
        column = pair.column(self.column_axis) if pair else None
        return column if column is not None and 0 <= column < self.shape[1] else None

    def example(self, pair: Pair | None) -> tuple[int, int]:
        """A cell to show what a row, a column, a cell is: the pair's, else one that weighs much.

        Where nothing is chosen that is the strongest cell of the middle row.
        """
        row, column = self.row(pair), self.column(pair)
        if row is None:
            row = self.shape[0] // 2
        if column is None:
            weights = np.zeros(self.shape[1]) if self.weights is None else self.weights[row]
            column = int(np.nan_to_num(weights).argmax())
        return row, column

    def is_open(self, row: int, column: int) -> bool:
        """Whether the query of this row may see the key of this column."""
        return int(self.closed[row, column]) == Closed.OPEN

    def leaks(self) -> NDArray[np.bool_]:
        """(rows, columns) where a closed cell has a weight all the same."""
        if self.weights is None:
            return np.zeros(self.shape, np.bool_)
        weighed = (self.weights != 0) & np.isfinite(self.weights)
        return np.asarray((self.closed != Closed.OPEN) & weighed, np.bool_)

    def segments(self, row: int, column: int) -> tuple[int, int] | None:
        """In which segments query and key are; None where the text has none."""
        known = row < len(self.row_segments) and column < len(self.column_segments)
        return (self.row_segments[row], self.column_segments[column]) if known else None

    def spreads(self) -> NDArray[np.float64]:
        """(rows,) entropy of each by the logarithm of its open cells: 0 on one token, 1 uniform.

        0 too where a row has no choice, or a weight that is infinite, and where nobody looked.
        """
        if self.weights is None:
            return np.zeros(self.shape[0])
        positive = self.weights > 0
        weights = np.where(positive, self.weights, 1.0)  # 1 log 1 is 0
        cells = (self.closed == Closed.OPEN).sum(1)
        known = (cells > 1) & np.isfinite(weights).all(1)
        weights[~known] = 1.0
        entropies = -np.einsum("rc,rc->r", weights, np.log(weights), dtype=np.float64)
        return np.asarray(np.minimum(entropies / np.log(np.maximum(cells, 2)), 1.0), np.float64)


def map_content(
    look: Look, group: MapGroup, reference: HeadReference, value_weighted: bool = False
) -> MapContent:
    """One head of a look as a map shows it; rows of a decoder read "in → out"."""
    find = group.value_weighted if value_weighted else group.map
    rows, columns = group.closed.shape
    inputs: tuple[Token, ...] = ()
    if group.kind != "VVV":
        inputs = look.axis_tokens(Axis(group.rows.sequence, group.rows.shift - 1), rows)
    return MapContent(
        weights=find(reference.layer, reference.head),
        closed=group.closed,
        row_axis=group.rows,
        column_axis=group.columns,
        row_tokens=look.axis_tokens(group.rows, rows),
        column_tokens=look.axis_tokens(group.columns, columns),
        row_inputs=inputs,
        value_weighted=value_weighted,
        row_segments=_segments(look, group.rows, rows),
        column_segments=_segments(look, group.columns, columns),
    )


def _segments(look: Look, axis: Axis, length: int) -> tuple[int, ...]:
    """Those along a side; only a text that is not shifted has any."""
    return look.segments[:length] if axis == Axis("text") else ()
