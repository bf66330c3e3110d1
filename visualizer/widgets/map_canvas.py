"""A map as it is seen: what it shows, where its cells stand, how it is zoomed and painted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.seen.tokens import Axis, Token
from visualizer.appearance import Appearance
from visualizer.selection import Selection
from visualizer.widgets import scale
from visualizer.widgets.grid import Grid
from visualizer.widgets.map_content import MapContent
from visualizer.widgets.map_painting import MapPainting
from visualizer.widgets.resolution import ratio_of

_ZOOM = 1.25


class MapCanvas(QWidget):
    """Everything about a map but pointing at it; see :class:`visualizer.widgets.heatmap.Heatmap`.

    Signals: `rows_changed` when rows have moved on screen; `view_changed` after zooming or
    panning.
    """

    rows_changed = Signal()
    view_changed = Signal()

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._selection = selection
        self.content: MapContent | None = None
        self.grid = Grid()
        self.mode: scale.Mode = "fixed"
        self.threshold: float | None = None
        self.cursor_cell: tuple[int, int] | None = None
        self._kept: NDArray[np.bool_] | None = None
        self._painting = MapPainting(appearance, self.grid)
        self._by_keyboard = False
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self._restyle)
        selection.side_changed.connect(self.update)

    # ------------------------------------------------------------ what is shown

    def set_map(
        self,
        weights: NDArray[np.float32] | None,
        closed: NDArray[np.uint8],
        row_axis: Axis,
        column_axis: Axis,
        row_tokens: tuple[Token, ...],
        column_tokens: tuple[Token, ...],
        row_inputs: tuple[Token, ...] = (),
        value_weighted: bool = False,
    ) -> None:
        """Show these weights; zoom, pan and cursor stay where the shape is the old one.

        With `row_inputs` every row reads "in → out". See :class:`MapContent` for the rest.
        """
        self.set_content(
            MapContent(
                weights,
                closed,
                row_axis,
                column_axis,
                row_tokens,
                column_tokens,
                row_inputs,
                value_weighted,
            )
        )

    def set_content(self, content: MapContent) -> None:
        """The same, of one piece."""
        before, self.content = self.content, content
        if self.grid.set_shape(*content.shape):
            self.cursor_cell = None
            before = None
        self._weigh()
        if before is None or _labels(content) != _labels(before):
            self._painting.set_labels(content)
            self._lay_out()
        self.update()

    def set_corner(self, *lines: str, narrow: tuple[str, ...] = ()) -> None:
        """Words over the row labels that say what rows are.

        Of `narrow`, shorter words for the same, one takes their place where they do not fit, or
        where rows name only the token that comes out.
        """
        if (lines, narrow) != (self._painting.corner, self._painting.narrow_corner):
            self._painting.corner, self._painting.narrow_corner = lines, narrow
            self.update()

    def set_mode(self, mode: scale.Mode) -> None:
        """Choose the mapping from weight to colour."""
        if mode != self.mode:
            self.mode = mode
            self._weigh()
            self.update()

    def set_threshold(self, mass: float | None) -> None:
        """Show only the fewest cells of each row that hold this share of its mass; None: all."""
        if mass != self.threshold:
            self.threshold = mass
            self._weigh()
            self.update()

    def _weigh(self) -> None:
        """From weights to levels."""
        if self.content is None:
            return
        weights = self.content.weights
        self._kept = None
        if weights is not None and self.threshold is not None:
            self._kept = scale.kept(weights, self.threshold)
        self._painting.set_weights(self.content, self.mode, self._kept)

    # ------------------------------------------------------------ geometry for neighbours

    @property
    def row_height(self) -> float:
        """Pixels from one row to the next."""
        return self.grid.cell_height

    @property
    def first_row_top(self) -> int:
        """y of the first row; above the map's port when panned."""
        return self.grid.row_edge(0)

    @property
    def shows_spread(self) -> bool:
        """Whether bars beside the rows say how far each spreads its weight."""
        known = self.content is not None and self.content.weights is not None
        return known and self._painting.has_spread

    @property
    def labels_every(self) -> int:
        """Each how many-th token along a side is named: 1 where all are."""
        return max(self._painting.every)

    def row_rect(self, row: int) -> QRect:
        """A row across the whole widget, clipped to the part in view (empty if none is)."""
        cell = self.grid.cell(row, 0)
        port = QRect(0, self.grid.port.top(), self.width(), self.grid.port.height())
        return QRect(0, cell.top(), self.width(), cell.height()).intersected(port)

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(480), self._appearance.px(440))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.px(140), self._appearance.px(110))

    def _lay_out(self) -> None:
        self._painting.lay_out(self.size())
        self.rows_changed.emit()

    # ------------------------------------------------------------ zoom and pan

    def zoom_in(self) -> None:
        """One step closer, about the middle."""
        self._zoom(_ZOOM)

    def zoom_out(self) -> None:
        """One step away."""
        self._zoom(1 / _ZOOM)

    def zoom_to_fit(self) -> None:
        """Show the whole map."""
        if self.grid.zoom_to_fit():
            self._view_moved()

    def _zoom(self, factor: float, at: QPoint | None = None) -> None:
        if self.grid.zoom_by(factor, at):
            self._view_moved()

    def _pan(self, x: float, y: float) -> bool:
        moved = self.grid.pan(x, y)
        if moved:
            self._view_moved()
        return moved

    def _view_moved(self) -> None:
        self.view_changed.emit()
        self.rows_changed.emit()
        self.update()

    # ------------------------------------------------------------ Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.content is None:
            painter.fillRect(event.rect(), self._appearance.colour("panel"))
            return
        focus = self.hasFocus() and self._by_keyboard
        self._painting.paint(
            painter,
            self.content,
            self._selection,
            cursor=self.cursor_cell if focus else None,
            focus=focus,
            size=self.size(),
            ratio=ratio_of(painter),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    @Slot()
    def _restyle(self) -> None:
        self._lay_out()
        self.updateGeometry()
        self.update()


def _labels(content: MapContent) -> tuple[object, ...]:
    """What is written along the sides."""
    return (
        content.row_tokens,
        content.column_tokens,
        content.row_inputs,
        content.row_segments,
    )
