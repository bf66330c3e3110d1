"""All heads of one kind of attention in one composed picture: what it shows and how it looks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QSize, Qt, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.seen.maps import MEAN, MapGroup
from visualizer.appearance import Appearance
from visualizer.selection import Selection
from visualizer.widgets import pointing
from visualizer.widgets.axis_labels import thinned
from visualizer.widgets.mosaic_layout import MosaicLayout, lay_out
from visualizer.widgets.mosaic_picture import Thumbnails, compose
from visualizer.widgets.resolution import ratio_of
from visualizer.widgets.scale import Mode, number

_RIGHT = Qt.AlignmentFlag.AlignRight


class MosaicCanvas(QWidget):
    """Everything about a mosaic but choosing; see :class:`visualizer.widgets.mosaic.Mosaic`."""

    def __init__(
        self,
        appearance: Appearance,
        selection: Selection,
        *,
        strip: bool = False,
        labels: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._selection = selection
        self._strip = strip
        self._labels = labels
        self._group: MapGroup | None = None
        self._thumbnails: Thumbnails | None = None
        self._mode: Mode = "fixed"
        self._summary = "focus"
        self._layout: MosaicLayout | None = None
        self._picture = QImage()
        self._picture_of: tuple[object, ...] = ()
        self._version = 0
        self._hovered: tuple[int, int] | None = None
        self._by_keyboard = False
        vertical = QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Expanding, vertical)
        appearance.changed.connect(self._restyle)
        selection.head_changed.connect(self._head_changed)

    # ------------------------------------------------------------ what is shown

    def set_group(self, group: MapGroup | None) -> None:
        """Show the heads of a group, or none."""
        before, self._group = self._group, group
        self._thumbnails = None  # made when it is painted: a strip that nobody sees costs nothing
        self._version += 1
        if group is not None:
            self.setAccessibleName(self.tr("Heads of {group}").format(group=group.name))
        if before is None or group is None or before.thumbnails.shape != group.thumbnails.shape:
            self._lay_out()
        self._describe()
        self.update()

    def set_mode(self, mode: Mode) -> None:
        """Choose the mapping from weight to colour."""
        if mode != self._mode:
            self._mode = mode
            self.set_group(self._group)

    def set_summary(self, name: str) -> None:
        """Choose what the bars under the heads say: a name of MapGroup.summaries."""
        if name != self._summary:
            self._summary = name
            self._version += 1
            self._describe()
            self.update()

    @property
    def chosen(self) -> tuple[int, int]:
        """(layer, head) that is framed; head `heads` is the mean."""
        if self._group is None:
            return 0, 0
        layer, head = self._selection.head(self._group.name)
        layer = layer % self._group.layers
        return layer, self._group.heads if head == MEAN else min(head, self._group.heads - 1)

    def words(self, layer: int, head: int) -> str:
        """What a tooltip says: "decoder layer 2 head 1 · focus .83"."""
        assert self._group is not None
        which = self.tr("mean of heads")
        if head < self._group.heads:
            which = self.tr("head {number}").format(number=head + 1)
        text = self.tr("{group} layer {layer} {head}").format(
            group=self._group.name, layer=layer + 1, head=which
        )
        values = self._group.summaries.get(self._summary)
        if values is None:
            return text
        value = float(values[layer].mean() if head == self._group.heads else values[layer, head])
        shown = f"{value:.1f}" if self._summary == "distance" else number(value)
        return f"{text} · {self._summary} {shown}"

    def tile(self, layer: int, head: int) -> QRect:
        """Where a thumbnail stands; empty while there is none."""
        return self._layout.rectangle(layer, head) if self._layout else QRect()

    def _bars(self) -> NDArray[np.float32] | None:
        assert self._group is not None
        values = self._group.summaries.get(self._summary)
        if values is None:
            return None
        bars = np.concatenate([values, values.mean(axis=1, keepdims=True)], axis=1)
        if self._summary == "distance":
            bars = bars / max(max(self._group.closed.shape) - 1, 1)
        return np.asarray(bars, np.float32)

    @Slot(str)
    def _head_changed(self, group: str) -> None:
        if self._group is not None and group == self._group.name:
            if self._strip and self._layout and self.chosen[0] not in self._layout.layers:
                self._lay_out()
            self._describe()
            self.update()

    def _describe(self) -> None:
        self.setAccessibleDescription(self.words(*self.chosen) if self._group else "")

    # ------------------------------------------------------------ Qt

    def sizeHint(self) -> QSize:
        if self._layout is None:
            return QSize(self._appearance.px(200), self._appearance.px(40))
        return QSize(self._appearance.px(200), self._layout.size()[1])

    def minimumSizeHint(self) -> QSize:
        if self._layout is None or self._strip:
            return QSize(self._appearance.px(120), self.sizeHint().height())
        # With the smallest thumbnails, so that what has grown can shrink again.
        smallest = self._fit(0)
        return QSize(smallest.size()[0] if smallest else 0, self._layout.size()[1])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._appearance.colour("panel"))
        layout, group = self._layout, self._group
        if layout is None or group is None:
            return
        self._paint_picture(painter, layout, group)
        self._paint_labels(painter, layout)
        painter.setClipping(False)
        tile = layout.rectangle(*self.chosen)
        if self.chosen[0] in layout.layers:
            pointing.paint_locked(painter, self._appearance, tile.adjusted(-1, -1, 1, 1))
        hovered = self._hovered is not None and self._hovered != self.chosen
        if hovered and self._hovered is not None and self._hovered[0] in layout.layers:
            frame = layout.rectangle(*self._hovered).adjusted(-1, -1, 2, 2)
            pointing.paint_hovered(painter, self._appearance, frame)
        if self.hasFocus() and self._by_keyboard:
            pointing.paint_focus(painter, self._appearance, tile.adjusted(-2, -2, 2, 2))

    def _paint_picture(self, painter: QPainter, layout: MosaicLayout, group: MapGroup) -> None:
        """Draw the kept picture of the layers in view, composing it anew when it is out of date."""
        seen = self.visibleRegion().boundingRect() or self.rect()
        first, last = layout.layers.start, layout.layers.stop
        if not layout.strip:
            places = range(
                max((seen.top() - layout.top) // layout.pitch_y, 0),
                min((seen.bottom() - layout.top) // layout.pitch_y + 1, len(layout.layers)),
            )
            if not places:
                return
            first, last = places.start, places.stop
        top = layout.rectangle(first, 0).top() - 2
        bottom = layout.bar_rectangle(last - 1, 0).bottom() + 2
        ratio = ratio_of(painter)
        picture_of = (self._version, layout, first, last, ratio, self._appearance.theme.name)
        if picture_of != self._picture_of:
            size = layout.size()[0], bottom - top
            if self._thumbnails is None:
                self._thumbnails = Thumbnails(group, self._mode)
            self._picture = compose(
                self._appearance,
                self._thumbnails,
                layout,
                range(first, last),
                size,
                top,
                ratio,
                self._bars(),
            )
            self._picture_of = picture_of
        painter.drawImage(QPoint(0, top), self._picture)

    def _paint_labels(self, painter: QPainter, layout: MosaicLayout) -> None:
        a = self._appearance
        painter.setFont(a.font("tick"))
        painter.setPen(a.colour("low"))
        line = painter.fontMetrics().height()
        room = layout.height if layout.strip else layout.pitch_y
        for layer in layout.layers if layout.strip else thinned(layout.layers, room, line):
            tile = layout.rectangle(layer, 0)
            area = QRect(tile.left() - a.px(24), tile.top(), a.px(19), tile.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | _RIGHT, f"L{layer + 1}")
        if layout.strip or not self._labels:
            return
        metrics = painter.fontMetrics()
        wide = metrics.horizontalAdvance(f"H{layout.heads}") + a.px(4)
        top, first = layout.top - line - a.px(3), layout.layers.start
        for head in thinned(range(layout.heads), layout.pitch_x, wide):
            self._paint_head(painter, layout.rectangle(first, head), top, f"H{head + 1}")
        mean = self.tr("mean")
        if metrics.horizontalAdvance(mean) > layout.pitch_x + a.px(2):
            mean = "μ"
        self._paint_head(painter, layout.rectangle(first, layout.heads), top, mean)

    def _paint_head(self, painter: QPainter, tile: QRect, top: int, text: str) -> None:
        wide = painter.fontMetrics().horizontalAdvance(text)
        left = min(tile.center().x() - wide // 2, self.width() - wide)
        painter.drawText(left, top + painter.fontMetrics().ascent(), text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    def _fit(self, width: int) -> MosaicLayout | None:
        if self._group is None:
            return None
        high, wide = self._group.thumbnails.shape[2:]
        return lay_out(
            self._appearance,
            self._group.layers,
            self._group.heads,
            int(high),
            int(wide),
            width,
            strip=self._strip,
            chosen=self.chosen[0],
            labels=self._labels,
        )

    def _lay_out(self) -> None:
        self._layout = self._fit(self.width())
        self.updateGeometry()

    @Slot()
    def _restyle(self) -> None:
        self._lay_out()
        self.update()
