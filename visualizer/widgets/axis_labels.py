"""Tokens along the sides of a map: which are named, and in what size, so that none overlap."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics

from engine.seen.tokens import Token
from visualizer.appearance import Appearance, Role
from visualizer.widgets.grid import Grid
from visualizer.widgets.token_text import as_read

#: Column labels lean this much, counter-clockwise.
LEAN = 60
#: At scale 1: from a label to the map; the longest label; rows name both tokens from here on.
GAP, LONGEST = 9, 96
#: At scale 1: a token whose label had no room has a tick of this length beside its cells, where
#: those are at least so large; a dot would read as a full stop.
TICK, TICK_FROM = 4, 4
#: Sizes of type for labels, the largest first.
SIZES: tuple[Role, ...] = ("text", "note", "tick")


class Labels(Protocol):
    """The labels of one side."""

    role: Role

    def every(self, grid: Grid) -> int:
        """Each how many-th place has room for a label: 1 where all have."""


def step_down(sides: Sequence[Labels], grid: Grid, place: Callable[[], None]) -> None:
    """Choose the largest type in which the fewest labels of both sides are left out.

    `place` lays the grid out with the labels as they are.
    """
    best: tuple[int, int] | None = None
    for number, role in enumerate(SIZES):
        _set_role(sides, role)
        place()
        left_out = sum(side.every(grid) - 1 for side in sides)
        if best is None or left_out < best[0]:
            best = left_out, number
        if not left_out:
            return
    if best is not None and best[1] < len(SIZES) - 1:
        _set_role(sides, SIZES[best[1]])
        place()


def _set_role(sides: Sequence[Labels], role: Role) -> None:
    for side in sides:
        side.role = role


def line_height(font: QFont) -> int:
    """From one line to the next where labels stand close: capitals, descenders and a pixel."""
    metrics = QFontMetrics(font)
    return metrics.capHeight() + metrics.descent() + 1


def elided(text: str, metrics: QFontMetrics, width: int) -> str:
    """The text, or its beginning and end where it is too long."""
    return metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, width)


def widest(tokens: Iterable[Token], metrics: QFontMetrics, most: int) -> int:
    """Pixels of the longest token, at most `most`."""
    texts = {as_read(token) for token in tokens}
    return max((min(metrics.horizontalAdvance(text), most) for text in texts), default=0)


def stride(size: float, needed: float) -> int:
    """Each how many-th of places `size` apart has room for a label that needs `needed`."""
    return max(math.ceil(needed / size - 1e-6), 1) if size > 0 else 1


def thinned(places: range, size: float, needed: float, forced: Sequence[int] = ()) -> list[int]:
    """Which of `places` get a label when each is `size` apart and a label needs `needed`.

    Every k-th, counted from 0 so that panning does not make them dance; those `forced` in place
    of neighbours too close to them, the first ones first.
    """
    if size <= 0:
        return []
    step = stride(size, needed)
    named: list[int] = []
    for place in forced:
        if place in places and all(abs(place - other) >= step for other in named):
            named.append(place)
    free = [
        place
        for place in places
        if place % step == 0 and all(abs(place - other) >= step for other in named)
    ]
    return sorted([*free, *named])


@dataclass(frozen=True)
class Strength:
    """Places that are lit (bold, high) and places that a pointer or cursor touches (high)."""

    lit: frozenset[int] = frozenset()
    touched: frozenset[int] = frozenset()

    @classmethod
    def of(cls, lit: int | None, *touched: int | None) -> Strength:
        """From places that may be none."""
        return cls(
            frozenset() if lit is None else frozenset({lit}),
            frozenset(place for place in touched if place is not None),
        )

    @property
    def all(self) -> tuple[int, ...]:
        """All places that stand out, the lit ones first."""
        return (*sorted(self.lit), *sorted(self.touched - self.lit))


def label_colour(appearance: Appearance, token: Token, strong: bool, usual: str) -> QColor:
    """Special tokens are quiet; those that stand out, and those drawn for the cloze, are not."""
    if strong:
        return appearance.colour("high")
    # What was drawn is the one thing that is asked: it must not look like a frame around the text.
    return appearance.colour("high" if token.drawn else "low" if token.special else usual)
