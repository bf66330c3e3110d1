"""Two segments of a text along the sides of a map: brackets A and B, and dashes where they meet.

Segments close nothing, so that they have no texture: every word sees both.
"""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPen

from visualizer.appearance import Appearance
from visualizer.widgets.grid import Grid

LETTERS = "AB"
#: Pixels at scale 1 that brackets take beside the labels.
ROOM = 18


def spans(segments: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    """From where to where each segment goes; what is behind the second is padding."""
    found, start = [], 0
    for _, run in groupby(segments):
        end = start + len(list(run))
        found.append((start, end))
        start = end
    return tuple(found[: len(LETTERS)])


def paint_brackets(
    painter: QPainter, appearance: Appearance, grid: Grid, segments: tuple[int, ...], left: int
) -> None:
    """Beside the rows, from x = `left` on: a bracket for each segment, with its letter."""
    a, port = appearance, grid.port
    painter.setFont(a.font("note", bold=True))
    line = painter.fontMetrics().height()
    for letter, (first, end) in zip(LETTERS, spans(segments), strict=False):
        top = max(grid.row_edge(first) + a.px(2), port.top())
        bottom = min(grid.row_edge(end) - a.px(3), port.bottom())
        if bottom <= top:
            continue
        x, tip = left + a.px(6), left + a.px(11)
        middle = (top + bottom) // 2
        area = QRect(left, middle - line // 2, a.px(12), line)
        painter.setPen(QPen(a.colour("low"), 1))
        painter.drawLine(x, top, tip, top)
        painter.drawLine(x, bottom, tip, bottom)
        if area.top() > top:
            painter.drawLine(x, top, x, area.top())
            painter.drawLine(x, area.bottom(), x, bottom)
        painter.setPen(a.colour("mid"))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, letter)


def paint_divide(
    painter: QPainter,
    appearance: Appearance,
    grid: Grid,
    rows: tuple[int, ...],
    columns: tuple[int, ...],
) -> None:
    """A dashed line over the cells between the two segments of each side."""
    port = grid.port
    pen = QPen(appearance.colour("high"), 1, Qt.PenStyle.CustomDashLine)
    pen.setDashPattern([4, 3])
    painter.save()
    painter.setClipRect(port)
    painter.setPen(pen)
    for _, (first, _) in zip(LETTERS[1:], spans(rows)[1:], strict=False):
        y = grid.row_edge(first) - 1
        painter.drawLine(port.left(), y, port.right(), y)
    for _, (first, _) in zip(LETTERS[1:], spans(columns)[1:], strict=False):
        x = grid.column_edge(first) - 1
        painter.drawLine(x, port.top(), x, port.bottom())
    painter.restore()
