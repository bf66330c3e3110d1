"""How one row of predictions is painted: its label, mark, token, bar and number."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from visualizer.appearance import Appearance, Role
from visualizer.widgets.icon import paint_icon
from visualizer.widgets.prediction_row import PredictionRow, in_to_out, key_of
from visualizer.widgets.scale import number
from visualizer.widgets.token_text import visible

#: Nats at the end of a bar of surprise: as much as a choice among 55 equal words.
MOST_NATS = 4.0
_BAR = 34
#: From these widths on rows that stand alone have labels, and these say "in → out".
_LABELS_FROM, _INPUTS_FROM = 220, 280


def nats(value: float) -> str:
    """Nats as they stand in a row: .22, 1.20; "–" where not known."""
    if not math.isfinite(value):
        return "–"
    # Adding 0 makes a zero of the minus zero that is left of a rounding error.
    return f"{round(value, 2) + 0.0:.2f}".removeprefix("0")


def appears(data: PredictionRow) -> tuple[object, ...]:
    """All that is seen of a row: two rows of equal values here are painted alike."""
    label = data.sort, data.into, data.out
    if data.sort == "quiet":
        return label
    return (
        *label,
        data.token,
        data.right,
        data.special,
        data.free,
        data.expected,
        data.rank,
        f"{data.probability:.3f}",
        number(data.expected_probability),
        nats(data.surprise),
        nats(data.grammar),
    )


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

    @classmethod
    def of(
        cls,
        appearance: Appearance,
        width: float,
        rows: tuple[PredictionRow, ...],
        *,
        followed: bool,
    ) -> Columns:
        """For these rows; `followed` are a map's, which says itself what stands there."""
        px = appearance.px
        free = any(row.free for row in rows) or key_of(rows) == "forced"
        if followed or width < px(_LABELS_FROM):
            return cls(appearance, width, free=free)
        inputs = width >= px(_INPUTS_FROM) and any(row.into for row in rows)
        words = {in_to_out(row) if inputs else visible(row.out) for row in rows}
        widest = max((appearance.lettering.width(word, "note") for word in words), default=0.0)
        label = min(widest + px(12), width * (0.4 if inputs else 0.3))
        return cls(appearance, width, label, inputs, free)

    @cached_property
    def mark(self) -> float:
        return self.label + self.appearance.px(11)

    @cached_property
    def token(self) -> float:
        return self.label + self.appearance.px(30)

    @cached_property
    def bar(self) -> float:
        return self.label + (self.width - self.label) * 0.45

    @cached_property
    def bar_width(self) -> float:
        px = self.appearance.px
        if not self.free:
            return min(max(self.end - self.bar - px(34), px(16)), px(160))
        return px(_BAR if self.width - self.label > px(230) else _BAR - 8)

    @cached_property
    def end(self) -> float:
        return self.width - self.appearance.px(12)


def paint_label(
    painter: QPainter, appearance: Appearance, data: PredictionRow, rect: QRectF, columns: Columns
) -> None:
    """What stands at the row, right-aligned in the labels' column."""
    look = appearance
    whole = in_to_out(data) if columns.inputs else visible(data.out)
    area = QRectF(look.px(8), rect.top(), columns.label - look.px(10), rect.height())
    role = "low" if data.sort == "quiet" else "mid"
    look.lettering.write(painter, area, whole, "note", role, across=1, cut="middle")


def paint_row(
    painter: QPainter, appearance: Appearance, data: PredictionRow, rect: QRectF, columns: Columns
) -> None:
    """All but the label and what points at the row."""
    if data.sort == "quiet":
        return
    role = {True: "right", False: "wrong", None: "mid"}[data.right]
    colour = appearance.colour(role)
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
    _paint_texts(painter, appearance, data, rect, columns)


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
    first = data.rank == 1
    role = "high" if first else "low"
    look.lettering.write(painter, area, str(data.rank or "–"), "note", role, first, across=0.5)


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
    if math.isfinite(data.surprise):
        filled = QRectF(bar)
        filled.setWidth(bar.width() * min(data.surprise / MOST_NATS, 1.0))
        painter.fillRect(filled, look.colour("mid"))
    if math.isfinite(data.grammar):
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
) -> None:
    px, letters = look.px, look.lettering
    ink = "wrong" if data.right is False else "low" if data.special else "high"
    said = visible(data.token)
    room = columns.bar - px(6) - columns.token
    size: Role = "name" if rect.height() >= px(17) else "note"
    if letters.width(said, size) > room:
        size = "note"
    area = QRectF(columns.token, rect.top(), max(room, 0), rect.height())
    letters.write(painter, area, said, size, ink, cut="middle")
    after = columns.bar + columns.bar_width + px(4)
    surprise = data.sort == "surprise"
    written = nats(data.surprise) if surprise else number(data.probability)
    beside = QRectF(after, rect.top(), px(32), rect.height())
    letters.write(painter, beside, written, "note", "mid")
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
    px, letters, end = look.px, look.lettering, columns.end
    free = "=" if data.free == data.token else visible(data.free) if data.free else "–"
    if data.right is False and columns.width > px(400):
        text = f"({visible(data.expected)} {number(data.expected_probability)})"
        beside = QRectF(start, rect.top(), max(end - px(70) - start, 0), rect.height())
        start += letters.write(painter, beside, text, "note", "mid", cut="middle")
    usual = "wrong" if data.right is False else "mid"
    role = "low" if free in "=–" else usual
    area = QRectF(start, rect.top(), end - start, rect.height())
    letters.write(painter, area, free, "note", role, across=1, cut="right")
