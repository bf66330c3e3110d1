"""The diagram of a model, in which blocks are pointed at, walked through and chosen."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QMenu, QToolTip, QWidget

from visualizer.appearance import Appearance
from visualizer.diagram.geometry import Box
from visualizer.widgets.diagram_canvas import DiagramCanvas

#: One step of the zoom.
ZOOM_STEP = 1.2


class DiagramView(DiagramCanvas):
    """A diagram that answers to pointer and keyboard.

    Signals: `block_chosen(name)` when a block is clicked or Enter is pressed on it;
    `layer_opened(lane, layer)` when another layer of a folded stack shall be open.
    """

    block_chosen = Signal(str)
    layer_opened = Signal(str, int)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)

    def set_known(self, known: Mapping[str, int]) -> None:
        super().set_known(known)
        self._describe()

    # ------------------------------------------------------------ pointing

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        box = self.box_at(event.position())
        self._point(box.node.name if box is not None else "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        box = self.box_at(event.position())
        if box is not None and event.button() == Qt.MouseButton.LeftButton:
            self.marks.cursor = box.node.name
            self._choose(box)

    def leaveEvent(self, event: QEvent) -> None:
        self._point("")

    def _point(self, name: str) -> None:
        if name != self.marks.hovered:
            self.marks.hovered = name
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
        box = self.layout_drawn.box(self.marks.cursor) if self.marks.cursor else None
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
            self.marks.cursor = found.node.name
            self.show_box(found)
            self._describe()
            self.viewport().update()

    def _describe(self) -> None:
        """Let a screen reader say what the cursor stands on."""
        box = self.layout_drawn.box(self.marks.cursor) if self.marks.cursor else None
        said = ", ".join(self.facts(box)) if box is not None else ""
        self.setAccessibleDescription(said)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
