"""What stands around the columns of hidden states: captions, the funnel, labels, the scale."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QCoreApplication, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QPolygon

from visualizer.appearance import Appearance
from visualizer.theme import colour_table
from visualizer.widgets import pointing
from visualizer.widgets.axis_labels import Strength
from visualizer.widgets.cells import image_of
from visualizer.widgets.foot_labels import (
    MARKS,
    foot_labels,
    paint_foot_labels,
    paint_verdicts,
)
from visualizer.widgets.state_content import StateContent
from visualizer.widgets.state_layout import StateLayout
from visualizer.widgets.token_columns import Strip

#: The share of its height that is left of the funnel where it meets c.
NARROW = 0.34
_CENTRE = Qt.AlignmentFlag.AlignCenter
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


def _tr(text: str) -> str:
    return QCoreApplication.translate("States", text)


def paint_ground(
    painter: QPainter,
    appearance: Appearance,
    content: StateContent,
    place: StateLayout,
    strengths: Sequence[Strength],
    width: int,
) -> None:
    """All of the picture but the numbers and what is pointed at."""
    _paint_captions(painter, appearance, content, place, width)
    _paint_funnel(painter, appearance, place)
    for strip, strength in zip((place.encoder, place.decoder), strengths, strict=True):
        _paint_bands(painter, appearance, place, strip, strength)
    _paint_feet(painter, appearance, content, place, strengths)
    _paint_note(painter, appearance, content, place)
    _paint_scale(painter, appearance, place)
    _paint_count(painter, appearance, content, place, width)


def paint_unit(
    painter: QPainter, appearance: Appearance, place: StateLayout, row: QRect, unit: int
) -> None:
    """The amber line through one unit's row, and its number; around the row where it is high."""
    a = appearance
    colour = a.colour("selection")
    thick = max(a.px(1), 1)
    left = place.columns.left() - a.px(6)
    wide = place.columns.right() + 1 - left
    edges = (row.top() - thick, row.bottom() + 1) if row.height() >= 4 else (row.top(),)
    for edge in edges:
        painter.fillRect(left, edge, wide, thick, colour)
    painter.setFont(a.font("note", bold=True))
    painter.setPen(colour)
    high = painter.fontMetrics().height()
    area = QRect(0, row.center().y() - high // 2, left - a.px(2), high)
    painter.drawText(area, Qt.AlignmentFlag.AlignRight | _MIDDLE, f"{unit + 1}")


def paint_row_names(
    painter: QPainter, a: Appearance, names: tuple[str, str], place: StateLayout, taken: QRect
) -> None:
    """What the first and the last row are, but where the number of the row `taken` stands."""
    painter.setFont(a.font("tick"))
    painter.setPen(a.colour("low"))
    high, wide = painter.fontMetrics().height(), place.encoder.left - a.px(8)
    for text, top in zip(names, (place.top, place.foot - high), strict=True):
        if abs(top + high // 2 - taken.center().y()) >= high:
            area = QRect(0, top, wide, high)
            painter.drawText(area, Qt.AlignmentFlag.AlignRight | _MIDDLE, text)


def _paint_captions(
    painter: QPainter, a: Appearance, content: StateContent, place: StateLayout, width: int
) -> None:
    words, gap = content.captions, a.px(10)
    painter.setFont(a.font("note"))
    half = max(
        QFontMetrics(a.font("text", bold=True)).horizontalAdvance(words.context[0]),
        painter.fontMetrics().horizontalAdvance(words.context[1]),
    )
    half = half // 2 + gap
    middle = place.vector.center().x()
    areas = (
        (words.encoder, place.encoder.left, middle - half, False),
        (words.context, middle - half, middle + half, True),
        (words.decoder, place.decoder.left, width - a.px(4), False),
    )
    for (title, rest), left, right, centred in areas:
        align = _CENTRE if centred else _MIDDLE
        room = max(right - left - (0 if centred else gap), 0)
        painter.setFont(a.font("text", bold=True))
        painter.setPen(a.colour("high"))
        painter.drawText(QRect(left, a.px(4), room, a.px(17)), align, title)
        painter.setFont(a.font("note"))
        painter.setPen(a.colour("mid"))
        text = _fitted(painter.fontMetrics(), rest, room)
        painter.drawText(QRect(left, a.px(21), room, a.px(16)), align, text)


def _fitted(metrics: QFontMetrics, text: str, room: int) -> str:
    """As many of the parts between dots as fit whole, at least the first."""
    parts = text.split(" · ")
    while len(parts) > 1 and metrics.horizontalAdvance(" · ".join(parts)) > room:
        parts.pop()
    return metrics.elidedText(" · ".join(parts), Qt.TextElideMode.ElideRight, room)


def _paint_funnel(painter: QPainter, a: Appearance, place: StateLayout) -> None:
    """From all of the encoder through c to all of the decoder."""
    top, bottom, middle = place.top, place.foot, place.top + place.height // 2
    inner = round(place.height * NARROW / 2)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(a.colour("raised"))
    sides = (
        (place.encoder.right + a.px(2), place.vector.left() - a.px(4)),
        (place.decoder.left - a.px(2), place.vector.right() + a.px(4)),
    )
    for wide, narrow in sides:
        corners = ((wide, top), (wide, bottom), (narrow, middle + inner), (narrow, middle - inner))
        painter.drawPolygon(QPolygon([QPoint(*corner) for corner in corners]))
    painter.setPen(a.colour("mid"))
    painter.setFont(a.font("title"))
    for wide, narrow in sides:
        centre = (wide + narrow) // 2
        area = QRect(centre - a.px(14), middle - a.px(12), a.px(28), a.px(24))
        painter.drawText(area, _CENTRE, "→")
    painter.restore()


def _paint_bands(
    painter: QPainter, a: Appearance, place: StateLayout, strip: Strip, strength: Strength
) -> None:
    """The amber band under a chosen column, through its mark and label."""
    for column in strength.all:
        colour = pointing.band_colour(a, 1.0 if column in strength.lit else 0.5)
        left, right = strip.edge(column), strip.edge(column + 1)
        painter.fillRect(left, place.foot, right - left, a.px(MARKS), colour)


def _paint_feet(
    painter: QPainter,
    a: Appearance,
    content: StateContent,
    place: StateLayout,
    strengths: Sequence[Strength],
) -> None:
    encoder, decoder = strengths
    top = place.foot + a.px(2)
    paint_foot_labels(painter, a, place.encoder, foot_labels(content.source), top, encoder)
    if content.verdicts:
        paint_verdicts(painter, a, place.decoder, content.verdicts, place.foot + a.px(3))
        top += a.px(MARKS)
    labels = foot_labels(content.target, content.verdicts)
    paint_foot_labels(painter, a, place.decoder, labels, top, decoder)


def _paint_note(
    painter: QPainter, a: Appearance, content: StateContent, place: StateLayout
) -> None:
    """The sentence under c, between the labels of both sides."""
    left, right = place.encoder.right + a.px(8), place.decoder.left - a.px(34)
    area = QRect(left, place.foot + a.px(6), right - left, 10_000)
    painter.setFont(a.font("note"))
    painter.setPen(a.colour("mid"))
    painter.drawText(
        area, Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignHCenter, content.captions.note
    )


def _paint_scale(painter: QPainter, a: Appearance, place: StateLayout) -> None:
    """The colours from 1 to −1, upright."""
    area = place.scale
    painter.setFont(a.font("tick"))
    painter.setPen(a.colour("low"))
    metrics = painter.fontMetrics()
    above = QRect(area.left() - a.px(2), place.top - a.px(2), a.px(60), metrics.height())
    painter.drawText(above, _MIDDLE, _tr("state"))
    high = min(area.height() - metrics.height() // 2, a.px(120))
    bar = QRect(area.left(), area.top(), area.width(), high)
    table = colour_table(a.theme.signed_stops)
    painter.drawImage(bar, image_of(table[np.arange(255, -1, -1)][:, None]))
    painter.setPen(QPen(a.colour("strong_line"), 1))
    painter.drawRect(bar.adjusted(-1, -1, 0, 0))
    painter.setPen(a.colour("mid"))
    for share, text in ((0.0, "1"), (0.5, "0"), (1.0, "−1")):
        y = bar.top() + round(share * (bar.height() - 1))
        painter.drawLine(bar.right() + 1, y, bar.right() + a.px(4), y)
        at = QRectF(bar.right() + a.px(7), y - metrics.height() / 2, a.px(30), metrics.height())
        painter.drawText(at, _MIDDLE, text)


def _paint_count(
    painter: QPainter, a: Appearance, content: StateContent, place: StateLayout, width: int
) -> None:
    """How many of the predictions are right, beside the marks."""
    known = [verdict.right for verdict in content.verdicts if verdict.right is not None]
    if not known:
        return
    wrong = known.count(False)
    said = _tr("{0} of {1} wrong") if wrong else _tr("{0} of {1} right")
    painter.setFont(a.font("note", bold=bool(wrong)))
    painter.setPen(a.colour("wrong" if wrong else "right"))
    left = place.decoder.right + a.px(10)
    area = QRect(left, place.foot, width - left, a.px(2 * MARKS))
    words = said.format(wrong or len(known), len(known))
    painter.drawText(area, Qt.TextFlag.TextWordWrap, words)
