"""How the rows of every head are painted."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen

from visualizer.appearance import Appearance
from visualizer.selection import Selection
from visualizer.theme import colour_table
from visualizer.widgets.glyph import paint_glyph
from visualizer.widgets.growth_painting import ink_on
from visualizer.widgets.head_rows_layout import HeadRowsLayout
from visualizer.widgets.row_group import RowGroup, chosen_head, head_name
from visualizer.widgets.scale import number
from visualizer.widgets.slanted import paint_slanted


def coloured(appearance: Appearance, group: RowGroup) -> QImage:
    """One pixel a weight, rows in the group's order."""
    table = colour_table(appearance.theme.weight_stops)
    rows = np.stack([group.row(*at) for at in group.order()])
    pixels = np.ascontiguousarray(table[(rows.clip(0, 1) * 255 + 0.5).astype(np.uint8)])
    height, width = pixels.shape
    image = QImage(pixels.data, width, height, width * 4, QImage.Format.Format_RGB32)
    return image.copy()  # Qt does not keep the array alive.


class HeadRowsPainting:
    """One painting of one layout; `images` are the groups' weights in colours, by name."""

    def __init__(
        self,
        painter: QPainter,
        look: Appearance,
        layout: HeadRowsLayout,
        selection: Selection,
        images: dict[str, QImage],
    ) -> None:
        self._painter, self._look, self._layout = painter, look, layout
        self._selection, self._images = selection, images

    def paint(self, front: str) -> None:
        """All of it; the title of the group in front is bright."""
        painter, layout = self._painter, self._layout
        width, height = layout.size.width(), layout.size.height()
        painter.setClipRect(layout.gutter - 3, layout.head - 3, width, height)
        for group in layout.groups:
            self._rows(group)
        painter.setClipRect(0, layout.head - 3, layout.gutter, height)
        self._labels()
        left = layout.gutter if layout.scrolled.x() else 0
        painter.setClipRect(left, 0, width, layout.head)
        for group in layout.groups:
            self._head(group, group.name == front)
        painter.setClipping(False)

    def _head(self, group: RowGroup, front: bool) -> None:
        painter, look, layout = self._painter, self._look, self._layout
        px, left = look.px, layout.left(group)
        paint_glyph(painter, group.glyph, QRectF(left, px(6), px(11), px(11)), look.colour("mid"))
        painter.setFont(look.font("note", bold=front))
        painter.setPen(look.colour("high" if front else "low"))
        room = layout.size.width() - left - px(17)
        title = QFontMetricsF(painter.font()).elidedText(
            group.title, Qt.TextElideMode.ElideRight, room
        )
        painter.drawText(QPointF(left + px(17), px(16)), title)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        column, pitch = self._column(group), layout.cell.width()
        paint_slanted(painter, look, group.tokens, left, pitch, layout.head - 1, column, "tick")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _rows(self, group: RowGroup) -> None:
        painter, layout = self._painter, self._layout
        cell, keys, left = layout.cell, len(group.tokens), layout.left(group)
        image = self._images[group.name]
        for row, (layer, head) in enumerate(group.order()):
            top = layout.top(group, layer, head)
            target = QRectF(left, top, keys * cell.width(), cell.height() - 1)
            painter.drawImage(target, image, QRectF(0, row, keys, 1))
        if cell.width() >= 9:
            self._grid(group, left)
        if len(group.order()) == 1 and cell.width() >= self._look.px(20):
            self._numbers(group)
        self._marks(group, left)

    def _grid(self, group: RowGroup, left: int) -> None:
        painter, layout = self._painter, self._layout
        painter.setPen(self._look.colour("panel"))
        order = group.order()
        for layer in range(group.weights.shape[0]):
            heads = [head for at, head in order if at == layer]
            top = layout.top(group, layer, heads[0])
            bottom = layout.top(group, layer, heads[-1]) + layout.cell.height() - 2
            for column in range(1, len(group.tokens)):
                x = left + column * layout.cell.width() - 1
                painter.drawLine(x, top, x, bottom)

    def _numbers(self, group: RowGroup) -> None:
        """A single row has room for what its colours stand for."""
        painter, layout = self._painter, self._layout
        image, left = self._images[group.name], layout.left(group)
        painter.setFont(self._look.font("tick"))
        top, cell = layout.top(group, 0, 0), layout.cell
        for column, weight in enumerate(group.row(0, 0)):
            if weight >= 0.045:
                painter.setPen(ink_on(QColor(image.pixel(column, 0))))
                rect = QRectF(left + column * cell.width(), top, cell.width(), cell.height() - 1)
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, number(float(weight)))

    def _marks(self, group: RowGroup, left: int) -> None:
        """The chosen column between two lines, the chosen head's row in a frame."""
        painter, look, layout = self._painter, self._look, self._layout
        cell, order, column = layout.cell, group.order(), self._column(group)
        if column >= 0:
            painter.setPen(look.colour("selection"))
            x = left + column * cell.width() - 1
            top = layout.top(group, *order[0])
            bottom = layout.top(group, *order[-1]) + cell.height() - 2
            painter.drawLine(x, top, x, bottom)
            painter.drawLine(x + cell.width(), top, x + cell.width(), bottom)
        top = layout.top(group, *chosen_head(self._selection, group.name, group.weights))
        width = len(group.tokens) * cell.width() + 3
        frame = QRectF(left - 2, top - 2, width, cell.height() + 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.colour("keyline"), 1))
        painter.drawRect(frame.adjusted(1.5, 1.5, -1.5, -1.5))
        painter.setPen(QPen(look.colour("selection"), 2))
        painter.drawRect(frame)

    def _labels(self) -> None:
        painter, look, layout = self._painter, self._look, self._layout
        first = layout.groups[0]
        chosen = {
            chosen_head(self._selection, group.name, group.weights) for group in layout.groups
        }
        for layer, head in first.order():
            bold = (layer, head) in chosen
            painter.setFont(look.font("tick", bold))
            painter.setPen(look.colour("high" if bold else "low"))
            top, width = layout.top(first, layer, head), layout.gutter - look.px(7)
            rect = QRectF(0, top, width, layout.cell.height() - 1)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(rect, flags, head_name(first.weights, layer, head) or "α")

    def _column(self, group: RowGroup) -> int:
        shown = self._selection.shown
        column = shown.column(group.axis) if shown else None
        return column if column is not None and 0 <= column < len(group.tokens) else -1
