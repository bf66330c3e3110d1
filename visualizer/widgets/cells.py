"""The picture of a map's cells: colours, textures and grid, without labels or selection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from engine.look import Closed
from visualizer.theme import Theme, colour_table
from visualizer.widgets import textures

#: Grid lines and marks in cells from this size on (logical pixels).
GRID_FROM = 10


@dataclass(frozen=True)
class Cells:
    """A rectangle of cells, ready to be drawn: each array is (rows, columns)."""

    levels: NDArray[np.uint8]
    closed: NDArray[np.uint8]
    broken: NDArray[np.bool_]

    def part(self, rows: range, columns: range) -> Cells:
        """The cells in these rows and columns."""
        where = (slice(rows.start, rows.stop), slice(columns.start, columns.stop))
        return Cells(self.levels[where], self.closed[where], self.broken[where])

    def pooled(self, edges: NDArray[np.int64], axis: int) -> tuple[Cells, NDArray[np.int64]]:
        """Cells of at least one pixel: those that share one become one, and the strongest shows.

        A pixel is closed only where all of its cells are, so that no weight ever hides.
        """
        starts = first_of_pixels(edges)
        if len(starts) == len(edges) - 1:
            return self, edges
        return Cells(
            np.maximum.reduceat(self.levels, starts, axis=axis),
            np.minimum.reduceat(self.closed, starts, axis=axis),
            np.logical_or.reduceat(self.broken, starts, axis=axis),
        ), np.append(edges[starts], edges[-1])


def first_of_pixels(edges: NDArray[np.int64]) -> NDArray[np.int64]:
    """Which cells are the first of their pixel; all of them where none share one."""
    # Rounding may put the last cell's beginning on the end; it belongs to the last pixel.
    begins = np.minimum(edges[:-1], edges[-1] - 1)
    return np.flatnonzero(np.diff(begins, prepend=edges[0] - 1) > 0)


def image_of(pixels: NDArray[np.uint32]) -> QImage:
    """A picture that owns its memory, from (height, width) 0xFFRRGGBB."""
    height, width = pixels.shape
    data = np.ascontiguousarray(pixels)
    return QImage(data.data, width, height, width * 4, QImage.Format.Format_RGB32).copy()


def stretched(
    values: NDArray[np.uint32], rows: NDArray[np.int64], columns: NDArray[np.int64]
) -> NDArray[np.uint32]:
    """Nearest neighbour: value (r, c) fills the pixels between its edges exactly."""
    wide = np.repeat(values, np.diff(columns), axis=1)
    return np.repeat(wide, np.diff(rows), axis=0)


def draw_cells(
    theme: Theme,
    scale: float,
    cells: Cells,
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    origin: QPoint,
    font: QFont,
) -> QImage:
    """Paint cells whose edges are given in device pixels from the picture's corner.

    `origin` is where the map's very first cell lies from that corner, `scale` device pixels to a
    pixel at scale 1, `font` for the mark of a number that is none.
    """
    cells, rows = cells.pooled(rows, 0)
    cells, columns = cells.pooled(columns, 1)
    table = colour_table(theme.weight_stops)
    colours = table[cells.levels]
    if cells.broken.any():
        colours = np.where(cells.broken, np.uint32(QColor(theme.nan).rgb()), colours)
    image = image_of(stretched(colours, rows, columns))
    size = min(np.diff(rows).min(initial=99), np.diff(columns).min(initial=99))
    painter = QPainter(image)
    _closed(painter, theme, scale, cells, rows, columns, origin)
    if size >= GRID_FROM * scale:
        _grid(painter, theme, rows, columns)
        _marks(painter, theme, scale, cells, rows, columns, font)
    if size >= 3 * scale and cells.closed.any():
        painter.setPen(QColor(theme.strong_line))
        painter.drawLines(textures.staircase(cells.closed, rows, columns))
    painter.end()
    return image


def _closed(
    painter: QPainter,
    theme: Theme,
    scale: float,
    cells: Cells,
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    origin: QPoint,
) -> None:
    painter.setBrushOrigin(origin)
    painter.setPen(Qt.PenStyle.NoPen)
    rectangles: dict[Closed, list[QRect]] = {}
    shown = np.where(cells.broken, np.uint8(Closed.OPEN), cells.closed)
    for kind, top, bottom, left, right in textures.regions(shown):
        x, y = int(columns[left]), int(rows[top])
        rectangle = QRect(x, y, int(columns[right]) - x, int(rows[bottom]) - y)
        rectangles.setdefault(kind, []).append(rectangle)
    _fill(painter, theme, scale, rectangles)


def _fill(
    painter: QPainter, theme: Theme, scale: float, rectangles: Mapping[Closed, list[QRect]]
) -> None:
    for kind, areas in rectangles.items():
        painter.setBrush(textures.brush(theme, kind, scale))
        painter.drawRects(areas)


def _grid(
    painter: QPainter, theme: Theme, rows: NDArray[np.int64], columns: NDArray[np.int64]
) -> None:
    """A line at the far edge of every cell but the last."""
    line = QColor(theme.well if theme.name == "dark" else theme.strong_line)
    line.setAlphaF(0.8 if theme.name == "dark" else 0.5)
    height, width = int(rows[-1]), int(columns[-1])
    for edge in rows[1:-1].tolist():
        painter.fillRect(0, edge - 1, width, 1, line)
    for edge in columns[1:-1].tolist():
        painter.fillRect(edge - 1, 0, 1, height, line)


def _marks(
    painter: QPainter,
    theme: Theme,
    scale: float,
    cells: Cells,
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    font: QFont,
) -> None:
    """A cross in cells closed by hand, an exclamation mark in those that are not a number."""

    def cell(row: int, column: int) -> QRect:
        x, y = int(columns[column]), int(rows[row])
        return QRect(x, y, int(columns[column + 1]) - x - 1, int(rows[row + 1]) - y - 1)

    for row, column in np.argwhere(cells.closed == Closed.BY_HAND):
        textures.draw_cross(painter, theme, cell(row, column), scale)
    painter.setFont(font)
    painter.setPen(QColor("#FFFFFF"))
    for row, column in np.argwhere(cells.broken):
        painter.drawText(cell(row, column), Qt.AlignmentFlag.AlignCenter, "!")
