"""One mask as a picture: open cells in one colour, closed ones in the texture of their reason."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.seen.maps import Closed
from visualizer.appearance import Appearance
from visualizer.masks import Mask
from visualizer.selection import Pair, Selection, token_at
from visualizer.widgets import segment_marks
from visualizer.widgets.axis_labels import Strength, step_down
from visualizer.widgets.column_labels import ColumnLabels
from visualizer.widgets.grid import Grid
from visualizer.widgets.mask_painting import paint_mask
from visualizer.widgets.row_labels import RowLabels
from visualizer.widgets.wording import in_sentence, why_closed

_LARGEST = 28


class MaskPicture(QWidget):
    """A mask with its tokens; hover says why a cell is closed, a click selects the two tokens.

    Arrows move a cell cursor, Enter or Space chooses.

    Signals: `described(text)` when the sentence about the pointed cell changes.
    """

    described = Signal(str)

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._selection = selection
        self._mask: Mask | None = None
        self._grid = Grid()
        self._row_labels = RowLabels(appearance)
        self._column_labels = ColumnLabels(appearance)
        self._cursor: tuple[int, int] | None = None
        self._ends: tuple[int, int] = (0, 0)
        self.description = ""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self._lay_out)
        selection.changed.connect(self.update)

    @property
    def shown(self) -> Mask | None:
        """The mask on screen."""
        return self._mask

    def set_mask(self, mask: Mask, ends: tuple[int, int] = (0, 0)) -> None:
        """Show a mask; `ends` are the sentence's own rows and columns in a batch, 0 for all."""
        if self._grid.set_shape(*mask.closed.shape):
            self._cursor = None
        self._mask, self._ends = mask, ends
        self._row_labels.outs = mask.row_tokens
        self._column_labels.tokens = mask.column_tokens
        self.setAccessibleName(f"{mask.name}: {mask.in_words()}")
        self._lay_out()

    def cell_rect(self, row: int, column: int) -> QRect:
        """Where a cell stands."""
        return self._grid.cell(row, column)

    def sentence(self, row: int, column: int) -> str:
        """ "“noir” may not see “pas”: it comes later (no weight)"."""
        mask = self._mask
        if mask is None:
            return ""
        kind = Closed(int(mask.closed[row, column]))
        names = [self.tr("query {0}").format(row + 1), self.tr("key {0}").format(column + 1)]
        if mask.row_tokens:
            names = [
                in_sentence(mask.row_tokens[row]),
                in_sentence(mask.column_tokens[column]),
            ]
        if kind == Closed.OPEN:
            return self.tr("{0} may see {1}").format(*names)
        return self.tr("{0} may not see {1}: {2}").format(*names, why_closed(kind))

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(300), self._appearance.px(300))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.px(120), self._appearance.px(120))

    # ------------------------------------------------------------ pointing

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        cell = self._grid.cell_at(event.position().toPoint())
        self._describe(cell)
        self._selection.hover(self._pair(cell))

    def leaveEvent(self, event: QEvent) -> None:
        self._describe(None)
        self._selection.hover(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self._grid.cell_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and cell:
            self._cursor = cell
            self._selection.lock(self._pair(cell))
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
        }
        chosen = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in moves and self._mask is not None:
            row, column = self._cursor or (0, 0)
            if self._cursor is not None:
                down, right = moves[Qt.Key(event.key())]
                row, column = row + down, column + right
            rows, columns = self._mask.closed.shape
            self._cursor = min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)
            self._describe(self._cursor)
            self._selection.hover(self._pair(self._cursor))
            self.update()
        elif event.key() in chosen and self._cursor is not None:
            self._selection.lock(self._pair(self._cursor))
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cell = self._grid.cell_at(event.pos())
            QToolTip.showText(event.globalPos(), self.sentence(*cell) if cell else "", self)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    # ------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        mask = self._mask
        if mask is None or not self._grid.port.isValid():
            return
        look = self._appearance
        painter = QPainter(self)
        paint_mask(painter, look, mask.closed, self._grid, look.scale)
        if mask.segments:
            segments = mask.segments
            segment_marks.paint_divide(painter, look, self._grid, segments, segments)
        row, column = self._lit(self._selection.shown)
        if mask.row_tokens:
            self._row_labels.paint(painter, self._grid, Strength.of(row), self._label_width())
            if self._bracket_room():
                left = self._grid.port.left() - self._label_width() - self._bracket_room()
                segment_marks.paint_brackets(painter, look, self._grid, mask.segments, left)
            self._column_labels.paint(painter, self._grid, Strength.of(column))
        else:
            self._paint_ends(painter)
        self._paint_selection(painter, row, column)
        if self.hasFocus():
            cell = self._grid.port
            if self._cursor is not None:
                cell = self._grid.cell(*self._cursor)
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.drawRect(cell.adjusted(0, 0, -1, -1))

    def _paint_selection(self, painter: QPainter, row: int | None, column: int | None) -> None:
        """Row and column between thin lines, and a frame where both meet: amber if locked."""
        look, port = self._appearance, self._grid.port
        locked = self._selection.locked is not None
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(look.colour("selection" if locked else "high"), 1)
        if not locked:
            pen.setDashPattern([3, 3])
        painter.setPen(pen)
        if row is not None:
            line = self._grid.cell(row, 0)
            painter.drawRect(port.left(), line.top(), port.width() - 1, line.height() - 1)
        if column is not None:
            line = self._grid.cell(0, column)
            painter.drawRect(line.left(), port.top(), line.width() - 1, port.height() - 1)
        if row is not None and column is not None and locked:
            painter.setPen(QPen(look.colour("selection"), 2))
            painter.drawRect(self._grid.cell(row, column))

    def _paint_ends(self, painter: QPainter) -> None:
        """In a batch: how long this sentence is, on both axes, and how long the padded one."""
        look, port = self._appearance, self._grid.port
        rows, columns = self._ends
        painter.setFont(look.font("tick"))
        painter.setPen(look.colour("mid"))
        if columns:
            end = self._grid.column_edge(columns)
            area = QRect(port.left(), port.top() - look.px(16), end - port.left(), look.px(14))
            painter.drawText(area, Qt.AlignmentFlag.AlignRight, f"{columns}")
        if rows:
            end = self._grid.row_edge(rows)
            area = QRect(0, end - look.px(14), port.left() - look.px(4), look.px(14))
            painter.drawText(area, Qt.AlignmentFlag.AlignRight, f"{rows}")
            painter.drawLine(port.left() - look.px(4), end - 1, port.left() - 1, end - 1)

    # ------------------------------------------------------------ geometry

    @Slot()
    def _lay_out(self) -> None:
        mask = self._mask
        if mask is None:
            return
        px = self._appearance.px
        # Where it is narrow, one whole word says more than two cut to nothing.
        self._row_labels.ins = mask.row_inputs if self.width() > px(300) else ()
        if mask.row_tokens:
            step_down((self._row_labels, self._column_labels), self._grid, self._place)
        else:
            self._place()
        self.update()

    def _place(self) -> None:
        """Give the labels, in the type they have now, what they need, and the cells the rest."""
        px = self._appearance.px
        left, top, right = px(26), px(18), px(4)
        if self._mask is not None and self._mask.row_tokens:
            left, top = self._label_width() + self._bracket_room(), self._column_labels.height()
            right = min(self._column_labels.overhang(), self.width() // 5)
        area = QRect(left, top, self.width() - left - right, self.height() - top - px(4))
        self._grid.place(area, px(_LARGEST))

    def _bracket_room(self) -> int:
        """Pixels for brackets beside the labels, where a text has segments and there is room."""
        wide = self.width() > self._appearance.px(220)
        known = self._mask is not None and bool(self._mask.segments) and wide
        return self._appearance.px(segment_marks.ROOM) if known else 0

    def _label_width(self) -> int:
        return self._row_labels.width(self.width() // 3)

    def _lit(self, pair: Pair | None) -> tuple[int | None, int | None]:
        """Row and column of the selection; a batch's sentence is another than the watched one."""
        mask = self._mask
        if mask is None or pair is None or not mask.row_tokens:
            return None, None
        row, column = pair.row(mask.rows), pair.column(mask.columns)
        rows, columns = mask.closed.shape
        return (
            row if row is not None and 0 <= row < rows else None,
            column if column is not None and 0 <= column < columns else None,
        )

    def _pair(self, cell: tuple[int, int] | None) -> Pair | None:
        mask = self._mask
        if cell is None or mask is None or not mask.row_tokens:
            return None
        return Pair(token_at(mask.rows, cell[0]), token_at(mask.columns, cell[1]))

    def _describe(self, cell: tuple[int, int] | None) -> None:
        text = self.sentence(*cell) if cell else ""
        if text != self.description:
            self.description = text
            self.described.emit(text)
