"""Chips of a text that is being written: the prompt quiet, a cursor, what was stepped back from."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen

from engine.seen.tokens import Token
from visualizer.widgets.chips import Chips
from visualizer.widgets.token_text import visible


class WrittenChips(Chips):
    """What was given first, quiet; then what is written, the last framed; then dashed the rest.

    A bracket under the chips says which of them the model sees, where it does not see all.

    Signals as those of Chips; `chosen(place)` means: stand behind this token.
    """

    _given = 0
    _position = 0
    _seen = range(0)

    @property
    def given(self) -> int:
        """How many tokens were there before the first was written."""
        return self._given

    @property
    def position(self) -> int:
        """How many tokens are written."""
        return self._position

    @property
    def seen(self) -> range:
        """The places under the bracket; none where all are seen."""
        return self._seen

    def set_written(
        self, tokens: tuple[Token, ...], position: int, given: int = 0, seen: range = range(0)
    ) -> None:
        """Show `tokens`: the first `given` were given, the next `position` are written."""
        moved = bool(given) != bool(self._given)
        self._given, self._position, self._seen = given, position, seen
        self.set_tokens(tokens)
        if moved:
            self._lay_out()
        self.set_marked(frozenset({given + position - 1} if position else ()), frozenset())
        self.update()

    def _pitch(self) -> int:
        # Room for the bracket also while there is none, so that no chip moves when it comes.
        return super()._pitch() + (self._appearance.px(6) if self._given else 0)

    def chip(self, place: int) -> QRectF:
        rect = super().chip(place)
        if place >= self._given + self._position and not rect.isNull():
            # Room for the cursor, between what is written and what was.
            rect.translate(self._appearance.px(-9 if self._mirrored else 9), 0)
        return rect

    def cursor_rect(self) -> QRectF:
        """The bar behind the last written token; null where that is out of sight."""
        px, last = self._appearance.px, self._given + self._position - 1
        chip = self.chip(last) if last >= 0 else QRectF()
        if last < 0:
            left = float(self.width() - px(4) if self._mirrored else px(2))
            return QRectF(left, self._line(0).center().y() - px(10), px(2), px(20))
        if chip.isNull():
            return chip
        left = chip.left() - px(8) if self._mirrored else chip.right() + px(6)
        return QRectF(left, chip.center().y() - px(10), px(2), px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(self.cursor_rect(), self._appearance.colour("time_cursor"))
        if self._given and self._position:
            # Shaded chips are alike; where the writing begins is to be seen all the same.
            painter.fillRect(self._divider(), self._appearance.colour("strong_line"))
        if self._seen:
            self._paint_bracket(painter)

    def _divider(self) -> QRectF:
        """Between what was given and what is written; null where that is out of sight."""
        px, first = self._appearance.px, self.chip(self._given)
        if first.isNull():
            return first
        left = first.right() + px(8) if self._mirrored else first.left() - px(9)
        return QRectF(left, first.center().y() - px(10), 1, px(20))

    def _room_before(self, place: int) -> int:
        apart = self._appearance.px(10) if 0 < self._given == place else 0
        return super()._room_before(place) + apart

    def _paint_bracket(self, painter: QPainter) -> None:
        """Under the chips that are seen, on every line that they are on."""
        look, lines = self._appearance, dict[float, QRectF]()
        for place in self._seen:
            chip = self.chip(place)
            if not chip.isNull():
                lines[chip.top()] = lines.get(chip.top(), chip).united(chip)
        colour, thick = look.colour("high"), look.px(2)
        for ends in lines.values():
            foot = ends.bottom() + look.px(4)
            painter.fillRect(QRectF(ends.left(), foot, ends.width(), thick), colour)
            for x in (ends.left(), ends.right() - thick):
                painter.fillRect(QRectF(x, foot - look.px(3), thick, look.px(3)), colour)

    def _paint_chip(self, painter: QPainter, place: int, token: Token, rect: QRectF) -> None:
        if place < self._given:
            # As quiet as a special token: it was not the model that wrote it.
            super()._paint_chip(painter, place, replace(token, special=True), rect)
            return
        if place < self._given + self._position:
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
        if place < self._given:
            return self.tr("{0}\ngiven, not written").format(super().tip(place))
        if place < self._given + self._position:
            return super().tip(place)
        text = visible(self.tokens[place].text)
        return self.tr("“{0}”, stepped back from").format(text)
