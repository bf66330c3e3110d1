"""The rows of attention of one generated token, by kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from engine.seen.maps import MEAN
from engine.seen.tokens import Axis, Token
from visualizer.selection import Selection
from visualizer.widgets.glyph import Glyph

_OVER_SOURCE = "cross"


@dataclass(frozen=True)
class RowGroup:
    """The rows of one kind of attention: (layers, heads, keys) float32, over `tokens`."""

    name: str
    title: str
    glyph: Glyph
    axis: Axis
    tokens: tuple[Token, ...]
    weights: NDArray[np.float32]

    def order(self) -> list[tuple[int, int]]:
        """(layer, head) from top to bottom; several heads are followed by their mean."""
        layers, heads, _ = self.weights.shape
        mean = (MEAN,) if heads > 1 else ()
        return [(layer, head) for layer in range(layers) for head in (*range(heads), *mean)]

    def row(self, layer: int, head: int) -> NDArray[np.float32]:
        """(keys,) of a head, or of the mean of heads."""
        return row_of(self.weights, layer, head)


def groups_of(
    rows: Mapping[str, NDArray[np.float32]],
    source: tuple[Token, ...],
    past: tuple[Token, ...],
    past_axis: Axis,
    titles: Mapping[str, str],
) -> list[RowGroup]:
    """The groups of a step, over the source first, then over what was given and written."""
    made = []
    for name, weights in sorted(rows.items(), key=lambda item: not over_source(item[0])):
        of_source = over_source(name)
        made.append(
            RowGroup(
                name,
                titles.get(name, name),
                "rectangle" if of_source else "triangle",
                Axis("source") if of_source else past_axis,
                source if of_source else past,
                weights,
            )
        )
    return made


def over_source(name: str) -> bool:
    """Whether the keys of a group are the source's tokens; else they are the past's."""
    return name == _OVER_SOURCE


def leading_group(rows: Mapping[str, NDArray[np.float32]]) -> str:
    """The group that is shown large: the one over the source, else the first; "" for no rows."""
    return _OVER_SOURCE if _OVER_SOURCE in rows else next(iter(rows), "")


def row_of(weights: NDArray[np.float32], layer: int, head: int) -> NDArray[np.float32]:
    """(keys,) of one head of (layers, heads, keys), or of a layer's mean."""
    rows = weights[layer]
    return np.asarray(rows.mean(0) if head == MEAN else rows[head], np.float32)


def chosen_head(selection: Selection, group: str, weights: NDArray[np.float32]) -> tuple[int, int]:
    """(layer, head) chosen in a group, counted from 0; head may be MEAN where there are several."""
    layers, heads, _ = weights.shape
    layer, head = selection.head(group)
    return layer % layers, head if 0 <= head < heads else MEAN if heads > 1 else 0


def head_name(weights: NDArray[np.float32], layer: int, head: int) -> str:
    """ "L2 H3", or "L2 mean"; "" where there is but one head in all."""
    if weights.shape[:2] == (1, 1):
        return ""
    name = QCoreApplication.translate("HeadRows", "mean") if head == MEAN else f"H{head + 1}"
    return f"L{layer + 1} {name}"
