"""The line at the foot: what runs at the left, the keys that matter here at the right."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from visualizer.appearance import Appearance

HEIGHT = 24
#: Milliseconds for which a passing message stands.
PASSING = 6000


class _Part(NamedTuple):
    """A text in its place, or without one a line that separates two; `colour` is a role."""

    rect: QRect
    text: str
    colour: str


class Status(QWidget):
    """Segments separated by lines; where space is short, the keys give way from the left."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._appearance = appearance
        self._left: tuple[str, ...] = ()
        self._keys: tuple[str, ...] = ()
        self._message = ""
        self._parts: tuple[_Part, ...] = ()
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
            self._arrange()

    @Slot(str)
    def say(self, message: str) -> None:
        """Show a message in place of the left side, for some seconds."""
        self._message = message
        self._timer.start()
        self._describe()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, dirty, painter = self._appearance, event.rect(), QPainter(self)
        painter.fillRect(dirty, look.colour("window"))
        painter.fillRect(dirty.left(), 0, dirty.width(), 1, look.colour("line"))
        for part in self._parts:
            if not part.rect.intersects(dirty):
                continue
            if part.text:
                area = part.rect.toRectF()
                look.lettering.write(painter, area, part.text, "note", part.colour)
            else:
                painter.fillRect(part.rect, look.colour(part.colour))

    def _arrange(self) -> None:
        """Find the place of every part; those that are not what and where they were change."""
        before, self._parts = self._parts, tuple(self._arranged())
        for part in (*before, *self._parts):
            if part not in before or part not in self._parts:
                self.update(part.rect)

    def _arranged(self) -> Iterator[_Part]:
        px, letters = self._appearance.px, self._appearance.lettering
        left = px(12)
        segments = (self._message,) if self._message else self._left
        for place, segment in enumerate(segments):
            line = letters.line(segment, "note", room=self.width() - left - px(12), cut="right")
            width = math.ceil(line.width)
            colour = "mid" if place else "high"
            yield _Part(QRect(left, 1, width, self.height() - 1), line.text, colour)
            left += width + px(10)
            if place < len(segments) - 1:
                yield _Part(QRect(left, px(6), 1, px(12)), "", "strong_line")
                left += px(10)
        right = self.width() - px(12)
        for key in reversed(self._keys):
            width = math.ceil(letters.width(key, "note"))
            if right - width < left + px(12):
                break
            yield _Part(QRect(right - width, 1, width, self.height() - 1), key, "low")
            right -= width + px(10)
            yield _Part(QRect(right, px(6), 1, px(12)), "", "line")
            right -= px(10)

    @Slot()
    def _pass(self) -> None:
        self._message = ""
        self._describe()

    def _describe(self) -> None:
        self.setAccessibleName(self.text)
        self._arrange()

    @Slot()
    def _restyle(self) -> None:
        self.setFixedHeight(self._appearance.px(HEIGHT))
        self._arrange()
        self.update()
