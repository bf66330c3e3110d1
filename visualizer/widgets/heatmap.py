"""One attention map, large: everything on it can be pointed at, by mouse and by keyboard."""

from __future__ import annotations

import html

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from visualizer import glossary
from visualizer.appearance import Appearance
from visualizer.selection import Pair, Selection, token_at
from visualizer.widgets import wording
from visualizer.widgets.map_canvas import MapCanvas
from visualizer.widgets.map_content import MapContent
from visualizer.widgets.map_marks import BAR, BAR_GAP

#: A drag shorter than this is a click (pixels at scale 1).
_CLICK = 4
_ZOOM = 1.25
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Heatmap(MapCanvas):
    """A map of weights with tokens along its sides.

    Hover previews, click locks, Esc clears; arrows move a cell cursor, Enter locks. Ctrl + wheel,
    + and − zoom, 0 shows all; drag, wheel and Alt + arrows pan.

    Signals: `described(text)` when the sentence about the cell under pointer or cursor changes.
    """

    described = Signal(str)

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, selection, parent)
        self.description = ""
        self._pressed: QPoint | None = None
        self._dragging = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Attention map"))
        selection.changed.connect(self._point)

    def set_content(self, content: MapContent) -> None:
        super().set_content(content)
        self._point()

    def set_threshold(self, mass: float | None) -> None:
        super().set_threshold(mass)
        self._point()

    def _zoom(self, factor: float, at: QPoint | None = None) -> None:
        cell = self.pointed_cell()
        if at is None and cell is not None:
            at = self.grid.cell(*cell).center()
        super()._zoom(factor, at)

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

    def explanation(self, point: QPoint) -> str:
        """What the word there means: that over the rows, and H over the bars beside them."""
        port = self.grid.port
        if self.content is None or not port.isValid():
            return ""
        if point.x() < port.left() and point.y() < port.top():
            return glossary.sentence("in_out" if self.content.row_inputs else "queries")
        beside = port.right() < point.x() <= port.right() + self._appearance.px(BAR + BAR_GAP)
        if self.shows_spread and beside and point.y() <= port.bottom():
            return glossary.sentence("H")
        return ""

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
                token = tokens[place]
                more = (*wording.symbol_names(token), *wording.unknown_facts(token))
                # What only repeats the label would cover its neighbours for nothing.
                if more or token.special or self._painting.elides(place, on_row):
                    text = "<br>".join(html.escape(note) for note in (token.text, *more))
                area = QRect(point - QPoint(4, 4), QSize(8, 8))
        if self.explanation(point):
            QToolTip.showText(self.mapToGlobal(point), self.explanation(point), self)
        elif text:
            offset = QPoint(self._appearance.px(14), self._appearance.px(10))
            QToolTip.showText(self.mapToGlobal(point + offset), wording.unbroken(text), self, area)
        else:
            QToolTip.hideText()

    # ------------------------------------------------------------ Qt

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
        if alt and key in _ARROWS:
            x, y = _ARROWS[Qt.Key(key)]
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
        # The first arrow only shows where the cursor is.
        if self.cursor_cell is not None or event.key() not in _ARROWS:
            row, column = moves[Qt.Key(event.key())]
        self.cursor_cell = min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)
        if self.grid.reveal(*self.cursor_cell):
            self._view_moved()
        self._selection.hover(self.content.pair(*self.cursor_cell))
        self._point()
        return True
