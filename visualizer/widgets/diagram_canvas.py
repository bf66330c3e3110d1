"""A diagram in its viewport: laid out, scrolled, zoomed, painted once and marked."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from engine.structure import Structure
from visualizer.appearance import Appearance
from visualizer.diagram import wording
from visualizer.diagram.folding import layer_counts
from visualizer.diagram.geometry import Box, Layout
from visualizer.diagram.layout import lay_out
from visualizer.diagram.quantities import parameters
from visualizer.widgets.diagram_marks import Marks, paint_marks
from visualizer.widgets.diagram_picture import DiagramPicture, Drawn, metrics
from visualizer.widgets.resolution import ratio_of

#: The largest zoom; 1 fits the width.
MOST_ZOOM = 3.0


class DiagramCanvas(QAbstractScrollArea):
    """Blocks and what flows between them; the input stands at the bottom."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._structure = Structure()
        self._counts: dict[str, int] = {}
        self._known: dict[str, int] = {}
        self._opened: dict[str, int] = {}
        self.layout_drawn = Layout(0, 0)
        self.zoom = 1.0
        self.marks = Marks()
        self._picture = QPixmap()
        self._pictured: tuple[object, ...] = ()
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setAccessibleName(self.tr("Diagram of the model"))
        appearance.changed.connect(self._restyle)

    # ------------------------------------------------------------ what is shown

    def set_structure(self, structure: Structure) -> None:
        """Draw another model, from its top on, where its lanes are named."""
        self._structure = structure
        self._counts = parameters(structure)
        self._opened = {}
        self.marks = Marks()
        self.zoom = 1.0
        self._lay_out()
        self.verticalScrollBar().setValue(0)

    def set_known(self, known: Mapping[str, int]) -> None:
        """What the symbols of shapes stand for in the watched sentence."""
        if dict(known) != self._known:
            self._known = dict(known)
            self.viewport().update()

    def open_layer(self, lane: str, layer: int) -> None:
        """Open this layer where the lane's layers are folded."""
        if self._opened.get(lane) != layer and layer_counts(self._structure).get(lane, 0) > layer:
            self._opened[lane] = layer
            self._lay_out()

    def set_chosen(self, name: str) -> None:
        """Frame a block in amber; "" for none."""
        if name != self.marks.chosen:
            self.marks.chosen = name
            self.marks.cursor = name or self.marks.cursor
            box = self.layout_drawn.box(name) if name else None
            if box is not None:
                self.show_box(box)
            self.viewport().update()

    def mark(self, names: Collection[str]) -> None:
        """Point out blocks, as a symbol of the equation does."""
        self.marks.named = frozenset(names)
        boxes = [box for box in map(self.layout_drawn.box, names) if box is not None]
        if boxes and not any(self._seen(box) for box in boxes):
            self.show_box(boxes[0])
        self.viewport().update()

    def show_box(self, box: Box) -> None:
        """Scroll until a box is seen."""
        bar, view = self.verticalScrollBar(), self.viewport().height()
        if not self._seen(box):
            bar.setValue(round(box.middle[1] - view / 2))
        across, wide = self.horizontalScrollBar(), self.viewport().width()
        if box.left < across.value() or box.right > across.value() + wide:
            across.setValue(round(box.middle[0] - wide / 2))

    def set_zoom(self, zoom: float) -> None:
        """1 fits the width; what is in the middle stays there."""
        zoom = min(max(zoom, 1.0), MOST_ZOOM)
        if zoom != self.zoom:
            bars = (self.horizontalScrollBar(), self.verticalScrollBar())
            sizes = (self.viewport().width(), self.viewport().height())
            whole = (self.layout_drawn.width, self.layout_drawn.height)
            middles = [
                (bar.value() + size / 2) / max(all_of, 1)
                for bar, size, all_of in zip(bars, sizes, whole, strict=True)
            ]
            self.zoom = zoom
            self._lay_out()
            whole = (self.layout_drawn.width, self.layout_drawn.height)
            for bar, size, all_of, middle in zip(bars, sizes, whole, middles, strict=True):
                bar.setValue(round(middle * all_of - size / 2))

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(300), self._appearance.px(360))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.px(160), self._appearance.px(120))

    def facts(self, box: Box) -> tuple[str, ...]:
        """What is said of a box, line by line."""
        return wording.facts(box.node, self._known, self._counts)

    # ------------------------------------------------------------ geometry

    @Slot()
    def _restyle(self) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        sizes = metrics(self._appearance, self.zoom)
        width = self.viewport().width() * self.zoom
        self.layout_drawn = lay_out(self._structure, width, sizes, self._opened)
        self._pictured = ()
        view, whole = self.viewport().size(), self.layout_drawn
        for bar, size, all_of in (
            (self.horizontalScrollBar(), view.width(), whole.width),
            (self.verticalScrollBar(), view.height(), whole.height),
        ):
            bar.setRange(0, max(round(all_of) - size, 0))
            bar.setPageStep(size)
            bar.setSingleStep(self._appearance.px(24))
        self.viewport().update()

    def _offset(self) -> QPointF:
        """From the diagram's corner to the viewport's: a short diagram stands in the middle."""
        spare = self.viewport().height() - self.layout_drawn.height
        return QPointF(
            self.horizontalScrollBar().value(),
            self.verticalScrollBar().value() - max(spare / 2, 0),
        )

    def _seen(self, box: Box) -> bool:
        top = self._offset().y()
        return box.top >= top and box.bottom <= top + self.viewport().height()

    def box_at(self, position: QPointF) -> Box | None:
        """The box at a place of the viewport."""
        place = position + self._offset()
        return self.layout_drawn.at(place.x(), place.y(), 2.0)

    # ------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        offset, ratio = self._offset(), ratio_of(painter)
        theme, size = self._appearance.theme.name, self.viewport().size()
        known = tuple(self._known.items())
        pictured = (offset.toPoint(), size, ratio, theme, known)
        if pictured != self._pictured:
            self._pictured = pictured
            self._picture = self._draw(offset, ratio)
        painter.drawPixmap(0, 0, self._picture)
        painter.translate(-offset)
        paint_marks(
            painter, self._appearance, self.layout_drawn, self.marks, self.zoom, self.hasFocus()
        )
        if self.hasFocus() and not self.marks.cursor:
            painter.resetTransform()
            painter.setPen(QPen(self._appearance.colour("focus"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def _draw(self, offset: QPointF, ratio: float) -> QPixmap:
        size = self.viewport().size()
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(self._appearance.colour("panel"))
        total = max(sum(self._counts.values()), 1)
        shares = {name: count / total for name, count in self._counts.items()}
        names = {"encoder": self.tr("Encoder"), "decoder": self.tr("Decoder")}
        drawn = Drawn(
            self.layout_drawn, shares, self._known, self.zoom, names, self._structure.window
        )
        painter = QPainter(picture)
        painter.translate(-offset)
        area = QRectF(offset.x(), offset.y(), size.width(), size.height())
        DiagramPicture(painter, self._appearance, drawn).paint(area)
        painter.end()
        return picture

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()
        box = self.layout_drawn.box(self.marks.chosen) if self.marks.chosen else None
        if box is not None:
            self.show_box(box)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()
