"""Where the parts of a growing matrix stand in its viewport."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize
from PySide6.QtGui import QFontMetricsF

from visualizer.appearance import Appearance
from visualizer.widgets.growth_content import GrowthContent
from visualizer.widgets.slanted import slanted_height

#: Empty rows drawn after the last, to say that more may come.
UNWRITTEN = 3
#: Columns that have room before they are there, so that the picture does not shrink at once.
RESERVED = 16


class GrowthLayout:
    """Labels left, names of columns above, probabilities right; only the cells scroll.

    `scrolled` says how far, in pixels.
    """

    def __init__(
        self, appearance: Appearance, content: GrowthContent, size: QSize, not_yet: str
    ) -> None:
        px = appearance.px
        self._px = px
        self.content = content
        self.scrolled = QPoint(0, 0)
        self.size = size
        self.gutter = _gutter(appearance, content, not_yet, size.width())
        self.tail = px(44)
        self.head = slanted_height(appearance, content.columns) + px(8)
        self.rows = len(content.rows) + (UNWRITTEN if content.open_ else 0)
        room = max(len(content.columns), RESERVED if content.grows else 1)
        width = min(max(self.page.width() // room, 5), px(44))
        height = min(max(self.page.height() // max(self.rows, 1), px(17)), px(30))
        self.cell = QSize(width, height)

    @property
    def page(self) -> QSize:
        """Room for cells."""
        width = self.size.width() - self.gutter - self.tail
        return QSize(width, self.size.height() - self.head - self._px(6))

    @property
    def whole(self) -> QSize:
        """All the cells there are."""
        columns = len(self.content.columns)
        return QSize(columns * self.cell.width(), self.rows * self.cell.height())

    @property
    def cells(self) -> QRectF:
        """The part of the viewport that cells are seen in."""
        width = min(self.whole.width(), self.page.width())
        return QRectF(self.gutter, self.head, width, self.size.height() - self.head)

    def top(self, row: int) -> int:
        return self.head + row * self.cell.height() - self.scrolled.y()

    def left(self, column: int) -> int:
        return self.gutter + column * self.cell.width() - self.scrolled.x()

    def row_rect(self, row: int) -> QRectF:
        """All cells of a row, also those out of sight."""
        return QRectF(self.left(0), self.top(row), self.whole.width(), self.cell.height())

    def cell_rect(self, row: int, column: int) -> QRectF:
        return QRectF(self.left(column), self.top(row), self.cell.width(), self.cell.height())

    def span(self, row: int, columns: range) -> QRectF:
        """Neighbouring cells of a row."""
        width = len(columns) * self.cell.width()
        return QRectF(self.left(columns.start), self.top(row), width, self.cell.height())

    def label_rect(self, row: int) -> QRectF:
        return QRectF(0, self.top(row), self.gutter - self._px(10), self.cell.height())

    def place_at(self, point: QPoint) -> tuple[int, int]:
        """(row, column) under a point, −1 where there is none."""
        row = (point.y() - self.top(0)) // self.cell.height()
        column = (point.x() - self.left(0)) // self.cell.width()
        if point.y() < self.head or not 0 <= row < len(self.content.rows):
            row = -1
        seen = self.cells.left() <= point.x() < self.cells.right()
        return row, column if seen and column < len(self.content.columns) else -1

    @property
    def columns(self) -> range:
        """Those of which anything is in sight."""
        first = self.scrolled.x() // self.cell.width()
        stop = -(-(self.scrolled.x() + round(self.cells.width())) // self.cell.width())
        return range(first, min(stop, len(self.content.columns)))

    def reveal(self) -> QPoint:
        """How far to scroll so that the current row, and the last column it sees, are in sight."""
        across = down = 0
        if not self.content.rows:
            return QPoint(0, 0)
        row = max(self.content.current, 0)
        if self.top(row) < self.head:
            down = self.top(row) - self.head
        below = self.top(row) + 2 * self.cell.height() - self.size.height()
        down = max(down, below) if below > 0 else down
        seen = self.content.rows[row].open
        right = self.left(seen.stop) - round(self.cells.right())
        if right > 0:
            across = right
        elif self.left(max(seen.stop - 1, 0)) < self.gutter:
            across = self.left(max(seen.stop - 1, 0)) - self.gutter
        return QPoint(across, down)


def _gutter(appearance: Appearance, content: GrowthContent, not_yet: str, width: int) -> int:
    bold = QFontMetricsF(appearance.font("text", bold=True))
    widths = [
        bold.horizontalAdvance(f"{row.token_in.text} → {row.token_out.text}")
        for row in content.rows
    ]
    widths.append(QFontMetricsF(appearance.font("note")).horizontalAdvance(not_yet))
    room = max(width // 3, appearance.px(90))
    return min(round(max(widths)) + appearance.px(22), room)
