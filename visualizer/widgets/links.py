"""Attention as lines: queries left, keys right, one line for each weight that counts."""

from __future__ import annotations

import html
import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from engine.seen.tokens import Token
from visualizer.appearance import Appearance
from visualizer.selection import Pair, Selection, TokenReference, token_at
from visualizer.widgets import wording
from visualizer.widgets.link_canvas import LinkCanvas
from visualizer.widgets.map_content import MapContent


class Links(LinkCanvas):
    """Lines between two columns of tokens; the chosen token's lines stand out.

    One head is drawn in the colours of the scale; several (the mean of heads) each in a hue of
    its own. Hover previews, click locks, Esc clears; Up and Down walk along the queries, Enter
    locks. Ctrl + wheel, + and − zoom, wheel pans, 0 shows all.

    Signals: `described(text)` when the sentence about the token pointed at changes.
    """

    described = Signal(str)

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, selection, parent)
        self.description = ""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Attention as lines"))
        selection.changed.connect(self._point)

    def set_content(self, content: MapContent, heads: NDArray[np.float32] | None = None) -> None:
        super().set_content(content, heads)
        self._point()

    def _token_at(self, point: QPoint) -> tuple[TokenReference, Token] | None:
        if self.content is None:
            return None
        query = point.x() < self.width() / 2
        count = self.content.shape[0 if query else 1]
        offset = point.y() + self._top - self.top
        place = math.floor(offset / self._pitch(count))
        if not 0 <= place < count:
            return None
        axis = self.content.row_axis if query else self.content.column_axis
        tokens = self.content.row_tokens if query else self.content.column_tokens
        return token_at(axis, place), tokens[place]

    @Slot()
    def _point(self) -> None:
        text, content, shown = "", self.content, self._selection.shown
        if content is not None and shown is not None:
            row, column = content.row(shown), content.column(shown)
            parts = []
            if row is not None:
                parts.append(" ".join(wording.looks_at(content, row)).strip())
            if column is not None:
                parts.append(" ".join(wording.looked_at_by(content, column)).strip())
            text = "; ".join(parts)
        if text != self.description:
            self.description = text
            self.setAccessibleDescription(text)
            self.described.emit(text)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self._token_at(event.position().toPoint())
        self._selection.hover(Pair(found[0], found[0]) if found else None)
        notes = (self.description, *wording.unknown_facts(found[1])) if found else ()
        if not any(notes):
            QToolTip.hideText()
            return
        text = "<br>".join(html.escape(note) for note in notes)
        at = event.globalPosition().toPoint() + QPoint(14, 10)
        QToolTip.showText(at, wording.unbroken(text), self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self._token_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and found is not None:
            pair = Pair(found[0], found[0])
            self._selection.lock(None if self._selection.locked == pair else pair)

    def leaveEvent(self, event: QEvent) -> None:
        self._selection.hover(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom_by(1.25 ** (turn / 120), event.position().y())
            event.accept()
        else:
            event.setAccepted(self._pan(-turn / 2))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_keyboard = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        )
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._by_keyboard = False
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, content = event.key(), self.content
        self._by_keyboard = True
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if key in steps and content is not None and content.shape[0]:
            row = content.row(self._selection.hovered or self._selection.locked)
            step = steps[Qt.Key(key)]
            row = 0 if row is None else min(max(row + step, 0), content.shape[0] - 1)
            token = token_at(content.row_axis, row)
            self._selection.hover(Pair(token, token))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._selection.lock(self._selection.hovered)
        elif key == Qt.Key.Key_Escape and (self._selection.hovered or self._selection.locked):
            self._selection.clear()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif key == Qt.Key.Key_Minus:
            self.zoom_out()
        elif key == Qt.Key.Key_0:
            self.zoom_to_fit()
        else:
            event.ignore()
