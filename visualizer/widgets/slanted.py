"""Column labels at −60°, for the small matrices of a generation."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from engine.seen.tokens import Token
from visualizer.appearance import Appearance, Role

_ANGLE = math.radians(60)
#: A longer label is elided in the middle, at this many pixels of scale 1.
_LONGEST = 76.0


def slanted_height(appearance: Appearance, tokens: Sequence[Token], role: Role = "note") -> int:
    """Room above the columns that these labels need, in pixels."""
    metrics = QFontMetricsF(appearance.font(role, bold=True))
    longest = max((metrics.horizontalAdvance(token.text) for token in tokens), default=0.0)
    length = min(longest, _LONGEST * appearance.scale)
    return math.ceil(
        length * math.sin(_ANGLE) + metrics.height() * math.cos(_ANGLE) + appearance.px(5)
    )


def paint_slanted(
    painter: QPainter,
    appearance: Appearance,
    tokens: Sequence[Token],
    left: float,
    pitch: float,
    base: float,
    chosen: int = -1,
    role: Role = "note",
) -> None:
    """Write each token above its column, `pitch` pixels apart, the columns' top at `base`.

    Where labels would overlap, only every second, third … is written, and always the chosen one.
    """
    usual, bold = appearance.font(role), appearance.font(role, bold=True)
    metrics = QFontMetricsF(bold)
    every = max(1, math.ceil(metrics.height() * 0.75 / (pitch * math.sin(_ANGLE))))
    for place, token in enumerate(tokens):
        is_chosen = place == chosen
        near = 0 <= chosen != place and abs(place - chosen) < every
        if not is_chosen and (place % every or (every > 1 and near)):
            continue
        font: QFont = bold if is_chosen else usual
        text = QFontMetricsF(font).elidedText(
            token.text, Qt.TextElideMode.ElideMiddle, _LONGEST * appearance.scale
        )
        painter.save()
        painter.setFont(font)
        painter.setPen(
            appearance.colour("high" if is_chosen else "low" if token.special else "mid")
        )
        painter.translate(QPointF(left + (place + 0.5) * pitch + metrics.ascent() * 0.3, base - 4))
        painter.rotate(-60)
        painter.drawText(QPointF(0, 0), text)
        if token.unknown:
            width = QFontMetricsF(font).horizontalAdvance(text)
            pen = QPen(appearance.colour("mid"), 1.5, Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([1.0, 1.4])
            painter.setPen(pen)
            painter.drawLine(QPointF(0, 2.5), QPointF(width, 2.5))
        painter.restore()
