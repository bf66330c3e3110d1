"""The titles over a grid of heads: a click sorts, an arrow says by what and which way."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPolygonF
from PySide6.QtWidgets import QHeaderView, QWidget

from visualizer.appearance import Appearance
from visualizer.widgets.head_grid_content import HEAD, STATE
from visualizer.widgets.head_grid_model import HeadGridModel
from visualizer.widgets.head_grid_painting import MARGIN

#: At scale 1: height, and room of the arrow beside a title.
HEIGHT, ARROW = 26, 7


class HeadGridHeader(QHeaderView):
    """Painted like the table: titles of numbers at the right, the others at the left."""

    def __init__(self, appearance: Appearance, heads: HeadGridModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._appearance = appearance
        self._heads = heads
        #: The column whose meaning is told.
        self.told = HEAD
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMouseTracking(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(1)

    def least_width(self, name: str) -> int:
        """Pixels that a title needs, with the arrow beside it."""
        px = self._appearance.px
        metrics = QFontMetrics(self._appearance.font("note", bold=True))
        return metrics.horizontalAdvance(self._heads.title(name)) + px(ARROW + 2 * MARGIN)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._appearance.px(HEIGHT))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        a, px = self._appearance, self._appearance.px
        name = self._heads.columns[logicalIndex]
        sorts, told = name == self._heads.column, name == self.told
        painter.save()
        painter.fillRect(rect, a.colour("panel"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, a.colour("line"))
        if told:
            painter.fillRect(rect.left(), rect.bottom() - 1, rect.width(), 2, a.colour("mid"))
        font = a.font("note", bold=sorts)
        painter.setFont(font)
        painter.setPen(a.colour("high" if sorts or told else "low"))
        inner = rect.adjusted(px(MARGIN), 0, -px(MARGIN), 0)
        right = name not in (HEAD, STATE)
        text = self._heads.title(name)
        # The arrow takes its room from the title's free side, so that no title moves.
        arrow = QPointF(
            inner.right() - QFontMetrics(font).horizontalAdvance(text) - px(5)
            if right
            else inner.left() + QFontMetrics(font).horizontalAdvance(text) + px(5),
            rect.center().y() + 1,
        )
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner, int(side | Qt.AlignmentFlag.AlignVCenter), text)
        if sorts:
            self._paint_arrow(painter, arrow)
        painter.restore()

    def _paint_arrow(self, painter: QPainter, at: QPointF) -> None:
        """Down where the largest stands first, up where the smallest does."""
        wide, high = self._appearance.px(3), self._appearance.px(2)
        way = high if self._heads.falling else -high
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._appearance.colour("high"))
        corners = (QPointF(-wide, -way), QPointF(wide, -way), QPointF(0, way))
        painter.drawPolygon(QPolygonF([at + corner for corner in corners]))
