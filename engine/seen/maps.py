"""Attention as it was in one forward pass: maps by layer and head, and what they were made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.map_health import Finding
from engine.seen.tokens import Axis

#: Index that stands for the mean of a layer's heads where a head is expected.
MEAN = -1


class Closed(IntEnum):
    """Why a query may not see a key. OPEN cells have a weight; closed cells have none at all.

    WINDOW: it stands further back than the window of a model that sees a fixed number of words.
    """

    OPEN = 0
    CAUSAL = 1
    PADDING = 2
    SEGMENT = 3
    BY_HAND = 4
    WINDOW = 5


@dataclass(frozen=True)
class HeadReference:
    """One head: group name ("encoder", "decoder", "cross"), layer from 0, head from 0 or MEAN."""

    group: str
    layer: int
    head: int


@dataclass(frozen=True)
class DotProduct:
    """What a head's weights were made of: softmax(q·k / √d_k), then the sum over v.

    query : (rows, d_k); key, value : (columns, d_k), float32. Weights follow from these and the
    group's closed cells.
    """

    query: NDArray[np.float32]
    key: NDArray[np.float32]
    value: NDArray[np.float32]


@dataclass(frozen=True)
class Additive:
    """What additive weights were made of: softmax(v · tanh(query + key)) (Bahdanau et al. 2015).

    query : (rows, n') of W_a s_{i−1}; key : (columns, n') of U_a h_j; v : (n',);
    value : (columns, features) of h_j, float32.
    """

    query: NDArray[np.float32]
    key: NDArray[np.float32]
    v: NDArray[np.float32]
    value: NDArray[np.float32]


@dataclass(frozen=True)
class MapGroup:
    """All layers x heads of one kind of attention, over the same rows (queries) and columns (keys).

    Attributes
    ----------
    name : "encoder", "decoder" or "cross".
    kind : "VVV" (Q, K and V from one place), "VVV masked" (the same, future closed) or
        "QVV" (Q from one place, K and V from another).
    rows, columns : what stands along the sides.
    closed : (rows, columns) uint8 of :class:`Closed`.
    layers, heads : how many there are, captured or not.
    weights : (layer, head) -> (rows, columns) float32, for the heads that were captured, as used:
        before dropout, after the mask, exactly 0 where closed, each open row summing to 1.
    value_norms : (layer, head) -> (columns,) float32, the norm of each key's value vector after
        the head's share of the output projection, so that weight x norm is what the cell
        contributes.
    parts : (layer, head) -> what the weights were made of, for the heads that were asked for.
    thumbnails : (layers, heads, h, w) float32, every head, max-pooled to at most 64 a side.
    summaries : (layers, heads) float32 by name, see :func:`engine.summaries.of_heads`. A summary
        without meaning for the group is absent.
    health : (layer, head) -> what is to be said of its map, see :mod:`engine.map_health`; only
        of heads of which there is something to be said.
    """

    name: str
    kind: Literal["VVV", "VVV masked", "QVV"]
    rows: Axis
    columns: Axis
    closed: NDArray[np.uint8]
    layers: int
    heads: int
    weights: Mapping[tuple[int, int], NDArray[np.float32]]
    value_norms: Mapping[tuple[int, int], NDArray[np.float32]]
    thumbnails: NDArray[np.float32]
    summaries: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)
    health: Mapping[tuple[int, int], Finding] = field(default_factory=dict)
    parts: Mapping[tuple[int, int], DotProduct | Additive] = field(default_factory=dict)

    def map(self, layer: int, head: int) -> NDArray[np.float32] | None:
        """(rows, columns) weights of a head, or of the mean of heads; None if not captured."""
        return self._of(self.weights, layer, head)

    def value_weighted(self, layer: int, head: int) -> NDArray[np.float32] | None:
        """(rows, columns) weight times value norm, each row scaled to sum to 1."""
        if head == MEAN:
            parts = [self.value_weighted(layer, h) for h in range(self.heads)]
            found = [part for part in parts if part is not None]
            return np.mean(found, axis=0, dtype=np.float32) if len(found) == len(parts) else None
        weights, norms = self.weights.get((layer, head)), self.value_norms.get((layer, head))
        if weights is None or norms is None:
            return None
        product = weights * norms[None, :]
        total = product.sum(axis=1, keepdims=True)
        scaled: NDArray[np.float32] = np.divide(
            product, total, out=np.zeros_like(product), where=total != 0
        )
        return scaled

    def _of(
        self, table: Mapping[tuple[int, int], NDArray[np.float32]], layer: int, head: int
    ) -> NDArray[np.float32] | None:
        if head != MEAN:
            return table.get((layer, head))
        parts = [table.get((layer, h)) for h in range(self.heads)]
        found = [part for part in parts if part is not None]
        return np.mean(found, axis=0, dtype=np.float32) if len(found) == len(parts) else None
