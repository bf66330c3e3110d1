"""The context of every output word as a strip, on the rows of the map beside it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from visualizer.appearance import Appearance, Role
from visualizer.widgets.context_content import ContextContent
from visualizer.widgets.heatmap import Heatmap
from visualizer.widgets.place_picker import PlacePicker
from visualizer.widgets.signed_strip import paint_absent, paint_strip
from visualizer.widgets.token_text import visible


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
        return self._row_rects().get(row, QRectF())

    def _row_rects(self) -> dict[int, QRectF]:
        """The rows that the map shows."""
        shift = self.mapFromGlobal(self._heatmap.mapToGlobal(QPoint(0, 0))).y()
        width = self.width() - self._appearance.px(12)
        rects = ((row, self._heatmap.row_rect(row)) for row in range(self.count()))
        return {
            row: QRectF(0, rect.top() + shift, width, rect.height())
            for row, rect in rects
            if not rect.isEmpty()
        }

    def place_at(self, position: QPointF) -> int:
        rects = self._row_rects()
        return next((row for row, rect in rects.items() if rect.contains(position)), -1)

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
        rects = self._row_rects()
        if rects:
            first = next(iter(rects.values())).top()
            self._paint_head(painter, contexts.shape[1] if contexts is not None else 0, first)
        for row, rect in rects.items():
            # A gap of one pixel keeps rows apart, as the grid of the map beside does.
            strip = rect.adjusted(0, 0, 0, -1 if rect.height() > 4 else 0)
            if contexts is None:
                paint_absent(painter, look, strip)
            else:
                paint_strip(painter, look, strip, contexts[row], 1.0, framed=False)
        if 0 <= self.place < self.count():
            pen = QPen(look.colour("selection"), 2)
            if not self.locked:
                pen.setDashPattern([2, 2])
            painter.setPen(pen)
            painter.drawRect(rects.get(self.place, QRectF()).adjusted(1, 0, -1, -1))
        if self.hasFocus():
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _paint_head(self, painter: QPainter, features: int, first: float) -> None:
        """What the strips are, right above the first row."""
        px, letters = self._appearance.px, self._appearance.lettering
        lines = [self.tr("a context c of its own for each")]
        if features:
            lines.append(self.tr("{0} numbers, −1 to 1").format(f"{features:,}"))
        top = first - px(4) - px(14) * len(lines)
        for place, text in enumerate(lines):
            size: Role = "tick" if place else "note"
            area = QRectF(0, top + place * px(14), self.width(), px(14))
            letters.write(painter, area, text, size, "low" if place else "mid", down=0, cut="right")
