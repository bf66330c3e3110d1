"""Glyphs that name the kind of attention by shape: square, lower triangle, rectangle."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

Glyph = Literal["", "square", "triangle", "rectangle"]

#: MapGroup.kind -> the glyph that stands before every title of that kind.
GLYPHS: dict[str, Glyph] = {"VVV": "square", "VVV masked": "triangle", "QVV": "rectangle"}


def paint_glyph(painter: QPainter, glyph: str, rect: QRectF, colour: QColor) -> None:
    """Draw a glyph into a square `rect`, outlined and filled where the attention is open."""
    if not glyph:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, max(rect.width() / 11, 1.0)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    unit = rect.width() / 11
    frame = rect.adjusted(unit / 2, unit / 2, -unit / 2, -unit / 2)
    if glyph == "rectangle":
        frame = frame.adjusted(-unit / 2, unit * 1.5, unit / 2, -unit * 1.5)
    painter.drawRect(frame)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    inner = frame.adjusted(unit * 2, unit * 2, -unit * 2, -unit * 2)
    if glyph == "triangle":
        corners = [frame.topLeft(), frame.bottomLeft(), frame.bottomRight()]
        painter.drawPolygon(QPolygonF(corners))
    elif glyph == "rectangle":
        _paint_steps(painter, inner, unit)
    else:
        painter.drawRect(inner)
    painter.restore()


def _paint_steps(painter: QPainter, rect: QRectF, unit: float) -> None:
    """Two steps from top left to bottom right: queries of one place over keys of another."""
    half = QPointF(rect.width() / 2, rect.height() / 2)
    painter.drawRect(QRectF(rect.left(), rect.top(), half.x(), half.y()))
    painter.drawRect(QRectF(rect.left() + half.x(), rect.top() + half.y(), half.x(), half.y()))
