"""A picture of tokens as chips, in lines: shaded, framed, marked."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.seen.tokens import Token
from visualizer.appearance import Appearance
from visualizer.widgets.chip_lines import ChipLines
from visualizer.widgets.chip_painting import (
    PADDING,
    Marks,
    paint_chip,
    paint_divider,
    paint_hidden,
    paint_letter,
)
from visualizer.widgets.token_text import as_read

#: Pixels at scale 1.
HEIGHT, GAP, WIDEST = 22, 6, 180
#: From one line to the next, and at both sides of all.
PITCH, MARGIN = 26, 4
#: Room before a segment, for its letter.
_LETTER = 16


class ChipRows(QWidget):
    """One sequence of tokens in as many lines as its width asks for, up to a bound.

    Where the sequence has segments, the letter of each stands before it. What has no room is out
    of sight, of each segment some. A sequence that is mostly Arabic or Hebrew runs from the right.
    What BERT's draw made of a token is marked: [MASK] inverse, another word with a corner cut, one
    that stayed underlined.

    Signals: `lines_changed` when it asks for more or fewer lines, or other ones, than before.
    """

    lines_changed = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._tokens: tuple[Token, ...] = ()
        self._segments: tuple[int, ...] = ()
        self._shades: NDArray[np.float32] | None = None
        self._locked: frozenset[int] = frozenset()
        self._hovered: frozenset[int] = frozenset()
        self._widths: list[float] = []
        self._laid_out = ChipLines()
        self._most = self._least = 1
        self._told = 0
        self._mirrored = False
        self._cursor = 0
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

    @property
    def lines(self) -> int:
        """How many lines it asks for."""
        return max(self._laid_out.lines, self._least)

    def set_lines(self, most: int, least: int = 1) -> None:
        """Ask for no more and no fewer lines than these."""
        if (most, least) != (self._most, self._least):
            self._most, self._least = most, least
            self._lay_out()

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
        """Where the chip at `place` stands in this widget; null where it is out of sight."""
        row, px = self._laid_out.row(place), self._appearance.px
        if row is None:
            return QRectF()
        left, width = self._laid_out.slots[place].left + px(MARGIN), self._widths[place]
        if self._mirrored:
            left = self.width() - left - width
        return QRectF(left, self._line(row).top() + px(PITCH - HEIGHT) / 2, width, px(HEIGHT))

    def place_at(self, position: QPointF) -> int:
        """Which chip is there; -1 for none."""
        for place in range(len(self._tokens)):
            if self.chip(place).adjusted(-2, -2, 2, 2).contains(position):
                return place
        return -1

    def sizeHint(self) -> QSize:
        width = sum(self._widths) + len(self._widths) * self._appearance.px(GAP)
        return QSize(round(width) + self._appearance.px(2 * MARGIN), self.lines * self._pitch())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.px(60), self.lines * self._pitch())

    # ------------------------------------------------------------ painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._lay_out()
        for place in sorted(self._locked)[:1]:
            self._show_place(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(event.rect())
        for place, token in enumerate(self._tokens):
            rect = self.chip(place)
            if not rect.isNull():
                self._paint_chip(painter, place, token, rect)
        self._paint_segments(painter)
        for band in self._laid_out.bands:
            before, after = self._laid_out.hidden(band)
            first, last = self._line(band.top), self._line(band.top + band.seen - 1)
            paint_hidden(painter, self._appearance, (first, last), before, after, self._mirrored)

    def _paint_segments(self, painter: QPainter) -> None:
        """The letter of each segment before its first chip, or where its lines begin."""
        look, room = self._appearance, self._appearance.px(_LETTER)
        bands, starts = self._laid_out.bands, self._starts()
        for number, place in enumerate(starts):
            rect = self.chip(place)
            if len(bands) > 1:
                left = float(look.px(MARGIN))
                line = self._line(bands[min(number, len(bands) - 1)].top)
                left = self.width() - left - room if self._mirrored else left
                area = QRectF(left, line.top(), room, line.height())
            elif rect.isNull():
                continue
            else:
                left = rect.right() if self._mirrored else rect.left() - room
                area = QRectF(left, rect.top() - 2, room, rect.height() + 4)
                if self._laid_out.slots[place].left > room:
                    paint_divider(painter, look, area, self._mirrored)
            paint_letter(painter, look, area, "AB"[self._segments[place]])

    def _paint_chip(self, painter: QPainter, place: int, token: Token, rect: QRectF) -> None:
        marks = Marks(
            shade=self._shade(place),
            locked=place in self._locked,
            hovered=place in self._hovered,
            focused=self.hasFocus() and place == self._cursor,
        )
        paint_chip(painter, self._appearance, rect, token, self._fitted(token), marks)

    def _shade(self, place: int) -> float | None:
        """The weight that a chip is shaded by, if it is."""
        if self._shades is None or place >= len(self._shades):
            return None
        weight = float(self._shades[place])
        return None if np.isnan(weight) else weight

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
        self._lay_out()

    def _lay_out(self) -> None:
        """Put the chips into lines; what was scrolled to stays in sight."""
        px, places = self._appearance.px, range(len(self._tokens))
        above = [band.above for band in self._laid_out.bands]
        self._laid_out = ChipLines(
            self._widths,
            [self._room_before(place) for place in places],
            self._starts(),
            self.width() - 2 * px(MARGIN),
            px(GAP),
            px(_LETTER),
            self._most,
        )
        for band, lines in zip(self._laid_out.bands, above, strict=False):
            band.scroll_to(lines)
        self.update()
        height = self.lines * self._pitch()
        if height != self._told:
            self._told = height
            self.updateGeometry()
            self.lines_changed.emit()

    def _fitted(self, token: Token) -> str:
        metrics = QFontMetricsF(self._appearance.font("name"))
        widest = self._appearance.px(WIDEST)
        return metrics.elidedText(as_read(token), Qt.TextElideMode.ElideMiddle, widest)

    def _room_before(self, place: int) -> int:
        """Pixels between a chip and the one before it, beyond the usual gap."""
        return 0

    def _pitch(self) -> int:
        """Pixels from one line to the next."""
        return self._appearance.px(PITCH)

    def _line(self, row: int) -> QRectF:
        """A row of the widget over its whole width."""
        top = max((self.height() - self.lines * self._pitch()) / 2, 0)
        return QRectF(0, top + row * self._pitch(), self.width(), self._pitch())

    def _row_at(self, y: float) -> int:
        return max(int((y - self._line(0).top()) // self._pitch()), 0)

    def _starts(self) -> list[int]:
        """Where segments begin. Padding behind the second belongs to none."""
        numbers = self._segments
        return [
            place
            for place, segment in enumerate(numbers)
            if place == 0 or segment > numbers[place - 1]
        ]

    def _show_place(self, place: int) -> None:
        # What is marked may belong to a sentence that is not here yet.
        if 0 <= place < len(self._tokens) and self._laid_out.show(place):
            self.update()


def _runs_from_the_right(tokens: tuple[Token, ...]) -> bool:
    """Whether most words begin with a letter of a script written from right to left."""
    words = [token.text for token in tokens if not token.special and token.text.strip()]
    return 2 * sum("\u0590" <= word[0] <= "\u08ff" for word in words) > max(len(words), 1)
