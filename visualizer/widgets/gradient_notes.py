"""What a map of gradients says: how alike its rows are, its scale, and what its numbers mean."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from visualizer.appearance import Appearance
from visualizer.inspector.numbers import number
from visualizer.theme import colour_table
from visualizer.widgets.cells import image_of

_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft)


@dataclass(frozen=True)
class GradientWords:
    """`name` and `sentence` of the pattern, the `cosine` they follow from (NaN: none), the
    `largest` number, the `limit` of the scale, and a `meaning` said where there is room.
    """

    name: str = ""
    sentence: str = ""
    cosine: float = math.nan
    largest: float = 0.0
    limit: float = 1.0
    meaning: str = ""


class GradientNotes(QWidget):
    """From top to bottom: the pattern in words, the cosine as a bar, the meaning, the scale."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.words = GradientWords()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self._restyle)

    def set_words(self, words: GradientWords) -> None:
        """Say this."""
        if words != self.words:
            self.words = words
            self.setToolTip(words.meaning)
            said = self.tr("{0} Mean cosine between rows: {1}. Largest: {2}.")
            cosine = number(words.cosine)
            self.setAccessibleName(said.format(words.sentence, cosine, number(words.largest)))
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(176), self._appearance.px(200))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.px(120), self._appearance.px(96))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, px = QPainter(self), self._appearance.px
        painter.fillRect(event.rect(), self._appearance.colour("panel"))
        wide = self.width() - px(12)
        scale = self._scale_height()
        bottom = self.height() - scale - px(10)
        top = px(10)
        words = self.words
        if words.name:
            top = self._say(painter, words.name, top, bottom, wide, "high", bold=True)
            top = self._say(painter, words.sentence, top, bottom, wide, "mid") + px(6)
        if math.isfinite(words.cosine):
            top = self._paint_cosine(painter, top, bottom, wide) + px(6)
        top = self._say(painter, words.meaning, top, bottom, wide, "low")
        # Under the words, or as low as there is room.
        self._paint_scale(painter, min(top + px(16), self.height() - scale - px(2)), wide)

    def _say(
        self,
        painter: QPainter,
        text: str,
        top: int,
        bottom: int,
        wide: int,
        colour: str,
        bold: bool = False,
    ) -> int:
        """Write a paragraph if it fits whole; y under it."""
        a = self._appearance
        painter.setFont(a.font("name" if bold else "note", bold=bold))
        painter.setPen(a.colour(colour))
        area = painter.fontMetrics().boundingRect(QRect(0, 0, wide, 10_000), _WRAP, text)
        if top + area.height() > bottom:
            return top
        painter.drawText(QRect(0, top, wide, area.height()), _WRAP, text)
        return top + area.height() + a.px(2)

    def _paint_cosine(self, painter: QPainter, top: int, bottom: int, wide: int) -> int:
        a = self._appearance
        after = self._say(painter, self.tr("cosine between rows"), top, bottom, wide, "mid")
        if after == top or after + a.px(14) > bottom:
            return after
        painter.setFont(a.font("note", bold=True))
        room = painter.fontMetrics().horizontalAdvance("−.000") + a.px(6)
        bar = QRect(0, after + a.px(3), wide - room, a.px(7))
        painter.fillRect(bar, a.colour("line"))
        bar.setWidth(round(bar.width() * min(max(self.words.cosine, 0.0), 1.0)))
        painter.fillRect(bar, a.colour("high"))
        painter.setPen(a.colour("high"))
        area = QRect(wide - room, after, room, a.px(14))
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(area, align, f"{self.words.cosine:.2f}".removeprefix("0"))
        return after + a.px(14)

    def _scale_height(self) -> int:
        line = QFontMetrics(self._appearance.font("tick")).height()
        return 2 * line + self._appearance.px(7 + 5 + 3)

    def _paint_scale(self, painter: QPainter, top: int, wide: int) -> None:
        """The colours from 0 to the limit, with a mark at the largest number."""
        a, words = self._appearance, self.words
        painter.setFont(a.font("tick"))
        metrics = painter.fontMetrics()
        line = metrics.height()
        bar = QRect(1, top + line + a.px(5), wide - 2, a.px(7))
        table = colour_table(a.theme.weight_stops)
        painter.drawImage(bar, image_of(table[None, np.arange(256)]))
        painter.setPen(a.colour("strong_line"))
        painter.drawRect(bar.adjusted(-1, -1, 0, 0))
        largest = bar.left() + round(min(words.largest / words.limit, 1) * (bar.width() - 1))
        painter.fillRect(largest, bar.top() - a.px(4), max(a.px(1), 1), a.px(4), a.colour("high"))
        painter.setPen(a.colour("low"))
        below = QRect(bar.left(), bar.bottom() + a.px(3), bar.width(), line)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, "0")
        end = f"{words.limit:g}"
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, end[1:] if end[:2] == "0." else end)
        painter.setPen(a.colour("mid"))
        said = self.tr("max {0}").format(number(words.largest))
        used = metrics.horizontalAdvance(said)
        left = min(max(largest - used // 2, bar.left()), bar.right() - used)
        painter.drawText(QRect(left, top, used + 2, line), Qt.AlignmentFlag.AlignLeft, said)

    @Slot()
    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
