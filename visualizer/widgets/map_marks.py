"""What stands on and beside a map's cells: numbers, the spread of each row, where the view is."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from visualizer.appearance import Appearance
from visualizer.theme import colour_table
from visualizer.widgets import scale
from visualizer.widgets.grid import Grid

#: At scale 1: the bar of a row's spread, the gap before it, and the lowest row that carries one.
BAR, BAR_GAP, BAR_FROM = 24, 8, 7


def paint_spread(
    painter: QPainter,
    appearance: Appearance,
    grid: Grid,
    spreads: NDArray[np.float64],
    lit: int | None,
) -> None:
    """At the right of each row a bar: its entropy, by that of a uniform row; (rows,) 0 to 1."""
    a = appearance
    if grid.cell_height < a.px(BAR_FROM):
        return
    left, width, thick = grid.port.right() + a.px(BAR_GAP), a.px(BAR), a.px(4)
    line = a.lettering.height("tick")
    above = QRectF(left, grid.port.top() - line - a.px(3), width, line)
    a.lettering.write(painter, above, "H", "tick", "low", across=0.5)
    track, usual, strong = a.colour("line"), a.colour("low"), a.colour("high")
    rows = grid.visible_rows()
    first, last = grid.port.top(), grid.port.bottom()
    edges = [grid.row_edge(row) for row in range(rows.start, rows.stop + 1)]
    filled = np.rint(width * spreads[rows.start : rows.stop]).astype(int).tolist()
    for row, (begin, end), wide in zip(rows, pairwise(edges), filled, strict=True):
        middle = (begin + end - 1) // 2
        if first <= middle <= last:
            top = middle - thick // 2
            painter.fillRect(left, top, width, thick, track)
            painter.fillRect(left, top, wide, thick, strong if row == lit else usual)


def paint_numbers(
    painter: QPainter,
    appearance: Appearance,
    grid: Grid,
    row: int,
    weights: NDArray[np.float32],
    levels: NDArray[np.uint8],
    kept: NDArray[np.bool_] | None,
) -> None:
    """The numbers of one row, where they fit: (columns,) weights, their colours, those shown."""
    font = appearance.font("tick")
    metrics = QFontMetrics(font)
    wide = metrics.horizontalAdvance(".00") + 2
    if grid.cell_width < wide or grid.cell_height < metrics.ascent() + 2:
        return
    painter.setFont(font)
    table = colour_table(appearance.theme.weight_stops)
    for column in grid.visible_columns():
        weight = float(weights[column])
        if not weight >= 0.01 or (kept is not None and not kept[column]):
            continue
        ground = QColor(int(table[levels[column]]))
        painter.setPen(QColor("#0B1016" if _luminance(ground) > 0.3 else "#F4F7FA"))
        cell = grid.cell(row, column).adjusted(0, 0, -1, -1)
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, scale.number(weight))


def paint_thumbs(painter: QPainter, appearance: Appearance, grid: Grid) -> None:
    """Where a zoomed view stands in the whole: a thin bar below and at the right."""
    a = appearance
    if grid.zoom <= 1:
        return
    port, thick = grid.port, a.px(3)
    hidden = port.topLeft() - grid.origin()
    wide, high = grid.columns * grid.cell_width, grid.rows * grid.cell_height
    colour = a.colour("low")
    if wide > port.width():
        length = max(round(port.width() ** 2 / wide), a.px(12))
        at = round(hidden.x() / (wide - port.width()) * (port.width() - length))
        painter.fillRect(port.left() + at, port.bottom() + 2, length, thick, colour)
    if high > port.height():
        length = max(round(port.height() ** 2 / high), a.px(12))
        at = round(hidden.y() / (high - port.height()) * (port.height() - length))
        painter.fillRect(port.right() + 2, port.top() + at, thick, length, colour)


def _luminance(colour: QColor) -> float:
    """Relative luminance, WCAG 2."""
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return float(0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2])
