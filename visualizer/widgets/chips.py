"""Chips that can be pointed at and walked over."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from visualizer.appearance import Appearance
from visualizer.widgets.chip_rows import ChipRows
from visualizer.widgets.draw_marks import fate_words
from visualizer.widgets.token_text import visible


class Chips(ChipRows):
    """One sequence of tokens, each with a place that others are told.

    Left and Right move a cursor, Enter or Space chooses, the wheel scrolls.

    Signals: `pointed(place)` when the pointer comes to a token or, with -1, leaves; `chosen(place)`
    on a click or Enter; `edit_requested` on a double click; `menu_requested(place, at)` for a menu
    of what can be done with a token, at a point of the screen.
    """

    pointed = Signal(int)
    chosen = Signal(int)
    edit_requested = Signal()
    menu_requested = Signal(int, QPoint)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._pointed = -1
        self._turned = 0  # by the wheel, in eighths of a degree, less than a notch
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self.place_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self.place_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and place >= 0:
            self._cursor = place
            self.chosen.emit(place)
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.edit_requested.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        asked_by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        place = self._cursor if asked_by_key else self.place_at(QPointF(event.pos()))
        if 0 <= place < len(self._tokens):
            below = self.chip(place).bottomLeft().toPoint()
            at = self.mapToGlobal(below) if asked_by_key else event.globalPos()
            self.menu_requested.emit(place, at)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._turned += event.angleDelta().y() or event.angleDelta().x()
        notches = int(self._turned / 120)
        self._turned -= notches * 120
        band = self._laid_out.band_at(self._row_at(event.position().y()))
        if band.scroll_to(band.above - notches):
            self.update()
        elif notches:
            event.ignore()  # What it stands in may scroll.
        self._point(self.place_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        onward = Qt.Key.Key_Left if self._mirrored else Qt.Key.Key_Right
        backward = Qt.Key.Key_Right if self._mirrored else Qt.Key.Key_Left
        last = len(self._tokens) - 1
        steps = {onward: self._cursor + 1, backward: self._cursor - 1}
        steps |= {Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}
        key = event.key()
        if key in steps and self._tokens:
            self._cursor = min(max(steps[Qt.Key(key)], 0), last)
            self._show_place(self._cursor)
            self.pointed.emit(self._cursor)
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._tokens:
            self.chosen.emit(self._cursor)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self.place_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.tip(place) if place >= 0 else "", self)
            return True
        return super().event(event)

    def tip(self, place: int) -> str:
        """What is to be said of a token: its place, whether it is unknown, its weight."""
        token, shade = self._tokens[place], self._shade(place)
        lines = [self.tr("“{0}”, token {1}").format(visible(token.text), place + 1)]
        if token.part:
            lines.append(self.tr("part {0} of a character").format(token.part))
        if token.unknown:
            lines.append(self.tr("unknown to this model: it reads <unk> here"))
        if token.drawn:
            lines.append(fate_words(token))
        return "\n".join(lines if shade is None else [*lines, f"α = {shade:.3f}"])

    def _point(self, place: int) -> None:
        if place != self._pointed:
            self._pointed = place
            self.pointed.emit(place)
