"""The rows of attention of one generated token, by kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.look import MEAN, Axis, Token
from visualizer.widgets.glyph import Glyph


@dataclass(frozen=True)
class RowGroup:
    """The rows of one kind of attention: (layers, heads, keys) float32, over `tokens`."""

    name: str
    title: str
    glyph: Glyph
    axis: Axis
    tokens: tuple[Token, ...]
    weights: NDArray[np.float32]

    def row(self, layer: int, head: int) -> NDArray[np.float32]:
        """(keys,) of a head, or of the mean of heads."""
        rows = self.weights[layer]
        return np.asarray(rows.mean(0) if head == MEAN else rows[head], np.float32)


def groups_of(
    rows: Mapping[str, NDArray[np.float32]],
    source: tuple[Token, ...],
    past: tuple[Token, ...],
    titles: Mapping[str, str],
) -> list[RowGroup]:
    """The groups of a step, over the source first, then over <s> and what is written."""
    made = []
    for name, weights in sorted(rows.items(), key=lambda item: item[0] != "cross"):
        over_source = name == "cross"
        made.append(
            RowGroup(
                name,
                titles.get(name, name),
                "rectangle" if over_source else "triangle",
                Axis("source") if over_source else Axis("target", -1),
                source if over_source else past,
                weights,
            )
        )
    return made
