"""One row of attention from its scores on, whatever scored it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.seen.maps import Closed

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class RowSoftmax:
    """The scores of one query against every key, and the weights they become.

    Attributes
    ----------
    scores : (columns,) of every key, closed ones too: what they would be if they counted.
    closed : (columns,) uint8 of :class:`engine.seen.maps.Closed`.
    maximum : the largest open score, NaN where nothing is open; it is taken from every score
        before exp so that nothing overflows, and changes no weight.
    exponentials : (columns,) exp(score − maximum), 0 where closed.
    total : their sum.
    weights : (columns,) exponentials / total; all 0 where nothing is open.
    """

    scores: Array
    closed: NDArray[np.uint8]
    maximum: float
    exponentials: Array
    total: float
    weights: Array


def row_softmax(scores: Array, closed: NDArray[np.uint8]) -> RowSoftmax:
    """Softmax over the open keys: scores (columns,), closed (columns,) of Closed."""
    is_open = closed == Closed.OPEN
    if not is_open.any():
        nothing = np.zeros_like(scores)
        return RowSoftmax(scores, closed, float("nan"), nothing, 0.0, nothing)
    maximum = float(scores[is_open].max())
    exponentials = np.exp(scores - maximum, where=is_open, out=np.zeros_like(scores))
    total = float(exponentials.sum())
    return RowSoftmax(scores, closed, maximum, exponentials, total, exponentials / total)
