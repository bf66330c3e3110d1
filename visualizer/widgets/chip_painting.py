"""How one chip is painted: its ground, its token, and what is marked on it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from engine.seen.tokens import Token
from visualizer.appearance import Appearance
from visualizer.theme import colour_table, rgb
from visualizer.widgets.draw_marks import paint_fate

#: Pixels at scale 1 between a chip's side and its text.
PADDING = 7
#: Contrast that small text needs at least (WCAG 2.1, level AA).
READABLE = 4.5


@dataclass(frozen=True)
class Marks:
    """What is to be seen on a chip: the weight it is shaded by, and what points at it."""

    shade: float | None = None
    locked: bool = False
    hovered: bool = False
    focused: bool = False


def paint_chip(
    painter: QPainter, appearance: Appearance, rect: QRectF, token: Token, text: str, marks: Marks
) -> None:
    """Draw a chip into `rect`; `text` is what is written on it."""
    look = appearance
    ground, ink = look.colour("raised"), look.colour("low" if token.special else "high")
    masked = token.drawn == "masked"
    if marks.shade is not None:
        ground = _weight_colour(look, marks.shade)
        ink = _ink_on(ground, ink)
    line = "line" if token.special else "strong_line"
    painter.setPen(QPen(look.colour("high" if token.drawn else line), 1))
    painter.setBrush(look.colour("primary") if masked else ground)
    body, written = rect.adjusted(0.5, 0.5, -0.5, -0.5), QRectF(rect)
    painter.drawRoundedRect(body, 4, 4)
    if masked:
        ink = look.colour("primary_text")
        if marks.shade is not None:
            # The chip stays inverse; its foot carries the weight.
            painter.fillRect(body.adjusted(2, body.height() - look.px(5), -2, -1), ground)
            written.setBottom(rect.bottom() - look.px(5))
    else:
        paint_fate(painter, look, token.drawn, body)
    painter.setFont(look.font("name", bold=masked))
    painter.setPen(ink)
    painter.drawText(written, Qt.AlignmentFlag.AlignCenter, text)
    if token.unknown:
        _paint_unknown(painter, look, rect, ink)
    _paint_pointing(painter, look, rect, marks)


def paint_letter(painter: QPainter, appearance: Appearance, area: QRectF, letter: str) -> None:
    """The letter of a segment."""
    painter.setFont(appearance.font("note", bold=True))
    painter.setPen(appearance.colour("mid"))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, letter)


def paint_divider(painter: QPainter, appearance: Appearance, area: QRectF, mirrored: bool) -> None:
    """A dashed line at the side of a segment's letter where the segment before it ends."""
    pen = QPen(appearance.colour("high"), 1, Qt.PenStyle.CustomDashLine)
    pen.setDashPattern([3, 3])
    painter.setPen(pen)
    x = round(area.right() if mirrored else area.left()) + 0.5
    painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))


def paint_hidden(
    painter: QPainter,
    appearance: Appearance,
    lines: tuple[QRectF, QRectF],
    before: int,
    after: int,
    mirrored: bool,
) -> None:
    """At the end of the first and the last of the lines in sight how many chips are not."""
    said = [f"↑ {before}" if before else "", f"↓ {after}" if after else ""]
    if lines[0] == lines[1]:
        said = ["", "  ".join(filter(None, said))]
    painter.setFont(appearance.font("tick"))
    metrics = QFontMetricsF(appearance.font("tick"))
    for line, text in zip(lines, said, strict=True):
        if text:
            width = metrics.horizontalAdvance(text) + appearance.px(8)
            left = line.left() if mirrored else line.right() - width
            edge = QRectF(left, line.top(), width, line.height())
            painter.fillRect(edge, appearance.colour("panel"))
            painter.setPen(appearance.colour("mid"))
            painter.drawText(edge, Qt.AlignmentFlag.AlignCenter, text)


def _paint_pointing(painter: QPainter, look: Appearance, rect: QRectF, marks: Marks) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if marks.locked:
        # The keyline keeps amber apart from a chip that is itself bright.
        painter.setPen(QPen(look.colour("keyline"), 1))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(QPen(look.colour("selection"), 2))
        painter.drawRoundedRect(rect.adjusted(-1, -1, 1, 1), 5, 5)
    elif marks.hovered:
        pen = QPen(look.colour("high"), 1)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.drawRoundedRect(rect.adjusted(-0.5, -0.5, 0.5, 0.5), 4, 4)
    if marks.focused:
        painter.setPen(QPen(look.colour("focus"), 2))
        painter.drawRoundedRect(rect.adjusted(-1, -1, 1, 1), 5, 5)


def _paint_unknown(painter: QPainter, look: Appearance, rect: QRectF, ink: QColor) -> None:
    """A dotted line under the word: what the model sees there is not this word."""
    px = look.px
    pen = QPen(ink, 2, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.RoundCap)
    pen.setDashPattern([0.01, 2])
    painter.setPen(pen)
    bottom = rect.bottom() - px(3)
    painter.drawLine(
        QPointF(rect.left() + px(PADDING), bottom), QPointF(rect.right() - px(PADDING), bottom)
    )


def _weight_colour(appearance: Appearance, weight: float) -> QColor:
    table = colour_table(appearance.theme.weight_stops)
    return QColor.fromRgb(int(table[round(min(max(weight, 0.0), 1.0) * 255)]))


def _ink_on(ground: QColor, usual: QColor) -> QColor:
    """The usual ink where it can be read on its ground, else dark or light, whichever can."""
    if contrast(usual, ground) >= READABLE:
        return usual
    return max(QColor("#0B1016"), QColor("#F4F7FA"), key=partial(contrast, ground))


def contrast(one: QColor, other: QColor) -> float:
    """Ratio of two colours' luminances, 1 to 21 (WCAG 2.1; its curve taken as a power of 2.2)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    red, green, blue = (channel / 255 for channel in rgb(colour.name()))
    return float(0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2)
