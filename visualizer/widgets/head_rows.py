"""One row of attention for every head: all that the model looked at for one token."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QFontMetricsF,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QToolTip, QWidget

from engine.look import MEAN, HeadReference
from visualizer.appearance import Appearance
from visualizer.selection import Pair, Selection, TokenReference, token_at
from visualizer.theme import colour_table
from visualizer.widgets.glyph import paint_glyph
from visualizer.widgets.row_group import RowGroup
from visualizer.widgets.slanted import paint_slanted, slanted_height

#: A group shorter than the longest is given room for this many columns.
_RESERVED = 16


@dataclass(frozen=True)
class Spot:
    """A place in the picture: group, layer, head, and the key's column."""

    group: str
    layer: int
    head: int
    column: int


class HeadRows(QAbstractScrollArea):
    """Layers × heads down, keys across, one block a group; the chosen head's row is framed.

    A click chooses a head, or Up and Down in the group in front, whose title is bright.

    Signals: `spotted(spot)` when a cell was clicked (a Spot), after the head was chosen.
    """

    spotted = Signal(object)

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._selection = selection
        self._groups: list[RowGroup] = []
        self._images: dict[str, QImage] = {}
        self._front = ""
        self._cell = QSize(12, 12)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.viewport().setMouseTracking(True)
        appearance.changed.connect(self._restyle)
        selection.changed.connect(self.viewport().update)
        selection.head_changed.connect(self._head_changed)

    @property
    def front(self) -> str:
        """The group whose head the keys choose."""
        return self._front

    def show_groups(self, groups: list[RowGroup]) -> None:
        """Show these rows; all groups have the same layers and heads."""
        self._groups = groups
        if self._front not in (group.name for group in groups):
            self._front = groups[0].name if groups else ""
        self._restyle()

    def chosen(self, group: RowGroup) -> tuple[int, int]:
        """(layer, head) chosen in a group, counted from 0; head may be MEAN."""
        layer, head = self._selection.head(group.name)
        layers, heads, _ = group.weights.shape
        return layer % layers, head if head < heads else MEAN

    def spot_at(self, point: QPoint) -> Spot | None:
        """What is under a point of the viewport."""
        if point.y() < self._head_height():
            return None
        for group, left in zip(self._groups, self._lefts(), strict=True):
            column = (point.x() - left) // max(self._cell.width(), 1)
            if not 0 <= column < len(group.tokens):
                continue
            for layer, head in self._order(group):
                top = self._top(group, layer, head)
                if top <= point.y() < top + self._cell.height():
                    return Spot(group.name, layer, head, int(column))
        return None

    def cell_rect(self, spot: Spot) -> QRectF:
        """Where a cell is drawn, in the viewport."""
        place = [group.name for group in self._groups].index(spot.group)
        left = self._lefts()[place] + spot.column * self._cell.width()
        top = self._top(self._groups[place], spot.layer, spot.head)
        return QRectF(left, top, self._cell.width(), self._cell.height())

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(400), self._appearance.px(280))

    # ------------------------------------------------------------ geometry

    def _order(self, group: RowGroup) -> list[tuple[int, int]]:
        layers, heads, _ = group.weights.shape
        return [(layer, head) for layer in range(layers) for head in (*range(heads), MEAN)]

    def _gutter(self) -> int:
        metrics = QFontMetricsF(self._appearance.font("tick", bold=True))
        return round(metrics.horizontalAdvance("L10 mean")) + self._appearance.px(18)

    def _head_height(self) -> int:
        tokens = [token for group in self._groups for token in group.tokens]
        return self._appearance.px(24) + slanted_height(self._appearance, tokens)

    def _reserved(self, group: RowGroup) -> int:
        """Columns to leave room for: the past grows, and the picture shall not move with it."""
        most = max(len(other.tokens) for other in self._groups)
        return max(len(group.tokens), min(most, _RESERVED))

    def _title_width(self, group: RowGroup) -> int:
        metrics = QFontMetricsF(self._appearance.font("note", bold=True))
        return round(metrics.horizontalAdvance(group.title)) + self._appearance.px(18)

    def _lefts(self) -> list[int]:
        lefts, left = [], self._gutter()
        for group in self._groups:
            lefts.append(left)
            cells = self._reserved(group) * self._cell.width()
            left += max(cells, self._title_width(group)) + self._appearance.px(22)
        return lefts

    def _top(self, group: RowGroup, layer: int, head: int) -> int:
        heads = group.weights.shape[1]
        row = layer * (heads + 1) + (heads if head == MEAN else head)
        top = self._head_height() + row * self._cell.height() + layer * self._appearance.px(8)
        return int(top - self.verticalScrollBar().value())

    @Slot()
    def _restyle(self) -> None:
        px = self._appearance.px
        if self._groups:
            layers, heads, _ = self._groups[0].weights.shape
            keys = sum(self._reserved(group) for group in self._groups)
            gaps = self._gutter() + px(22) * (len(self._groups) - 1) + px(26)
            # Past some thirty keys there is no room for more; the columns then stay this narrow.
            width = (self.viewport().width() - gaps) // max(keys, 1)
            room = self.viewport().height() - self._head_height() - layers * px(8)
            height = room // max(layers * (heads + 1), 1)
            width = min(max(width, 4), px(32))
            # Nearly square where there is room; never too low for its label.
            height = max(min(height, px(24), round(1.7 * width)), px(12))
            self._cell = QSize(width, height)
            content = layers * ((heads + 1) * self._cell.height() + px(8))
            bar = self.verticalScrollBar()
            bar.setPageStep(max(self.viewport().height() - self._head_height(), 1))
            bar.setRange(0, max(0, content - bar.pageStep()))
            self._colour()
        self.viewport().update()

    def _colour(self) -> None:
        table = colour_table(self._appearance.theme.weight_stops)
        for group in self._groups:
            rows = np.stack([group.row(*at) for at in self._order(group)])
            pixels = np.ascontiguousarray(table[(rows.clip(0, 1) * 255 + 0.5).astype(np.uint8)])
            height, width = pixels.shape
            image = QImage(pixels.data, width, height, width * 4, QImage.Format.Format_RGB32)
            self._images[group.name] = image.copy()  # Qt does not keep the array alive.

    # ------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self._appearance.colour("panel"))
        if not self._groups:
            return
        head = self._head_height()
        painter.setClipRect(0, head - 3, self.viewport().width(), self.viewport().height())
        for group, left in zip(self._groups, self._lefts(), strict=True):
            self._paint_rows(painter, group, left)
        self._paint_row_labels(painter)
        painter.setClipping(False)
        for group, left in zip(self._groups, self._lefts(), strict=True):
            self._paint_head(painter, group, left, head)
        if self.hasFocus():
            painter.setPen(QPen(self._appearance.colour("focus"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def _paint_head(self, painter: QPainter, group: RowGroup, left: int, head: int) -> None:
        look = self._appearance
        px = look.px
        paint_glyph(painter, group.glyph, QRectF(left, px(6), px(11), px(11)), look.colour("mid"))
        front = group.name == self._front
        painter.setFont(look.font("note", bold=front))
        painter.setPen(look.colour("high" if front else "low"))
        painter.drawText(QPointF(left + px(17), px(16)), group.title)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        column = self._column(group)
        paint_slanted(
            painter, look, group.tokens, left, self._cell.width(), head - 1, column, "tick"
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_rows(self, painter: QPainter, group: RowGroup, left: int) -> None:
        look = self._appearance
        cell, keys = self._cell, len(group.tokens)
        image = self._images[group.name]
        for row, (layer, head) in enumerate(self._order(group)):
            top = self._top(group, layer, head)
            target = QRectF(left, top, keys * cell.width(), cell.height() - 1)
            painter.drawImage(target, image, QRectF(0, row, keys, 1))
        painter.setPen(look.colour("panel"))
        if cell.width() >= 9:
            layers, heads, _ = group.weights.shape
            for layer in range(layers):
                top = self._top(group, layer, 0)
                bottom = top + (heads + 1) * cell.height() - 2
                for column in range(1, keys):
                    x = left + column * cell.width() - 1
                    painter.drawLine(x, top, x, bottom)
        column = self._column(group)
        if column >= 0:
            painter.setPen(look.colour("selection"))
            x = left + column * cell.width() - 1
            layers, heads, _ = group.weights.shape
            top = self._top(group, 0, 0)
            bottom = self._top(group, layers - 1, MEAN) + cell.height() - 2
            painter.drawLine(x, top, x, bottom)
            painter.drawLine(x + cell.width(), top, x + cell.width(), bottom)
        top = self._top(group, *self.chosen(group))
        frame = QRectF(left - 2, top - 2, keys * cell.width() + 3, cell.height() + 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.colour("keyline"), 1))
        painter.drawRect(frame.adjusted(1.5, 1.5, -1.5, -1.5))
        painter.setPen(QPen(look.colour("selection"), 2))
        painter.drawRect(frame)

    def _paint_row_labels(self, painter: QPainter) -> None:
        look = self._appearance
        first = self._groups[0]
        chosen = {self.chosen(group) for group in self._groups}
        for layer, head in self._order(first):
            bold = (layer, head) in chosen
            painter.setFont(look.font("tick", bold))
            painter.setPen(look.colour("high" if bold else "low"))
            rect = QRectF(
                0,
                self._top(first, layer, head),
                self._gutter() - look.px(7),
                self._cell.height() - 1,
            )
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(rect, flags, self.head_name(layer, head))

    def head_name(self, layer: int, head: int) -> str:
        """ "L2 H3", or "L2 mean"."""
        name = self.tr("mean") if head == MEAN else f"H{head + 1}"
        return f"L{layer + 1} {name}"

    def _column(self, group: RowGroup) -> int:
        shown = self._selection.shown
        column = shown.column(group.axis) if shown else None
        return column if column is not None and 0 <= column < len(group.tokens) else -1

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

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            spot = self.spot_at(event.pos())
            QToolTip.showText(event.globalPos(), self.words(spot) if spot else "", self)
            return True
        return super().viewportEvent(event)

    def words(self, spot: Spot) -> str:
        """ "L2 H3 → it, α = .400"."""
        group = next(group for group in self._groups if group.name == spot.group)
        weight = float(group.row(spot.layer, spot.head)[spot.column])
        token = group.tokens[spot.column].text
        value = f"{weight:.3f}".removeprefix("0")
        return f"{self.head_name(spot.layer, spot.head)} → {token}, α = {value}"

    def _pair(self, spot: Spot) -> Pair:
        group = next(group for group in self._groups if group.name == spot.group)
        past = len(group.tokens) if spot.group == "decoder" else self._past()
        query = TokenReference("target", past - 2)
        return Pair(query, token_at(group.axis, spot.column))

    def _past(self) -> int:
        return next((len(g.tokens) for g in self._groups if g.name == "decoder"), 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.walk(step)

    def walk(self, step: int) -> None:
        """Choose the next or the previous head of the group in front, round and round."""
        group = next((group for group in self._groups if group.name == self._front), None)
        if group is None:
            return
        order = self._order(group)
        chosen = order[(order.index(self.chosen(group)) + step) % len(order)]
        self._selection.choose_head(HeadReference(group.name, *chosen))
        self._scroll_to(group, *chosen)

    def turn(self, step: int) -> None:
        """Bring the next or the previous group to the front of the keys."""
        names = [group.name for group in self._groups]
        if names:
            self._front = names[(names.index(self._front) + step) % len(names)]
            self.viewport().update()

    def _scroll_to(self, group: RowGroup, layer: int, head: int) -> None:
        top, bar = self._top(group, layer, head), self.verticalScrollBar()
        below = top + self._cell.height() - self.viewport().height()
        above = self._head_height() - top
        bar.setValue(bar.value() + max(below, 0) - max(above, 0))

    @Slot(str)
    def _head_changed(self, group: str) -> None:
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._restyle()

    def focusInEvent(self, event: QEvent) -> None:
        self.viewport().update()

    def focusOutEvent(self, event: QEvent) -> None:
        self.viewport().update()
