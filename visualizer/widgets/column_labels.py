"""Labels above a map's columns."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontMetrics, QPainter

from engine.seen.tokens import Token
from visualizer.appearance import Appearance, Role
from visualizer.widgets.axis_labels import (
    LEAN,
    LONGEST,
    TICK,
    TICK_FROM,
    Strength,
    elided,
    label_colour,
    line_height,
    stride,
    thinned,
    widest,
)
from visualizer.widgets.grid import Grid
from visualizer.widgets.pointing import mark_unknown
from visualizer.widgets.token_text import as_read

_SINE, _COSINE = math.sin(math.radians(LEAN)), math.cos(math.radians(LEAN))


class ColumnLabels:
    """Labels above the columns, leaning so that long words need little room.

    Where all tokens are single characters, they stand upright, and the special ones on end.
    """

    def __init__(self, appearance: Appearance) -> None:
        self._appearance = appearance
        self._tokens: Sequence[Token] = ()
        self.cap = LONGEST
        #: The size of type.
        self.role: Role = "text"
        self._short: dict[tuple[float, Role], int] = {}

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
        size = self._appearance.scale, self.role
        if size not in self._short:
            metrics = QFontMetrics(self._font(True))
            texts = {as_read(token) for token in self._tokens if not token.special}
            most = max((metrics.horizontalAdvance(text) for text in texts), default=0)
            self._short[size] = most if most <= metrics.height() else 0
        return self._short[size]

    def stands(self, column: int) -> bool:
        """Whether a label is written upright, neither leaning nor on end."""
        return self.upright and not self.tokens[column].special

    def _font(self, lit: bool) -> QFont:
        return self._appearance.font(self.role, bold=lit)

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
        line = line_height(self._font(True))
        if self.upright:
            special = any(token.special for token in self.tokens)
            return max(self._widest_short() + 1, line - 3 if special else 0)
        return line / _SINE

    def every(self, grid: Grid) -> int:
        """Each how many-th column has room for a label."""
        return stride(grid.cell_width, self.spacing())

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
        named = self.places(grid, strength)
        self._paint_ticks(painter, grid, set(named))
        for column in named:
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
            painter.setPen(label_colour(a, token, lit or column in strength.touched, usual="mid"))
            painter.drawText(QPointF(left, base), text)
            if token.unknown:
                mark_unknown(painter, a, round(left), wide, round(base) + 3)
            painter.restore()

    def _paint_ticks(self, painter: QPainter, grid: Grid, named: set[int]) -> None:
        a = self._appearance
        if grid.cell_width < a.px(TICK_FROM):
            return
        colour, top = a.colour("low"), grid.port.top() - a.px(2) - a.px(TICK)
        for column in set(grid.visible_columns()) - named:
            x = grid.cell(0, column).center().x()
            if grid.port.left() <= x <= grid.port.right():
                painter.fillRect(x, top, a.px(1), a.px(TICK), colour)
