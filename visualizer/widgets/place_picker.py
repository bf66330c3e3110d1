"""Pointing at one of many places: hover, click, drag and arrow keys, the same in every picture."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip, QWidget

_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up)
_ONWARD = (Qt.Key.Key_Right, Qt.Key.Key_Down)


class PlacePicker(QWidget):
    """A picture of places 0, 1, … of which one is shown; a subclass says where they lie.

    A click or a drag chooses, a click on the place that is locked lets go; arrows, Home and End
    choose too.

    Signals: `pointed(place)` when the pointer comes to a place or, with -1, leaves;
    `chosen(place)`; `released` when the locked place is let go.
    """

    pointed = Signal(int)
    chosen = Signal(int)
    released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = -1
        self.locked = False
        self._pointed = -1
        self._letting_go = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_place(self, place: int, locked: bool) -> None:
        """Show this place as the one that is meant."""
        if (place, locked) != (self.place, self.locked):
            self.place, self.locked = place, locked
            self.update()

    def count(self) -> int:
        """How many places there are."""
        raise NotImplementedError

    def place_at(self, position: QPointF) -> int:
        """Which place lies there; -1 for none."""
        raise NotImplementedError

    def tip_at(self, position: QPointF) -> str:
        """What is to be said of what lies there; "" for nothing."""
        raise NotImplementedError

    # ------------------------------------------------------------ Qt

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self.place_at(event.position())
        if event.buttons() & Qt.MouseButton.LeftButton:
            if place >= 0 and place != self.place:
                self._letting_go = False
                self.chosen.emit(place)
        else:
            self._point(place)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self.place_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or place < 0:
            return
        self._letting_go = self.locked and place == self.place
        if not self._letting_go:
            self.chosen.emit(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._letting_go:
            self._letting_go = False
            self.released.emit()

    def leaveEvent(self, event: QEvent) -> None:
        self._point(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = self.count() - 1
        key = event.key()
        if last < 0 or key not in (*_BACK, *_ONWARD, Qt.Key.Key_Home, Qt.Key.Key_End):
            super().keyPressEvent(event)
            return
        place = self.place + (key in _ONWARD) - (key in _BACK)
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            place = 0 if key == Qt.Key.Key_Home else last
        self.chosen.emit(min(max(place, 0), last))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def _point(self, place: int) -> None:
        if place != self._pointed:
            self._pointed = place
            self.pointed.emit(place)
