"""A training batch as a picture: a line for each sentence, its tokens solid, its padding dotted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.look import Closed
from visualizer.appearance import Appearance
from visualizer.widgets import textures
from visualizer.widgets.mask_picture import open_colour


def paint_batch(
    painter: QPainter,
    appearance: Appearance,
    lengths: NDArray[np.int32],
    rect: QRect,
    scale: float = 1.0,
) -> None:
    """Draw one side of a batch, every sentence as a bar as long as it has tokens."""
    theme = appearance.theme
    painter.setBrushOrigin(rect.topLeft())
    painter.fillRect(rect, textures.brush(theme, Closed.PADDING, scale))
    if len(lengths):
        longest = max(int(lengths.max()), 1)
        edges = rect.top() + np.arange(len(lengths) + 1) * rect.height() // len(lengths)
        for place, length in enumerate(lengths.tolist()):
            width = round(length * rect.width() / longest)
            top, bottom = int(edges[place]), int(edges[place + 1])
            painter.fillRect(rect.left(), top, width, max(bottom - top, 1), open_colour(theme))
    painter.setPen(QPen(appearance.colour("strong_line"), 1))
    painter.drawRect(rect.adjusted(0, 0, -1, -1))


class BatchPicture(QWidget):
    """Source and target lengths of a batch side by side; a click chooses a sentence.

    Signals: `chosen(sentence)` on a click.
    """

    chosen = Signal(int)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._sides: list[NDArray[np.int32]] = []
        self._sentence = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self.update)

    def set_batch(self, sides: list[NDArray[np.int32]], sentence: int) -> None:
        """(sentences,) lengths of each side, and the sentence that is marked."""
        self._sides, self._sentence = sides, sentence
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
            paint_batch(painter, look, lengths, area, look.scale)
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
