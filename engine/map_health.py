"""Whether a head's map is what attention should be: found out once, for every view."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from engine import summaries

#: A head whose focus is below this spreads its rows almost evenly: their entropy is above 7/8 of
#: the most it can be. Of untrained heads nine in ten are told by it, of trained ones few.
UNIFORM_BELOW = 0.125
#: One column with this share of every row that has a choice has taken the map, …
COLLAPSED_FROM = 0.9
#: … if there are that many such rows: fewer prove nothing.
COLLAPSED_ROWS = 3
#: A row's weights add up to 1 within this; far above float32's rounding, far below any mistake.
SUM_TOLERANCE = 1e-4


class Health(IntEnum):
    """What is to be said of a map; of several the last holds."""

    SOUND = 0
    UNIFORM = 1
    COLLAPSED = 2
    LEAKING = 3
    NON_FINITE = 4

    @property
    def bad(self) -> bool:
        """Whether something is wrong; a head may well spread its weight evenly."""
        return self > Health.UNIFORM


@dataclass(frozen=True)
class Finding:
    """What is to be said of one head's map, and where.

    Attributes
    ----------
    state : see :func:`judge`.
    row, column : the place; -1 where the whole row, column or map is meant.
    rows : how many rows show it.
    weight : LEAKING: the weight in the closed cell, or without a column what the row adds up to.
    """

    state: Health
    row: int = -1
    column: int = -1
    rows: int = 0
    weight: float = 0.0


SOUND = Finding(Health.SOUND)


def judge(
    weights: NDArray[np.float32],
    closed: NDArray[np.uint8],
    focus: NDArray[np.float32] | None = None,
) -> list[Finding]:
    """Judge each head of a group: weights (heads, rows, columns), closed (rows, columns).

    A row has a choice if two or more of its cells are open (closed == 0).

    NON_FINITE : a weight is NaN or infinite; the place is the first.
    LEAKING : a closed cell has a weight, and the place is that of the largest; or a row with open
        cells does not add up to 1 within SUM_TOLERANCE, and the place is the worst row.
    COLLAPSED : one column has at least COLLAPSED_FROM of every row that has a choice, of which
        there are COLLAPSED_ROWS or more.
    UNIFORM : focus (see :func:`engine.summaries.of_heads`, computed here unless given as
        (heads,)) is below UNIFORM_BELOW; never where no row has a choice.
    """
    open_cells = closed == 0
    choices = open_cells.sum(axis=1)
    if focus is None:
        focus = summaries.focus(weights, closed)
    with np.errstate(invalid="ignore"):
        sums = weights.sum(axis=2)
        leaks = np.einsum("hrc,rc->h", weights, (~open_cells).astype(np.float32)) != 0
    column, share = _taken(weights, choices > 1)
    # A sum is finite just where all of its numbers are.
    whole = np.isfinite(sums).all(axis=1)
    astray = ((np.abs(sums - 1) > SUM_TOLERANCE) & (choices > 0)).any(axis=1)
    several = int((choices > 1).sum())
    found = []
    for head in range(len(weights)):
        if not whole[head]:
            found.append(_non_finite(weights[head]))
        elif leaks[head]:
            found.append(_leaking(weights[head], open_cells))
        elif astray[head]:
            found.append(_astray(sums[head], choices > 0))
        elif several >= COLLAPSED_ROWS and share[head] >= COLLAPSED_FROM:
            found.append(Finding(Health.COLLAPSED, column=int(column[head]), rows=several))
        elif focus[head] < UNIFORM_BELOW:
            found.append(Finding(Health.UNIFORM, rows=several))
        else:
            found.append(SOUND)
    return found


def _taken(
    weights: NDArray[np.float32], chooses: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """(heads,) the column that has most of every row that has a choice, and its least share."""
    # All rows but the first of a causal map have one: no copy of the others is needed.
    first = int(chooses.argmax())
    rows = weights[:, first:] if chooses[first:].all() else weights[:, chooses]
    least = rows.min(axis=1, initial=1.0)
    return least.argmax(axis=1), least.max(axis=1)


def _non_finite(weights: NDArray[np.float32]) -> Finding:
    """(rows, columns) -> the first cell without a number."""
    broken = ~np.isfinite(weights)
    row, column = np.argwhere(broken)[0].tolist()
    return Finding(Health.NON_FINITE, row, column, int(broken.any(axis=1).sum()))


def _leaking(weights: NDArray[np.float32], open_cells: NDArray[np.bool_]) -> Finding:
    """(rows, columns) -> the closed cell with the largest weight."""
    leaked = np.where(open_cells, 0, np.abs(weights))
    row, column = np.unravel_index(int(leaked.argmax()), leaked.shape)
    rows = int(leaked.any(axis=1).sum())
    return Finding(Health.LEAKING, int(row), int(column), rows, float(weights[row, column]))


def _astray(sums: NDArray[np.float32], opens: NDArray[np.bool_]) -> Finding:
    """(rows,) -> the row whose weights are farthest from adding up to 1."""
    error = np.where(opens, np.abs(sums - 1), 0)
    row = int(error.argmax())
    rows = int((error > SUM_TOLERANCE).sum())
    return Finding(Health.LEAKING, row, -1, rows, float(sums[row]))
