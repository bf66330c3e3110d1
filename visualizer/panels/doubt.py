"""A sentence that gives pause, with a mark before it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from visualizer.appearance import Appearance
from visualizer.widgets.icon import paint_icon
from visualizer.widgets.label import Label


class Doubt(QWidget):
    """As many lines as the sentence takes."""

    def __init__(self, appearance: Appearance, sentence: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.label = Label(appearance, sentence, role="text", colour="high", parent=self)
        self.label.setWordWrap(True)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.label)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._appearance
        px = look.px
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("raised"))
        painter.fillRect(0, 0, 3, self.height(), look.colour("wrong"))
        paint_icon(painter, "warning", QRectF(px(11), px(6), px(17), px(17)), look.colour("wrong"))

    @Slot()
    def _restyle(self) -> None:
        px = self._appearance.px
        self._row.setContentsMargins(px(36), px(7), px(10), px(7))
