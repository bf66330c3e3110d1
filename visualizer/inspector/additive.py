"""Additive attention, one cell (Bahdanau et al. 2015, appendix A.1.2), from its parts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.seen.maps import Additive
from visualizer.inspector.softmax import Array, RowSoftmax, row_softmax


@dataclass(frozen=True, eq=False)
class AdditiveCell:
    """How α_ij came about, and what it brings into c_i.

    Attributes
    ----------
    query, key : (n',) W_a s_{i−1} and U_a h_j.
    hidden : (n',) tanh of their sum.
    v, products : (n',) v_a, and v_a times `hidden`, number by number.
    score : their sum, e_ij.
    row : the softmax over all j.
    weight : α_ij.
    value, part : (features,) h_j, and α_ij h_j.
    output : (features,) c_i = Σ_j α_ij h_j.
    """

    query: Array
    key: Array
    hidden: Array
    v: Array
    products: Array
    score: float
    row: RowSoftmax
    weight: float
    value: Array
    part: Array
    output: Array


def additive_cell(
    parts: Additive, closed: NDArray[np.uint8], row: int, column: int
) -> AdditiveCell:
    """The cell of a map with these parts; closed : (rows, columns) of Closed."""
    query, v = parts.query[row].astype(np.float64), parts.v.astype(np.float64)
    keys, values = parts.key.astype(np.float64), parts.value.astype(np.float64)
    hidden = np.tanh(query + keys)  # (columns, n')
    softmax = row_softmax(hidden @ v, closed[row])
    weight = float(softmax.weights[column])
    return AdditiveCell(
        query=query,
        key=keys[column],
        hidden=hidden[column],
        v=v,
        products=v * hidden[column],
        score=float(softmax.scores[column]),
        row=softmax,
        weight=weight,
        value=values[column],
        part=weight * values[column],
        output=softmax.weights @ values,
    )
