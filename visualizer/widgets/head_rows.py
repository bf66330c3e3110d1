"""One row of attention for every head: all that the model looked at for one token."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from engine.seen.maps import HeadReference
from visualizer.appearance import Appearance
from visualizer.selection import Pair, Selection, TokenReference, token_at
from visualizer.widgets.head_rows_layout import HeadRowsLayout, Spot
from visualizer.widgets.head_rows_painting import HeadRowsPainting, coloured
from visualizer.widgets.row_group import RowGroup, chosen_head, head_name
from visualizer.widgets.scrolled_picture import ScrolledPicture


class HeadRows(ScrolledPicture):
    """Layers × heads down, keys across, one block a group; the chosen head's row is framed.

    A click chooses a head, or Up and Down in the group in front, whose title is bright.

    Signals: `spotted(spot)` when a cell was clicked (a Spot), after the head was chosen.
    """

    spotted = Signal(object)

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, parent)
        self._selection = selection
        self._layout: HeadRowsLayout | None = None
        self._groups: list[RowGroup] = []
        self._images: dict[str, QImage] = {}
        self._query = TokenReference("target", -1)
        self._front = ""
        selection.changed.connect(self.viewport().update)
        selection.head_changed.connect(self._head_changed)

    @property
    def front(self) -> str:
        """The group whose head the keys choose."""
        return self._front

    def show_groups(self, groups: list[RowGroup], query: TokenReference) -> None:
        """Show these rows of one query; all groups have the same layers and heads."""
        self._groups, self._query = groups, query
        if self._front not in (group.name for group in groups):
            self._front = groups[0].name if groups else ""
        self.restyle()

    def chosen(self, group: RowGroup) -> tuple[int, int]:
        """(layer, head) chosen in a group, counted from 0; head may be MEAN."""
        return chosen_head(self._selection, group.name, group.weights)

    def spot_at(self, point: QPoint) -> Spot | None:
        """What is under a point of the viewport."""
        return self._layout.spot_at(point) if self._layout is not None else None

    def cell_rect(self, spot: Spot) -> QRectF:
        """Where a cell is drawn, in the viewport."""
        assert self._layout is not None
        return self._layout.cell_rect(spot)

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(400), self._appearance.px(280))

    # ------------------------------------------------------------ the picture

    def arrange(self) -> None:
        if not self._groups:
            self._layout = None
            return
        self._images = {group.name: coloured(self._appearance, group) for group in self._groups}
        size = self.viewport().size()
        self._layout = HeadRowsLayout(self._appearance, self._groups, size)
        self.set_scrolling(self._layout.whole, self._layout.page)
        self._layout.scrolled = self.scrolled

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if self._layout is not None:
            self._layout.scrolled = self.scrolled
        self.viewport().update()

    def draw(self, painter: QPainter) -> None:
        if self._layout is not None:
            HeadRowsPainting(
                painter, self._appearance, self._layout, self._selection, self._images
            ).paint(self._front)

    def tip_at(self, point: QPoint) -> str:
        spot = self.spot_at(point)
        return self.words(spot) if spot else ""

    def words(self, spot: Spot) -> str:
        """ "L2 H3 → it, α = .400"."""
        group = self._group(spot.group)
        value = f"{float(group.row(spot.layer, spot.head)[spot.column]):.3f}".removeprefix("0")
        name = head_name(group.weights, spot.layer, spot.head)
        return f"{name} → {group.tokens[spot.column].text}, α = {value}".strip()

    # ------------------------------------------------------------ pointing and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = self.spot_at(event.position().toPoint())
        if spot is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._front = spot.group
        self._selection.choose_head(HeadReference(spot.group, spot.layer, spot.head))
        self._selection.lock(self._pair(spot))
        self.spotted.emit(spot)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = self.spot_at(event.position().toPoint())
        self._selection.hover(self._pair(spot) if spot else None)

    def leaveEvent(self, event: QEvent) -> None:
        self._selection.hover(None)

    def walk(self, step: int) -> None:
        """Choose the next or the previous head of the group in front, round and round."""
        if not self._groups:
            return
        group = self._group(self._front)
        order = group.order()
        chosen = order[(order.index(self.chosen(group)) + step) % len(order)]
        self._selection.choose_head(HeadReference(group.name, *chosen))
        self._scroll_to(group, *chosen)

    def turn(self, step: int) -> None:
        """Bring the next or the previous group to the front of the keys."""
        names = [group.name for group in self._groups]
        if names:
            self._front = names[(names.index(self._front) + step) % len(names)]
            self.viewport().update()

    def _pair(self, spot: Spot) -> Pair:
        return Pair(self._query, token_at(self._group(spot.group).axis, spot.column))

    def _group(self, name: str) -> RowGroup:
        return next(group for group in self._groups if group.name == name)

    def _scroll_to(self, group: RowGroup, layer: int, head: int) -> None:
        layout = self._layout
        if layout is None:
            return
        top = layout.top(group, layer, head)
        below = top + layout.cell.height() - layout.size.height()
        self.scroll_by(0, max(below, 0) - max(layout.head - top, 0))

    @Slot(str)
    def _head_changed(self, group: str) -> None:
        self.viewport().update()
