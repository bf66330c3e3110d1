"""Embeddings in a plane: their first two principal components. No torch here."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def plane(table: NDArray[np.float32]) -> NDArray[np.float32]:
    """(words, features) -> (words, 2), centred, along the two directions of largest variance.

    Each direction points to where its largest entry is positive, so that the same table always
    gives the same picture.
    """
    centred = table - table.mean(0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    first = np.zeros((2, table.shape[1]), np.float32)
    first[: min(2, len(directions))] = directions[:2]
    largest = np.abs(first).argmax(1)
    first *= np.where(first[np.arange(2), largest] < 0, -1.0, 1.0)[:, None].astype(np.float32)
    placed: NDArray[np.float32] = centred @ first.T
    return placed
