"""A translation through one vector: the source goes into c, and the output comes out of it."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.seen.tokens import Token
from visualizer.appearance import Appearance
from visualizer.widgets.token_text import visible

#: Pixels at scale 1: a chip's height, the widest chip, the side of c, and from row to row.
CHIP, WIDEST, VECTOR, BETWEEN = 22, 96, 40, 64


class OneVector(QWidget):
    """Source above, c between, the output below; the token that is asked about is framed.

    Where c only begins the output, arrows lead on from token to token.
    """

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.source: tuple[Token, ...] = ()
        self.written: tuple[Token, ...] = ()
        self._current = -1
        self._everywhere = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self.update)

    def set_tokens(
        self,
        source: tuple[Token, ...],
        written: tuple[Token, ...],
        current: int,
        everywhere: bool,
    ) -> None:
        """Show these; `current` is the place of the token asked about in `written`.

        `everywhere` says that c goes into every step, not only into the first.
        """
        self.source, self.written, self._current = source, written, current
        self._everywhere = everywhere
        self.update()

    def sizeHint(self) -> QSize:
        px = self._appearance.px
        return QSize(px(420), px(2 * CHIP + VECTOR + 2 * BETWEEN + 12))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, px = self._appearance, self._appearance.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = px(VECTOR)
        fixed = px(2 * CHIP + 8) + side
        between = min(px(BETWEEN), (self.height() - fixed) / 2)
        start = (self.height() - fixed - 2 * between) / 2 + px(4)
        above = self._chips(self.source, start)
        vector = QRectF((self.width() - side) / 2, start + px(CHIP) + between, side, side)
        below = self._chips(self.written, vector.bottom() + between)
        painter.setPen(QPen(look.colour("strong_line"), 1))
        for rect in above:
            painter.drawLine(QPointF(rect.center().x(), rect.bottom()), _top(vector))
        for rect in below if self._everywhere else below[:1]:
            painter.drawLine(QPointF(vector.center().x(), vector.bottom()), _top(rect))
        if not self._everywhere:
            self._paint_arrows(painter, below)
        painter.setBrush(look.colour("raised"))
        painter.setPen(QPen(look.colour("high"), 1.5))
        painter.drawRoundedRect(vector, 6, 6)
        painter.setFont(look.font("title", bold=True))
        painter.drawText(vector, Qt.AlignmentFlag.AlignCenter, "c")
        for tokens, rects, current in (
            (self.source, above, -1),
            (self.written, below, self._current),
        ):
            for place, (token, rect) in enumerate(zip(tokens, rects, strict=True)):
                self._paint_chip(painter, token, rect, place == current)

    def _chips(self, tokens: tuple[Token, ...], top: float) -> list[QRectF]:
        """Centred, as wide as their text where there is room for all, else alike and narrow."""
        px = self._appearance.px
        metrics = QFontMetricsF(self._appearance.font("name", bold=True))
        gap = px(14)
        widths = [
            min(metrics.horizontalAdvance(visible(token.text)) + px(14), px(WIDEST))
            for token in tokens
        ]
        if sum(widths) + gap * len(widths) > self.width():
            gap = min(gap, max(self.width() // (4 * len(widths)), 1))
            widths = [self.width() / len(widths) - gap] * len(widths)
        left = (self.width() - sum(widths) - gap * (len(widths) - 1)) / 2
        rects = []
        for width in widths:
            rects.append(QRectF(left, top, width, px(CHIP)))
            left += width + gap
        return rects

    def _paint_arrows(self, painter: QPainter, rects: list[QRectF]) -> None:
        """From each token to the next, where there is room for a head."""
        head = self._appearance.px(3)
        painter.setPen(QPen(self._appearance.colour("mid"), 1))
        for left, right in pairwise(rects):
            tip = QPointF(right.left() - 1, right.center().y())
            painter.drawLine(QPointF(left.right() + 1, tip.y()), tip)
            if right.left() - left.right() > 3 * head:
                painter.drawLine(tip, tip + QPointF(-head, -head))
                painter.drawLine(tip, tip + QPointF(-head, head))

    def _paint_chip(self, painter: QPainter, token: Token, rect: QRectF, current: bool) -> None:
        look = self._appearance
        painter.setBrush(look.colour("raised"))
        painter.setPen(QPen(look.colour("selection" if current else "strong_line"), 1 + current))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        font = look.font("name", bold=current)
        room = rect.width() - look.px(6)
        if room < look.px(14):
            return  # Too many for words: a bar each.
        middle = Qt.TextElideMode.ElideMiddle
        painter.setFont(font)
        painter.setPen(look.colour("low" if token.special else "high"))
        text = QFontMetricsF(font).elidedText(visible(token.text), middle, room)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


def _top(rect: QRectF) -> QPointF:
    return QPointF(rect.center().x(), rect.top())
