"""Formulas in one line: what follows "_" stands lower, what follows "^" higher, both smaller."""

from __future__ import annotations

import re
from functools import lru_cache

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

#: An index or exponent: in braces, or as far as letters and digits go.
_SHIFTED = re.compile(r"([_^])(?:\{([^}]*)\}|(\w+))")
#: Of the font's size.
_SMALLER = 0.78


@lru_cache(maxsize=512)
def runs(text: str) -> tuple[tuple[str, int], ...]:
    """(text, −1, 0 or 1) from left to right: lower, on the line, higher."""
    found: list[tuple[str, int]] = []
    end = 0
    for match in _SHIFTED.finditer(text):
        if match.start() > end:
            found.append((text[end : match.start()], 0))
        found.append((match[2] or match[3] or "", -1 if match[1] == "_" else 1))
        end = match.end()
    if end < len(text):
        found.append((text[end:], 0))
    return tuple(found)


def width(text: str, font: QFont) -> float:
    """How wide a formula is."""
    fonts = (QFontMetricsF(font), QFontMetricsF(_small(font)))
    return sum(fonts[level != 0].horizontalAdvance(part) for part, level in runs(text))


def draw(painter: QPainter, at: QPointF, text: str, font: QFont) -> None:
    """Draw a formula in the painter's pen with its line at `at`."""
    small = _small(font)
    x, shift = at.x(), QFontMetricsF(font).xHeight() * 0.45
    for part, level in runs(text):
        used = small if level else font
        painter.setFont(used)
        painter.drawText(QPointF(x, at.y() - level * shift), part)
        x += QFontMetricsF(used).horizontalAdvance(part)


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPixelSize(max(round(font.pixelSize() * _SMALLER), 8))
    return small
