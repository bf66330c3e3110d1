"""Where the rows of every head stand: layers × heads down, one block of keys a group across."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, QSize
from PySide6.QtGui import QFontMetricsF

from visualizer.appearance import Appearance
from visualizer.widgets.row_group import RowGroup, over_source
from visualizer.widgets.slanted import slanted_height

#: A shorter past is given room for this many columns.
RESERVED = 16


@dataclass(frozen=True)
class Spot:
    """A place in the picture: group, layer, head, and the key's column."""

    group: str
    layer: int
    head: int
    column: int


class HeadRowsLayout:
    """The blocks in a viewport of `size`; `scrolled` says how far they are, in pixels."""

    def __init__(self, appearance: Appearance, groups: list[RowGroup], size: QSize) -> None:
        px = appearance.px
        self.groups = groups
        self.scrolled = QPoint(0, 0)
        self.size = size
        self.gap, self.between = px(8), px(22)
        metrics = QFontMetricsF(appearance.font("tick", bold=True))
        self.gutter = round(metrics.horizontalAdvance("L10 mean")) + px(18)
        tokens = [token for group in groups for token in group.tokens]
        self.head = px(24) + slanted_height(appearance, tokens)
        self._orders = {group.name: group.order() for group in groups}
        titles = QFontMetricsF(appearance.font("note", bold=True))
        self._titles = {
            group.name: round(titles.horizontalAdvance(group.title)) + px(18) for group in groups
        }
        self.cell = self._measure(appearance)

    def _measure(self, appearance: Appearance) -> QSize:
        px = appearance.px
        layers = self.groups[0].weights.shape[0]
        rows = len(self._orders[self.groups[0].name])
        keys = sum(self.reserved(group) for group in self.groups)
        gaps = self.gutter + self.between * (len(self.groups) - 1) + px(26)
        # Past some thirty keys there is no room for more; the columns then stay this narrow.
        width = (self.size.width() - gaps) // max(keys, 1)
        room = self.size.height() - self.head - layers * self.gap
        width = min(max(width, 4), px(44 if rows == 1 else 32))
        # Nearly square where there is room; never too low for its label.
        highest = px(34 if rows == 1 else 24)
        return QSize(width, max(min(room // rows, highest, round(1.7 * width)), px(12)))

    @property
    def page(self) -> QSize:
        return QSize(self.size.width(), self.size.height() - self.head)

    @property
    def whole(self) -> QSize:
        """All the rows there are, the labels at their left included."""
        first, last = self.groups[0], self.groups[-1]
        rows = len(self._orders[first.name]) * self.cell.height()
        right = self.gutter + sum(self._width(group) + self.between for group in self.groups)
        right += len(last.tokens) * self.cell.width() - self._width(last)
        return QSize(right, rows + first.weights.shape[0] * self.gap)

    def reserved(self, group: RowGroup) -> int:
        """Columns to leave room for: the past grows, and the picture shall not move with it."""
        return max(len(group.tokens), 0 if over_source(group.name) else RESERVED)

    def _width(self, group: RowGroup) -> int:
        cells = self.reserved(group) * self.cell.width()
        return max(cells, self._titles[group.name])

    def left(self, group: RowGroup) -> int:
        before = self.groups[: self.groups.index(group)]
        taken = sum(self._width(other) + self.between for other in before)
        return self.gutter + taken - self.scrolled.x()

    def top(self, group: RowGroup, layer: int, head: int) -> int:
        row = self._orders[group.name].index((layer, head))
        top = self.head + row * self.cell.height() + layer * self.gap
        return top - self.scrolled.y()

    def cell_rect(self, spot: Spot) -> QRectF:
        group = self.group(spot.group)
        left = self.left(group) + spot.column * self.cell.width()
        top = self.top(group, spot.layer, spot.head)
        return QRectF(left, top, self.cell.width(), self.cell.height())

    def spot_at(self, point: QPoint) -> Spot | None:
        """What is under a point of the viewport."""
        if point.y() < self.head or point.x() < self.gutter:
            return None
        for group in self.groups:
            column = (point.x() - self.left(group)) // max(self.cell.width(), 1)
            if not 0 <= column < len(group.tokens):
                continue
            for layer, head in self._orders[group.name]:
                top = self.top(group, layer, head)
                if top <= point.y() < top + self.cell.height():
                    return Spot(group.name, layer, head, int(column))
        return None

    def group(self, name: str) -> RowGroup:
        return next(group for group in self.groups if group.name == name)
