"""What a matrix that grows with a text holds: a row for each token, columns for what was seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.seen.tokens import Axis, Token
from visualizer.selection import Pair, token_at

#: What a column is to a row: seen, out of the window, or not yet written.
Sight = Literal["open", "earlier", "later"]


@dataclass(frozen=True)
class GrowthRow:
    """One step: the token that went in, the one that came out, and what the model saw.

    `open` are the columns that it saw; `weights` is (len(open),) float32, or None where it saw all
    of them alike. `ahead` rows were written once and stepped back from.
    """

    token_in: Token
    token_out: Token
    open: range
    weights: NDArray[np.float32] | None
    probability: float
    ahead: bool = False

    def sight(self, column: int) -> Sight:
        if column in self.open:
            return "open"
        return "earlier" if column < self.open.start else "later"


@dataclass(frozen=True)
class GrowthContent:
    """Rows over columns.

    Attributes
    ----------
    axis : what stands along the columns.
    queries, first : the axis of the tokens that went in, and the place on it of the first row's.
    current : the row of the token written last.
    open_ : whether more may be written.
    grows : whether a column comes with every row.
    window : how many columns a row sees; 0 for all that there are.
    """

    rows: tuple[GrowthRow, ...]
    columns: tuple[Token, ...]
    axis: Axis
    queries: Axis
    first: int
    current: int
    open_: bool
    grows: bool = False
    window: int = 0

    def pair(self, row: int, column: int) -> Pair:
        """The query of a row and the key of a column."""
        return Pair(token_at(self.queries, self.first + row), token_at(self.axis, column))
