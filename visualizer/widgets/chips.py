"""Tokens in a row, as chips: shaded by a weight, framed when chosen, marked when unknown."""

from __future__ import annotations

from itertools import accumulate

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.seen.tokens import Token
from visualizer.appearance import Appearance
from visualizer.widgets.chip_painting import PADDING, Marks, paint_chip
from visualizer.widgets.draw_marks import fate_words

#: Pixels at scale 1.
HEIGHT, GAP, WIDEST = 22, 6, 180
#: Room before the first chip of a segment, for its letter.
_LETTER = 16
_INVISIBLE = {" ": "␣", "\n": "↵", "\t": "⇥", "\r": "␍", "\u00a0": "⍽", "\u202f": "⍽", "": "∅"}


def visible(text: str) -> str:
    """The text of a token with a sign for each character that cannot be seen."""
    if not text.strip():
        return "".join(_INVISIBLE.get(letter, letter) for letter in text) or _INVISIBLE[""]
    return text.replace("\n", "↵").replace("\t", "⇥")


def as_read(token: Token) -> str:
    """A token's text as it is written on screen, with which part of a character it is."""
    return f"{visible(token.text)} {token.part}" if token.part else visible(token.text)


class Chips(QWidget):
    """One sequence of tokens on one line; a line too long for its width scrolls.

    Where the sequence has segments, the letter of each stands before it. What BERT's draw made of
    a token is marked: [MASK] inverse, another word with a corner cut, one that stayed underlined.

    Left and Right move a cursor, Enter or Space chooses, the wheel scrolls. A line that is mostly
    Arabic or Hebrew runs from the right.

    Signals: `pointed(place)` when the pointer comes to a token or, with -1, leaves; `chosen(place)`
    on a click or Enter; `edit_requested` on a double click; `menu_requested(place, at)` for a menu
    of what can be done with a token, at a point of the screen.
    """

    pointed = Signal(int)
    chosen = Signal(int)
    edit_requested = Signal()
    menu_requested = Signal(int, QPoint)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._tokens: tuple[Token, ...] = ()
        self._segments: tuple[int, ...] = ()
        self._shades: NDArray[np.float32] | None = None
        self._locked: frozenset[int] = frozenset()
        self._hovered: frozenset[int] = frozenset()
        self._widths: list[float] = []
        self._lefts: list[float] = []
        self._mirrored = False
        self._scroll = 0.0
        self._cursor = 0
        self._pointed = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self._restyle)

    @property
    def tokens(self) -> tuple[Token, ...]:
        return self._tokens

    @property
    def shades(self) -> NDArray[np.float32] | None:
        """(tokens,) the weights the chips are shaded by, or None."""
        return self._shades

    @property
    def locked(self) -> frozenset[int]:
        """Places framed as chosen."""
        return self._locked

    @property
    def standing(self) -> int:
        """The place that the keyboard stands on."""
        return self._cursor

    def set_tokens(self, tokens: tuple[Token, ...], segments: tuple[int, ...] = ()) -> None:
        """Show these; `segments` says of each whether it is in the first (0) or second (1)."""
        if (tokens, segments) == (self._tokens, self._segments):
            return
        self._tokens, self._segments = tokens, segments
        self._shades = None
        self._cursor = min(self._cursor, max(len(tokens) - 1, 0))
        self._mirrored = _runs_from_the_right(tokens)
        self.setAccessibleDescription(" ".join(token.text for token in tokens))
        self._measure()
        self.update()

    def set_shades(self, weights: NDArray[np.float32] | None) -> None:
        """Shade chip i by weights[i] in [0, 1], not where that is NaN; None for no shade."""
        same = weights is self._shades or (
            weights is not None
            and self._shades is not None
            and np.array_equal(weights, self._shades, equal_nan=True)
        )
        if not same:
            self._shades = weights
            self.update()

    def set_marked(self, locked: frozenset[int], hovered: frozenset[int]) -> None:
        """Frame the chosen places, dash the hovered ones; a newly chosen one scrolls into view."""
        if (locked, hovered) == (self._locked, self._hovered):
            return
        new = locked - self._locked
        self._locked, self._hovered = locked, hovered
        if new:
            self._show_place(min(new))
        self.update()

    def chip(self, place: int) -> QRectF:
        """Where the chip at `place` stands now, in this widget."""
        px = self._appearance.px
        left, width = self._lefts[place] + px(4) - self._scroll, self._widths[place]
        if self._mirrored:
            left = self.width() - left - width
        return QRectF(left, (self.height() - px(HEIGHT)) / 2, width, px(HEIGHT))

    def place_at(self, position: QPointF) -> int:
        """Which chip is there; -1 for none."""
        for place in range(len(self._tokens)):
            if self.chip(place).adjusted(-2, -2, 2, 2).contains(position):
                return place
        return -1

    def sizeHint(self) -> QSize:
        px = self._appearance.px
        return QSize(round(self._content_width()) + px(8), px(HEIGHT + 4))

    def minimumSizeHint(self) -> QSize:
        px = self._appearance.px
        return QSize(px(60), px(HEIGHT + 4))

    # ------------------------------------------------------------ pointing

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
        turned = event.angleDelta()
        self._scroll_to(self._scroll - (turned.y() or turned.x()) / 2)
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
        token = self._tokens[place]
        lines = [self.tr("“{0}”, token {1}").format(visible(token.text), place + 1)]
        if token.part:
            lines.append(self.tr("part {0} of a character").format(token.part))
        if token.unknown:
            lines.append(self.tr("unknown to this model: it reads <unk> here"))
        if token.drawn:
            lines.append(fate_words(token))
        shade = self._shade(place)
        if shade is not None:
            lines.append(f"α = {shade:.3f}")
        return "\n".join(lines)

    def _shade(self, place: int) -> float | None:
        """The weight that a chip is shaded by, if it is."""
        if self._shades is None or place >= len(self._shades):
            return None
        weight = float(self._shades[place])
        return None if np.isnan(weight) else weight

    # ------------------------------------------------------------ painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._scroll_to(0 if self._locked else self._scroll)
        if self._locked:
            self._show_place(min(self._locked))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(event.rect())
        for place, token in enumerate(self._tokens):
            rect = self.chip(place)
            if rect.right() >= -4 and rect.left() <= self.width() + 4:
                self._paint_chip(painter, place, token, rect)
            if self._begins_segment(place):
                self._paint_letter(painter, place, rect)
        self._paint_edges(painter)

    def _paint_letter(self, painter: QPainter, place: int, rect: QRectF) -> None:
        """The segment's letter before its first chip, and a dashed line before the second."""
        look, room = self._appearance, self._appearance.px(_LETTER)
        left = rect.right() if self._mirrored else rect.left() - room
        area = QRectF(left, 0, room, self.height())
        painter.setFont(look.font("note", bold=True))
        painter.setPen(look.colour("mid"))
        letter = "AB"[self._segments[place]]
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, letter)
        if place:
            pen = QPen(look.colour("high"), 1, Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([3, 3])
            painter.setPen(pen)
            x = round(area.right() if self._mirrored else area.left()) + 0.5
            painter.drawLine(QPointF(x, 2), QPointF(x, self.height() - 2))

    def _paint_chip(self, painter: QPainter, place: int, token: Token, rect: QRectF) -> None:
        marks = Marks(
            shade=self._shade(place),
            locked=place in self._locked,
            hovered=place in self._hovered,
            focused=self.hasFocus() and place == self._cursor,
        )
        paint_chip(painter, self._appearance, rect, token, self._fitted(token), marks)

    def _paint_edges(self, painter: QPainter) -> None:
        """Where the line goes on beyond an edge, say how many tokens are out of sight there."""
        look = self._appearance
        rects = [self.chip(place) for place in range(len(self._tokens))]
        left = sum(rect.right() < rect.width() / 2 for rect in rects)
        right = sum(rect.left() > self.width() - rect.width() / 2 for rect in rects)
        painter.setFont(look.font("tick"))
        metrics = QFontMetricsF(look.font("tick"))
        for count, text, at_left in ((left, f"‹ {left}", True), (right, f"{right} ›", False)):
            if count:
                width = metrics.horizontalAdvance(text) + look.px(8)
                edge = QRectF(0 if at_left else self.width() - width, 0, width, self.height())
                painter.fillRect(edge, look.colour("panel"))
                painter.setPen(look.colour("mid"))
                painter.drawText(edge, Qt.AlignmentFlag.AlignCenter, text)

    # ------------------------------------------------------------ geometry

    @Slot()
    def _restyle(self) -> None:
        self._measure()
        self.update()

    def _measure(self) -> None:
        px = self._appearance.px
        plain = QFontMetricsF(self._appearance.font("name"))
        bold = QFontMetricsF(self._appearance.font("name", bold=True))
        self._widths = [
            max(
                (bold if token.drawn == "masked" else plain).horizontalAdvance(self._fitted(token))
                + 2 * px(PADDING),
                px(HEIGHT),
            )
            for token in self._tokens
        ]
        ends, rooms = [0.0], [self._room_before(place) for place in range(len(self._tokens))]
        ends += accumulate(w + r + px(GAP) for w, r in zip(self._widths, rooms, strict=True))
        self._lefts = [end + room for end, room in zip(ends, [*rooms, 0], strict=True)]
        self.updateGeometry()
        self._scroll_to(self._scroll)

    def _fitted(self, token: Token) -> str:
        metrics = QFontMetricsF(self._appearance.font("name"))
        widest = self._appearance.px(WIDEST)
        return metrics.elidedText(as_read(token), Qt.TextElideMode.ElideMiddle, widest)

    def _room_before(self, place: int) -> int:
        """Pixels between a chip and the one before it, beyond the usual gap."""
        return self._appearance.px(_LETTER) if self._begins_segment(place) else 0

    def _begins_segment(self, place: int) -> bool:
        segments = self._segments
        first = place < len(segments) and (place == 0 or segments[place] != segments[place - 1])
        # Padding behind the second segment belongs to none.
        return first and (place == 0 or segments[place] > segments[place - 1])

    def _content_width(self) -> float:
        return self._lefts[-1] if self._lefts else 0.0

    def _scroll_to(self, scroll: float) -> None:
        most = max(self._content_width() + self._appearance.px(8) - self.width(), 0.0)
        scroll = min(max(scroll, 0.0), most)
        if scroll != self._scroll:
            self._scroll = scroll
            self.update()

    def _show_place(self, place: int) -> None:
        if not 0 <= place < len(self._tokens):
            return  # what is marked may belong to a sentence that is not here yet
        margin = self._appearance.px(60)
        left, right = self._lefts[place], self._lefts[place] + self._widths[place]
        if left - margin < self._scroll:
            self._scroll_to(left - margin)
        elif right + margin > self._scroll + self.width():
            self._scroll_to(right + margin - self.width())

    def _point(self, place: int) -> None:
        if place != self._pointed:
            self._pointed = place
            self.pointed.emit(place)


def _runs_from_the_right(tokens: tuple[Token, ...]) -> bool:
    """Whether most words begin with a letter of a script written from right to left."""
    words = [token.text for token in tokens if not token.special and token.text.strip()]
    return 2 * sum("\u0590" <= word[0] <= "\u08ff" for word in words) > max(len(words), 1)
