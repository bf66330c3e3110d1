"""A cross-attention matrix that grows by a row with every written token."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QToolTip, QWidget

from engine.look import Axis, Token
from visualizer.appearance import Appearance
from visualizer.selection import Pair, Selection, TokenReference, token_at
from visualizer.theme import colour_table, mix, rgb
from visualizer.widgets.candidate_table import probability_text
from visualizer.widgets.scale import number
from visualizer.widgets.slanted import paint_slanted, slanted_height

#: Empty rows drawn after the last, to say that more may come.
_UNWRITTEN = 3
_SOURCE = Axis("source")


@dataclass(frozen=True)
class GrowthRow:
    """One step: the token that went in, the one that came out, and where the model looked.

    `weights` is (keys,) float32. `ahead` rows were written once and stepped back from.
    """

    token_in: Token
    token_out: Token
    weights: NDArray[np.float32]
    probability: float
    ahead: bool = False


class GrowthMap(QAbstractScrollArea):
    """Rows "in → out", columns the source; the current row shows its numbers.

    A click on a row goes there; a click on a cell also locks its column. Up and Down walk over the
    rows.

    Signals: `row_chosen(row)`, counted from 0, when the user wants to stand behind that token.
    """

    row_chosen = Signal(int)

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._selection = selection
        self._rows: list[GrowthRow] = []
        self._columns: tuple[Token, ...] = ()
        self._current = -1
        self._unwritten = 0
        self._cell = QSize(24, 22)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.viewport().setMouseTracking(True)
        appearance.changed.connect(self._restyle)
        selection.changed.connect(self.viewport().update)

    @property
    def current(self) -> int:
        """The row of the token written last."""
        return self._current

    def show_rows(
        self, rows: list[GrowthRow], columns: tuple[Token, ...], current: int, open_: bool
    ) -> None:
        """Show these rows over the source `columns`; `open_` when more may be written."""
        self._rows, self._columns, self._current = rows, columns, current
        self._unwritten = _UNWRITTEN if open_ else 0
        self._restyle()
        self._scroll_to(current)

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(420), self._appearance.px(380))

    # ------------------------------------------------------------ geometry

    def _gutter(self) -> int:
        look = self._appearance
        metrics = QFontMetricsF(look.font("text", bold=True))
        widths = [
            metrics.horizontalAdvance(f"{row.token_in.text} → {row.token_out.text}")
            for row in self._rows
        ]
        widths.append(QFontMetricsF(look.font("note")).horizontalAdvance(self._not_yet()))
        room = max(self.viewport().width() // 3, look.px(90))
        return min(round(max(widths)) + look.px(22), room)

    def _not_yet(self) -> str:
        return self.tr("not yet written")

    def _tail(self) -> int:
        """Room at the right for the probability of each token."""
        return self._appearance.px(44)

    def _head_height(self) -> int:
        return slanted_height(self._appearance, self._columns) + self._appearance.px(8)

    def _top(self, row: int) -> int:
        scrolled = self.verticalScrollBar().value()
        return self._head_height() + row * self._cell.height() - scrolled

    def row_rect(self, row: int) -> QRectF:
        """Where a row's cells are drawn, in the viewport."""
        width = len(self._columns) * self._cell.width()
        return QRectF(self._gutter(), self._top(row), width, self._cell.height())

    def cell_rect(self, row: int, column: int) -> QRectF:
        rect = self.row_rect(row)
        return QRectF(
            rect.left() + column * self._cell.width(),
            rect.top(),
            self._cell.width(),
            self._cell.height(),
        )

    def _place_at(self, point: QPoint) -> tuple[int, int]:
        """(row, column) under a point, −1 where there is none."""
        row = (point.y() - self._top(0)) // self._cell.height()
        column = (point.x() - self._gutter()) // self._cell.width()
        if point.y() < self._head_height() or not 0 <= row < len(self._rows):
            row = -1
        return row, column if 0 <= column < len(self._columns) else -1

    @Slot()
    def _restyle(self) -> None:
        px = self._appearance.px
        if self._columns:
            width = (self.viewport().width() - self._gutter() - self._tail()) // len(self._columns)
            width = min(max(width, 5), px(44))
            count = max(len(self._rows) + self._unwritten, 1)
            room = self.viewport().height() - self._head_height() - px(6)
            self._cell = QSize(width, min(max(room // count, px(17)), px(30)))
            bar = self.verticalScrollBar()
            bar.setPageStep(max(room, 1))
            bar.setRange(0, max(0, count * self._cell.height() - room))
        self.viewport().update()

    def _scroll_to(self, row: int) -> None:
        bar, height = self.verticalScrollBar(), self._cell.height()
        row = max(row, 0)
        if self._top(row) < self._head_height():
            bar.setValue(row * height)
        below = self._top(row) + 2 * height - self.viewport().height()
        if below > 0:
            bar.setValue(bar.value() + below)

    # ------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._appearance
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), look.colour("panel"))
        if not self._columns:
            return
        head = self._head_height()
        column = self._locked_column()
        band = QColor(mix(look.theme.band, look.theme.panel, look.theme.band_opacity))
        bottom = min(self._top(len(self._rows) + self._unwritten), self.viewport().height())
        if column >= 0:
            at = self.cell_rect(0, column)
            painter.fillRect(QRectF(at.left(), 0, at.width(), head), band)
        painter.setClipRect(0, head - 2, self.viewport().width(), self.viewport().height())
        if self._current >= 0:
            top = self._top(self._current)
            painter.fillRect(QRectF(0, top, self.viewport().width(), self._cell.height()), band)
        for row, step in enumerate(self._rows):
            self._paint_label(painter, row, step)
            if step.ahead:
                self._paint_dotted(painter, row)
            else:
                self._paint_cells(painter, row, step)
                self._paint_probability(painter, row, step)
        for row in range(len(self._rows), len(self._rows) + self._unwritten):
            self._paint_dotted(painter, row)
            painter.setFont(look.font("note"))
            painter.setPen(look.colour("low"))
            painter.drawText(self._label_rect(row), _RIGHT, self._not_yet())
        self._paint_lines(painter, column, head, bottom)
        painter.setClipping(False)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_slanted(
            painter, look, self._columns, self._gutter(), self._cell.width(), head - 2, column
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        right = self.row_rect(0).right()
        painter.setFont(look.font("tick"))
        painter.setPen(look.colour("low"))
        painter.drawText(QRectF(right + look.px(20), head - look.px(18), 40, look.px(16)), 0, "p")
        if self.hasFocus():
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def _label_rect(self, row: int) -> QRectF:
        width = self._gutter() - self._appearance.px(10)
        return QRectF(0, self._top(row), width, self._cell.height())

    def _paint_label(self, painter: QPainter, row: int, step: GrowthRow) -> None:
        look, rect = self._appearance, self._label_rect(row)
        bold = look.font("text", bold=row == self._current)
        usual = look.font("text")
        metrics = QFontMetricsF(bold)
        small = QFontMetricsF(usual)
        room = rect.width() - small.horizontalAdvance(" → ") - look.px(4)
        entering = min(small.horizontalAdvance(step.token_in.text), room / 2)
        out = metrics.elidedText(step.token_out.text, Qt.TextElideMode.ElideMiddle, room - entering)
        painter.setFont(bold)
        quiet = step.ahead or step.token_out.special
        painter.setPen(look.colour("low" if quiet else "high"))
        painter.drawText(rect, _RIGHT, out)
        used = metrics.horizontalAdvance(out)
        rest = rect.adjusted(0, 0, -used, 0)
        painter.setFont(usual)
        painter.setPen(look.colour("low" if step.ahead or step.token_in.special else "mid"))
        entered = small.elidedText(
            step.token_in.text,
            Qt.TextElideMode.ElideMiddle,
            room - used,
        )
        painter.drawText(rest, _RIGHT, f"{entered} → ")

    def _paint_cells(self, painter: QPainter, row: int, step: GrowthRow) -> None:
        look = self._appearance
        table = colour_table(look.theme.weight_stops)
        wide = self._cell.width() >= 10
        numbers = row == self._current and self._cell.width() >= look.px(18)
        painter.setFont(look.font("tick"))
        for column, weight in enumerate(step.weights):
            cell = self.cell_rect(row, column)
            colour = int(table[int(min(max(float(weight), 0.0), 1.0) * 255 + 0.5)])
            shown = QColor.fromRgb(colour)
            painter.fillRect(cell.adjusted(0, 0, -1 if wide else 0, -1), shown)
            if numbers and weight >= 0.045:
                red, green, blue = rgb(shown.name())
                light = 0.299 * red + 0.587 * green + 0.114 * blue > 128
                painter.setPen(QColor("#0B1016" if light else "#F4F7FA"))
                painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, number(float(weight)))

    def _paint_probability(self, painter: QPainter, row: int, step: GrowthRow) -> None:
        if np.isnan(step.probability):
            return
        look, rect = self._appearance, self.row_rect(row)
        painter.setFont(look.font("tick"))
        painter.setPen(look.colour("high" if row == self._current else "mid"))
        place = QRectF(rect.right() + look.px(8), rect.top(), self._tail(), rect.height())
        painter.drawText(
            place, int(Qt.AlignmentFlag.AlignVCenter), probability_text(step.probability)
        )

    def _paint_dotted(self, painter: QPainter, row: int) -> None:
        pen = QPen(self._appearance.colour("strong_line"), 1, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([1, 3])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.row_rect(row).adjusted(0, 2, -2, -3))

    def _paint_lines(self, painter: QPainter, column: int, head: int, bottom: int) -> None:
        look = self._appearance
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.colour("selection"), 1))
        if column >= 0:
            at = self.cell_rect(0, column)
            painter.drawLine(int(at.left()) - 1, head, int(at.left()) - 1, bottom)
            painter.drawLine(int(at.right()) - 1, head, int(at.right()) - 1, bottom)
        if self._current >= 0:
            row = self.row_rect(self._current)
            painter.drawRect(row.adjusted(-1, -1, -1, -1))
            if column >= 0:
                cell = self.cell_rect(self._current, column).adjusted(-1, -1, -1, -1)
                painter.setPen(QPen(look.colour("selection"), 2))
                painter.drawRect(cell)
                painter.setPen(QPen(look.colour("keyline"), 1))
                painter.drawRect(cell.adjusted(1.5, 1.5, -1.5, -1.5))

    def _locked_column(self) -> int:
        shown = self._selection.shown
        column = shown.column(_SOURCE) if shown else None
        return column if column is not None and 0 <= column < len(self._columns) else -1

    # ------------------------------------------------------------ pointing and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row, column = self._place_at(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if column >= 0:
            self._selection.lock(self._pair(max(row, 0) if row >= 0 else self._current, column))
        if row >= 0:
            self.row_chosen.emit(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row, column = self._place_at(event.position().toPoint())
        self._selection.hover(self._pair(row, column) if row >= 0 and column >= 0 else None)

    def leaveEvent(self, event: QEvent) -> None:
        self._selection.hover(None)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            text = self.words(*self._place_at(event.pos()))
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().viewportEvent(event)

    def words(self, row: int, column: int) -> str:
        """ "elle → it, α = .400", or why there is no number."""
        if row < 0 or column < 0:
            return ""
        step = self._rows[row]
        if step.ahead:
            return self.tr("stepped back from")
        weight = f"{float(step.weights[column]):.3f}".removeprefix("0")
        return f"{step.token_out.text} → {self._columns[column].text}, α = {weight}"

    def _pair(self, row: int, column: int) -> Pair:
        return Pair(TokenReference("target", row - 1), token_at(_SOURCE, column))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        elif 0 <= self._current + step < len(self._rows):
            self.row_chosen.emit(self._current + step)

    def turn(self, step: int) -> None:
        """Lock the next or the previous column of the current row."""
        column = min(max(self._locked_column() + step, 0), len(self._columns) - 1)
        self._selection.lock(self._pair(max(self._current, 0), column))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._restyle()

    def focusInEvent(self, event: QEvent) -> None:
        self.viewport().update()

    def focusOutEvent(self, event: QEvent) -> None:
        self.viewport().update()


_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
