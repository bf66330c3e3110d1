"""The picture of a map's cells: colours, textures and grid, without labels or selection."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from engine.seen.maps import Closed
from visualizer.theme import Theme, colour_table
from visualizer.widgets import textures

#: Grid lines and marks in cells from this size on (logical pixels).
GRID_FROM = 10

Value = TypeVar("Value", np.uint8, np.bool_)


@dataclass(frozen=True)
class Cells:
    """A rectangle of cells, ready to be drawn: each array is (rows, columns).

    `broken` are those whose number is none, `leaking` the closed ones that have one all the same.
    """

    levels: NDArray[np.uint8]
    closed: NDArray[np.uint8]
    broken: NDArray[np.bool_]
    leaking: NDArray[np.bool_]

    def part(self, rows: range, columns: range) -> Cells:
        """The cells in these rows and columns."""
        where = (slice(rows.start, rows.stop), slice(columns.start, columns.stop))
        return Cells(
            self.levels[where], self.closed[where], self.broken[where], self.leaking[where]
        )

    def with_leaks_open(self) -> Cells:
        """The same, without a texture over what leaks."""
        return replace(self, closed=np.where(self.leaking, np.uint8(Closed.OPEN), self.closed))

    def pooled(self, edges: NDArray[np.int64], axis: int) -> tuple[Cells, NDArray[np.int64]]:
        """Cells of at least one pixel: those that share one become one, and the strongest shows.

        A pixel is closed only where all of its cells are, so that no weight ever hides.
        """
        starts = first_of_pixels(edges)
        if len(starts) == len(edges) - 1:
            return self, edges
        return Cells(
            joined(np.maximum, self.levels, starts, axis),
            joined(np.minimum, self.closed, starts, axis),
            joined(np.logical_or, self.broken, starts, axis),
            joined(np.logical_or, self.leaking, starts, axis),
        ), np.append(edges[starts], edges[-1])


def joined(
    join: np.ufunc, values: NDArray[Value], starts: NDArray[np.int64], axis: int
) -> NDArray[Value]:
    """(..., rows, columns) values, those from each start to the next joined into one.

    As many whole arrays are joined as the longest run has members, which are few: several times
    faster than ufunc.reduceat.
    """
    sizes = np.diff(np.append(starts, values.shape[axis]))
    found = values.take(starts, axis)
    for member in range(1, int(sizes.max())):
        join(found, values.take(starts + np.minimum(member, sizes - 1), axis), out=found)
    return found


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
    *,
    captured: bool = True,
) -> QImage:
    """Paint cells whose edges are given in device pixels from the picture's corner.

    `origin` is where the map's very first cell lies from that corner, `scale` device pixels to a
    pixel at scale 1, `font` for the mark of a number that is none. Cells that were not `captured`
    show the panel's ground where they are open.
    """
    cells, rows = cells.pooled(rows, 0)
    cells, columns = cells.pooled(columns, 1)
    table = colour_table(theme.weight_stops)
    # Nobody looked: open cells have no number, not even 0.
    ground = np.uint32(QColor(theme.panel).rgb())
    colours = table[cells.levels] if captured else np.full(cells.levels.shape, ground)
    if cells.broken.any():
        colours = np.where(cells.broken, np.uint32(QColor(theme.nan).rgb()), colours)
    size = min(np.diff(rows).min(initial=99), np.diff(columns).min(initial=99))
    framed = size >= textures.FRAME_FROM * scale
    if cells.leaking.any() and not framed:
        colours = np.where(cells.leaking, np.uint32(QColor(theme.wrong).rgb()), colours)
    image = image_of(stretched(colours, rows, columns))
    painter = QPainter(image)
    _closed(
        painter, theme, scale, cells if framed else cells.with_leaks_open(), rows, columns, origin
    )
    if size >= GRID_FROM * scale:
        painter.end()
        _grid(image, theme, rows, columns)
        painter.begin(image)
        _marks(painter, theme, scale, cells, rows, columns, font)
    if size >= 3 * scale and cells.closed.any():
        painter.setPen(QColor(theme.strong_line))
        painter.drawLines(textures.staircase(cells.closed, rows, columns))
    if framed:
        _leaks(painter, theme, scale, cells, rows, columns)
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
    shown = np.where(cells.broken, np.uint8(Closed.OPEN), cells.closed)
    found = textures.regions(shown)
    # (n, 4) of left, top, width and height.
    left, top = columns[found[:, 3]], rows[found[:, 1]]
    areas = np.stack([left, top, columns[found[:, 4]] - left, rows[found[:, 2]] - top], axis=1)
    for kind in np.unique(found[:, 0]).tolist():
        painter.setBrush(textures.brush(theme, Closed(kind), scale))
        painter.drawRects([QRect(*area) for area in areas[found[:, 0] == kind].tolist()])


def _grid(image: QImage, theme: Theme, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> None:
    """A translucent line at the far edge of every cell but the last.

    Mixed into the pixels by hand, red and blue of a pixel at once: as translucent lines they take
    longer than all the rest of the picture.
    """
    dark = theme.name == "dark"
    line = np.uint32(QColor(theme.well if dark else theme.strong_line).rgb())
    opacity = np.uint32(205 if dark else 128)  # of 256
    pixels = np.frombuffer(image.bits(), np.uint32).reshape(image.height(), -1)
    for where in ((rows[1:-1] - 1, slice(None)), (slice(None), columns[1:-1] - 1)):
        below = pixels[where]
        mixed = np.full_like(below, 0xFF000000)
        for part in (np.uint32(0xFF00FF), np.uint32(0x00FF00)):
            sums = (below & part) * (np.uint32(256) - opacity) + (line & part) * opacity
            mixed |= (sums >> np.uint32(8)) & part
        pixels[where] = mixed


def _leaks(
    painter: QPainter,
    theme: Theme,
    scale: float,
    cells: Cells,
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
) -> None:
    """A frame within each closed cell that has a weight."""
    for row, column in np.argwhere(cells.leaking).tolist():
        x, y = int(columns[column]), int(rows[row])
        cell = QRect(x, y, int(columns[column + 1]) - x - 1, int(rows[row + 1]) - y - 1)
        textures.draw_leak(painter, theme, cell, scale)


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
