"""The context of every output word as a strip, on the rows of the map beside it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from visualizer.appearance import Appearance
from visualizer.widgets.chips import visible
from visualizer.widgets.context_content import ContextContent
from visualizer.widgets.heatmap import Heatmap
from visualizer.widgets.place_picker import PlacePicker
from visualizer.widgets.signed_strip import paint_absent, paint_strip


class ContextColumn(PlacePicker):
    """Strips of c_i, −1 to 1; a place is a row of the map."""

    def __init__(
        self, appearance: Appearance, heatmap: Heatmap, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._heatmap = heatmap
        self.content: ContextContent | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("The context of every output word"))
        heatmap.rows_changed.connect(self._follow)
        appearance.changed.connect(self._follow)

    def set_content(self, content: ContextContent) -> None:
        """Show the contexts of a look."""
        self.content = content
        self.update()

    def count(self) -> int:
        return len(self.content.rows) if self.content is not None else 0

    def row_rect(self, row: int) -> QRectF:
        """Where the strip of a row stands; empty where the map does not show the row."""
        rect = self._heatmap.row_rect(row)
        top = self.mapFromGlobal(self._heatmap.mapToGlobal(QPoint(0, rect.top()))).y()
        return QRectF(0, top, self.width() - self._appearance.px(12), rect.height())

    def place_at(self, position: QPointF) -> int:
        found = (row for row in range(self.count()) if self.row_rect(row).contains(position))
        return next(found, -1)

    def tip_at(self, position: QPointF) -> str:
        row = self.place_at(position)
        if row < 0 or self.content is None:
            return ""
        word = visible(self.content.rows[row].text)
        return self.tr("c for “{0}”: what this output is given of the source").format(word)

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(200), self._appearance.px(200))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.px(80), self._appearance.px(60))

    @Slot()
    def _follow(self) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        content = self.content
        if content is None or not self.count():
            return
        look, painter = self._appearance, QPainter(self)
        contexts = content.contexts
        self._paint_head(painter, contexts.shape[1] if contexts is not None else 0)
        for row in range(self.count()):
            rect = self.row_rect(row)
            if rect.isEmpty():
                continue
            # A gap of one pixel keeps rows apart, as the grid of the map beside does.
            rect.adjust(0, 0, 0, -1 if rect.height() > 4 else 0)
            if contexts is None:
                paint_absent(painter, look, rect)
            else:
                paint_strip(painter, look, rect, contexts[row], 1.0, framed=False)
        if 0 <= self.place < self.count():
            pen = QPen(look.colour("selection"), 2)
            if not self.locked:
                pen.setDashPattern([2, 2])
            painter.setPen(pen)
            painter.drawRect(self.row_rect(self.place).adjusted(1, 0, -1, -1))
        if self.hasFocus():
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _paint_head(self, painter: QPainter, features: int) -> None:
        """What the strips are, right above the first row."""
        look, px = self._appearance, self._appearance.px
        shown = [rect for row in range(self.count()) if not (rect := self.row_rect(row)).isEmpty()]
        if not shown:
            return
        lines = [self.tr("a context c of its own for each")]
        if features:
            lines.append(self.tr("{0} numbers, −1 to 1").format(f"{features:,}"))
        top = shown[0].top() - px(4) - px(14) * len(lines)
        for place, text in enumerate(lines):
            painter.setFont(look.font("note" if place == 0 else "tick"))
            painter.setPen(look.colour("mid" if place == 0 else "low"))
            fitted = QFontMetricsF(painter.font()).elidedText(
                text, Qt.TextElideMode.ElideRight, self.width()
            )
            painter.drawText(QRectF(0, top + place * px(14), self.width() + 1, px(14)), fitted)
