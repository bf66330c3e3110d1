"""How BERT's draw is marked: inverse for a mask, a corner cut for a random word, a line if kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.seen.tokens import Token
from visualizer.appearance import Appearance

Fate = Literal["masked", "random", "kept"]
FATES: tuple[Fate, ...] = ("masked", "random", "kept")
_SWATCH, _GAP = 13, 6


def paint_fate(painter: QPainter, appearance: Appearance, fate: str, rect: QRectF) -> None:
    """The mark alone, into a cell or onto a chip that is painted already; no mark for others."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(appearance.colour("primary"))
    if fate == "masked":
        painter.drawRect(rect)
    elif fate == "random":
        # Of a chip its corner, of a cell all that is above the diagonal.
        side = min(rect.height(), rect.width(), max(appearance.px(9), rect.height() / 2))
        corner = rect.topRight()
        points = [corner, corner - QPointF(side, 0), corner + QPointF(0, side)]
        painter.drawPolygon(QPolygonF(points))
    elif fate == "kept":
        thick = min(appearance.px(3), max(rect.height() / 3, 1))
        painter.drawRect(QRectF(rect.left(), rect.bottom() - thick, rect.width(), thick))
    painter.restore()


def fate_words(token: Token) -> str:
    """What the draw made of a token, as it stands in a tooltip."""
    if token.drawn == "masked" and not token.original:
        return _say("a blank, typed: what stands here is to be guessed")
    if token.drawn == "masked":
        return _say("masked (80 %), really “{0}”").format(token.original)
    if token.drawn == "random":
        return _say("random (10 %): another word, really “{0}”").format(token.original)
    return _say("kept (10 %): left as it is, and still to be guessed")


class DrawLegend(QWidget):
    """A swatch and words for each of what a draw makes of a word; shorter words where narrow."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._words: dict[Fate, tuple[str, str]] = {}
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self.updateGeometry)

    @property
    def text(self) -> str:
        """All that is written, in one line."""
        return " · ".join(words for words, _ in self._words.values())

    def set_words(self, words: Mapping[Fate, tuple[str, str]]) -> None:
        """What stands beside each swatch, and shorter words for the same."""
        if dict(words) != self._words:
            self._words = dict(words)
            self.setAccessibleDescription(self.text)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(self._width(0)), self._appearance.px(20))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._appearance.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._appearance
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font("note"))
        metrics = QFontMetricsF(painter.font())
        which = 0 if self._width(0) <= self.width() else 1
        left, side = 0.5, look.px(_SWATCH)
        for fate, words in self._words.items():
            swatch = QRectF(left, (self.height() - side) / 2, side, side)
            painter.setPen(QPen(look.colour("strong_line"), 1))
            painter.setBrush(look.colour("raised"))
            painter.drawRoundedRect(swatch, 2, 2)
            paint_fate(painter, look, fate, swatch)
            left += side + look.px(_GAP)
            painter.setPen(look.colour("mid"))
            width = metrics.horizontalAdvance(words[which])
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(left, 0, width + 1, self.height()), middle, words[which])
            left += width + look.px(14)

    def _width(self, which: int) -> float:
        """Pixels that the long (0) or the short words (1) take."""
        px = self._appearance.px
        metrics = QFontMetricsF(self._appearance.font("note"))
        return sum(
            px(_SWATCH + _GAP + 14) + metrics.horizontalAdvance(words[which])
            for words in self._words.values()
        )


def _say(text: str) -> str:
    return QCoreApplication.translate("Draw", text)
