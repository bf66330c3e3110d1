"""How alike the rows of a matrix are, in a number and in words that follow from it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

#: From this mean cosine on rows count as alike, and down from that one as different.
ALIKE, DIFFERENT = 0.8, 0.5


def rows_cosine(matrix: NDArray[np.float32]) -> float:
    """Mean cosine between two different rows of (rows, columns): 1 where all are alike.

    A row of zeros is like no other, cosine 0; NaN for fewer than two rows or numbers that are
    none.
    """
    if len(matrix) < 2:
        return math.nan
    rows = matrix.astype(np.float64)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    rows = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths != 0)
    cosines = rows @ rows.T
    return float((cosines.sum() - np.trace(cosines)) / (len(rows) * (len(rows) - 1)))


def likeness(cosine: float) -> tuple[str, str]:
    """A name for the pattern, and what it says; both empty where there is no number."""
    if not math.isfinite(cosine):
        return "", ""
    if cosine >= ALIKE:
        return _tr("Stripes"), _tr("The same source words matter for every output.")
    if cosine <= DIFFERENT:
        return _tr("A diagonal"), _tr("Each output depends on words of its own.")
    return _tr("In between"), _tr(
        "Neither stripes nor a diagonal: outputs share some of the words they depend on."
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Likeness", text)
