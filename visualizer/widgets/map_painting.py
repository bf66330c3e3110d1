"""How a map is painted: labels, cells from a kept picture, numbers, spread of rows, pointing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPixmap

from engine.look import Token
from visualizer.appearance import Appearance
from visualizer.selection import Selection
from visualizer.theme import colour_table
from visualizer.widgets import pointing, scale
from visualizer.widgets.axis_labels import ColumnLabels, RowLabels, Strength
from visualizer.widgets.cells import Cells, draw_cells
from visualizer.widgets.grid import Grid
from visualizer.widgets.map_content import MapContent

#: At scale 1: the largest cell when all are shown, room at the edges, the bar of a row's spread.
_LARGEST, _MARGIN, _BAR, _BAR_GAP = 40, 12, 24, 8
#: In a widget narrower than this, rows name only the token that comes out.
_NARROW = 330
#: Rows are at least this high to carry a bar.
_BAR_FROM = 7


class MapPainting:
    """Paints one map into a widget and keeps the picture of its cells while nothing changed."""

    def __init__(self, appearance: Appearance, grid: Grid) -> None:
        self._appearance = appearance
        self._grid = grid
        self.rows = RowLabels(appearance)
        self.columns = ColumnLabels(appearance)
        self.corner: tuple[str, ...] = ()
        self.narrow_corner: tuple[str, ...] = ()
        self.pictures_drawn = 0
        self._label_width = 0
        self._cells: Cells | None = None
        self._kept: NDArray[np.bool_] | None = None
        self._spread: dict[int, float] = {}
        self._version = 0
        self._tokens_version = 0
        self._ground = QPixmap()
        self._ground_of: tuple[object, ...] = ()
        self._picture = QImage()
        self._picture_of: tuple[object, ...] = ()

    def set_tokens(
        self, rows: tuple[Token, ...], columns: tuple[Token, ...], inputs: tuple[Token, ...]
    ) -> None:
        """Take the labels; lay out afterwards."""
        self.rows.outs, self.rows.ins, self.columns.tokens = rows, inputs, columns
        self._tokens_version += 1

    def set_weights(
        self, content: MapContent, mode: scale.Mode, kept: NDArray[np.bool_] | None
    ) -> None:
        """Take the numbers; `kept` are the cells above the mass threshold."""
        self._version += 1
        self._kept = kept
        self._spread.clear()
        self._cells = None
        if content.weights is not None:
            self._cells = Cells(
                scale.levels(content.weights, mode, kept),
                content.closed,
                ~np.isfinite(content.weights),
            )

    def lay_out(self, size: QSize) -> None:
        """Find room for labels, and give the rest to the cells."""
        a = self._appearance
        margin = a.px(_MARGIN)
        self.rows.narrow = size.width() < a.px(_NARROW)
        self._label_width = self.rows.width(int(size.width() * 0.4))
        left = margin + self._label_width
        top = max(self.columns.height(), a.px(28)) + a.px(4)
        bars = a.px(_BAR + _BAR_GAP)
        right = margin + max(bars, min(self.columns.overhang(), a.px(48)))
        area = QRect(left, top, size.width() - left - right, size.height() - top - margin // 2)
        self._grid.place(area, a.px(_LARGEST))
        spare = area.width() - self._grid.port.width()
        if spare > 1:
            self._grid.place(area.adjusted(spare // 2, 0, spare // 2 - spare, 0), a.px(_LARGEST))

    def paint(
        self,
        painter: QPainter,
        content: MapContent,
        selection: Selection,
        cursor: tuple[int, int] | None,
        focus: bool,
        size: QSize,
        ratio: float,
    ) -> None:
        """Paint all of the widget."""
        a, grid = self._appearance, self._grid
        if not grid.port.isValid() or grid.port.isEmpty():
            painter.fillRect(QRect(QPoint(), size), a.colour("panel"))
            return
        row, column = content.row(selection.locked), content.column(selection.locked)
        hover_row = content.row(selection.hovered)
        hover_column = content.column(selection.hovered)
        at = cursor or (None, None)
        rows, columns = Strength.of(row, hover_row, at[0]), Strength.of(column, hover_column, at[1])
        self._paint_ground(painter, rows, columns, size, ratio)
        self._paint_cells(painter, ratio)
        self._paint_spread(painter, content, row)
        painter.save()
        painter.setClipRect(grid.port)
        for numbered in {row, hover_row if row is None else row, cursor[0] if cursor else row}:
            if numbered is not None:
                self._paint_numbers(painter, content, numbered)
        pointing.paint_lines(painter, a, grid, row, column)
        painter.restore()
        painter.setPen(a.colour("strong_line"))
        painter.drawRect(grid.port.adjusted(-1, -1, 0, 0))
        painter.setClipRect(grid.port.adjusted(-3, -3, 3, 3))
        self._paint_pointed(painter, content, selection, cursor)
        painter.setClipping(False)
        self._paint_thumbs(painter)
        if focus:
            pointing.paint_focus(painter, a, grid.port)

    def _paint_ground(
        self, painter: QPainter, rows: Strength, columns: Strength, size: QSize, ratio: float
    ) -> None:
        """Bands and labels, kept while only the numbers change: text is what costs most."""
        a, grid = self._appearance, self._grid
        ground_of = (
            self._tokens_version,
            rows,
            columns,
            size,
            ratio,
            a.theme.name,
            a.scale,
            self.corner,
            self.narrow_corner,
            grid.port,
            grid.origin(),
            grid.cell_width,
            grid.cell_height,
        )
        if ground_of != self._ground_of:
            self._ground = QPixmap(size * ratio)
            self._ground.setDevicePixelRatio(ratio)
            self._ground.fill(a.colour("panel"))
            painting = QPainter(self._ground)
            widget = QRect(QPoint(), size)
            for row in rows.all:
                strength = 1.0 if row in rows.lit else 0.5
                pointing.paint_bands(painting, a, grid, row, None, widget, strength)
            for column in columns.all:
                strength = 1.0 if column in columns.lit else 0.5
                pointing.paint_bands(painting, a, grid, None, column, widget, strength)
            self.rows.paint(painting, grid, rows, self._label_width)
            self.columns.paint(painting, grid, columns)
            self._paint_corner(painting)
            painting.end()
            self._ground_of = ground_of
        painter.drawPixmap(0, 0, self._ground)

    def _paint_corner(self, painter: QPainter) -> None:
        a, port = self._appearance, self._grid.port
        painter.setFont(a.font("tick"))
        painter.setPen(a.colour("low"))
        metrics = QFontMetrics(painter.font())
        line, left = metrics.height(), a.px(2)
        room = port.left() - a.px(9) - left
        # Where rows are lower than their labels, the first label reaches above the map.
        above = max((self.rows.height() - int(self._grid.cell_height)) // 2, 0)
        lines = self.narrow_corner if self.rows.narrow and self.narrow_corner else self.corner
        for place, text in enumerate(reversed(lines)):
            top = port.top() - a.px(5) - above - (place + 1) * line
            fitted = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(left, top, room, line), Qt.AlignmentFlag.AlignRight, fitted)

    def _paint_cells(self, painter: QPainter, ratio: float) -> None:
        if self._cells is None:
            return
        grid, theme = self._grid, self._appearance.theme
        rows, columns = grid.visible_rows(), grid.visible_columns()
        first = QPoint(grid.column_edge(columns.start), grid.row_edge(rows.start))
        row_edges = grid.edges(rows, grid.cell_height, ratio)
        column_edges = grid.edges(columns, grid.cell_width, ratio)
        picture_of = (
            self._version,
            theme.name,
            self._appearance.scale,
            ratio,
            rows,
            columns,
            first - grid.origin(),
            int(row_edges[-1]),
            int(column_edges[-1]),
        )
        if picture_of != self._picture_of:
            font = self._appearance.font("name", bold=True)
            font.setPixelSize(round(font.pixelSize() * ratio))
            self._picture = draw_cells(
                theme,
                self._appearance.scale * ratio,
                self._cells.part(rows, columns),
                row_edges,
                column_edges,
                (grid.origin() - first) * ratio,
                font,
            )
            self._picture.setDevicePixelRatio(ratio)
            self._picture_of = picture_of
            self.pictures_drawn += 1
        painter.save()
        painter.setClipRect(grid.port)
        painter.drawImage(first, self._picture)
        painter.restore()

    def _paint_spread(self, painter: QPainter, content: MapContent, lit: int | None) -> None:
        """At the right of each row a bar: its entropy, by that of a uniform row."""
        a, grid = self._appearance, self._grid
        if grid.cell_height < a.px(_BAR_FROM) or content.weights is None:
            return
        left, width = grid.port.right() + a.px(_BAR_GAP), a.px(_BAR)
        painter.setFont(a.font("tick"))
        painter.setPen(a.colour("low"))
        line = QFontMetrics(painter.font()).height()
        painter.drawText(
            QRect(left, grid.port.top() - line - a.px(3), width, line),
            Qt.AlignmentFlag.AlignHCenter,
            "H",
        )
        thick = a.px(4)
        for row in grid.visible_rows():
            middle = grid.cell(row, 0).center().y()
            if not grid.port.top() <= middle <= grid.port.bottom():
                continue
            top = middle - thick // 2
            painter.fillRect(left, top, width, thick, a.colour("line"))
            if row not in self._spread:
                self._spread[row] = content.spread(row)
            filled = round(width * self._spread[row])
            painter.fillRect(left, top, filled, thick, a.colour("high" if row == lit else "low"))

    def _paint_numbers(self, painter: QPainter, content: MapContent, row: int) -> None:
        """The numbers of a chosen row, where they fit."""
        a, grid = self._appearance, self._grid
        font = a.font("tick")
        metrics = QFontMetrics(font)
        wide = metrics.horizontalAdvance(".00") + 2
        if content.weights is None or self._cells is None:
            return
        if grid.cell_width < wide or grid.cell_height < metrics.ascent() + 2:
            return
        painter.setFont(font)
        table = colour_table(a.theme.weight_stops)
        for column in grid.visible_columns():
            weight = float(content.weights[row, column])
            if not weight >= 0.01 or (self._kept is not None and not self._kept[row, column]):
                continue
            ground = QColor(int(table[self._cells.levels[row, column]]))
            painter.setPen(QColor("#0B1016" if _luminance(ground) > 0.3 else "#F4F7FA"))
            cell = grid.cell(row, column).adjusted(0, 0, -1, -1)
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, scale.number(weight))

    def _paint_pointed(
        self,
        painter: QPainter,
        content: MapContent,
        selection: Selection,
        cursor: tuple[int, int] | None,
    ) -> None:
        a, grid = self._appearance, self._grid
        locked, hovered = content.cell(selection.locked), content.cell(selection.hovered)
        if locked is not None:
            pointing.paint_locked(painter, a, grid.cell(*locked))
        if hovered is not None and hovered not in (locked, cursor):
            pointing.paint_hovered(painter, a, grid.cell(*hovered))
        if cursor is not None:
            pointing.paint_cursor(painter, a, grid.cell(*cursor))

    def _paint_thumbs(self, painter: QPainter) -> None:
        """Where a zoomed view stands in the whole: a thin bar below and at the right."""
        a, grid = self._appearance, self._grid
        if grid.zoom <= 1:
            return
        port, thick = grid.port, a.px(3)
        hidden = port.topLeft() - grid.origin()
        wide, high = grid.columns * grid.cell_width, grid.rows * grid.cell_height
        colour = a.colour("low")
        if wide > port.width():
            length = max(round(port.width() ** 2 / wide), a.px(12))
            at = round(hidden.x() / (wide - port.width()) * (port.width() - length))
            painter.fillRect(port.left() + at, port.bottom() + 2, length, thick, colour)
        if high > port.height():
            length = max(round(port.height() ** 2 / high), a.px(12))
            at = round(hidden.y() / (high - port.height()) * (port.height() - length))
            painter.fillRect(port.right() + 2, port.top() + at, thick, length, colour)


def _luminance(colour: QColor) -> float:
    """Relative luminance, WCAG 2."""
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return float(0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2])
