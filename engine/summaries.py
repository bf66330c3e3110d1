"""One number for a head, and its picture made small; many heads at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: Summaries that compare a query's place with a key's: without meaning across two sequences.
SELF_ONLY = frozenset({"distance", "previous", "self"})


def of_heads(
    weights: NDArray[np.float32], closed: NDArray[np.uint8]
) -> dict[str, NDArray[np.float32]]:
    """Focus, distance, and mass on the previous, the own and the first position.

    weights : (heads, rows, columns), closed : (rows, columns) -> (heads,) each. Focus is
    1 − entropy / log of the row's open cells, meaned over rows that have a choice (two or more
    open cells). Distance is Σ w |row − column| meaned over rows. "previous" leaves out row 0,
    which has none.
    """
    heads, rows, columns = weights.shape
    choices = (closed == 0).sum(1)
    chooses = choices > 1
    logs = np.log(np.where(weights > 0, weights, 1.0))
    entropy = -np.einsum("hrc,hrc->hr", weights, logs)
    focus = np.ones(heads)
    if chooses.any():
        focus = (1.0 - entropy[:, chooses] / np.log(choices[chooses])).mean(1)
    row, column = np.arange(rows)[:, None], np.arange(columns)[None, :]
    distance = np.abs(row - column).astype(np.float32)
    diagonal = np.diagonal(weights, 0, 1, 2).sum(1)
    below = np.diagonal(weights, -1, 1, 2).sum(1)
    figures = {
        "focus": focus,
        "distance": np.einsum("hrc,rc->h", weights, distance) / rows,
        "previous": below / max(1, min(rows - 1, columns)),
        "self": diagonal / min(rows, columns),
        "first": weights[:, :, 0].mean(1),
    }
    return {name: value.astype(np.float32) for name, value in figures.items()}


def thumbnails(weights: NDArray[np.float32], side: int) -> NDArray[np.float32]:
    """(heads, h, w) with h, w <= side: each cell the largest weight of the block it stands for."""
    for axis in (1, 2):
        length = weights.shape[axis]
        if length > side:
            starts = np.arange(side) * length // side
            weights = np.maximum.reduceat(weights, starts, axis=axis)
    return weights
