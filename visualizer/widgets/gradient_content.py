"""What a map of gradients shows: numbers, the tokens along its sides, and where its scale ends."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.seen.tokens import Axis, Token
from visualizer.selection import Pair, token_at

#: Ends of scales, times a power of ten.
_ENDS = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0)
#: A number of float32 that is this little above an end is that end.
_HAIR = 1e-6


@dataclass(frozen=True, eq=False)
class GradientContent:
    """|∂ logit of the row's token / ∂ embedding of the column's|, (rows, columns), never below 0.

    row_axis, column_axis : what stands along the sides, with those tokens.
    """

    values: NDArray[np.float32]
    row_axis: Axis
    column_axis: Axis
    row_tokens: tuple[Token, ...]
    column_tokens: tuple[Token, ...]

    @property
    def largest(self) -> float:
        """The largest number; 0 where there is none."""
        finite = self.values[np.isfinite(self.values)]
        return float(finite.max(initial=0.0))

    @property
    def limit(self) -> float:
        """Where the scale ends: a round number, so that it stays while the largest one moves."""
        largest = self.largest
        if largest <= 0:
            return 1.0
        power = 10.0 ** math.floor(math.log10(largest))
        ends = (end * power for end in _ENDS)
        return next((end for end in ends if end >= largest * (1 - _HAIR)), 10 * power)

    def pair(self, row: int, column: int) -> Pair:
        return Pair(token_at(self.row_axis, row), token_at(self.column_axis, column))

    def place(self, pair: Pair | None) -> tuple[int | None, int | None]:
        """The row and the column that a selection lights."""
        row = pair.row(self.row_axis) if pair else None
        column = pair.column(self.column_axis) if pair else None
        rows, columns = self.values.shape
        return (
            row if row is not None and 0 <= row < rows else None,
            column if column is not None and 0 <= column < columns else None,
        )
