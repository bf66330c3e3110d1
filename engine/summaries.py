"""One number for a head, and its picture made small."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: Summaries that compare a query's place with a key's: without meaning across two sequences.
SELF_ONLY = frozenset({"distance", "previous", "self"})


def of_head(weights: NDArray[np.float32], closed: NDArray[np.uint8]) -> dict[str, float]:
    """Focus, distance, and mass on the previous, the own and the first position.

    weights, closed : (rows, columns). Focus is 1 − entropy / log of the row's open cells, meaned
    over rows that have a choice (two or more open cells). Distance is Σ w |row − column| meaned
    over rows. "previous" leaves out row 0, which has none.
    """
    rows, columns = weights.shape
    w = weights.astype(np.float64)
    choices = (closed == 0).sum(1)
    entropy = -np.sum(w * np.log(np.where(w > 0, w, 1.0)), axis=1)
    chooses = choices > 1
    focus = 1.0 - entropy[chooses] / np.log(choices[chooses])
    row, column = np.arange(rows)[:, None], np.arange(columns)[None, :]
    return {
        "focus": float(focus.mean()) if chooses.any() else 1.0,
        "distance": float((w * np.abs(row - column)).sum() / rows),
        "previous": float(np.diagonal(w, -1).sum() / max(1, min(rows - 1, columns))),
        "self": float(np.diagonal(w).sum() / min(rows, columns)),
        "first": float(w[:, 0].mean()),
    }


def thumbnail(weights: NDArray[np.float32], side: int) -> NDArray[np.float32]:
    """(h, w) with h, w <= side: each cell the largest weight of the block it stands for."""
    for axis in (0, 1):
        length = weights.shape[axis]
        if length > side:
            starts = np.arange(side) * length // side
            weights = np.maximum.reduceat(weights, starts, axis=axis)
    return weights
