"""How one row of predictions is painted: its label, mark, token, bar and number."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from visualizer.appearance import Appearance
from visualizer.widgets.chips import visible
from visualizer.widgets.icon import paint_icon
from visualizer.widgets.prediction_row import PredictionRow, in_to_out
from visualizer.widgets.scale import number

#: Nats at the end of a bar of surprise: as much as a choice among 55 equal words.
MOST_NATS = 4.0
_BAR = 34
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


def nats(value: float) -> str:
    """Nats as they stand in a row: .22, 1.20; "–" where not known."""
    if not np.isfinite(value):
        return "–"
    # Adding 0 makes a zero of the minus zero that is left of a rounding error.
    return f"{round(value, 2) + 0.0:.2f}".removeprefix("0")


@dataclass(frozen=True)
class Columns:
    """Where the parts of a row stand: x and width in pixels.

    `label` is what the labels take at the left, 0 for none; `inputs` whether they say "in → out";
    `free` whether there is a column for what the model writes by itself.
    """

    appearance: Appearance
    width: float
    label: float = 0.0
    inputs: bool = False
    free: bool = True

    @property
    def mark(self) -> float:
        return self.label + self.appearance.px(11)

    @property
    def token(self) -> float:
        return self.label + self.appearance.px(30)

    @property
    def bar(self) -> float:
        return self.label + (self.width - self.label) * 0.45

    @property
    def bar_width(self) -> float:
        px = self.appearance.px
        if not self.free:
            return min(max(self.end - self.bar - px(34), px(16)), px(160))
        return px(_BAR if self.width - self.label > px(230) else _BAR - 8)

    @property
    def end(self) -> float:
        return self.width - self.appearance.px(12)


def paint_label(
    painter: QPainter, appearance: Appearance, data: PredictionRow, rect: QRectF, columns: Columns
) -> None:
    """What stands at the row, right-aligned in the labels' column."""
    look = appearance
    whole = in_to_out(data) if columns.inputs else visible(data.out)
    area = QRectF(look.px(8), rect.top(), columns.label - look.px(10), rect.height())
    painter.setFont(look.font("note"))
    fitted = QFontMetricsF(painter.font()).elidedText(
        whole, Qt.TextElideMode.ElideMiddle, area.width()
    )
    painter.setPen(look.colour("low" if data.sort == "quiet" else "mid"))
    painter.drawText(area, _MIDDLE | Qt.AlignmentFlag.AlignRight, fitted)


def paint_row(
    painter: QPainter, appearance: Appearance, data: PredictionRow, rect: QRectF, columns: Columns
) -> None:
    """All but the label and what points at the row."""
    if data.sort == "quiet":
        return
    colour = appearance.colour({True: "right", False: "wrong", None: "mid"}[data.right])
    if data.sort == "surprise":
        _paint_rank(painter, appearance, data, rect, columns)
    else:
        _paint_mark(painter, appearance, data, rect, columns, colour)
    middle, px = rect.center().y(), appearance.px
    bar = QRectF(columns.bar, middle - px(3), columns.bar_width, px(6))
    painter.fillRect(bar, appearance.colour("line"))
    if data.sort == "surprise":
        _paint_surprise(painter, appearance, data, bar)
    else:
        _paint_chance(painter, data, bar, colour)
    _paint_texts(painter, appearance, data, rect, columns, colour)


def _paint_mark(
    painter: QPainter,
    look: Appearance,
    data: PredictionRow,
    rect: QRectF,
    columns: Columns,
    colour: QColor,
) -> None:
    """A tick; a cross and a frame where wrong; nothing where nobody knows."""
    px = look.px
    if data.right is False:
        inner = rect.adjusted(columns.label + px(8), 1, -px(6), -1)
        painter.setPen(QPen(colour, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(inner.adjusted(-0.5, 0.5, 0.5, -0.5), 3, 3)
    if data.right is not None:
        side = min(px(14), rect.height())
        mark = QRectF(columns.mark, rect.center().y() - side / 2, side, side)
        paint_icon(painter, "check" if data.right else "close", mark, colour)


def _paint_rank(
    painter: QPainter, look: Appearance, data: PredictionRow, rect: QRectF, columns: Columns
) -> None:
    """In place of a mark: which of the likeliest tokens came."""
    area = QRectF(columns.mark - look.px(4), rect.top(), look.px(19), rect.height())
    painter.setFont(look.font("note", bold=data.rank == 1))
    painter.setPen(look.colour("high" if data.rank == 1 else "low"))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(data.rank or "–"))


def _paint_chance(painter: QPainter, data: PredictionRow, bar: QRectF, colour: QColor) -> None:
    """Solid where right, striped where wrong: the texture says it before the colour."""
    filled = QRectF(bar)
    filled.setWidth(bar.width() * min(max(data.probability, 0.0), 1.0))
    if data.right is not False:
        painter.fillRect(filled, colour)
        return
    painter.save()
    painter.setClipRect(filled, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(colour, 2))
    left = filled.left() - bar.height()
    while left < filled.right():
        painter.drawLine(QPointF(left, filled.bottom()), QPointF(left + bar.height(), filled.top()))
        left += 4
    painter.restore()


def _paint_surprise(painter: QPainter, look: Appearance, data: PredictionRow, bar: QRectF) -> None:
    """The model's surprise as a bar, the grammar's own as a line across it."""
    if np.isfinite(data.surprise):
        filled = QRectF(bar)
        filled.setWidth(bar.width() * min(data.surprise / MOST_NATS, 1.0))
        painter.fillRect(filled, look.colour("mid"))
    if np.isfinite(data.grammar):
        at = bar.left() + bar.width() * min(data.grammar / MOST_NATS, 1.0)
        tick = QRectF(round(at) - look.px(1), bar.top() - look.px(3), look.px(2), 0)
        tick.setBottom(bar.bottom() + look.px(3))
        painter.fillRect(tick.adjusted(-1, 0, 1, 0), look.colour("panel"))
        painter.fillRect(tick, look.colour("high"))


def _paint_texts(
    painter: QPainter,
    look: Appearance,
    data: PredictionRow,
    rect: QRectF,
    columns: Columns,
    colour: QColor,
) -> None:
    px = look.px
    ink = colour if data.right is False else look.colour("low" if data.special else "high")
    said = visible(data.token)
    room = columns.bar - px(6) - columns.token
    name = look.font("name" if rect.height() >= px(17) else "note")
    if QFontMetricsF(name).horizontalAdvance(said) > room:
        name = look.font("note")
    _text(painter, columns.token, columns.bar - px(6), rect, said, ink, name)
    after = columns.bar + columns.bar_width + px(4)
    surprise = data.sort == "surprise"
    written = nats(data.surprise) if surprise else number(data.probability)
    painter.setFont(look.font("note"))
    painter.setPen(look.colour("mid"))
    painter.drawText(QRectF(after, rect.top(), px(32), rect.height()), _MIDDLE, written)
    if columns.free:
        _paint_free(painter, look, data, rect, after + px(26), columns)


def _paint_free(
    painter: QPainter,
    look: Appearance,
    data: PredictionRow,
    rect: QRectF,
    start: float,
    columns: Columns,
) -> None:
    """What the model writes here by itself, and where there is room what had been expected."""
    px, end = look.px, columns.end
    free = "=" if data.free == data.token else visible(data.free) if data.free else "–"
    if data.right is False and columns.width > px(400):
        text = f"({visible(data.expected)} {number(data.expected_probability)})"
        note = look.font("note")
        start += _text(painter, start, end - px(70), rect, text, look.colour("mid"), note)
    usual = "wrong" if data.right is False else "mid"
    painter.setFont(look.font("note"))
    metrics = QFontMetricsF(painter.font())
    fitted = metrics.elidedText(free, Qt.TextElideMode.ElideRight, end - start)
    painter.setPen(look.colour("low" if free in "=–" else usual))
    right = _MIDDLE | Qt.AlignmentFlag.AlignRight
    painter.drawText(QRectF(start, rect.top(), end - start, rect.height()), right, fitted)


def _text(
    painter: QPainter,
    left: float,
    right: float,
    rect: QRectF,
    text: str,
    ink: QColor,
    font: QFont,
) -> float:
    """Draw a text between two x, cut in its middle where too long; how wide it became."""
    painter.setFont(font)
    painter.setPen(ink)
    metrics = QFontMetricsF(font)
    room = max(right - left, 0)
    fitted = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room)
    painter.drawText(QRectF(left, rect.top(), room + 1, rect.height()), _MIDDLE, fitted)
    return metrics.horizontalAdvance(fitted)
