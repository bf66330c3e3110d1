"""One attention map, large: cells, labels, selection, zoom, and all of it by keyboard too."""

from __future__ import annotations

import html

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.look import Axis, Token
from visualizer.appearance import Appearance
from visualizer.selection import Pair, Selection, token_at
from visualizer.widgets import scale, wording
from visualizer.widgets.grid import Grid
from visualizer.widgets.map_content import MapContent
from visualizer.widgets.map_painting import MapPainting

#: A drag shorter than this is a click (pixels at scale 1).
_CLICK = 4
_ZOOM = 1.25


class Heatmap(QWidget):
    """A map of weights with tokens along its sides.

    Hover previews, click locks, Esc clears; arrows move a cell cursor, Enter locks. Ctrl + wheel,
    + and − zoom, 0 shows all; drag, wheel and Alt + arrows pan.

    Signals: `described(text)` when the sentence about the cell under pointer or cursor changes;
    `rows_changed` when rows have moved on screen; `view_changed` after zooming or panning.
    """

    described = Signal(str)
    rows_changed = Signal()
    view_changed = Signal()

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._selection = selection
        self.content: MapContent | None = None
        self.grid = Grid()
        self.mode: scale.Mode = "fixed"
        self.threshold: float | None = None
        self.cursor_cell: tuple[int, int] | None = None
        self.description = ""
        self._kept: NDArray[np.bool_] | None = None
        self._painting = MapPainting(appearance, self.grid)
        self._pressed: QPoint | None = None
        self._dragging = False
        self._by_keyboard = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Attention map"))
        appearance.changed.connect(self._restyle)
        selection.changed.connect(self._point)

    # ------------------------------------------------------------ what is shown

    def set_map(
        self,
        weights: NDArray[np.float32] | None,
        closed: NDArray[np.uint8],
        row_axis: Axis,
        column_axis: Axis,
        row_tokens: tuple[Token, ...],
        column_tokens: tuple[Token, ...],
        row_inputs: tuple[Token, ...] = (),
        value_weighted: bool = False,
    ) -> None:
        """Show these weights; zoom, pan and cursor stay where the shape is the old one.

        With `row_inputs` every row reads "in → out". See :class:`MapContent` for the rest.
        """
        self.set_content(
            MapContent(
                weights,
                closed,
                row_axis,
                column_axis,
                row_tokens,
                column_tokens,
                row_inputs,
                value_weighted,
            )
        )

    def set_content(self, content: MapContent) -> None:
        """The same, of one piece."""
        before, self.content = self.content, content
        if self.grid.set_shape(*content.shape):
            self.cursor_cell = None
            before = None
        self._weigh()
        labels = content.row_tokens, content.column_tokens, content.row_inputs
        if before is None or labels != (before.row_tokens, before.column_tokens, before.row_inputs):
            self._painting.set_tokens(*labels)
            self._lay_out()
        self._point()

    def set_corner(self, *lines: str, narrow: tuple[str, ...] = ()) -> None:
        """Words over the row labels that say what rows are; `narrow` where only "out" is named."""
        if (lines, narrow) != (self._painting.corner, self._painting.narrow_corner):
            self._painting.corner, self._painting.narrow_corner = lines, narrow
            self.update()

    def set_mode(self, mode: scale.Mode) -> None:
        """Choose the mapping from weight to colour."""
        if mode != self.mode:
            self.mode = mode
            self._weigh()
            self.update()

    def set_threshold(self, mass: float | None) -> None:
        """Show only the fewest cells of each row that hold this share of its mass; None: all."""
        if mass != self.threshold:
            self.threshold = mass
            self._weigh()
            self._point()

    def _weigh(self) -> None:
        """From weights to levels."""
        if self.content is None:
            return
        weights = self.content.weights
        self._kept = None
        if weights is not None and self.threshold is not None:
            self._kept = scale.kept(weights, self.threshold)
        self._painting.set_weights(self.content, self.mode, self._kept)

    # ------------------------------------------------------------ geometry for neighbours

    @property
    def row_height(self) -> float:
        """Pixels from one row to the next."""
        return self.grid.cell_height

    @property
    def first_row_top(self) -> int:
        """y of the first row; above the map's port when panned."""
        return self.grid.row_edge(0)

    def row_rect(self, row: int) -> QRect:
        """A row across the whole widget, clipped to the part in view (empty if none is)."""
        cell = self.grid.cell(row, 0)
        port = QRect(0, self.grid.port.top(), self.width(), self.grid.port.height())
        return QRect(0, cell.top(), self.width(), cell.height()).intersected(port)

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(480), self._appearance.px(440))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.px(140), self._appearance.px(110))

    def _lay_out(self) -> None:
        self._painting.lay_out(self.size())
        self.rows_changed.emit()

    # ------------------------------------------------------------ pointing

    def pointed_cell(self) -> tuple[int, int] | None:
        """The cell that hover, else cursor, else lock stands on."""
        if self.content is None:
            return None
        hovered = self.content.cell(self._selection.hovered)
        cursor = self.cursor_cell if self.hasFocus() and self._by_keyboard else None
        return hovered or cursor or self.content.cell(self._selection.locked)

    def tooltip(self, row: int, column: int) -> str:
        """What the tooltip of a cell says, as rich text."""
        assert self.content is not None
        query, verb, key = map(html.escape, wording.cell_heading(self.content, row, column))
        tokens = self.content.row_tokens[row], self.content.column_tokens[column]
        facts = " · ".join(self.facts(row, column))
        notes = [facts, *wording.unknown_facts(*tokens)]
        rest = "<br>".join(html.escape(note) for note in notes)
        return f"<b>{query}</b> {verb} <b>{key}</b><br>{rest}"

    def facts(self, row: int, column: int) -> tuple[str, ...]:
        """What is to be said of a cell, as it is shown now."""
        assert self.content is not None
        return wording.cell_facts(
            self.content,
            row,
            column,
            kept=self._kept is None or bool(self._kept[row, column]),
            locked=self.content.cell(self._selection.locked) == (row, column),
        )

    @Slot()
    def _point(self) -> None:
        """Take note of another selection, or of other numbers under the same one."""
        cell = self.pointed_cell()
        text = ""
        if cell is not None and self.content is not None:
            tokens = self.content.row_tokens[cell[0]], self.content.column_tokens[cell[1]]
            heading = " ".join(wording.cell_heading(self.content, *cell))
            facts = (*self.facts(*cell), *wording.unknown_facts(*tokens))
            text = f"{heading}: " + " · ".join(facts)
        if text != self.description:
            self.description = text
            self.setAccessibleDescription(text)
            self.described.emit(text)
        self.update()

    def _lock(self, pair: Pair) -> None:
        """Lock a pair, or let go of it where it is locked already."""
        self._selection.lock(None if self._selection.locked == pair else pair)

    def _pair_at(self, point: QPoint) -> Pair | None:
        """The pair of a cell, or of one token and itself on a label."""
        content, port = self.content, self.grid.port
        if content is None:
            return None
        cell = self.grid.cell_at(point)
        if cell is not None:
            return content.pair(*cell)
        if point.x() < port.left() and port.top() <= point.y() <= port.bottom():
            row = self.grid.row_at(point.y())
            token = None if row is None else token_at(content.row_axis, row)
        elif point.y() < port.top() and port.left() <= point.x() <= port.right():
            column = self.grid.column_at(point.x())
            token = None if column is None else token_at(content.column_axis, column)
        else:
            token = None
        return Pair(token, token) if token else None

    def _show_tooltip(self, point: QPoint) -> None:
        cell = self.grid.cell_at(point)
        pair = self._pair_at(point)
        text, area = "", QRect()
        if cell is not None:
            text, area = self.tooltip(*cell), self.grid.cell(*cell)
        elif pair is not None and self.content is not None:
            row, column = self.grid.row_at(point.y()), self.grid.column_at(point.x())
            on_row = point.x() < self.grid.port.left()
            place = row if on_row else column
            tokens = self.content.row_tokens if on_row else self.content.column_tokens
            if place is not None:
                notes = (tokens[place].text, *wording.unknown_facts(tokens[place]))
                text = "<br>".join(html.escape(note) for note in notes)
                area = QRect(point - QPoint(4, 4), QSize(8, 8))
        if text:
            offset = QPoint(self._appearance.px(14), self._appearance.px(10))
            QToolTip.showText(self.mapToGlobal(point + offset), text, self, area)
        else:
            QToolTip.hideText()

    # ------------------------------------------------------------ zoom and pan

    def zoom_in(self) -> None:
        """One step closer, about the cursor or the middle."""
        self._zoom(_ZOOM)

    def zoom_out(self) -> None:
        """One step away."""
        self._zoom(1 / _ZOOM)

    def zoom_to_fit(self) -> None:
        """Show the whole map."""
        if self.grid.zoom_to_fit():
            self._view_moved()

    def _zoom(self, factor: float, at: QPoint | None = None) -> None:
        cell = self.pointed_cell()
        if at is None and cell is not None:
            at = self.grid.cell(*cell).center()
        if self.grid.zoom_by(factor, at):
            self._view_moved()

    def _pan(self, x: float, y: float) -> bool:
        moved = self.grid.pan(x, y)
        if moved:
            self._view_moved()
        return moved

    def _view_moved(self) -> None:
        self.view_changed.emit()
        self.rows_changed.emit()
        self.update()

    # ------------------------------------------------------------ Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.content is None:
            painter.fillRect(event.rect(), self._appearance.colour("panel"))
            return
        focus = self.hasFocus() and self._by_keyboard
        self._painting.paint(
            painter,
            self.content,
            self._selection,
            cursor=self.cursor_cell if focus else None,
            focus=focus,
            size=self.size(),
            ratio=self.devicePixelRatioF(),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            moved = point - self._pressed
            if self._dragging or moved.manhattanLength() > self._appearance.px(_CLICK):
                self._dragging = True
                self._pressed = point
                self._pan(-moved.x(), -moved.y())
                return
        self._selection.hover(self._pair_at(point))
        self._show_tooltip(point)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._by_keyboard = False
            self._pressed = event.position().toPoint()
            self._dragging = False

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        point, self._pressed = event.position().toPoint(), None
        pair = self._pair_at(point)
        if not self._dragging and pair is not None:
            self.cursor_cell = self.grid.cell_at(point) or self.cursor_cell
            self._lock(pair)
            self._show_tooltip(point)

    def leaveEvent(self, event: QEvent) -> None:
        self._selection.hover(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = (turn.y() or turn.x()) / 120
            self._zoom(_ZOOM**steps, event.position().toPoint())
            event.accept()
            return
        across = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        # Some platforms turn the wheel sideways themselves when Shift is held.
        x, y = (turn.y() or turn.x(), 0) if across else (turn.x(), turn.y())
        event.setAccepted(self._pan(-x / 2, -y / 2))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_keyboard = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        )
        if self._by_keyboard and self.cursor_cell is None and self.content is not None:
            self.cursor_cell = self.content.cell(self._selection.locked) or (0, 0)
        self._point()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._point()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, alt = event.key(), event.modifiers() & Qt.KeyboardModifier.AltModifier
        pans = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        if alt and key in pans:
            x, y = pans[Qt.Key(key)]
            self._pan(x * self.grid.port.width() / 8, y * self.grid.port.height() / 8)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self.zoom_out()
        elif key == Qt.Key.Key_0:
            self.zoom_to_fit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.content:
            self._by_keyboard = True
            if self.cursor_cell is not None:
                self._lock(self.content.pair(*self.cursor_cell))
        elif key == Qt.Key.Key_Escape and (self._selection.hovered or self._selection.locked):
            self._selection.clear()
        elif not self._move_cursor(event):
            event.ignore()

    def _move_cursor(self, event: QKeyEvent) -> bool:
        """Move the cell cursor; False for any other key."""
        if self.content is None or 0 in self.content.shape:
            return False
        rows, columns = self.content.shape
        start = self.content.cell(self._selection.locked) or (0, 0)
        row, column = self.cursor_cell or start
        far = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        page = max(len(self.grid.visible_rows()) - 1, 1)
        moves = {
            Qt.Key.Key_Left: (row, column - 1),
            Qt.Key.Key_Right: (row, column + 1),
            Qt.Key.Key_Up: (row - 1, column),
            Qt.Key.Key_Down: (row + 1, column),
            Qt.Key.Key_Home: (0 if far else row, 0),
            Qt.Key.Key_End: (rows if far else row, columns),
            Qt.Key.Key_PageUp: (row - page, column),
            Qt.Key.Key_PageDown: (row + page, column),
        }
        if event.key() not in moves:
            return False
        self._by_keyboard = True
        arrows = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
        # The first arrow only shows where the cursor is.
        if self.cursor_cell is not None or event.key() not in arrows:
            row, column = moves[Qt.Key(event.key())]
        self.cursor_cell = min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)
        if self.grid.reveal(*self.cursor_cell):
            self._view_moved()
        self._selection.hover(self.content.pair(*self.cursor_cell))
        self._point()
        return True

    @Slot()
    def _restyle(self) -> None:
        self._lay_out()
        self.updateGeometry()
        self.update()
