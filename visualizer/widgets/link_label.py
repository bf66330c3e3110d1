"""A token at the end of its lines."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from engine.seen.tokens import Token
from visualizer.appearance import Appearance
from visualizer.widgets import pointing
from visualizer.widgets.axis_labels import elided

#: The widest a label becomes, at scale 1.
LONGEST = 110


def paint_label(
    painter: QPainter, appearance: Appearance, area: QRect, token: Token, query: bool, *, lit: bool
) -> None:
    """Write a token into its area: a query at the right end of it, a key at the left."""
    if lit:
        painter.fillRect(area.adjusted(-4, 0, 4, 0), pointing.band_colour(appearance))
    font = appearance.font("text", bold=lit)
    painter.setFont(font)
    usual = "low" if token.special else "mid"
    painter.setPen(appearance.colour("high" if lit else usual))
    text = elided(token.text, QFontMetrics(font), appearance.px(LONGEST))
    side = Qt.AlignmentFlag.AlignRight if query else Qt.AlignmentFlag.AlignLeft
    painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, text)
    if token.unknown:
        wide = QFontMetrics(font).horizontalAdvance(text)
        x = area.right() - wide + 1 if query else area.left()
        pointing.mark_unknown(painter, appearance, x, wide, area.bottom())
