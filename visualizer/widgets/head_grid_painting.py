"""Draws the rows of a grid of heads: names with their glyphs, numbers over bars, states."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from engine.map_health import Health
from engine.seen.maps import HeadReference
from visualizer.appearance import Appearance
from visualizer.theme import mix
from visualizer.widgets.glyph import GLYPHS, paint_glyph
from visualizer.widgets.head_grid_content import HEAD, STATE, HeadGridContent

#: At scale 1: room beside what stands in a cell, room of a glyph, height of a bar and its foot.
MARGIN, GLYPH, BAR, FOOT = 4, 18, 3, 3


class Row(NamedTuple):
    """A row in view: which one of the content it is, and where it stands."""

    number: int
    top: int
    height: int


class Column(NamedTuple):
    """A column by its name, and where it stands."""

    name: str
    left: int
    width: int


class RowPainting:
    """Paints the cells in view.

    Attributes
    ----------
    chosen : the heads that are chosen, one or none of each group.
    front : name of the group that is in front: its chosen head has the stronger mark.
    """

    def __init__(self, appearance: Appearance) -> None:
        self._appearance = appearance
        self.chosen: frozenset[HeadReference] = frozenset()
        self.front = ""

    def paint(
        self,
        painter: QPainter,
        content: HeadGridContent,
        rows: Sequence[Row],
        columns: Sequence[Column],
    ) -> None:
        """Paint these rows of the content in these columns."""
        paint_column = {HEAD: self._paint_heads, STATE: self._paint_states}
        self._paint_marks(painter, content, rows, columns)
        for column in columns:
            paint_column.get(column.name, self._paint_numbers)(painter, content, rows, column)

    def paint_cursor(self, painter: QPainter, cell: QRect) -> None:
        """The ring around the cell that has the keyboard."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._appearance.colour("focus"), 2))
        painter.drawRect(cell.adjusted(1, 1, -1, -1))

    def _paint_marks(
        self,
        painter: QPainter,
        content: HeadGridContent,
        rows: Sequence[Row],
        columns: Sequence[Column],
    ) -> None:
        a = self._appearance
        band = QColor(mix(a.theme.band, a.theme.panel, a.theme.band_opacity))
        left, right = columns[0].left, columns[-1].left + columns[-1].width
        for row in rows:
            reference = content.references[row.number]
            if reference in self.chosen:
                painter.fillRect(left, row.top, right - left, row.height, band)
                if reference.group == self.front:
                    amber = a.colour("selection")
                    painter.fillRect(left, row.top, a.px(3), row.height, amber)

    def _paint_heads(
        self, painter: QPainter, content: HeadGridContent, rows: Sequence[Row], column: Column
    ) -> None:
        a = self._appearance
        side, left = a.px(11), column.left + a.px(MARGIN)
        painter.setFont(a.font("text"))
        painter.setPen(a.colour("high"))
        for row in rows:
            middle = row.top + row.height / 2
            mark = QRectF(left, middle - side / 2, side, side)
            paint_glyph(painter, GLYPHS[content.kinds[row.number]], mark, a.colour("mid"))
            text = content.text(row.number, HEAD)
            painter.drawText(left + a.px(GLYPH), _baseline(painter, row.top, row.height), text)

    def _paint_numbers(
        self, painter: QPainter, content: HeadGridContent, rows: Sequence[Row], column: Column
    ) -> None:
        a, bar = self._appearance, self._appearance.px(BAR)
        left, wide = column.left + a.px(MARGIN), column.width - 2 * a.px(MARGIN)
        track, filled = a.colour("line"), a.colour("mid")
        colours = {"!": a.colour("nan"), "–": a.colour("low")}
        high = a.colour("high")
        painter.setFont(a.font("note"))
        advance = painter.fontMetrics().horizontalAdvance
        for row in rows:
            text = content.text(row.number, column.name)
            above = row.height - bar - a.px(FOOT)
            # At a point: a rectangle to align in costs five times as much.
            base = _baseline(painter, row.top, above)
            painter.setPen(colours.get(text, high))
            painter.drawText(left + wide - advance(text), base, text)
            if text != "–":
                share = content.share(row.number, column.name)
                painter.fillRect(left, row.top + above, wide, bar, track)
                painter.fillRect(left, row.top + above, round(wide * share), bar, filled)

    def _paint_states(
        self, painter: QPainter, content: HeadGridContent, rows: Sequence[Row], column: Column
    ) -> None:
        a = self._appearance
        left, wide = column.left + a.px(MARGIN), column.width - 2 * a.px(MARGIN)
        painter.setFont(a.font("note"))
        advance = painter.fontMetrics().horizontalAdvance
        for row in rows:
            state = content.findings[row.number].state
            text = content.said(row.number)
            if not text or advance(text) > wide:
                text = content.text(row.number, STATE)
            colour = "wrong" if state.bad else "low" if state == Health.SOUND else "mid"
            painter.setPen(a.colour(colour))
            painter.drawText(left, _baseline(painter, row.top, row.height), text)


def _baseline(painter: QPainter, top: int, height: int) -> int:
    """Where text stands that is to be in the middle."""
    metrics = painter.fontMetrics()
    return top + (height + metrics.ascent() - metrics.descent()) // 2
