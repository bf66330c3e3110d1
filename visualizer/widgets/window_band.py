"""Every prediction of a text at once: one row each, a band of open cells, all else closed."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from visualizer.appearance import Appearance
from visualizer.theme import mix
from visualizer.widgets.place_picker import PlacePicker
from visualizer.widgets.resolution import ratio_of
from visualizer.widgets.slanted import paint_slanted, slanted_height
from visualizer.widgets.token_text import visible
from visualizer.widgets.window_content import Sight, WindowContent
from visualizer.widgets.window_marks import closed_brush, sight_words

#: Pixels at scale 1: the largest cell, the smallest with a number in it, and the row labels.
LARGEST, NUMBERED, LABELS = 24, 15, 78


class WindowBand(PlacePicker):
    """Rows are the words that are predicted, columns <s> and the words of the text."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.content: WindowContent | None = None
        self._cells = QPixmap()
        self._drawn: tuple[object, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("The window at every position"))
        appearance.changed.connect(self._restyle)

    def set_content(self, content: WindowContent) -> None:
        """Show the positions of a look."""
        before, self.content = self.content, content
        same = before is not None and before.window == content.window
        if not same or before is None or before.tokens != content.tokens:
            self._drawn = ()
            self.update()

    def count(self) -> int:
        return len(self.content.tokens) if self.content is not None else 0

    def place_at(self, position: QPointF) -> int:
        area = self._area()
        if not self.count() or not area.top() <= position.y() < area.bottom() + 1:
            return -1
        return min(int((position.y() - area.top()) / self._cell()), self.count() - 1)

    def tip_at(self, position: QPointF) -> str:
        cell = self.cell_at(position)
        return "" if cell is None or self.content is None else sight_words(self.content, *cell)

    def cell_at(self, position: QPointF) -> tuple[int, int] | None:
        """(row, position of the column's word), the column of <s> being -1; None beside them."""
        area = self._area()
        if not self.count() or not QRectF(area).contains(position):
            return None
        column = int((position.x() - area.left()) / self._cell())
        return self.place_at(position), min(column, self.count()) - 1

    def cell(self, place: int, position: int) -> QRectF:
        """Where the cell of a row and a word stands."""
        area, size = self._area(), self._cell()
        return QRectF(area.left() + (position + 1) * size, area.top() + place * size, size, size)

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(260), self._appearance.px(260))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.px(160), self._appearance.px(120))

    # ------------------------------------------------------------ geometry

    @Slot()
    def _restyle(self) -> None:
        self._drawn = ()
        self.update()

    def _top(self) -> int:
        if self.content is None:
            return 0
        return slanted_height(self._appearance, self.content.tokens)

    def _labels(self) -> int:
        """Room that the words beside the rows take."""
        px = self._appearance.px
        metrics = QFontMetricsF(self._appearance.font("tick", bold=True))
        words = self.content.tokens if self.content is not None else ()
        widest = max((metrics.horizontalAdvance(visible(word.text)) for word in words), default=0.0)
        return round(min(widest, px(LABELS))) + px(10)

    def _cell(self) -> float:
        px = self._appearance.px
        wide = (self.width() - self._labels() - px(18)) / (self.count() + 1)
        high = (self.height() - self._top() - px(4)) / max(self.count(), 1)
        return max(min(wide, high, px(LARGEST)), 1.0)

    def _area(self) -> QRect:
        size, count = self._cell(), self.count()
        left, top = self._labels(), self._top()
        return QRect(left, top, round(size * (count + 1)), round(size * count))

    # ------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.content is None or not self.count():
            return
        painter = QPainter(self)
        ratio = ratio_of(painter)
        drawn = (self.size(), ratio, self._appearance.theme.name, self._appearance.scale)
        if drawn != self._drawn:
            self._drawn = drawn
            self._cells = self._draw_cells(ratio)
        area = self._area()
        painter.drawPixmap(area.topLeft(), self._cells)
        self._paint_labels(painter)
        if 0 <= self.place < self.count():
            self._paint_place(painter)
        if self.hasFocus():
            painter.setPen(QPen(self._appearance.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(-2, -2, 2, 2))

    def _draw_cells(self, ratio: float) -> QPixmap:
        """Textures and open cells, in device pixels."""
        look, content = self._appearance, self.content
        assert content is not None
        count, size = self.count(), self._cell() * ratio
        edges = np.rint(np.arange(count + 2) * size).astype(int).tolist()
        pixmap = QPixmap(edges[count + 1], edges[count])
        # Grey, not a colour of the scale: an open cell has no weight here, only a way in.
        pixmap.fill(QColor(mix(look.theme.mid, look.theme.panel, 0.42)))
        painter = QPainter(pixmap)
        painter.setPen(Qt.PenStyle.NoPen)

        def fill(row: int, first: int, end: int, sight: Sight) -> None:
            painter.setBrush(closed_brush(look.theme, sight, look.scale * ratio))
            painter.drawRect(
                edges[first],
                edges[row],
                edges[end] - edges[first],
                edges[row + 1] - edges[row],
            )

        for row in range(count):
            # Column c holds position c − 1.
            fill(row, 0, max(row - content.window + 1, 0), "earlier")
            fill(row, row + 1, count + 1, "later")
        thick = max(round(ratio), 1)
        if size >= 6 * ratio:
            for row in range(count):
                first, end = max(row - content.window + 1, 0), row + 1
                for column in range(first, end + 1):
                    x = max(edges[column] - thick, 0)
                    height = edges[row + 1] - edges[row]
                    painter.fillRect(x, edges[row], thick, height, look.colour("panel"))
                wide = edges[end] - edges[first]
                painter.fillRect(
                    edges[first], edges[row + 1] - thick, wide, thick, look.colour("panel")
                )
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def _paint_labels(self, painter: QPainter) -> None:
        look, content = self._appearance, self.content
        assert content is not None
        area, size = self._area(), self._cell()
        words = (content.look.start, *content.tokens)
        paint_slanted(painter, look, words, area.left(), size, area.top(), role="tick")
        painter.setFont(look.font("tick"))
        metrics = QFontMetricsF(painter.font())
        every = max(1, -(-round(metrics.height()) // max(round(size), 1)))
        for row in range(self.count()):
            near = 0 <= self.place != row and abs(row - self.place) < every
            if row != self.place and (row % every or (every > 1 and near)):
                continue
            chosen = row == self.place
            painter.setFont(look.font("tick", bold=chosen))
            painter.setPen(
                look.colour("high" if chosen else "low" if content.word(row).special else "mid")
            )
            text = metrics.elidedText(
                visible(content.word(row).text), Qt.TextElideMode.ElideMiddle, look.px(LABELS)
            )
            centre = area.top() + (row + 0.5) * size
            line = QRectF(0, centre - 10, area.left() - look.px(6), 20)
            painter.drawText(
                line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text
            )

    def _paint_place(self, painter: QPainter) -> None:
        """The window of the chosen row: amber around it, the distance back in every cell."""
        look, content = self._appearance, self.content
        assert content is not None
        size, seen = self._cell(), content.seen(self.place)
        if size >= look.px(NUMBERED):
            painter.setFont(look.font("tick"))
            painter.setPen(look.colour("high"))
            for back, position in enumerate(seen, 1):
                if position >= 0 or back == self.place + 1:
                    cell = self.cell(self.place, position)
                    painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, str(back))
        first = self.cell(self.place, seen[-1])
        last = self.cell(self.place, seen[0])
        pen = QPen(look.colour("selection"), 2)
        if not self.locked:
            pen.setDashPattern([2, 2])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(first.united(last))
        painter.setPen(QPen(look.colour("selection"), 1))
        area = self._area()
        line = QRectF(area.left(), first.top(), area.width(), size)
        painter.drawLine(line.topLeft(), line.topRight())
        painter.drawLine(line.bottomLeft(), line.bottomRight())
