"""Chips of a sentence that is being written: a cursor, and what was stepped back from in dashes."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen

from engine.look import Token
from visualizer.widgets.chips import Chips, visible


class WrittenChips(Chips):
    """Tokens up to the cursor as usual, the last framed; those behind it dashed.

    Signals as those of Chips; `chosen(place)` means: stand behind this token.
    """

    _position = 0

    @property
    def position(self) -> int:
        """How many tokens are written."""
        return self._position

    def set_written(self, tokens: tuple[Token, ...], position: int) -> None:
        """Show `tokens`, of which the first `position` are written."""
        self.set_tokens(tokens)
        self._position = position
        self.set_marked(frozenset({position - 1} if position else ()), frozenset())
        self.update()

    def chip(self, place: int) -> QRectF:
        rect = super().chip(place)
        if place >= self._position:
            # Room for the cursor, between what is written and what was.
            rect.translate(self._appearance.px(-9 if self._mirrored else 9), 0)
        return rect

    def cursor_rect(self) -> QRectF:
        """The bar behind the last written token."""
        px = self._appearance.px
        if not self._position:
            left = float(self.width() - px(4) if self._mirrored else px(2))
        elif self._mirrored:
            left = self.chip(self._position - 1).left() - px(8)
        else:
            left = self.chip(self._position - 1).right() + px(6)
        return QRectF(left, (self.height() - px(20)) / 2, px(2), px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(self.cursor_rect(), self._appearance.colour("time_cursor"))

    def _paint_chip(self, painter: QPainter, place: int, token: Token, rect: QRectF) -> None:
        if place < self._position:
            super()._paint_chip(painter, place, token, rect)
            return
        look = self._appearance
        pen = QPen(look.colour("strong_line"), 1)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setFont(look.font("name"))
        painter.setPen(look.colour("low"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._fitted(token))

    def tip(self, place: int) -> str:
        if place < self._position:
            return super().tip(place)
        text = visible(self.tokens[place].text)
        return self.tr("“{0}”, stepped back from").format(text)
