"""How much each output depends on each word of the source: a map with a scale of its own."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Slot
from PySide6.QtGui import (
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from visualizer.appearance import Appearance
from visualizer.inspector.numbers import number
from visualizer.selection import Pair, Selection, token_at
from visualizer.widgets import pointing
from visualizer.widgets.axis_labels import Strength, step_down
from visualizer.widgets.cells import Cells, draw_cells
from visualizer.widgets.column_labels import ColumnLabels
from visualizer.widgets.gradient_content import GradientContent
from visualizer.widgets.grid import Grid
from visualizer.widgets.resolution import ratio_of
from visualizer.widgets.row_labels import RowLabels
from visualizer.widgets.token_text import visible

#: At scale 1: the longest cell, and the longest label above a column.
_LARGEST, _LABEL = 36, 64
_ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class GradientMap(QWidget):
    """Outputs as rows, source words as columns; hover previews, click locks, arrows walk."""

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._selection = selection
        self.content: GradientContent | None = None
        self.grid = Grid()
        #: How often the cells were drawn: once for each content and size.
        self.pictures_drawn = 0
        self._rows = RowLabels(appearance)
        self._columns = ColumnLabels(appearance)
        self._columns.cap = _LABEL
        self._cursor: tuple[int, int] | None = None
        self._picture = QImage()
        self._picture_of: tuple[object, ...] = ()
        self._ground = QPixmap()
        self._ground_of: tuple[object, ...] = ()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("What each output depends on"))
        appearance.changed.connect(self._lay_out)
        selection.changed.connect(self._point)

    def set_content(self, content: GradientContent) -> None:
        """Show these numbers."""
        if self.grid.set_shape(*content.values.shape):
            self._cursor = None
        self.content = content
        self._picture_of = ()
        tokens = content.row_tokens, content.column_tokens
        if tokens != (self._rows.outs, self._columns.tokens):
            self._rows.outs, self._columns.tokens = tokens
            self._lay_out()
        self._point()

    def sentence(self, row: int, column: int) -> str:
        """ "noir on black: |∂ logit / ∂ embedding| = .734"."""
        content = self.content
        if content is None:
            return ""
        names = visible(content.row_tokens[row].text), visible(content.column_tokens[column].text)
        said = self.tr("{0} on {1}: |∂ logit / ∂ embedding| = {2}")
        return said.format(*names, number(float(content.values[row, column])))

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(300), self._appearance.px(260))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.px(140), self._appearance.px(110))

    # ------------------------------------------------------------ pointing

    @Slot()
    def _point(self) -> None:
        row, column = self.content.place(self._selection.shown) if self.content else (None, None)
        both = row is not None and column is not None
        self.setAccessibleDescription(self.sentence(row or 0, column or 0) if both else "")
        self.update()

    def _pair_at(self, point: QPoint) -> Pair | None:
        """The pair of a cell, or of one token and itself on a label."""
        content, port = self.content, self.grid.port
        cell = self.grid.cell_at(point)
        if content is None:
            return None
        if cell is not None:
            return content.pair(*cell)
        token = None
        if point.x() < port.left() and port.top() <= point.y() <= port.bottom():
            row = self.grid.row_at(point.y())
            token = None if row is None else token_at(content.row_axis, row)
        elif point.y() < port.top() and port.left() <= point.x() <= port.right():
            column = self.grid.column_at(point.x())
            token = None if column is None else token_at(content.column_axis, column)
        return Pair(token, token) if token else None

    def _lock(self, pair: Pair) -> None:
        self._selection.lock(None if self._selection.locked == pair else pair)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._selection.hover(self._pair_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        self._selection.hover(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        pair = self._pair_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and pair is not None:
            self._cursor = self.grid.cell_at(event.position().toPoint()) or self._cursor
            self._lock(pair)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chosen = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        content = self.content
        if content is None or not content.values.size:
            event.ignore()
        elif event.key() in _ARROWS:
            down, right = _ARROWS[Qt.Key(event.key())] if self._cursor is not None else (0, 0)
            row, column = self._cursor or (0, 0)
            rows, columns = content.values.shape
            self._cursor = (
                min(max(row + down, 0), rows - 1),
                min(max(column + right, 0), columns - 1),
            )
            self._selection.hover(content.pair(*self._cursor))
        elif event.key() in chosen and self._cursor is not None:
            self._lock(content.pair(*self._cursor))
        elif event.key() == Qt.Key.Key_Escape and self._selection.shown:
            self._selection.clear()
        else:
            event.ignore()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cell = self.grid.cell_at(event.pos())
            QToolTip.showText(event.globalPos(), self.sentence(*cell) if cell else "", self)
            return True
        return super().event(event)

    # ------------------------------------------------------------ painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    @Slot()
    def _lay_out(self) -> None:
        self._picture_of = self._ground_of = ()
        if self.content is not None:
            step_down((self._rows, self._columns), self.grid, self._place)
        self.update()

    def _place(self) -> None:
        """Give the labels, in the type they have now, what they need, and the cells the rest."""
        px = self._appearance.px
        left = px(8) + self._label_width()
        top = max(self._columns.height(), px(16)) + px(4)
        right = px(4) + min(self._columns.overhang(), px(40))
        area = QRect(left, top, self.width() - left - right, self.height() - top - px(8))
        self.grid.place(area, px(_LARGEST))

    def _label_width(self) -> int:
        return self._rows.width(int(self.width() * 0.4))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, a, content = QPainter(self), self._appearance, self.content
        grid, port = self.grid, self.grid.port
        if content is None or port.isEmpty():
            painter.fillRect(event.rect(), a.colour("panel"))
            return
        locked, hovered = (
            content.place(pair) for pair in (self._selection.locked, self._selection.hovered)
        )
        ratio = ratio_of(painter)
        self._draw_ground(ratio, locked, hovered)
        self._draw_cells(content, ratio)
        painter.drawPixmap(0, 0, self._ground)
        painter.drawImage(port.topLeft(), self._picture)
        painter.save()
        painter.setClipRect(port)
        pointing.paint_lines(painter, a, grid, *locked)
        painter.restore()
        painter.setPen(a.colour("strong_line"))
        painter.drawRect(port.adjusted(-1, -1, 0, 0))
        if None not in locked:
            pointing.paint_locked(painter, a, grid.cell(locked[0] or 0, locked[1] or 0))
        if None not in hovered and hovered != locked:
            pointing.paint_hovered(painter, a, grid.cell(hovered[0] or 0, hovered[1] or 0))
        if self.hasFocus():
            pointing.paint_focus(painter, a, port)

    def _draw_ground(
        self,
        ratio: float,
        locked: tuple[int | None, int | None],
        hovered: tuple[int | None, int | None],
    ) -> None:
        """Labels and bands, kept while the selection stays."""
        a = self._appearance
        of = locked, hovered, self.size(), ratio, a.theme.name
        if of == self._ground_of:
            return
        self._ground = QPixmap(self.size() * ratio)
        self._ground.setDevicePixelRatio(ratio)
        self._ground.fill(a.colour("panel"))
        painter = QPainter(self._ground)
        for (row, column), strength in ((locked, 1.0), (hovered, 0.5)):
            pointing.paint_bands(painter, a, self.grid, row, column, self.rect(), strength)
        rows, columns = Strength.of(locked[0], hovered[0]), Strength.of(locked[1], hovered[1])
        self._rows.paint(painter, self.grid, rows, self._label_width())
        self._columns.paint(painter, self.grid, columns)
        painter.end()
        self._ground_of = of

    def _draw_cells(self, content: GradientContent, ratio: float) -> None:
        a, grid = self._appearance, self.grid
        of = ratio, a.theme.name, grid.port
        if of == self._picture_of:
            return
        rows, columns = content.values.shape
        finite = np.nan_to_num(content.values, nan=0.0, posinf=0.0)
        cells = Cells(
            np.rint(np.clip(finite / content.limit, 0, 1) * 255).astype(np.uint8),
            np.zeros(content.values.shape, np.uint8),
            ~np.isfinite(content.values),
            np.zeros(content.values.shape, np.bool_),
        )
        font = a.font("name", bold=True)
        font.setPixelSize(round(font.pixelSize() * ratio))
        self._picture = draw_cells(
            a.theme,
            a.scale * ratio,
            cells,
            grid.edges(range(rows), grid.cell_height, ratio),
            grid.edges(range(columns), grid.cell_width, ratio),
            QPoint(),
            font,
        )
        self._picture.setDevicePixelRatio(ratio)
        self._picture_of = of
        self.pictures_drawn += 1
