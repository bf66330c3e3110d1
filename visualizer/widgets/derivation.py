"""A derivation as one picture that is as high as it needs at the width it is given."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Slot
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from visualizer.appearance import Appearance
from visualizer.inspector.numbers import number
from visualizer.inspector.page import (
    Bars,
    Equation,
    Gauge,
    Heading,
    Item,
    Matrix,
    Page,
    Place,
    Sentence,
    Step,
    Strip,
    Terms,
)
from visualizer.widgets import derivation_pictures as pictures
from visualizer.widgets import derivation_text as lines


class Derivation(QWidget):
    """Draws a :class:`Page`; a strip says its numbers in a tooltip."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.page = Page()
        self._places: list[QRect] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self._restyle)

    def set_page(self, page: Page) -> None:
        """Show another derivation."""
        self.page = page
        self._place()

    def sizeHint(self) -> QSize:
        bottom = self._places[-1].bottom() + 1 if self._places else 0
        return QSize(self._appearance.px(300), bottom + self._appearance.px(12))

    def tip(self, point: QPoint) -> str:
        """The number of the strip's cell, or of the key's bar, at a point."""
        for item, rect in zip(self.page.items, self._places, strict=True):
            if not rect.contains(point):
                continue
            if isinstance(item, Strip):
                cells = pictures.strip_cells(rect, self._appearance)
                if cells.contains(point):
                    count = len(item.values)
                    place = (point.x() - cells.left()) * count // cells.width()
                    return f"{item.symbol} [{place + 1}] = {number(float(item.values[place]))}"
            elif isinstance(item, Bars):
                place = (point.x() - rect.left()) * len(item.values) // rect.width()
                return f"{item.labels[place]}: {number(float(item.values[place]))}"
        return ""

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip(event.pos()), self)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        a, painter = self._appearance, QPainter(self)
        painter.fillRect(event.rect(), a.colour("panel"))
        for item, rect in zip(self.page.items, self._places, strict=True):
            if rect.intersects(event.rect()):
                _draw(painter, item, rect, a)

    def _place(self) -> None:
        a = self._appearance
        left, top = a.px(12), a.px(8)
        width = max(self.width() - 2 * left, 1)
        self._places = []
        for item in self.page.items:
            high = _height(item, width, a)
            self._places.append(QRect(left, top, width, high))
            top += high + a.px(3)
        hint = self.sizeHint().height()
        if hint != self.height():
            self.setFixedHeight(hint)
        self.update()

    @Slot()
    def _restyle(self) -> None:
        self._place()


def _height(item: Item, width: int, a: Appearance) -> int:
    match item:
        case Heading() | Sentence() | Equation():
            return lines.words_height(item, width, a)
        case Step():
            return lines.step_height(item, width, a)
        case Terms():
            return lines.terms_height(item, width, a)
        case Strip():
            return pictures.strip_height(item, width, a)
        case Bars():
            return pictures.bars_height(item, width, a)
        case Gauge():
            return pictures.gauge_height(item, width, a)
        case Matrix():
            return pictures.matrix_height(item, width, a)
        case Place():
            return pictures.place_height(item, width, a)
        case _:
            return a.px(7)


def _draw(painter: QPainter, item: Item, rect: QRect, a: Appearance) -> None:
    match item:
        case Heading() | Sentence() | Equation():
            lines.draw_words(painter, item, rect, a)
        case Step():
            lines.draw_step(painter, item, rect, a)
        case Terms():
            lines.draw_terms(painter, item, rect, a)
        case Strip():
            pictures.draw_strip(painter, item, rect, a)
        case Bars():
            pictures.draw_bars(painter, item, rect, a)
        case Gauge():
            pictures.draw_gauge(painter, item, rect, a)
        case Matrix():
            pictures.draw_matrix(painter, item, rect, a)
        case Place():
            pictures.draw_place(painter, item, rect, a)
        case _:
            middle = rect.center().y()
            painter.fillRect(rect.left(), middle, rect.width(), 1, a.colour("line"))
