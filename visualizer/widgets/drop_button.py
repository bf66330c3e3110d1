"""A control of the run bar that shows “World  English → French ⌄” and opens something below."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from visualizer.appearance import Appearance


class DropButton(QPushButton):
    """What it is in low text, the present value in high text; where narrow, what it is goes."""

    def __init__(self, appearance: Appearance, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._label = label
        self.value = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def set_label(self, label: str) -> None:
        """Say what it is; for subclasses, whose words are translated in their own context."""
        self._label = label

    def set_value(self, value: str, tip: str = "") -> None:
        """Show another value; `tip` is said by the tooltip, with the value in full."""
        if value != self.value:
            self.value = value
            self.updateGeometry()
            self.update()
        self.setToolTip(f"{value}\n{tip}" if tip else value)
        self.setAccessibleName(f"{self._label}: {value}")

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self._appearance.font("text"))
        width = metrics.horizontalAdvance(f"{self._label}  {self.value}")
        return QSize(round(width) + self._appearance.px(38), self._appearance.px(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.px(76), self._appearance.px(28))

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self.update()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, px = self._appearance, self._appearance.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dark = look.theme.name == "dark"
        ground = "raised" if dark or (self.underMouse() and self.isEnabled()) else "panel"
        focused = self.hasFocus()
        painter.setPen(
            QPen(look.colour("focus" if focused else "strong_line"), 2 if focused else 1)
        )
        painter.setBrush(look.colour(ground))
        inset = 1.0 if focused else 0.5
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), px(5), px(5)
        )
        font = look.font("text")
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        left, right = float(px(10)), float(self.width() - px(24))
        label_width = metrics.horizontalAdvance(f"{self._label}  ")
        base = (self.height() + metrics.ascent() - metrics.descent()) / 2
        if left + label_width + metrics.horizontalAdvance(self.value) <= right + 1:
            painter.setPen(look.colour("low"))
            painter.drawText(QPointF(left, base), self._label)
            left += label_width
        painter.setPen(look.colour("high" if self.isEnabled() else "low"))
        fitted = metrics.elidedText(self.value, Qt.TextElideMode.ElideRight, right - left)
        painter.drawText(QPointF(left, base), fitted)
        middle, half = QPointF(self.width() - px(14), self.height() / 2 + 1), px(3.5)
        painter.setPen(QPen(look.colour("mid"), 1.5))
        painter.drawPolyline(
            [
                middle + QPointF(-half, -half / 2),
                middle + QPointF(0, half / 2),
                middle + QPointF(half, -half / 2),
            ]
        )

    @Slot()
    def _restyle(self) -> None:
        self.setFixedHeight(self._appearance.px(28))
        self.updateGeometry()
        self.update()
