"""Tokens along the sides of a map: which are named, how, and where, so that none overlap."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from engine.seen.tokens import Token
from visualizer.appearance import Appearance
from visualizer.widgets.chips import as_read
from visualizer.widgets.grid import Grid
from visualizer.widgets.pointing import mark_unknown

#: Column labels lean this much, counter-clockwise.
LEAN = 60
_SINE, _COSINE = math.sin(math.radians(LEAN)), math.cos(math.radians(LEAN))
#: At scale 1: from a label to the map; the longest label; rows name both tokens from here on.
GAP, LONGEST = 9, 96
ARROW = " → "


def elided(text: str, metrics: QFontMetrics, width: int) -> str:
    """The text, or its beginning and end where it is too long."""
    return metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, width)


def widest(tokens: Iterable[Token], metrics: QFontMetrics, most: int) -> int:
    """Pixels of the longest token, at most `most`."""
    texts = {as_read(token) for token in tokens}
    return max((min(metrics.horizontalAdvance(text), most) for text in texts), default=0)


def thinned(places: range, size: float, needed: float, forced: Sequence[int] = ()) -> list[int]:
    """Which of `places` get a label when each is `size` apart and a label needs `needed`.

    Every k-th, counted from 0 so that panning does not make them dance; those `forced` in place
    of neighbours too close to them, the first ones first.
    """
    if size <= 0:
        return []
    step = max(math.ceil(needed / size - 1e-6), 1)
    named: list[int] = []
    for place in forced:
        if place in places and all(abs(place - other) >= step for other in named):
            named.append(place)
    free = [
        place
        for place in places
        if place % step == 0 and all(abs(place - other) >= step for other in named)
    ]
    return sorted([*free, *named])


@dataclass(frozen=True)
class Strength:
    """Places that are lit (bold, high) and places that a pointer or cursor touches (high)."""

    lit: frozenset[int] = frozenset()
    touched: frozenset[int] = frozenset()

    @classmethod
    def of(cls, lit: int | None, *touched: int | None) -> Strength:
        """From places that may be none."""
        return cls(
            frozenset() if lit is None else frozenset({lit}),
            frozenset(place for place in touched if place is not None),
        )

    @property
    def all(self) -> tuple[int, ...]:
        """All places that stand out, the lit ones first."""
        return (*sorted(self.lit), *sorted(self.touched - self.lit))


class RowLabels:
    """Labels right-aligned at the left of the rows: one token, or "in → out"."""

    def __init__(self, appearance: Appearance) -> None:
        self._appearance = appearance
        self.outs: Sequence[Token] = ()
        self._ins: Sequence[Token] = ()
        self.narrow = False

    @property
    def ins(self) -> Sequence[Token]:
        """The tokens that go in; none where there is room for one token alone."""
        return () if self.narrow else self._ins

    @ins.setter
    def ins(self, tokens: Sequence[Token]) -> None:
        self._ins = tokens

    def width(self, most: int) -> int:
        """Pixels that the longest label takes, at most `most`, with the gap to the map."""
        a = self._appearance
        metrics, bold = QFontMetrics(a.font("text")), QFontMetrics(a.font("text", bold=True))
        cap = a.px(LONGEST)
        if not self.ins:
            return min(widest(self.outs, bold, cap) + a.px(GAP), most)
        arrow = metrics.horizontalAdvance(ARROW)
        pairs = {(as_read(i), as_read(o)) for i, o in zip(self.ins, self.outs, strict=True)}
        both = (
            min(metrics.horizontalAdvance(i), cap) + arrow + min(bold.horizontalAdvance(o), cap)
            for i, o in pairs
        )
        return min(max(both, default=0) + a.px(GAP), most)

    def height(self) -> int:
        """What one label needs from top to bottom."""
        return QFontMetrics(self._appearance.font("text")).height()

    def places(self, grid: Grid, strength: Strength) -> list[int]:
        """The rows that are named."""
        named = thinned(grid.visible_rows(), grid.cell_height, self.height() - 1, strength.all)
        inside = range(grid.port.top(), grid.port.bottom() + 1)
        return [row for row in named if grid.cell(row, 0).center().y() in inside]

    def rectangle(self, grid: Grid, row: int, width: int) -> QRect:
        """Where a row's label stands, `width` pixels left of the map."""
        cell, height = grid.cell(row, 0), self.height()
        gap = self._appearance.px(GAP)
        top = cell.top() + (cell.height() - height) // 2
        return QRect(grid.port.left() - width, top, max(width - gap, 0), height)

    def elides(self, row: int, width: int) -> bool:
        """Whether a token that comes out is too long for a label `width` pixels left of the map."""
        a = self._appearance
        wish = QFontMetrics(a.font("text")).horizontalAdvance(as_read(self.outs[row]))
        return wish > self._room(row, width - a.px(GAP))

    def _room(self, row: int, whole: int) -> int:
        """Pixels for the token that comes out, of those a label has."""
        if not self.ins:
            return whole
        metrics = QFontMetrics(self._appearance.font("text"))
        rest = whole - metrics.horizontalAdvance(ARROW)
        return max(rest - min(metrics.horizontalAdvance(as_read(self.ins[row])), rest // 2), 0)

    def paint(self, painter: QPainter, grid: Grid, strength: Strength, width: int) -> None:
        """Draw the labels."""
        a, middle = self._appearance, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        plain, bold = a.font("text"), a.font("text", bold=True)
        arrow = QFontMetrics(plain).horizontalAdvance(ARROW)
        for row in self.places(grid, strength):
            area = self.rectangle(grid, row, width)
            lit = row in strength.lit
            out, font = self.outs[row], bold if lit else plain
            metrics = QFontMetrics(font)
            text = elided(as_read(out), metrics, self._room(row, area.width()))
            used = metrics.horizontalAdvance(text)
            painter.setFont(font)
            strong = lit or row in strength.touched
            painter.setPen(_colour(a, out, strong, usual="high" if self._ins else "mid"))
            painter.drawText(area, middle, text)
            if out.unknown:
                mark_unknown(painter, a, area.right() - used + 1, used, area.bottom())
            if not self.ins:
                continue
            painter.setFont(plain)
            painter.setPen(a.colour("mid" if strong else "low"))
            area.setRight(area.right() - used)
            painter.drawText(area, middle, ARROW)
            area.setRight(area.right() - arrow)
            text = elided(as_read(self.ins[row]), QFontMetrics(plain), area.width())
            painter.drawText(area, middle, text)
            if self.ins[row].unknown:
                used = QFontMetrics(plain).horizontalAdvance(text)
                mark_unknown(painter, a, area.right() - used + 1, used, area.bottom())


class ColumnLabels:
    """Labels above the columns, leaning so that long words need little room.

    Where all tokens are single characters, they stand upright, and the special ones on end.
    """

    def __init__(self, appearance: Appearance) -> None:
        self._appearance = appearance
        self._tokens: Sequence[Token] = ()
        self.cap = LONGEST
        self._short: dict[float, int] = {}

    @property
    def tokens(self) -> Sequence[Token]:
        """One for each column."""
        return self._tokens

    @tokens.setter
    def tokens(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._short.clear()

    @property
    def upright(self) -> bool:
        """Whether every token, but special ones, is no wider than a line is high."""
        return self._widest_short() > 0

    def _widest_short(self) -> int:
        """Pixels of the widest of tokens that are all short; 0 where one is not."""
        scale = self._appearance.scale
        if scale not in self._short:
            metrics = QFontMetrics(self._font(True))
            texts = {as_read(token) for token in self._tokens if not token.special}
            most = max((metrics.horizontalAdvance(text) for text in texts), default=0)
            self._short[scale] = most if most <= metrics.height() else 0
        return self._short[scale]

    def stands(self, column: int) -> bool:
        """Whether a label is written upright, neither leaning nor on end."""
        return self.upright and not self.tokens[column].special

    def _font(self, lit: bool) -> QFont:
        return self._appearance.font("text", bold=lit)

    def longest(self) -> int:
        """Pixels along the longest label."""
        metrics = QFontMetrics(self._font(True))
        cap = self._appearance.px(self.cap)
        return widest(self.tokens, metrics, cap)

    def height(self) -> int:
        """What the longest label needs above the map."""
        line = QFontMetrics(self._font(True)).height()
        gap = self._appearance.px(6)
        if self.upright:
            special = [token for token in self.tokens if token.special]
            cap = self._appearance.px(self.cap)
            return max(line, widest(special, QFontMetrics(self._font(True)), cap)) + gap
        return math.ceil(self.longest() * _SINE + line * _COSINE) + gap if self.tokens else 0

    def overhang(self) -> int:
        """How far labels may reach beyond the map's right side, the last ones above all."""
        if self.upright:
            return self._appearance.px(4)
        metrics, cap = QFontMetrics(self._font(True)), self._appearance.px(self.cap)
        # Labels further left reach less far, by the width of the columns between.
        least = self._appearance.px(8)
        reaches = (
            min(metrics.horizontalAdvance(as_read(token)), cap) * _COSINE - place * least
            for place, token in enumerate(reversed(self.tokens[-8:]))
        )
        return math.ceil(max(reaches, default=0.0)) + self._appearance.px(4)

    def spacing(self) -> float:
        """The least distance of two labels, along the map."""
        line = QFontMetrics(self._font(True)).height() - 1
        if self.upright:
            special = any(token.special for token in self.tokens)
            return max(self._widest_short() + 1, line - 3 if special else 0)
        return line / _SINE

    def places(self, grid: Grid, strength: Strength) -> list[int]:
        """The columns that are named."""
        named = thinned(grid.visible_columns(), grid.cell_width, self.spacing(), strength.all)
        inside = range(grid.port.left(), grid.port.right() + 1)
        return [column for column in named if grid.cell(0, column).center().x() in inside]

    def foot(self, grid: Grid, column: int) -> QPointF:
        """Where a label begins: the middle of its left side, above its column's middle."""
        cell, line = grid.cell(0, column), QFontMetrics(self._font(True)).height()
        if self.upright:
            return QPointF(cell.left() + cell.width() / 2, grid.port.top() - self._appearance.px(6))
        x = cell.left() + cell.width() / 2 + line / 2 * (_SINE - 0.5)
        return QPointF(x, grid.port.top() - self._appearance.px(6))

    def elides(self, column: int) -> bool:
        """Whether a token is too long for its label."""
        metrics = QFontMetrics(self._font(False))
        wish = metrics.horizontalAdvance(as_read(self.tokens[column]))
        return wish > self._appearance.px(self.cap)

    def paint(self, painter: QPainter, grid: Grid, strength: Strength) -> None:
        """Draw the labels."""
        a, cap = self._appearance, self._appearance.px(self.cap)
        for column in self.places(grid, strength):
            token, lit = self.tokens[column], column in strength.lit
            font = self._font(lit)
            metrics = QFontMetrics(font)
            text = elided(as_read(token), metrics, cap)
            painter.save()
            painter.translate(self.foot(grid, column))
            wide, base = metrics.horizontalAdvance(text), metrics.ascent() / 2 - 1
            left = 0.0
            if self.stands(column):
                left, base = -wide / 2, 1.0
            else:
                painter.rotate(-90 if self.upright else -LEAN)
            painter.setFont(font)
            painter.setPen(_colour(a, token, lit or column in strength.touched, usual="mid"))
            painter.drawText(QPointF(left, base), text)
            if token.unknown:
                mark_unknown(painter, a, round(left), wide, round(base) + 3)
            painter.restore()


def _colour(appearance: Appearance, token: Token, strong: bool, usual: str) -> QColor:
    if strong:
        return appearance.colour("high")
    # What was drawn is the one thing that is asked: it must not look like a frame around the text.
    return appearance.colour("high" if token.drawn else "low" if token.special else usual)
