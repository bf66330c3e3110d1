"""A training batch as a picture: a line for each sentence, its tokens solid, its padding dotted.

Where words were drawn to be guessed, the draw's marks stand in their places.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.seen.maps import Closed
from engine.seen.tokens import Draw
from visualizer.appearance import Appearance
from visualizer.widgets import textures
from visualizer.widgets.draw_marks import Fate, paint_fate
from visualizer.widgets.mask_painting import open_colour

_FATES: dict[Draw, Fate] = {Draw.MASKED: "masked", Draw.RANDOM: "random", Draw.KEPT: "kept"}


def paint_batch(
    painter: QPainter,
    appearance: Appearance,
    lengths: NDArray[np.int32],
    rect: QRect,
    scale: float = 1.0,
    draws: NDArray[np.uint8] | None = None,
) -> None:
    """Draw one side of a batch, every sentence as a bar as long as it has tokens.

    draws : (sentences, at least the longest) of :class:`engine.seen.tokens.Draw`.
    """
    theme = appearance.theme
    painter.setBrushOrigin(rect.topLeft())
    painter.fillRect(rect, textures.brush(theme, Closed.PADDING, scale))
    if len(lengths):
        each = rect.width() / max(int(lengths.max()), 1)
        edges = rect.top() + np.arange(len(lengths) + 1) * rect.height() // len(lengths)
        heights = np.maximum(np.diff(edges), 1)
        _paint_bars(
            painter,
            open_colour(theme),
            rect.left(),
            edges,
            heights,
            each * lengths.astype(np.float64),
        )
        if draws is not None:
            _paint_draws(painter, appearance, rect.left(), edges, heights, draws, each)
    painter.setPen(QPen(appearance.colour("strong_line"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(0, 0, -1, -1))


def _paint_bars(
    painter: QPainter,
    colour: QColor,
    left: int,
    edges: NDArray[np.int64],
    heights: NDArray[np.int64],
    widths: NDArray[np.float64],
) -> None:
    """A bar for each sentence; `edges` (sentences + 1,), the others (sentences,), in pixels."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    bars = zip(edges.tolist(), np.rint(widths).astype(int).tolist(), heights.tolist(), strict=False)
    painter.drawRects([QRect(left, top, width, height) for top, width, height in bars if width])


def _paint_draws(
    painter: QPainter,
    appearance: Appearance,
    left: int,
    edges: NDArray[np.int64],
    heights: NDArray[np.int64],
    draws: NDArray[np.uint8],
    each: float,
) -> None:
    """The marks of all sentences, whose tokens are `each` wide."""
    sentences, places = np.nonzero(draws[: len(heights)] >= Draw.MASKED)
    begins = np.rint(places * each).astype(int)
    widths = np.rint((places + 1) * each).astype(int) - begins
    high = heights[sentences]
    gaps = (high >= 5).astype(int)
    cells = np.stack(
        [left + begins, edges[sentences], np.maximum(widths - gaps, 1), high - gaps], axis=1
    )
    # Where a cell is too small for a shape, all that can be said is that it was drawn.
    small = (cells[:, 2] < 4) | (high < 4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(appearance.colour("primary"))
    painter.drawRects([QRect(*cell) for cell in cells[small].tolist()])
    fates = draws[sentences, places][~small].tolist()
    for fate, cell in zip(fates, cells[~small].tolist(), strict=True):
        paint_fate(painter, appearance, _FATES[Draw(fate)], QRectF(*cell))


class BatchPicture(QWidget):
    """The sequences of a batch side by side; a click chooses a sentence.

    Signals: `chosen(sentence)` on a click.
    """

    chosen = Signal(int)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._sides: list[NDArray[np.int32]] = []
        self._draws: NDArray[np.uint8] | None = None
        self._sentence = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self.update)

    def set_batch(
        self,
        sides: list[NDArray[np.int32]],
        sentence: int,
        draws: NDArray[np.uint8] | None = None,
    ) -> None:
        """(sentences,) lengths of each side, the sentence that is marked, and what was drawn."""
        self._sides, self._sentence, self._draws = sides, sentence, draws
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(180), self._appearance.px(300))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.px(80), self._appearance.px(80))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        count = len(self._sides[0]) if self._sides else 0
        area = self._areas()[0] if count else QRect()
        if count and area.height():
            place = int((event.position().y() - area.top()) * count / area.height())
            self.chosen.emit(min(max(place, 0), count - 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._appearance
        painter = QPainter(self)
        for lengths, area in zip(self._sides, self._areas(), strict=True):
            paint_batch(painter, look, lengths, area, look.scale, self._draws)
            if len(lengths):
                top = area.top() + self._sentence * area.height() // len(lengths)
                bottom = area.top() + (self._sentence + 1) * area.height() // len(lengths)
                painter.setPen(QPen(look.colour("high"), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(area.left() - 2, top - 1, area.width() + 3, bottom - top + 1)

    def _areas(self) -> list[QRect]:
        gap, top = self._appearance.px(12), self._appearance.px(18)
        count = max(len(self._sides), 1)
        width = (self.width() - gap * (count - 1) - 4) // count
        height = self.height() - top - 4
        return [QRect(2 + i * (width + gap), top, width, height) for i in range(count)]
