"""The diagram of a model: scrolled, zoomed, walked through with the keyboard, its blocks chosen."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QMenu, QToolTip, QWidget

from engine.structure import Structure
from visualizer.appearance import Appearance
from visualizer.diagram import wording
from visualizer.diagram.folding import layer_counts
from visualizer.diagram.geometry import Box, Layout
from visualizer.diagram.layout import lay_out
from visualizer.diagram.quantities import parameters
from visualizer.widgets.diagram_marks import paint_marks
from visualizer.widgets.diagram_picture import DiagramPicture, Drawn, metrics
from visualizer.widgets.resolution import ratio_of

#: The largest zoom, and one step of it; 1 fits the width.
MOST_ZOOM, ZOOM_STEP = 3.0, 1.2


class DiagramView(QAbstractScrollArea):
    """Blocks and what flows between them; the input stands at the bottom.

    Signals: `block_chosen(name)` when a block is clicked or Enter is pressed on it;
    `layer_opened(lane, layer)` when another layer of a folded stack shall be open.
    """

    block_chosen = Signal(str)
    layer_opened = Signal(str, int)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._structure = Structure()
        self._counts: dict[str, int] = {}
        self._known: dict[str, int] = {}
        self._opened: dict[str, int] = {}
        self.layout_drawn = Layout(0, 0)
        self.zoom = 1.0
        #: Block names: the one that is chosen, those that a symbol names, and the cursor's.
        self.chosen = ""
        self.marked: frozenset[str] = frozenset()
        self.cursor_name = ""
        self._hovered = ""
        self._picture = QPixmap()
        self._pictured: tuple[object, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(self.tr("Diagram of the model"))
        appearance.changed.connect(self._restyle)

    # ------------------------------------------------------------ what is shown

    def set_structure(self, structure: Structure) -> None:
        """Draw another model, from its input on."""
        self._structure = structure
        self._counts = parameters(structure)
        self._opened = {}
        self.chosen = self.cursor_name = self._hovered = ""
        self.marked = frozenset()
        self.zoom = 1.0
        self._lay_out()
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def set_known(self, known: Mapping[str, int]) -> None:
        """What the symbols of shapes stand for in the watched sentence."""
        if dict(known) != self._known:
            self._known = dict(known)
            self._describe()
            self.viewport().update()

    def open_layer(self, lane: str, layer: int) -> None:
        """Open this layer where the lane's layers are folded."""
        if self._opened.get(lane) != layer and layer_counts(self._structure).get(lane, 0) > layer:
            self._opened[lane] = layer
            self._lay_out()

    def set_chosen(self, name: str) -> None:
        """Frame a block in amber; "" for none."""
        if name != self.chosen:
            self.chosen = name
            self.cursor_name = name or self.cursor_name
            box = self.layout_drawn.box(name) if name else None
            if box is not None:
                self.show_box(box)
            self.viewport().update()

    def mark(self, names: Collection[str]) -> None:
        """Point out blocks, as a symbol of the equation does."""
        self.marked = frozenset(names)
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
        paint_marks(painter, self._appearance, self)
        if self.hasFocus() and not self.cursor_name:
            painter.resetTransform()
            painter.setPen(QPen(self._appearance.colour("focus"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    @property
    def hovered(self) -> str:
        """The block under the pointer."""
        return self._hovered

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

    # ------------------------------------------------------------ pointing

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        box = self.box_at(event.position())
        self._point(box.node.name if box is not None else "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        box = self.box_at(event.position())
        if box is not None and event.button() == Qt.MouseButton.LeftButton:
            self.cursor_name = box.node.name
            self._choose(box)

    def leaveEvent(self, event: QEvent) -> None:
        self._point("")

    def _point(self, name: str) -> None:
        if name != self._hovered:
            self._hovered = name
            self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            box = self.box_at(QPointF(event.pos()))
            text = "\n".join(self.facts(box)) if box is not None else ""
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        if event.type() == QEvent.Type.Leave:
            self._point("")
        return super().viewportEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.zoom * ZOOM_STEP ** (event.angleDelta().y() / 120))
            event.accept()
        else:
            super().wheelEvent(event)

    def _choose(self, box: Box) -> None:
        self._describe()
        if box.node.layers:
            self._offer_layers(box)
        else:
            self.block_chosen.emit(box.node.name)
        self.viewport().update()

    def _offer_layers(self, box: Box) -> None:
        """A menu of the layers that are folded together here."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for layer in reversed(box.node.layers):
            action = menu.addAction(self.tr("Open layer {0}").format(layer + 1))
            action.setData((box.node.lane, layer))
            action.triggered.connect(self._layer_taken)
        corner = QPointF(box.left, box.bottom) - self._offset()
        menu.popup(self.viewport().mapToGlobal(corner.toPoint()))

    @Slot()
    def _layer_taken(self) -> None:
        lane, layer = self.sender().data()  # type: ignore[attr-defined]
        self.open_layer(lane, layer)
        self.layer_opened.emit(lane, layer)

    # ------------------------------------------------------------ keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        steps = {
            Qt.Key.Key_Up: QPoint(0, -1),
            Qt.Key.Key_Down: QPoint(0, 1),
            Qt.Key.Key_Left: QPoint(-1, 0),
            Qt.Key.Key_Right: QPoint(1, 0),
        }
        box = self.layout_drawn.box(self.cursor_name) if self.cursor_name else None
        if key in steps and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._walk(steps[Qt.Key(key)], box)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and box is not None:
            self._choose(box)
        elif event.text() in ("+", "="):
            self.set_zoom(self.zoom * ZOOM_STEP)
        elif event.text() == "-":
            self.set_zoom(self.zoom / ZOOM_STEP)
        elif event.text() == "0":
            self.set_zoom(1.0)
        else:
            super().keyPressEvent(event)

    def _walk(self, step: QPoint, box: Box | None) -> None:
        """To the nearest box in a direction; to the first one from nowhere."""
        found = self.layout_drawn.neighbour(box, step.x(), step.y())
        if found is not None:
            self.cursor_name = found.node.name
            self.show_box(found)
            self._describe()
            self.viewport().update()

    def _describe(self) -> None:
        """Let a screen reader say what the cursor stands on."""
        box = self.layout_drawn.box(self.cursor_name) if self.cursor_name else None
        said = ", ".join(self.facts(box)) if box is not None else ""
        self.setAccessibleDescription(said)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        bar = self.verticalScrollBar()
        low = bar.maximum() - bar.value() <= 1
        self._lay_out()
        if low:
            bar.setValue(bar.maximum())
        box = self.layout_drawn.box(self.chosen) if self.chosen else None
        if box is not None:
            self.show_box(box)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()
