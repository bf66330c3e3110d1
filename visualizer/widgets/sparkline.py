"""A figure with its name, its number now, and the course it took."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from visualizer.appearance import Appearance
from visualizer.history import Array, thinned


class Sparkline(QWidget):
    """Name at the left, number at the right, and below them the line, ending in a dot."""

    def __init__(self, appearance: Appearance, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._name = name
        self._number = "–"
        #: What the figure means, in a sentence.
        self.meaning = ""
        #: A shorter name, where there is little room.
        self.short = ""
        #: Whether the line is drawn on a log scale.
        self.log = False
        #: A level that the figure cannot go below, drawn in dashes; NaN for none.
        self.floor = float("nan")
        self._x: Array = np.empty(0)
        self._y: Array = np.empty(0)
        self._extent = (0.0, 1.0)
        self._cursor: float | None = None
        self._shown: tuple[object, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self.updateGeometry)

    @property
    def number(self) -> str:
        """The number as it is written."""
        return self._number

    def set_data(
        self,
        x: Array,
        y: Array,
        number: str,
        extent: tuple[float, float],
        cursor: float | None = None,
    ) -> None:
        """Points, the number to write, the x at both edges, and where the cursor stands."""
        floor = None if np.isnan(self.floor) else self.floor
        shown = (len(x), x[-1:].tolist(), y[-1:].tolist(), number, extent, cursor, floor)
        self._x, self._y, self._number = x, y, number
        self._extent, self._cursor = extent, cursor
        if shown != self._shown:
            self._shown = shown
            self.setAccessibleDescription(f"{number} {self.meaning}".strip())
            self.setToolTip(f"{self._name} {number}\n{self.meaning}".strip())
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(130), self._appearance.px(48))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.px(90), self._appearance.px(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._appearance
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("panel"))
        top = look.px(17)
        line = QRectF(0, 0, self.width(), top)
        letters, number = look.lettering, self._number
        taken = letters.write(painter, line, number, "name", "high", bold=True, across=1, down=0)
        line.setWidth(self.width() - taken - look.px(6))
        fits = not self.short or letters.width(self._name, "note") <= line.width()
        name = self._name if fits else self.short
        letters.write(painter, line, name, "note", "mid", cut="right")
        self._paint_line(painter, QRectF(0, top + 3, self.width(), self.height() - top - 7))

    def _paint_line(self, painter: QPainter, rect: QRectF) -> None:
        look = self._appearance
        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawLine(
            QPointF(rect.left(), rect.bottom() + 3), rect.bottomRight() + QPointF(0, 3)
        )
        points = thinned(self._x, self._y, *self._extent, stretches=max(round(rect.width() / 2), 8))
        good = np.isfinite(points.y) & (points.y > 0 if self.log else True)
        if rect.height() < 6 or not good.any():
            return
        x, y = points.x[good], points.y[good]
        y = np.log(y) if self.log else y
        floor = np.log(self.floor) if self.log and self.floor > 0 else self.floor
        levels = y if np.isnan(floor) else np.append(y, floor)
        low, high = float(levels.min()), float(levels.max())
        first, last = self._extent
        # A course that keeps its level stays in the middle instead of filling the height.
        room = max(high - low, 0.2 * max(abs(high), abs(low)), 1e-12)
        middle = (high + low) / 2
        across = rect.left() + (x - first) / max(last - first, 1e-12) * (rect.width() - 4)
        down = rect.center().y() - (y - middle) / room * (rect.height() - 4)
        if not np.isnan(floor):
            level = rect.center().y() - (floor - middle) / room * (rect.height() - 4)
            painter.setPen(QPen(look.colour("low"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(rect.left(), level), QPointF(rect.right(), level))
        # Smooth edges are for smooth courses; on hundreds of jags they only cost time.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, len(x) <= 200)
        painter.setPen(QPen(look.colour("mid"), 1.25 * look.scale if len(x) <= 200 else 1))
        painter.drawPolyline(QPolygonF([QPointF(*p) for p in zip(across, down, strict=True)]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("high"))
        if self._cursor is None:
            painter.drawEllipse(QPointF(across[-1], down[-1]), 2.5 * look.scale, 2.5 * look.scale)
            return
        at = rect.left() + (self._cursor - first) / max(last - first, 1e-12) * (rect.width() - 4)
        painter.drawEllipse(
            QPointF(at, float(np.interp(at, across, down))), 2.5 * look.scale, 2.5 * look.scale
        )
        painter.setPen(QPen(look.colour("time_cursor"), 1))
        painter.drawLine(QPointF(at, rect.top()), QPointF(at, rect.bottom() + 3))
