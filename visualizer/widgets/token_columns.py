"""Columns of tokens that follow the one selection: hover previews, click locks, arrows walk."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.seen.tokens import Axis, Token
from visualizer.appearance import Appearance
from visualizer.selection import Pair, Selection, TokenReference, token_at
from visualizer.widgets.axis_labels import Strength


@dataclass(frozen=True)
class Strip:
    """Tokens beside one another: `tokens` of `axis`, the first column at x = `left`."""

    axis: Axis
    tokens: tuple[Token, ...]
    left: int
    pitch: float

    def edge(self, place: int) -> int:
        """x where a column begins; where the last one ends for `place` = count."""
        return self.left + round(place * self.pitch)

    @property
    def right(self) -> int:
        """x after the last column."""
        return self.edge(len(self.tokens))

    def centre(self, place: int) -> float:
        return (self.edge(place) + self.edge(place + 1)) / 2

    def place_at(self, x: float) -> int | None:
        """The column at x."""
        if not self.left <= x < self.right or self.pitch <= 0:
            return None
        place = min(int((x - self.left) / self.pitch), len(self.tokens) - 1)
        if x < self.edge(place):
            return place - 1
        return place + 1 if x >= self.edge(place + 1) else place

    def place_of(self, pair: Pair | None) -> int | None:
        """The column that a selection lights."""
        place = pair.column(self.axis) if pair else None
        return place if place is not None and 0 <= place < len(self.tokens) else None

    def strength(self, selection: Selection) -> Strength:
        """Which columns are locked, and which the pointer touches."""
        return Strength.of(self.place_of(selection.locked), self.place_of(selection.hovered))


NO_TOKENS = Strip(Axis(""), (), 0, 0.0)


class TokenColumns(QWidget):
    """A picture with a column for each token, encoder's and decoder's beside one another.

    A subclass sets `strips` when it lays itself out, and paints. Left and Right move among the
    tokens of all strips, Enter locks, Esc lets go.

    Signals: `told_changed` when another strip's numbers are told of the same word, see `told`;
    `pressed` after a click on a token.
    """

    told_changed = Signal()
    pressed = Signal()

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._selection = selection
        self.strips: tuple[Strip, ...] = ()
        self._by_keyboard = False
        self._cursor: TokenReference | None = None
        #: The strip that was pressed or walked on last: two may be of the same tokens.
        self._pointed_strip = -1
        self._hovered_strip = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        selection.changed.connect(self.update)

    def token_at(self, point: QPoint) -> TokenReference | None:
        """The token whose column, label or mark is there."""
        for strip in self.strips:
            place = strip.place_at(point.x())
            if place is not None:
                return token_at(strip.axis, place)
        return None

    def told(self, pair: Pair | None) -> tuple[int, int] | None:
        """The strip and the column whose numbers are told, of all that a selection lights.

        Those that the pointer is on, or was pressed on; else those of the last, the decoder.
        """
        found = [(at, strip.place_of(pair)) for at, strip in enumerate(self.strips)]
        lit = {at: place for at, place in found if place is not None}
        if not lit:
            return None
        hovered = pair is not None and pair == self._selection.hovered
        at = self._hovered_strip if hovered else self._pointed_strip
        at = at if at in lit else max(lit)
        return at, lit[at]

    def _place_of_strip(self, point: QPoint) -> int:
        """Which strip is there, −1 for none."""
        places = enumerate(self.strips)
        return next((at for at, strip in places if strip.place_at(point.x()) is not None), -1)

    def tooltip(self, point: QPoint) -> str:
        """What is there, in words; nothing unless a subclass knows."""
        return ""

    @property
    def shows_focus(self) -> bool:
        """Whether the keyboard came here."""
        return self.hasFocus() and self._by_keyboard

    def _lock(self, token: TokenReference) -> None:
        """Lock a token, or let go of it where it is locked already."""
        self._selection.lock(None if self._is_locked(token) else Pair(token, token))

    def _is_locked(self, token: TokenReference) -> bool:
        return self._selection.locked == Pair(token, token)

    def _point_into(self, point: QPoint) -> bool:
        """Take the strip that is there for the one to tell of; whether it was another one."""
        before, self._pointed_strip = self._pointed_strip, self._place_of_strip(point)
        return self._pointed_strip != before >= 0

    def _walk(self, step: int) -> None:
        columns = [
            (at, token_at(strip.axis, place))
            for at, strip in enumerate(self.strips)
            for place in range(len(strip.tokens))
        ]
        if not columns:
            return
        locked = self._selection.locked
        start = self._cursor or (locked.key if locked else None)
        here = [place for place, (_, token) in enumerate(columns) if token == start]
        same = [place for place in here if columns[place][0] == self._pointed_strip]
        place = next(iter(same or here), -step) + step
        self._pointed_strip, self._cursor = columns[min(max(place, 0), len(columns) - 1)]
        self._hovered_strip = self._pointed_strip
        self._by_keyboard = True
        self._selection.hover(Pair(self._cursor, self._cursor))

    # ------------------------------------------------------------ Qt

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        token, before = self.token_at(point), self._hovered_strip
        self._hovered_strip = self._place_of_strip(point)
        if self._hovered_strip != before:
            self.update()
        self._selection.hover(Pair(token, token) if token else None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        token = self.token_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and token is not None:
            self._by_keyboard = False
            self._cursor = token
            if self._point_into(event.position().toPoint()) and self._is_locked(token):
                self.update()  # the word stays, told of by another strip
                self.told_changed.emit()
            else:
                self._lock(token)
            self.pressed.emit()

    def leaveEvent(self, event: QEvent) -> None:
        self._selection.hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        chosen = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in steps:
            self._walk(steps[Qt.Key(event.key())])
        elif event.key() in chosen and self._cursor is not None:
            self._lock(self._cursor)
        elif event.key() == Qt.Key.Key_Escape and self._selection.shown:
            self._selection.clear()
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_keyboard = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        )
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tooltip(event.pos()), self)
            return True
        return super().event(event)
