"""What a block gives, number by number: tokens from top to bottom, features across."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import (
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.seen.look import Look, Table
from engine.seen.tokens import Axis
from visualizer.appearance import Appearance
from visualizer.selection import Pair, Selection, token_at
from visualizer.widgets.signed_strip import paint_strip, round_limit
from visualizer.widgets.token_text import visible

#: At scale 1: the most room for words, the highest row, and the least one of the whole.
WORDS, TALLEST, LEAST = 72, 22, 60


class TensorHeat(QWidget):
    """A table in signed colours, on a scale from −limit to limit that is seldom changed."""

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._selection = selection
        self._axis: Axis | None = None
        self.names: tuple[str, ...] = ()
        self.values: NDArray[np.float32] = np.zeros((0, 0), np.float32)
        self.limit = 1.0
        self._cell: tuple[int, int] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Numbers of the chosen block"))
        selection.changed.connect(self.update)
        appearance.changed.connect(self._restyle)

    def set_table(self, table: Table, look: Look) -> None:
        """Show a table of the look."""
        values = np.atleast_2d(table.values)
        values = values.reshape(-1, values.shape[-1])
        axis = table.axes[0] if table.values.ndim > 1 else ""
        self._axis = axis if isinstance(axis, Axis) else None
        if isinstance(axis, Axis):
            found = look.axis_tokens(axis, len(values))
            self.names = tuple(visible(token.text) for token in found)
        else:
            self.names = tuple(table.labels.get(axis, ("",) * len(values)))[: len(values)]
        if values.shape != self.values.shape:
            self._cell = None
        self.values = values
        self.limit = round_limit(values)
        self._describe()
        self.updateGeometry()
        self.update()

    def summary(self) -> str:
        """Smallest, largest and mean number."""
        finite = self.values[np.isfinite(self.values)]
        if not finite.size:
            return self.tr("no number at all")
        said = self.tr("min {0} · max {1} · mean {2}").format(
            *(_number(float(value)) for value in (finite.min(), finite.max(), finite.mean()))
        )
        lost = self.values.size - finite.size
        return said if not lost else self.tr("{0} · {1} not a number").format(said, lost)

    def sizeHint(self) -> QSize:
        rows = max(len(self.values), 1)
        px = self._appearance.px
        return QSize(px(240), max(px(LEAST), rows * px(8) + self._foot()))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.px(120), self._appearance.px(LEAST))

    # ------------------------------------------------------------ geometry

    def _foot(self) -> int:
        return round(
            2 * QFontMetricsF(self._appearance.font("tick")).height()
        ) + self._appearance.px(4)

    def area(self) -> QRectF:
        """Where the numbers stand."""
        metrics = QFontMetricsF(self._appearance.font("tick"))
        widest = max((metrics.horizontalAdvance(name) for name in self.names), default=0.0)
        px = self._appearance.px
        left = min(widest, px(WORDS)) + px(6) if widest else 0.0
        rows = max(len(self.values), 1)
        high = min(max(self.height() - self._foot(), px(8)), rows * px(TALLEST))
        return QRectF(left, 0, max(self.width() - left, 1), high)

    def cell_at(self, position: QPointF) -> tuple[int, int] | None:
        """(row, feature) under a place."""
        area = self.area()
        if not self.values.size or not area.contains(position):
            return None
        rows, columns = self.values.shape
        row = int((position.y() - area.top()) / area.height() * rows)
        column = int((position.x() - area.left()) / area.width() * columns)
        return min(row, rows - 1), min(column, columns - 1)

    def words(self, cell: tuple[int, int]) -> str:
        """What a number is."""
        row, column = cell
        said = self.tr("{0} · number {1} of {2}: {3}")
        value = _number(float(self.values[row, column]))
        return said.format(self.names[row] or "·", column + 1, self.values.shape[1], value)

    # ------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.values.size:
            return
        painter, look, area = QPainter(self), self._appearance, self.area()
        paint_strip(painter, look, area, self.values, self.limit)
        high = area.height() / len(self.values)
        pair = self._selection.shown
        chosen = pair.row(self._axis) if pair is not None and self._axis is not None else None
        self._paint_names(painter, area, high, chosen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if chosen is not None and 0 <= chosen < len(self.values):
            painter.setPen(QPen(look.colour("selection"), look.px(1)))
            painter.drawRect(QRectF(area.left(), chosen * high, area.width() - 1, high))
        if self.hasFocus():
            painter.setPen(QPen(look.colour("focus"), look.px(2)))
            place = area
            if self._cell is not None:
                wide = area.width() / self.values.shape[1]
                row, column = self._cell
                place = QRectF(area.left() + column * wide, row * high, max(wide, 3), max(high, 3))
            painter.drawRect(place.adjusted(0, 0, -1, -1))
        self._paint_foot(painter, area)

    def _paint_names(
        self, painter: QPainter, area: QRectF, high: float, chosen: int | None
    ) -> None:
        look = self._appearance
        metrics = QFontMetricsF(look.font("tick"))
        every = max(-(-int(metrics.height() - 2) // max(int(high), 1)), 1)
        for row, name in enumerate(self.names):
            near = chosen is not None and 0 < abs(row - chosen) < every
            if (row % every and row != chosen) or near or not name:
                continue
            painter.setFont(look.font("tick", bold=row == chosen))
            painter.setPen(look.colour("high" if row == chosen else "mid"))
            room = area.left() - look.px(4)
            fitted = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room)
            middle = max((row + 0.5) * high, metrics.height() / 2 - 1)
            place = QRectF(0, middle - 10, room, 20)
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, side, fitted)

    def _paint_foot(self, painter: QPainter, area: QRectF) -> None:
        """The scale, and what the numbers are like."""
        look, px = self._appearance, self._appearance.px
        painter.setFont(look.font("tick"))
        painter.setPen(look.colour("low"))
        metrics = painter.fontMetrics()
        low, high = f"−{self.limit:g}", f"{self.limit:g}"
        y = area.bottom() + px(4)
        bar = QRectF(
            metrics.horizontalAdvance(low) + px(4), y + px(2), px(90), metrics.height() - px(5)
        )
        line = np.linspace(-1, 1, 64, dtype=np.float32)
        painter.drawText(QPointF(0, y + metrics.ascent()), low)
        painter.drawText(QPointF(bar.right() + px(4), y + metrics.ascent()), high)
        paint_strip(painter, look, bar, line, 1.0)
        painter.setPen(look.colour("mid"))
        at = QRectF(0, y + metrics.height(), self.width(), metrics.height())
        painter.drawText(
            at, metrics.elidedText(self.summary(), Qt.TextElideMode.ElideRight, self.width())
        )

    # ------------------------------------------------------------ pointing

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self._cell = cell
            self._lock(cell[0])
            self._describe()
            self.update()

    def _lock(self, row: int) -> None:
        if self._axis is not None:
            token = token_at(self._axis, row)
            self._selection.lock(Pair(token, token))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cell = self.cell_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.words(cell) if cell else "", self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
        }
        if event.key() in steps and self.values.size:
            down, across = steps[Qt.Key(event.key())]
            row, column = self._cell or (0, 0)
            if self._cell is not None:
                row = min(max(row + down, 0), len(self.values) - 1)
                column = min(max(column + across, 0), self.values.shape[1] - 1)
            self._cell = row, column
            self._describe()
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._cell is not None:
            self._lock(self._cell[0])
        else:
            super().keyPressEvent(event)

    def _describe(self) -> None:
        where = self.words(self._cell) if self._cell is not None else self.summary()
        self.setAccessibleDescription(where)

    @Slot()
    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


def _number(value: float) -> str:
    return f"{value:.3g}".replace("-", "−")
