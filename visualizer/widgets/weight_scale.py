"""The colours of a weight, as a bar with numbers."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from visualizer.appearance import Appearance
from visualizer.theme import colour_table
from visualizer.widgets.scale import ticks


class WeightScale(QWidget):
    """The table from 0 to 1 on the fixed scale, which every view of a generation uses."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Colours of weights from 0 to 1"))
        appearance.changed.connect(self.updateGeometry)
        appearance.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(190), self._appearance.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._appearance
        px = look.px
        painter = QPainter(self)
        left, width, height = px(8), self.width() - px(24), px(7)
        table = colour_table(look.theme.weight_stops)
        for x in range(width):
            colour = QColor.fromRgb(int(table[x * 255 // max(width - 1, 1)]))
            painter.fillRect(left + x, 0, 1, height, colour)
        painter.setPen(look.colour("strong_line"))
        painter.drawRect(left - 1, 0, width + 1, height)
        painter.setFont(look.font("tick"))
        painter.setPen(look.colour("low"))
        for share, text in ticks("fixed"):
            rect = QRectF(left + share * width - px(20), height + px(2), px(40), px(14))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
