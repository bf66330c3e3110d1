"""The line at the foot: what runs at the left, the keys that matter here at the right."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QTimer, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, Qt
from PySide6.QtWidgets import QWidget

from visualizer.appearance import Appearance

HEIGHT = 24
#: Milliseconds for which a passing message stands.
PASSING = 6000


class Status(QWidget):
    """Segments separated by lines; where space is short, the keys give way from the left."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._appearance = appearance
        self._left: tuple[str, ...] = ()
        self._keys: tuple[str, ...] = ()
        self._message = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PASSING)
        self._timer.timeout.connect(self._pass)
        appearance.changed.connect(self._restyle)
        self._restyle()

    @property
    def text(self) -> str:
        """What stands at the left, segments joined by " · "."""
        return self._message or " · ".join(self._left)

    def show_left(self, *segments: str) -> None:
        """Say what runs; empty segments are left out."""
        found = tuple(segment for segment in segments if segment)
        if found != self._left:
            self._left = found
            self._describe()

    def show_keys(self, *keys: str) -> None:
        """Name the keys that matter, such as "Space pause"."""
        if keys != self._keys:
            self._keys = keys
            self.update()

    @Slot(str)
    def say(self, message: str) -> None:
        """Show a message in place of the left side, for some seconds."""
        self._message = message
        self._timer.start()
        self._describe()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, px = self._appearance, self._appearance.px
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("window"))
        painter.fillRect(0, 0, self.width(), 1, look.colour("line"))
        font = look.font("note")
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        base = (self.height() + metrics.ascent() - metrics.descent()) / 2
        left = float(px(12))
        segments = (self._message,) if self._message else self._left
        for place, segment in enumerate(segments):
            painter.setPen(look.colour("high" if place == 0 else "mid"))
            room = self.width() - left - px(12)
            fitted = metrics.elidedText(segment, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QPointF(left, base), fitted)
            left += metrics.horizontalAdvance(fitted) + px(10)
            if place < len(segments) - 1:
                painter.fillRect(round(left), px(6), 1, px(12), look.colour("strong_line"))
                left += px(10)
        right = float(self.width() - px(12))
        painter.setPen(look.colour("low"))
        for key in reversed(self._keys):
            width = metrics.horizontalAdvance(key)
            if right - width < left + px(12):
                break
            painter.drawText(QPointF(right - width, base), key)
            right -= width + px(10)
            painter.fillRect(round(right), px(6), 1, px(12), look.colour("line"))
            right -= px(10)

    @Slot()
    def _pass(self) -> None:
        self._message = ""
        self._describe()

    def _describe(self) -> None:
        self.setAccessibleName(self.text)
        self.update()

    @Slot()
    def _restyle(self) -> None:
        self.setFixedHeight(self._appearance.px(HEIGHT))
        self.update()
