"""The words in a map's corner, over the labels of its rows: what the rows are."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from visualizer.appearance import Appearance


def corner_lines(
    usual: tuple[str, ...], shorter: tuple[str, ...], metrics: QFontMetrics, room: int
) -> tuple[str, ...]:
    """The words that fit whole in `room` pixels; the first shorter one where none does."""
    fitting = tuple(text for text in usual if text and metrics.horizontalAdvance(text) <= room)
    if fitting:
        return fitting
    return tuple(text for text in shorter if metrics.horizontalAdvance(text) <= room)[:1]


def paint_corner(
    painter: QPainter,
    appearance: Appearance,
    port: QRect,
    above: int,
    usual: tuple[str, ...],
    shorter: tuple[str, ...],
) -> None:
    """Write them left of the column labels, the last one `above` pixels higher than the rows."""
    a = appearance
    painter.setFont(a.font("tick"))
    painter.setPen(a.colour("low"))
    metrics = QFontMetrics(painter.font())
    line, left = metrics.height(), a.px(2)
    room = port.left() - a.px(9) - left
    for place, text in enumerate(reversed(corner_lines(usual, shorter, metrics, room))):
        top = port.top() - a.px(5) - above - (place + 1) * line
        painter.drawText(QRect(left, top, room, line), Qt.AlignmentFlag.AlignRight, text)
