"""What stands above the lines between two columns: whose tokens they are, each head's hue."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from visualizer.appearance import Appearance
from visualizer.widgets.link_drawing import pen_colour
from visualizer.widgets.link_lines import STEPS, LinkLines

#: At scale 1: between a label and the lines, at the edges, and above the words.
GAP, MARGIN, _TOP = 8, 12, 5

#: x of the lines' two ends.
Sides = tuple[int, int]


def paint_sides(painter: QPainter, appearance: Appearance, sides: Sides) -> None:
    """Name the two columns, in the painter's font."""
    px, (left, right) = appearance.px, sides
    painter.setPen(appearance.colour("low"))
    metrics, top = painter.fontMetrics(), px(_TOP)
    queries = QRect(0, top, left - px(GAP), metrics.height())
    painter.drawText(queries, Qt.AlignmentFlag.AlignRight, _say("queries"))
    painter.drawText(right + px(GAP), top + metrics.ascent(), _say("keys"))


def paint_note(
    painter: QPainter, appearance: Appearance, sides: Sides, lines: LinkLines | None
) -> None:
    """Say between them how many lines are left out, in the painter's font and pen."""
    if lines is None:
        return
    text = ""
    if lines.hidden:
        text = _say("{count} weaker lines not drawn").format(count=f"{lines.hidden:,}")
    elif not len(lines.row):
        text = _say("no weight above {least}: try log or per row").format(least=".05")
    left, right = sides
    area = QRect(left, appearance.px(_TOP), right - left, painter.fontMetrics().height())
    painter.drawText(area, Qt.AlignmentFlag.AlignHCenter, text)


def legend_places(appearance: Appearance, heads: int, sides: Sides, width: int) -> list[QPoint]:
    """Where each head is named: between the sides, else in lines of their own below.

    `width` is that of the whole view.
    """
    if not heads:
        return []
    px, metrics = appearance.px, QFontMetrics(appearance.font("tick"))
    wide = metrics.horizontalAdvance(f"H{heads}") + px(18)
    left, right = sides
    if wide * heads <= right - left:
        x = (left + right - wide * heads) // 2
        return [QPoint(x + head * wide, px(_TOP)) for head in range(heads)]
    edge, pitch = px(MARGIN), metrics.height() + px(2)
    across = max((width - 2 * edge) // wide, 1)
    lines = math.ceil(heads / across)
    across = math.ceil(heads / lines)
    x = max((width - wide * across) // 2, edge)
    return [
        QPoint(x + head % across * wide, px(_TOP) + (1 + head // across) * pitch)
        for head in range(heads)
    ]


def paint_legend(painter: QPainter, appearance: Appearance, places: list[QPoint]) -> None:
    """Name each head beside its hue, in the painter's font and pen."""
    px, metrics = appearance.px, painter.fontMetrics()
    for head, place in enumerate(places):
        hue = pen_colour(appearance.theme, STEPS - 1, head, 1.0, hues=True)
        painter.fillRect(place.x(), place.y() + metrics.height() // 2, px(10), px(2), hue)
        painter.drawText(place.x() + px(13), place.y() + metrics.ascent(), f"H{head + 1}")


def _say(text: str) -> str:
    return QCoreApplication.translate("LinkHeading", text)
