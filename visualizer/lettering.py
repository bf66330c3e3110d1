"""Short texts drawn again and again: laid out once, then only painted."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QStaticText,
    QTextLayout,
    QTransform,
)

if TYPE_CHECKING:
    from visualizer.appearance import Appearance, Role

#: Where a text that is too long is cut; "" lets it run on.
Cut = Literal["", "middle", "right"]
_CUTS = {"middle": Qt.TextElideMode.ElideMiddle, "right": Qt.TextElideMode.ElideRight}

#: Texts that are kept laid out, whole and cut; of numbers that change, the newest.
_KEPT = 2048


class _Type(NamedTuple):
    """One font: what is drawn with it, and its measures."""

    font: QFont
    metrics: QFontMetricsF


class Written(NamedTuple):
    """One line of text, laid out: its glyphs, and what it takes in effective pixels.

    `text` is what is written, cut if it had to be; `ascent` goes from the top to the base line.
    """

    text: str
    glyphs: QStaticText
    font: QFont
    width: float
    height: float
    ascent: float


class Lettering:
    """Draws one line of plain text without laying it out anew with each painting.

    QPainter.drawText finds glyphs and their places each time: in views that paint a hundred words
    several times a second, most of what they cost. Kept are glyphs, not pixels, so a line is as
    sharp at any fraction of a pixel and any ratio of a screen or a saved picture as drawText's.
    """

    def __init__(self, appearance: Appearance) -> None:
        self._font = appearance.font
        self._type = lru_cache(maxsize=None)(self._make_type)
        self._colour = lru_cache(maxsize=None)(appearance.colour)
        self._whole = lru_cache(maxsize=_KEPT)(self._lay_out)
        self._cut = lru_cache(maxsize=_KEPT)(self._lay_out_within)

    def forget(self) -> None:
        """Fonts or colours are others from now on."""
        for kept in (self._type, self._colour, self._whole, self._cut):
            kept.cache_clear()

    @property
    def kept(self) -> int:
        """How many texts are kept laid out."""
        return self._whole.cache_info().currsize + self._cut.cache_info().currsize

    def height(self, role: Role, bold: bool = False) -> float:
        """The height of any line in a font."""
        return self._type(role, bold).metrics.height()

    def width(self, text: str, role: Role, bold: bool = False) -> float:
        """How wide a text becomes."""
        return self._whole(text, role, bold).width

    def line(
        self,
        text: str,
        role: Role,
        bold: bool = False,
        room: float = 0.0,
        cut: Cut = "",
    ) -> Written:
        """A text laid out; with `cut` no wider than `room`."""
        whole = self._whole(text, role, bold)
        return whole if not cut or whole.width <= room else self._cut(text, role, bold, room, cut)

    def write(
        self,
        painter: QPainter,
        rect: QRectF,
        text: str,
        role: Role,
        colour: str,
        bold: bool = False,
        across: float = 0.0,
        down: float = 0.5,
        cut: Cut = "",
    ) -> float:
        """Write into a rectangle; the width that it took.

        `across` and `down` say where in the rectangle, from 0, left or top, to 1, right or bottom.
        Painter's font and pen are other ones afterwards.
        """
        if not text:
            return 0.0
        line = self.line(text, role, bold, rect.width(), cut)
        left = rect.x() + (rect.width() - line.width) * across
        self._draw(painter, left, rect.y() + (rect.height() - line.height) * down, line, colour)
        return line.width

    def write_on(
        self,
        painter: QPainter,
        left: float,
        base: float,
        text: str,
        role: Role,
        colour: str,
        bold: bool = False,
        room: float = 0.0,
        cut: Cut = "",
    ) -> float:
        """Write from `left` on a base line; the width that it took."""
        if not text:
            return 0.0
        line = self.line(text, role, bold, room, cut)
        self._draw(painter, left, base - line.ascent, line, colour)
        return line.width

    def _draw(self, painter: QPainter, left: float, top: float, line: Written, colour: str) -> None:
        painter.setFont(line.font)
        painter.setPen(self._colour(colour))
        painter.drawStaticText(QPointF(left, top), line.glyphs)

    def _make_type(self, role: Role, bold: bool) -> _Type:
        font = self._font(role, bold)
        return _Type(font, QFontMetricsF(font))

    def _lay_out(self, text: str, role: Role, bold: bool) -> Written:
        font = self._type(role, bold).font
        glyphs = QStaticText(text)
        glyphs.setTextFormat(Qt.TextFormat.PlainText)
        glyphs.prepare(QTransform(), font)
        layout = QTextLayout(text, font)
        layout.beginLayout()
        line = layout.createLine()
        layout.endLayout()
        # Of the line, not of the font: letters that the font lacks may be taller than its own.
        height = line.ascent() + line.descent()
        return Written(text, glyphs, font, line.naturalTextWidth(), height, line.ascent())

    def _lay_out_within(self, text: str, role: Role, bold: bool, room: float, cut: Cut) -> Written:
        metrics = self._type(role, bold).metrics
        return self._lay_out(metrics.elidedText(text, _CUTS[cut], room), role, bold)
