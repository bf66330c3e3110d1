"""Labels at the left of a map's rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter

from engine.seen.tokens import Token
from visualizer.appearance import Appearance, Role
from visualizer.widgets.axis_labels import (
    GAP,
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

ARROW = " → "


class RowLabels:
    """Labels right-aligned at the left of the rows: one token, or "in → out"."""

    def __init__(self, appearance: Appearance) -> None:
        self._appearance = appearance
        self.outs: Sequence[Token] = ()
        self._ins: Sequence[Token] = ()
        self.narrow = False
        #: The size of type.
        self.role: Role = "text"

    @property
    def ins(self) -> Sequence[Token]:
        """The tokens that go in; none where there is room for one token alone."""
        return () if self.narrow else self._ins

    @ins.setter
    def ins(self, tokens: Sequence[Token]) -> None:
        self._ins = tokens

    def _font(self, bold: bool = False) -> QFont:
        return self._appearance.font(self.role, bold=bold)

    def width(self, most: int) -> int:
        """Pixels that the longest label takes, at most `most`, with the gap to the map."""
        a = self._appearance
        metrics, bold = QFontMetrics(self._font()), QFontMetrics(self._font(bold=True))
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
        return QFontMetrics(self._font()).height()

    def spacing(self) -> int:
        """The least distance of two labels."""
        return line_height(self._font())

    def every(self, grid: Grid) -> int:
        """Each how many-th row has room for a label."""
        return stride(grid.cell_height, self.spacing())

    def places(self, grid: Grid, strength: Strength) -> list[int]:
        """The rows that are named."""
        named = thinned(grid.visible_rows(), grid.cell_height, self.spacing(), strength.all)
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
        wish = QFontMetrics(self._font()).horizontalAdvance(as_read(self.outs[row]))
        return wish > self._room(row, width - a.px(GAP))

    def _room(self, row: int, whole: int) -> int:
        """Pixels for the token that comes out, of those a label has."""
        if not self.ins:
            return whole
        metrics = QFontMetrics(self._font())
        rest = whole - metrics.horizontalAdvance(ARROW)
        return max(rest - min(metrics.horizontalAdvance(as_read(self.ins[row])), rest // 2), 0)

    def paint(self, painter: QPainter, grid: Grid, strength: Strength, width: int) -> None:
        """Draw the labels."""
        a, middle = self._appearance, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        plain, bold = self._font(), self._font(bold=True)
        arrow = QFontMetrics(plain).horizontalAdvance(ARROW)
        named = self.places(grid, strength)
        self._paint_ticks(painter, grid, set(named))
        for row in named:
            area = self.rectangle(grid, row, width)
            lit = row in strength.lit
            out, font = self.outs[row], bold if lit else plain
            metrics = QFontMetrics(font)
            text = elided(as_read(out), metrics, self._room(row, area.width()))
            used = metrics.horizontalAdvance(text)
            painter.setFont(font)
            strong = lit or row in strength.touched
            painter.setPen(label_colour(a, out, strong, usual="high" if self._ins else "mid"))
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

    def _paint_ticks(self, painter: QPainter, grid: Grid, named: set[int]) -> None:
        a = self._appearance
        if grid.cell_height < a.px(TICK_FROM):
            return
        colour, left = a.colour("low"), grid.port.left() - a.px(2) - a.px(TICK)
        for row in set(grid.visible_rows()) - named:
            y = grid.cell(row, 0).center().y()
            if grid.port.top() <= y <= grid.port.bottom():
                painter.fillRect(left, y, a.px(TICK), a.px(1), colour)
