"""Scaled dot-product attention, one cell (Vaswani et al. 2017, eq. 1), from its q, k and v."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.seen.maps import DotProduct
from visualizer.inspector.softmax import Array, RowSoftmax, row_softmax


@dataclass(frozen=True, eq=False)
class DotProductCell:
    """How the weight of one key for one query came about, and what it brings in.

    Attributes
    ----------
    query, key, products : (d_k,) q, k and q_i k_i.
    score, scaled : q·k, and q·k / √d_k.
    row : the softmax over all keys of this query.
    weight : its share, α.
    value, part : (d_v,) v, and α v.
    output : (d_v,) Σ_j α_j v_j, what the row gives.
    """

    query: Array
    key: Array
    products: Array
    score: float
    scaled: float
    row: RowSoftmax
    weight: float
    value: Array
    part: Array
    output: Array


def dot_product_cell(
    parts: DotProduct, closed: NDArray[np.uint8], row: int, column: int
) -> DotProductCell:
    """The cell of a head with these parts; closed : (rows, columns) of Closed."""
    query = parts.query[row].astype(np.float64)
    keys, values = parts.key.astype(np.float64), parts.value.astype(np.float64)
    products = query * keys[column]
    softmax = row_softmax(keys @ query / math.sqrt(len(query)), closed[row])
    weight = float(softmax.weights[column])
    return DotProductCell(
        query=query,
        key=keys[column],
        products=products,
        score=float(products.sum()),
        scaled=float(products.sum()) / math.sqrt(len(query)),
        row=softmax,
        weight=weight,
        value=values[column],
        part=weight * values[column],
        output=softmax.weights @ values,
    )
