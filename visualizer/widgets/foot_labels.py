"""Tokens under columns, and under them whether a prediction was right."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from engine.seen.tokens import Token
from visualizer.appearance import Appearance
from visualizer.widgets.axis_labels import LEAN, Strength, thinned
from visualizer.widgets.icon import icon_pixmap
from visualizer.widgets.pointing import mark_unknown
from visualizer.widgets.resolution import ratio_of
from visualizer.widgets.state_content import Verdict
from visualizer.widgets.token_columns import Strip
from visualizer.widgets.token_text import visible

_SINE, _COSINE = math.sin(math.radians(LEAN)), math.cos(math.radians(LEAN))
#: At scale 1: the longest label, the row of marks, its bar, and the narrowest column with a mark.
LONGEST, MARKS, BAR, MARK_FROM = 72, 22, 4, 8


@dataclass(frozen=True)
class FootLabel:
    """A token as it is written under its column; `wrong` where it is the model's and not right."""

    text: str
    special: bool = False
    unknown: bool = False
    wrong: bool = False


def foot_labels(tokens: Sequence[Token], verdicts: Sequence[Verdict] = ()) -> tuple[FootLabel, ...]:
    """The tokens; where a prediction was wrong, what was predicted."""
    labels = [FootLabel(visible(t.text), t.special, t.unknown) for t in tokens]
    for place, verdict in enumerate(verdicts[: len(labels)]):
        if verdict.right is False:
            labels[place] = FootLabel(visible(verdict.token), wrong=True)
    return tuple(labels)


def foot_height(appearance: Appearance, labels: Sequence[FootLabel]) -> int:
    """What the longest label needs under its column, in pixels."""
    metrics = QFontMetricsF(appearance.font("text", bold=True))
    if not labels:
        return 0
    if _upright(metrics, labels) and not any(label.special for label in labels):
        return math.ceil(metrics.height()) + appearance.px(2)
    longest = max(metrics.horizontalAdvance(label.text) for label in labels)
    length = min(longest, appearance.px(LONGEST))
    return math.ceil(length * _SINE + metrics.height() * _COSINE) + appearance.px(2)


def paint_foot_labels(
    painter: QPainter,
    appearance: Appearance,
    strip: Strip,
    labels: Sequence[FootLabel],
    top: int,
    strength: Strength,
) -> None:
    """Write the labels leaning, each ending under its column; thinned where columns are narrow.

    The lit ones and the wrong ones stand in place of neighbours.
    """
    a = appearance
    metrics = QFontMetricsF(a.font("text", bold=True))
    upright = _upright(metrics, labels)
    needed = metrics.height() - 1
    if upright:
        needed = max(metrics.horizontalAdvance(each.text) for each in labels if not each.special)
    else:
        needed /= _SINE
    wrong = [place for place, label in enumerate(labels) if label.wrong]
    forced = (*strength.all, *wrong)
    for place in thinned(range(len(labels)), strip.pitch, needed, forced):
        label, lit = labels[place], place in strength.lit
        bold = lit or label.wrong
        font = a.font("text", bold=bold)
        metrics = QFontMetricsF(font)
        cap = a.px(LONGEST)
        text = metrics.elidedText(label.text, Qt.TextElideMode.ElideMiddle, cap)
        wide = metrics.horizontalAdvance(text)
        painter.save()
        painter.setFont(font)
        painter.setPen(_colour(a, label, lit or place in strength.touched))
        if upright and not label.special:
            at = QPointF(strip.centre(place) - wide / 2, top + metrics.ascent())
            painter.drawText(at, text)
        else:
            painter.translate(strip.centre(place) + metrics.ascent() * 0.4, top + a.px(4))
            painter.rotate(-LEAN)
            painter.drawText(QPointF(-wide, metrics.ascent() / 2), text)
            if label.unknown:
                base = round(metrics.ascent() / 2) + 3
                mark_unknown(painter, a, round(-wide), round(wide), base)
        painter.restore()


def paint_verdicts(
    painter: QPainter, appearance: Appearance, strip: Strip, verdicts: Sequence[Verdict], top: int
) -> None:
    """A bar as wide as the probability, and a tick, or a cross in a frame.

    Right and wrong differ by bar (solid, striped), by mark and by frame before they do by colour.
    """
    a = appearance
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for place, verdict in enumerate(verdicts):
        if verdict.right is None:
            continue
        colour = a.colour("right" if verdict.right else "wrong")
        left, right = strip.edge(place), strip.edge(place + 1)
        room = QRectF(left, top, max(right - left - 2, 1), a.px(BAR))
        painter.fillRect(room, a.colour("line"))
        filled = QRectF(room)
        filled.setWidth(room.width() * min(max(verdict.probability, 0.0), 1.0))
        _paint_bar(painter, filled, colour, verdict.right)
        side = min(float(a.px(13)), right - left)
        if side < a.px(MARK_FROM):
            continue
        mark = QRectF(0, 0, side, side)
        mark.moveCenter(QPointF(room.center().x(), top + a.px(BAR + 3) + a.px(13) / 2))
        if not verdict.right:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour, 1))
            painter.drawRoundedRect(mark.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
        # A pixmap that is kept: drawing the outline anew for each of many tokens takes long.
        name, ratio = "check" if verdict.right else "close", ratio_of(painter)
        drawn = icon_pixmap(name, colour.name(), round(side), ratio)
        painter.drawPixmap(mark.topLeft().toPoint(), drawn)
    painter.restore()


def _paint_bar(painter: QPainter, bar: QRectF, colour: QColor, solid: bool) -> None:
    if solid:
        painter.fillRect(bar, colour)
        return
    painter.save()
    painter.setClipRect(bar)
    painter.setPen(QPen(colour, 1.5))
    x = bar.left() - bar.height()
    while x < bar.right():
        painter.drawLine(QPointF(x, bar.bottom()), QPointF(x + bar.height(), bar.top()))
        x += 4
    painter.restore()


def _upright(metrics: QFontMetricsF, labels: Sequence[FootLabel]) -> bool:
    """Whether every token, but special ones, is no wider than a line is high."""
    plain = [label.text for label in labels if not label.special]
    return bool(plain) and max(map(metrics.horizontalAdvance, plain)) <= metrics.height()


def _colour(appearance: Appearance, label: FootLabel, strong: bool) -> QColor:
    if label.wrong:
        return appearance.colour("wrong")
    return appearance.colour("high" if strong else "low" if label.special else "mid")
