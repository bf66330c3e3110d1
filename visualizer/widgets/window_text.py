"""A text as words, with the window of one prediction open and all other words closed."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from visualizer.appearance import Appearance
from visualizer.widgets.place_picker import PlacePicker
from visualizer.widgets.resolution import ratio_of
from visualizer.widgets.token_text import visible
from visualizer.widgets.window_content import Sight, WindowContent
from visualizer.widgets.window_marks import closed_brush, sight_words

#: Pixels at scale 1: a word, the way from one line to the next, between words, and their bounds.
HEIGHT, LINE, GAP, PADDING, WIDEST = 22, 30, 5, 7, 130
#: More lines than this scroll, so that the chosen word is seen.
LINES = 3


@dataclass(frozen=True)
class _Chip:
    """A word on a line; position -1 is <s>."""

    position: int
    line: int
    left: float
    width: float
    text: str


class WindowText(PlacePicker):
    """Words on up to three lines; a place is the word that is predicted there."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.content: WindowContent | None = None
        self._chips: list[_Chip] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Words, with the window open"))
        appearance.changed.connect(self._lay_out)

    def set_content(self, content: WindowContent) -> None:
        """Show the words of a look."""
        before, self.content = self.content, content
        if before is None or before.tokens != content.tokens:
            self._lay_out()
        elif before.window != content.window:
            self.update()

    def set_place(self, place: int, locked: bool) -> None:
        super().set_place(place, locked)
        if self.content is not None and place >= 0:
            self.setAccessibleDescription(sight_words(self.content, place, place))

    def sight(self, position: int) -> Sight | None:
        """How the word at `position` is drawn now; None while there is no prediction."""
        if self.content is None or self.place < 0:
            return None
        return self.content.sight(self.place, position)

    def count(self) -> int:
        return len(self.content.tokens) if self.content is not None else 0

    def place_at(self, position: QPointF) -> int:
        return next(
            (
                chip.position
                for chip in self._chips
                if chip.position >= 0 and self._rect(chip).contains(position)
            ),
            -1,
        )

    def tip_at(self, position: QPointF) -> str:
        if self.content is None or self.place < 0:
            return ""
        for chip in self._chips:
            if self._rect(chip).contains(position):
                return sight_words(self.content, self.place, chip.position)
        return ""

    def chip(self, position: int) -> QRectF:
        """Where the word at `position` stands now."""
        return next(self._rect(chip) for chip in self._chips if chip.position == position)

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(300), self._appearance.px(LINE) * self._lines())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.px(120), self.sizeHint().height())

    # ------------------------------------------------------------ geometry

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    @Slot()
    def _lay_out(self) -> None:
        px = self._appearance.px
        metrics = QFontMetricsF(self._appearance.font("name"))
        room = max(self.width(), px(120))
        self._chips = []
        left, line = 0.0, 0
        words = (self.content.look.start, *self.content.tokens) if self.content else ()
        for position, word in enumerate(words, -1):
            text = visible(word.text)
            text = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, px(WIDEST))
            width = max(metrics.horizontalAdvance(text) + 2 * px(PADDING), px(HEIGHT))
            if left and left + width > room - px(3):
                left, line = 0.0, line + 1
            self._chips.append(_Chip(position, line, left, width, text))
            left += width + px(GAP)
        self.setFixedHeight(px(LINE) * self._lines())
        self.update()

    def _lines(self) -> int:
        return min(self._chips[-1].line + 1, LINES) if self._chips else 1

    def _first_line(self) -> int:
        """The line at the top: so that the place is seen with what stands before it."""
        if not self._chips:
            return 0
        line = next((chip.line for chip in self._chips if chip.position == self.place), 0)
        return min(max(line - 1, 0), self._chips[-1].line + 1 - self._lines())

    def _rect(self, chip: _Chip) -> QRectF:
        px = self._appearance.px
        top = (chip.line - self._first_line()) * px(LINE) + px(4)
        return QRectF(chip.left + px(2), top, chip.width, px(HEIGHT))

    # ------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._appearance.font("name"))
        for chip in self._chips:
            rect = self._rect(chip)
            if rect.bottom() > 0 and rect.top() < self.height():
                self._paint_chip(painter, chip, rect)
        self._paint_edges(painter)

    def _paint_edges(self, painter: QPainter) -> None:
        """Where lines go on above or below, how many words are out of sight there."""
        look, first = self._appearance, self._first_line()
        above = sum(chip.line < first for chip in self._chips)
        below = sum(chip.line >= first + self._lines() for chip in self._chips)
        painter.setFont(look.font("tick"))
        metrics = QFontMetricsF(painter.font())
        for count, text, line in (
            (above, f"‹ {above}", 0),
            (below, f"{below} ›", self._lines() - 1),
        ):
            if count:
                width = metrics.horizontalAdvance(text) + look.px(10)
                top = line * look.px(LINE)
                edge = QRectF(self.width() - width, top, width, look.px(LINE))
                painter.fillRect(edge, look.colour("panel"))
                painter.setPen(look.colour("mid"))
                painter.drawText(edge, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_chip(self, painter: QPainter, chip: _Chip, rect: QRectF) -> None:
        look = self._appearance
        sight = self.sight(chip.position)
        inner = rect.adjusted(0.5, 0.5, -0.5, -0.5)
        closed = sight in ("earlier", "later")
        painter.setPen(QPen(look.colour("line" if closed else "strong_line"), 1))
        if sight is not None and closed:
            ratio = ratio_of(painter)
            brush = closed_brush(look.theme, sight, look.scale * ratio)
            brush.setTransform(brush.transform().scale(1 / ratio, 1 / ratio))
            painter.setBrush(brush)
        else:
            painter.setBrush(look.colour("panel" if sight == "predicted" else "raised"))
        if sight == "open":
            painter.setPen(QPen(look.colour("high"), 1.25))
        painter.drawRoundedRect(inner, 4, 4)
        if closed:
            self._clear_for_text(painter, chip, rect)
        painter.setPen(look.colour("low" if closed else "high"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, chip.text)
        if sight == "predicted":
            self._frame(painter, rect)

    def _clear_for_text(self, painter: QPainter, chip: _Chip, rect: QRectF) -> None:
        """Text on a texture cannot be read: its own ground lies between them."""
        width = QFontMetricsF(painter.font()).horizontalAdvance(chip.text)
        ground = QRectF(0, 0, width + self._appearance.px(4), rect.height() - 6)
        ground.moveCenter(rect.center())
        painter.fillRect(ground, self._appearance.colour("hatch_ground"))

    def _frame(self, painter: QPainter, rect: QRectF) -> None:
        look = self._appearance
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(look.colour("selection"), 2)
        if not self.locked:
            pen.setDashPattern([2, 2])
        painter.setPen(pen)
        painter.drawRoundedRect(rect, 4, 4)
        if self.hasFocus():
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.drawRoundedRect(rect.adjusted(-2, -2, 2, 2), 6, 6)
