"""How a mask is painted: open cells in one colour, textures over the closed regions."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QPainter, QPen

from engine.seen.maps import Closed
from visualizer.appearance import Appearance
from visualizer.masks import Codes
from visualizer.theme import Theme, mix
from visualizer.widgets import textures
from visualizer.widgets.grid import Grid


def open_colour(theme: Theme) -> QColor:
    """The one colour of all open cells: not on the scale of weights, for it is no weight."""
    return QColor(mix(theme.series[0], theme.panel, 0.42))


def paint_mask(
    painter: QPainter, appearance: Appearance, closed: Codes, grid: Grid, scale: float = 1.0
) -> None:
    """Draw a mask onto the grid: colour, textures over whole regions, their edges, thin lines."""
    theme, port = appearance.theme, grid.port
    rows = np.array([grid.row_edge(row) for row in range(grid.rows + 1)], dtype=np.int64)
    columns = np.array([grid.column_edge(c) for c in range(grid.columns + 1)], dtype=np.int64)
    painter.save()
    painter.setClipRect(port)
    painter.fillRect(port, open_colour(theme))
    painter.setBrushOrigin(port.topLeft())
    for kind, top, bottom, left, right in textures.regions(closed):
        area = QRect(
            QPoint(int(columns[left]), int(rows[top])),
            QPoint(int(columns[right]) - 1, int(rows[bottom]) - 1),
        )
        painter.fillRect(area, textures.brush(theme, kind, scale))
    if min(grid.cell_width, grid.cell_height) >= appearance.px(10):
        _paint_lines(painter, theme, port, rows, columns, closed)
    painter.setPen(QPen(QColor(theme.strong_line), 1))
    painter.drawLines(textures.staircase(closed, rows, columns))
    painter.drawRect(port.adjusted(0, 0, -1, -1))
    painter.restore()


def _paint_lines(
    painter: QPainter, theme: Theme, port: QRect, rows: object, columns: object, closed: Codes
) -> None:
    """A thin line right and below of each open cell; textures run on without."""
    row_edges, column_edges = np.asarray(rows), np.asarray(columns)
    painter.setPen(QPen(QColor(theme.panel), 1))
    for row, column in np.argwhere(closed == Closed.OPEN).tolist():
        left, right = int(column_edges[column]), int(column_edges[column + 1]) - 1
        top, bottom = int(row_edges[row]), int(row_edges[row + 1]) - 1
        painter.drawLine(right, top, right, bottom)
        painter.drawLine(left, bottom, right, bottom)
