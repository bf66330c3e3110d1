"""One number for a head, and its picture made small; many heads at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: Summaries that compare a query's place with a key's: without meaning across two sequences.
SELF_ONLY = frozenset({"distance", "previous", "self"})


def of_heads(
    weights: NDArray[np.float32],
    closed: NDArray[np.uint8],
    special: NDArray[np.bool_] | None = None,
) -> dict[str, NDArray[np.float32]]:
    """Every summary of every head, from its weights as used.

    weights : (heads, rows, columns), closed : (rows, columns), 0 where open, special : (columns,)
    -> (heads,) each. A row has a choice if two or more of its cells are open.

    "entropy" : −Σ w log w in nats, meaned over rows that have a choice; 0 where none has.
    "focus" : 1 − entropy / log of the row's open cells, meaned over the same rows; 1 where none
        has a choice.
    "distance" : Σ w |row − column|, meaned over all rows.
    "previous" : weight on the column before the row's own; row 0 has none and is left out.
    "self" : weight on the row's own column.
    "first" : weight on column 0.
    "special" : Σ w over the columns marked `special`, tokens that frame a text instead of
        belonging to it; absent where none is marked, or all are.

    The last four are meaned over rows too. A head with a weight that is no number has NaN where
    that weight counts.
    """
    _, rows, columns = weights.shape
    entropy, share = _entropies(weights, closed)
    row, column = np.arange(rows)[:, None], np.arange(columns)[None, :]
    distance = np.abs(row - column).astype(np.float32)
    figures = {
        "entropy": entropy.mean(1) if entropy.size else np.zeros(len(weights)),
        "focus": 1.0 - share.mean(1) if share.size else np.ones(len(weights)),
        "distance": np.einsum("hrc,rc->h", weights, distance) / rows,
        "previous": np.diagonal(weights, -1, 1, 2).sum(1) / max(1, min(rows - 1, columns)),
        "self": np.diagonal(weights, 0, 1, 2).sum(1) / min(rows, columns),
        "first": weights[:, :, 0].mean(1),
    }
    if special is not None and special.any() and not special.all():
        figures["special"] = weights[:, :, special].sum(2).mean(1)
    return {name: value.astype(np.float32) for name, value in figures.items()}


def focus(weights: NDArray[np.float32], closed: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(heads,) the "focus" of :func:`of_heads` alone."""
    _, share = _entropies(weights, closed)
    found = 1.0 - share.mean(1) if share.size else np.ones(len(weights))
    return found.astype(np.float32)


def _entropies(
    weights: NDArray[np.float32], closed: NDArray[np.uint8]
) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """Entropy of each row that has a choice, and as a share of the most: (heads, rows) each."""
    choices = (closed == 0).sum(1)
    chooses = choices > 1
    logs = np.log(np.where(weights > 0, weights, 1.0))
    entropy = -np.einsum("hrc,hrc->hr", weights, logs)[:, chooses]
    return entropy, entropy / np.log(choices[chooses])


def thumbnails(weights: NDArray[np.float32], side: int) -> NDArray[np.float32]:
    """(heads, h, w) with h, w <= side: each cell the largest weight of the block it stands for."""
    for axis in (1, 2):
        length = weights.shape[axis]
        if length > side:
            starts = np.arange(side) * length // side
            weights = np.maximum.reduceat(weights, starts, axis=axis)
    return weights
