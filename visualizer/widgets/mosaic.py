"""All heads of one kind of attention at a glance: one composed picture, one head chosen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip, QWidget

from engine.seen.maps import MEAN, HeadReference
from visualizer.appearance import Appearance
from visualizer.selection import Selection
from visualizer.widgets.mosaic_canvas import MosaicCanvas


class Mosaic(MosaicCanvas):
    """Layers x heads of a group, and after a gap the mean of each layer.

    Click or arrow keys choose the head for all views. With `strip` all layers stand in one line,
    or only the chosen one where the line would be too long.
    """

    def __init__(
        self,
        appearance: Appearance,
        selection: Selection,
        *,
        strip: bool = False,
        labels: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, selection, strip=strip, labels=labels, parent=parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _choose(self, layer: int, head: int) -> None:
        if self._group is None:
            return
        mean = head == self._group.heads
        reference = HeadReference(self._group.name, layer, MEAN if mean else head)
        self._selection.choose_head(reference)
        self._selection.choose_group(self._group.name)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        found = self._layout.at(point.x(), point.y()) if self._layout else None
        if found != self._hovered:
            self._hovered = found
            self.update()
        if found is not None:
            QToolTip.showText(
                event.globalPosition().toPoint() + QPoint(12, 10), self.words(*found), self
            )
        else:
            QToolTip.hideText()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        found = self._layout.at(point.x(), point.y()) if self._layout else None
        self._by_keyboard = False
        if event.button() == Qt.MouseButton.LeftButton and found is not None:
            self._choose(*found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._group is None:
            event.ignore()
            return
        layer, head = self.chosen
        heads, layers = self._group.heads, self._group.layers
        moves = {
            Qt.Key.Key_Left: (layer, head - 1),
            Qt.Key.Key_Right: (layer, head + 1),
            Qt.Key.Key_Up: (layer - 1, head),
            Qt.Key.Key_Down: (layer + 1, head),
            Qt.Key.Key_Home: (layer, 0),
            Qt.Key.Key_End: (layer, heads),
            Qt.Key.Key_Return: (layer, head),
            Qt.Key.Key_Space: (layer, head),
        }
        if event.key() not in moves:
            event.ignore()
            return
        self._by_keyboard = True
        layer, head = moves[Qt.Key(event.key())]
        self._choose(min(max(layer, 0), layers - 1), min(max(head, 0), heads))
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_keyboard = event.reason() != Qt.FocusReason.MouseFocusReason
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()
