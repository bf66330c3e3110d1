"""The colours of the scale from 0 to 1, with ticks that say what they mean now."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect, QSize, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from visualizer.appearance import Appearance
from visualizer.theme import colour_table
from visualizer.widgets import scale
from visualizer.widgets.cells import image_of

#: Pixels of the colours, at scale 1.
_THICK, _THIN = 8, 5


class ColourBar(QWidget):
    """A bar of the 256 colours; its ticks follow the mapping."""

    def __init__(
        self, appearance: Appearance, parent: QWidget | None = None, *, thin: bool = False
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._thick = _THIN if thin else _THICK
        self.mode: scale.Mode = "fixed"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Colour scale"))
        appearance.changed.connect(self._restyle)
        self._describe()

    def set_mode(self, mode: scale.Mode) -> None:
        """Follow another mapping."""
        if mode != self.mode:
            self.mode = mode
            self._describe()
            self.update()

    def sizeHint(self) -> QSize:
        line = QFontMetrics(self._appearance.font("tick")).height()
        return QSize(
            self._appearance.px(168),
            self._appearance.px(self._thick) + line + self._appearance.px(4),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        a, painter = self._appearance, QPainter(self)
        painter.setFont(a.font("tick"))
        metrics = painter.fontMetrics()
        ends = [text for _, text in (scale.ticks(self.mode)[0], scale.ticks(self.mode)[-1])]
        inset = max(metrics.horizontalAdvance(text) for text in ends) // 2 + 1
        bar = QRect(inset, 1, self.width() - 2 * inset, a.px(self._thick))
        table = colour_table(a.theme.weight_stops)
        painter.drawImage(bar, image_of(table[None, np.arange(256)]))
        painter.setPen(a.colour("strong_line"))
        painter.drawRect(bar.adjusted(-1, -1, 0, 0))
        painter.setPen(a.colour("low"))
        for place, text in scale.ticks(self.mode):
            x = bar.left() + round(place * (bar.width() - 1))
            painter.drawLine(x, bar.bottom() + 1, x, bar.bottom() + a.px(3))
            wide = metrics.horizontalAdvance(text)
            painter.drawText(x - wide // 2, bar.bottom() + a.px(3) + metrics.ascent(), text)

    def _describe(self) -> None:
        meaning = {
            "fixed": self.tr("weight, 0 to 1 in every picture"),
            "log": self.tr("weight on a log scale, .001 to 1"),
            "row": self.tr("weight by the largest of its row"),
        }[self.mode]
        self.setToolTip(meaning)
        self.setAccessibleDescription(meaning)

    @Slot()
    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
