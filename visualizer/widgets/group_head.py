"""The line over a group of thumbnails: glyph, name, kind in a frame, size."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from visualizer import glossary
from visualizer.appearance import Appearance
from visualizer.widgets.glyph import Glyph, paint_glyph


class GroupHead(QWidget):
    """One line of words about a group; see :meth:`set_words`."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._words: tuple[Glyph, str, str, str] = ("", "", "", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self._restyle)

    def set_words(self, glyph: Glyph, name: str, kind: str, size: str) -> None:
        """Show other words."""
        if (glyph, name, kind, size) != self._words:
            self._words = glyph, name, kind, size
            self.setAccessibleName(f"{name} {kind} {size}")
            if kind in glossary.TERMS:
                glossary.explain(self, kind)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(200), self._appearance.px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        a, painter = self._appearance, QPainter(self)
        glyph, name, kind, size = self._words
        middle, side = self.height() / 2, float(a.px(11))
        paint_glyph(painter, glyph, QRectF(0, middle - side / 2, side, side), a.colour("high"))
        x = a.px(20)
        painter.setFont(a.font("text", bold=True))
        painter.setPen(a.colour("high"))
        x += self._write(painter, x, name) + a.px(8)
        painter.setFont(a.font("tick"))
        wide = QFontMetrics(a.font("tick")).horizontalAdvance(kind) + a.px(10)
        frame = QRectF(x + 0.5, middle - a.px(8) + 0.5, wide, a.px(16) - 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(a.colour("strong_line"), 1))
        painter.setBrush(a.colour("raised"))
        painter.drawRoundedRect(frame, 3, 3)
        painter.setPen(a.colour("mid"))
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, kind)
        painter.setFont(a.font("note"))
        painter.setPen(a.colour("low"))
        self._write(painter, x + wide + a.px(8), size)

    def _write(self, painter: QPainter, x: int, text: str) -> int:
        area = self.rect().adjusted(x, 0, 0, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)
        return painter.fontMetrics().horizontalAdvance(text)

    @Slot()
    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
