"""Where the cells of a map stand on screen: fitted, zoomed and panned. No painting here."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect

#: From this size on cells are whole pixels, so that all of them are equal.
WHOLE = 4
#: A cell may be this much wider than high, or higher than wide, to fill the space.
WIDER, HIGHER = 1.3, 1.5


class Grid:
    """Rows x columns of cells behind a port; zoom 1 shows all of them.

    The place of the view is kept in cells, so that it survives another size of the widget.
    """

    def __init__(self) -> None:
        self.rows = 0
        self.columns = 0
        self.port = QRect()
        self.cell_width = 0.0
        self.cell_height = 0.0
        self.zoom = 1.0
        self._area = QRect()
        self._fit = (0.0, 0.0)
        self._largest = 40.0
        self._row = 0.0
        self._column = 0.0
        self._left = 0
        self._top = 0

    def set_shape(self, rows: int, columns: int) -> bool:
        """Take another shape and show all of it; False if it is the old one, whose view stays."""
        if (rows, columns) == (self.rows, self.columns):
            return False
        self.rows, self.columns = rows, columns
        self.zoom, self._row, self._column = 1.0, 0.0, 0.0
        return True

    def place(self, area: QRect, largest: float) -> None:
        """Fit the cells into `area`, none longer than `largest` while all are shown."""
        self._area, self._largest = area, largest
        if self.rows and self.columns and area.isValid():
            width = min(area.width() / self.columns, largest)
            height = min(area.height() / self.rows, largest)
            self._fit = min(width, height * WIDER), min(height, width * HIGHER)
        self._apply()

    @property
    def most_zoom(self) -> float:
        """Enough to make the smaller side of a cell as long as the largest fitted cell."""
        return max(1.0, self._largest / min(self._fit)) if min(self._fit) > 0 else 1.0

    def zoom_by(self, factor: float, at: QPoint | None = None) -> bool:
        """Zoom about a point (the middle if none); True if that changed anything."""
        zoom = min(max(self.zoom * factor, 1.0), self.most_zoom)
        if zoom == self.zoom:
            return False
        at = at if at is not None else self.port.center()
        x, y = at.x() - self.port.left(), at.y() - self.port.top()
        column = self._column + x / self.cell_width
        row = self._row + y / self.cell_height
        self.zoom = zoom
        self._apply()
        self._column, self._row = column - x / self.cell_width, row - y / self.cell_height
        self._apply()
        return True

    def zoom_to_fit(self) -> bool:
        """Show all; True if that changed anything."""
        changed = self.zoom != 1.0
        self.zoom = 1.0
        self._apply()
        return changed

    def pan(self, x: float, y: float) -> bool:
        """Move the view by pixels, to the right and down; True if it moved."""
        before = self.origin()
        if self.cell_width and self.cell_height:
            self._column += x / self.cell_width
            self._row += y / self.cell_height
            self._apply()
        return self.origin() != before

    def reveal(self, row: int, column: int) -> bool:
        """Move the view as little as will show a cell; True if it moved."""
        cell = self.cell(row, column)
        x = min(cell.left() - self.port.left(), 0) or max(cell.right() - self.port.right(), 0)
        y = min(cell.top() - self.port.top(), 0) or max(cell.bottom() - self.port.bottom(), 0)
        return bool(x or y) and self.pan(x, y)

    def origin(self) -> QPoint:
        """Where the map's first cell begins; left of or above the port when panned."""
        return QPoint(self._left, self._top)

    def row_edge(self, row: int) -> int:
        """y where a row begins."""
        return self._top + round(row * self.cell_height)

    def column_edge(self, column: int) -> int:
        """x where a column begins."""
        return self._left + round(column * self.cell_width)

    def cell(self, row: int, column: int) -> QRect:
        """A cell's rectangle, also where it is out of view."""
        left, top = self.column_edge(column), self.row_edge(row)
        return QRect(left, top, self.column_edge(column + 1) - left, self.row_edge(row + 1) - top)

    def visible_rows(self) -> range:
        """Rows of which something is in view."""
        return self._visible(self.port.top() - self.origin().y(), self.port.height(), False)

    def visible_columns(self) -> range:
        """Columns of which something is in view."""
        return self._visible(self.port.left() - self.origin().x(), self.port.width(), True)

    def edges(self, places: range, size: float, ratio: float) -> NDArray[np.int64]:
        """(n + 1,) device pixels from the first of `places` on; `ratio` is device to logical."""
        at = np.rint(np.arange(places.start, places.stop + 1) * size)
        return np.asarray(np.rint((at - at[0]) * ratio), np.int64)

    def cell_at(self, point: QPoint) -> tuple[int, int] | None:
        """(row, column) under a point of the port."""
        if not self.port.contains(point):
            return None
        row, column = self.row_at(point.y()), self.column_at(point.x())
        return (row, column) if row is not None and column is not None else None

    def row_at(self, y: int) -> int | None:
        """The row at a height."""
        return _nearest(y - self.origin().y(), self.cell_height, self.rows, self.port.height())

    def column_at(self, x: int) -> int | None:
        """The column at a distance from the left."""
        return _nearest(x - self.origin().x(), self.cell_width, self.columns, self.port.width())

    def _apply(self) -> None:
        """Sizes and place from fit, zoom and the wished view."""
        self.cell_width, self.cell_height = (
            math.floor(size * self.zoom) if size * self.zoom >= WHOLE else size * self.zoom
            for size in self._fit
        )
        width = min(round(self.columns * self.cell_width), self._area.width())
        height = min(round(self.rows * self.cell_height), self._area.height())
        self.port = QRect(self._area.left(), self._area.top(), max(width, 0), max(height, 0))
        if self.cell_width > 0 and self.cell_height > 0:
            most_columns = self.columns - width / self.cell_width
            most_rows = self.rows - height / self.cell_height
            self._column = min(max(self._column, 0.0), max(most_columns, 0.0))
            self._row = min(max(self._row, 0.0), max(most_rows, 0.0))
        self._left = self.port.left() - round(self._column * self.cell_width)
        self._top = self.port.top() - round(self._row * self.cell_height)

    def _visible(self, hidden: int, length: int, across: bool) -> range:
        size = self.cell_width if across else self.cell_height
        count = self.columns if across else self.rows
        if size <= 0:
            return range(0)
        return range(
            max(int(hidden / size - 0.5), 0), min(math.ceil((hidden + length) / size + 0.5), count)
        )


def _nearest(offset: int, size: float, count: int, length: int) -> int | None:
    """The place whose rounded edges hold `offset`."""
    if size <= 0 or not count:
        return None
    place = int(offset / size)
    if offset >= round((place + 1) * size):
        place += 1
    return place if 0 <= place < count else None
