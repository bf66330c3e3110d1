"""A matrix that grows by a row with every written token: what was seen when it was predicted."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from engine.seen.maps import Closed
from visualizer.appearance import Appearance
from visualizer.selection import Selection
from visualizer.widgets.growth_content import GrowthContent
from visualizer.widgets.growth_layout import GrowthLayout
from visualizer.widgets.growth_painting import not_yet_written, paint_growth
from visualizer.widgets.scrolled_picture import ScrolledPicture
from visualizer.widgets.wording import why_closed


class GrowthMap(ScrolledPicture):
    """Rows "in → out" over the source, or over what was written; the current row shows numbers.

    A click on a row goes there; a click on a cell also locks its column. Up and Down walk over the
    rows.

    Signals: `row_chosen(row)`, counted from 0, when the user wants to stand behind that token.
    """

    row_chosen = Signal(int)

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, parent)
        self._selection = selection
        self._layout: GrowthLayout | None = None
        self.content: GrowthContent | None = None
        selection.changed.connect(self.viewport().update)

    def set_content(self, content: GrowthContent) -> None:
        """Show these rows, the current one in sight."""
        self.content = content
        self.restyle()

    def cell_rect(self, row: int, column: int) -> QRectF:
        """Where a cell is drawn, in the viewport."""
        assert self._layout is not None
        return self._layout.cell_rect(row, column)

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(420), self._appearance.px(380))

    # ------------------------------------------------------------ the picture

    def arrange(self) -> None:
        if self.content is None or not self.content.columns:
            self._layout = None
            return
        size = self.viewport().size()
        self._layout = GrowthLayout(self._appearance, self.content, size, not_yet_written())
        self.set_scrolling(self._layout.whole, self._layout.page)
        self._layout.scrolled = self.scrolled

    def reveal(self) -> None:
        if self._layout is not None:
            way = self._layout.reveal()
            self.scroll_by(way.x(), way.y())

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if self._layout is not None:
            self._layout.scrolled = self.scrolled
        self.viewport().update()

    def draw(self, painter: QPainter) -> None:
        if self._layout is not None:
            paint_growth(painter, self._appearance, self._layout, self._locked_column())

    def tip_at(self, point: QPoint) -> str:
        return self.words(*self._place_at(point))

    def words(self, row: int, column: int) -> str:
        """ "elle → it, α = .400", or why there is no number."""
        if self.content is None or row < 0 or column < 0:
            return ""
        step, key = self.content.rows[row], self.content.columns[column].text
        if step.ahead:
            return self.tr("stepped back from")
        if column not in step.open:
            if self.content.window:
                said = self.tr("“{0}” is not seen: outside the window of {1} words")
                return said.format(key, self.content.window)
            return f"{step.token_out.text} → {key}, {why_closed(Closed.CAUSAL)}"
        if step.weights is None:
            said = self.tr("“{0}” is seen: inside the window of {1} words")
            return said.format(key, self.content.window)
        weight = f"{float(step.weights[column - step.open.start]):.3f}".removeprefix("0")
        return f"{step.token_out.text} → {key}, α = {weight}"

    # ------------------------------------------------------------ pointing and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row, column = self._place_at(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or self.content is None:
            return
        if column >= 0:
            at = row if row >= 0 else max(self.content.current, 0)
            self._selection.lock(self.content.pair(at, column))
        if row >= 0:
            self.row_chosen.emit(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row, column = self._place_at(event.position().toPoint())
        if self.content is not None and row >= 0 and column >= 0:
            self._selection.hover(self.content.pair(row, column))
        else:
            self._selection.hover(None)

    def leaveEvent(self, event: QEvent) -> None:
        self._selection.hover(None)

    def walk(self, step: int) -> None:
        if self.content is not None:
            row = self.content.current + step
            if 0 <= row < len(self.content.rows):
                self.row_chosen.emit(row)

    def turn(self, step: int) -> None:
        """Lock the next or the previous column of the current row."""
        if self.content is None or not self.content.columns:
            return
        last = len(self.content.columns) - 1
        column = min(max(self._locked_column() + step, 0), last)
        self._selection.lock(self.content.pair(max(self.content.current, 0), column))

    def _place_at(self, point: QPoint) -> tuple[int, int]:
        return self._layout.place_at(point) if self._layout is not None else (-1, -1)

    def _locked_column(self) -> int:
        shown = self._selection.shown
        if shown is None or self.content is None:
            return -1
        column = shown.column(self.content.axis)
        return column if column is not None and 0 <= column < len(self.content.columns) else -1
