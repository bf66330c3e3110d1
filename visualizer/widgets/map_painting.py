"""How a map is painted: labels, cells from a kept picture, numbers, spread of rows, pointing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPixmap

from visualizer.appearance import Appearance
from visualizer.selection import Selection
from visualizer.widgets import pointing, scale, segment_marks
from visualizer.widgets.axis_labels import LONGEST, Strength, step_down
from visualizer.widgets.cells import Cells, draw_cells
from visualizer.widgets.column_labels import ColumnLabels
from visualizer.widgets.grid import Grid
from visualizer.widgets.map_content import MapContent
from visualizer.widgets.map_corner import paint_corner
from visualizer.widgets.map_marks import (
    BAR,
    BAR_FROM,
    BAR_GAP,
    paint_numbers,
    paint_spread,
    paint_thumbs,
)
from visualizer.widgets.row_labels import RowLabels

#: At scale 1: the largest cell when all are shown, room at the edges.
_LARGEST, _MARGIN = 40, 12
#: In a widget narrower than this, rows name only the token that comes out.
_NARROW = 330
#: And in one narrower than this the map needs the room of everything beside it.
_SMALL = 240


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
        self._segments: tuple[int, ...] = ()
        self._label_width = 0
        self._small = False
        self._cells: Cells | None = None
        self._kept: NDArray[np.bool_] | None = None
        self._captured = False
        self._spreads: NDArray[np.float64] | None = None
        self._version = 0
        self._tokens_version = 0
        self._ground = QPixmap()
        self._ground_of: tuple[object, ...] = ()
        self._picture = QImage()
        self._picture_of: tuple[object, ...] = ()

    def set_labels(self, content: MapContent) -> None:
        """Take what is written along the sides; lay out afterwards."""
        self.rows.outs, self.rows.ins = content.row_tokens, content.row_inputs
        self.columns.tokens = content.column_tokens
        self._segments = content.row_segments
        self._tokens_version += 1

    def set_weights(
        self, content: MapContent, mode: scale.Mode, kept: NDArray[np.bool_] | None
    ) -> None:
        """Take the numbers; `kept` are the cells above the mass threshold."""
        self._version += 1
        self._kept = kept
        blank = np.zeros(content.shape, np.uint8)
        weights = content.weights
        self._captured = weights is not None
        self._spreads = None if weights is None else content.spreads()
        self._cells = Cells(
            blank if weights is None else scale.levels(weights, mode, kept),
            content.closed,
            blank.astype(np.bool_) if weights is None else ~np.isfinite(weights),
            content.leaks(),
        )

    def lay_out(self, size: QSize) -> None:
        """Find room for labels, and give the rest to the cells."""
        a = self._appearance
        self._small = size.width() < a.px(_SMALL)
        margin = a.px(_MARGIN) // (2 if self._small else 1)
        self.columns.cap = LONGEST // 2 if self._small else LONGEST
        self.rows.narrow = size.width() < a.px(_NARROW)
        step_down((self.rows, self.columns), self._grid, lambda: self._place(size, margin))

    def _place(self, size: QSize, margin: int) -> None:
        """Give the labels, in the type they have now, what they need, and the cells the rest."""
        a = self._appearance
        self._label_width = self.rows.width(int(size.width() * 0.4))
        left = margin + self._label_width + self._bracket_room()
        top = max(self.columns.height(), a.px(28)) + a.px(4)
        bars = 0 if self._small else a.px(BAR + BAR_GAP)
        right = margin + max(bars, min(self.columns.overhang(), a.px(48)))
        area = QRect(left, top, size.width() - left - right, size.height() - top - margin // 2)
        self._grid.place(area, a.px(_LARGEST))
        spare = area.width() - self._grid.port.width()
        if spare > 1:
            self._grid.place(area.adjusted(spare // 2, 0, spare // 2 - spare, 0), a.px(_LARGEST))

    def _bracket_room(self) -> int:
        """Pixels for brackets beside the labels, where there are segments and room for both."""
        return self._appearance.px(segment_marks.ROOM) if self._segments and not self._small else 0

    def elides(self, place: int, row: bool) -> bool:
        """Whether the label of a row, or of a column, has no room for all of its token."""
        if row:
            return self.rows.elides(place, self._label_width)
        return self.columns.elides(place)

    @property
    def every(self) -> tuple[int, int]:
        """Each how many-th row, and column, has room for its label."""
        return self.rows.every(self._grid), self.columns.every(self._grid)

    @property
    def has_spread(self) -> bool:
        """Whether there is room for the bars beside the rows."""
        high = self._grid.cell_height >= self._appearance.px(BAR_FROM)
        return high and not self._small

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
        named = content.example(selection.shown) if selection.side else (None, None)
        of_row, of_column = (
            place if selection.side in (side, "cell") else None
            for place, side in zip(named, ("row", "column"), strict=True)
        )
        rows = Strength.of(row, hover_row, at[0], of_row)
        columns = Strength.of(column, hover_column, at[1], of_column)
        self._paint_ground(painter, rows, columns, size, ratio)
        self._paint_cells(painter, ratio)
        if self._spreads is not None and self.has_spread:
            paint_spread(painter, a, grid, self._spreads, row)
        segment_marks.paint_divide(painter, a, grid, content.row_segments, content.column_segments)
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
        pointing.paint_named(painter, a, grid, of_row, of_column)
        painter.setClipping(False)
        paint_thumbs(painter, a, grid)
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
            if self._bracket_room():
                left = grid.port.left() - self._label_width - self._bracket_room()
                segment_marks.paint_brackets(painting, a, grid, self._segments, left)
            usual = () if self.rows.narrow and self.narrow_corner else self.corner
            # Where rows are lower than their labels, the first label reaches above the map.
            above = max((self.rows.height() - int(grid.cell_height)) // 2, 0)
            paint_corner(painting, a, grid.port, above, usual, self.narrow_corner)
            painting.end()
            self._ground_of = ground_of
        painter.drawPixmap(0, 0, self._ground)

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
                captured=self._captured,
            )
            self._picture.setDevicePixelRatio(ratio)
            self._picture_of = picture_of
            self.pictures_drawn += 1
        painter.save()
        painter.setClipRect(grid.port)
        painter.drawImage(first, self._picture)
        painter.restore()
        if not self._captured:
            a, words = self._appearance, QCoreApplication.translate("Map", "– not looked at yet")
            painter.setFont(a.font("text"))
            wide = QFontMetrics(painter.font()).horizontalAdvance(words) + a.px(16)
            area = QRect(0, 0, wide, a.px(24))
            area.moveCenter(grid.port.center())
            painter.fillRect(area, a.colour("panel"))
            painter.setPen(a.colour("mid"))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_numbers(self, painter: QPainter, content: MapContent, row: int) -> None:
        if self._cells is not None and content.weights is not None:
            kept = None if self._kept is None else self._kept[row]
            paint_numbers(
                painter,
                self._appearance,
                self._grid,
                row,
                content.weights[row],
                self._cells.levels[row],
                kept,
            )

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
