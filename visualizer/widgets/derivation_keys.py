"""The names of keys under the bars of a row's weights."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from visualizer.appearance import Appearance
from visualizer.widgets.axis_labels import LEAN, TICK, elided, line_height, thinned

_SINE, _COSINE = math.sin(math.radians(LEAN)), math.cos(math.radians(LEAN))
#: At scale 1: the longest name, from bars to names, and how far names may reach beside the bars.
LONGEST, GAP, BESIDE = 60, 3, 8


def _abreast(labels: Sequence[str], width: int, a: Appearance) -> bool:
    """Whether all names stand whole beside one another, each under its bar."""
    metrics = QFontMetrics(a.font("tick", bold=True))
    room = width / max(len(labels), 1) - a.px(3)
    return max((metrics.horizontalAdvance(label) for label in labels), default=0) <= room


def keys_height(labels: Sequence[str], width: int, a: Appearance) -> int:
    """What the names need under bars of this width."""
    font = a.font("tick", bold=True)
    if _abreast(labels, width, a):
        return QFontMetrics(font).height() + a.px(GAP)
    metrics = QFontMetrics(font)
    longest = max(min(metrics.horizontalAdvance(label), a.px(LONGEST)) for label in labels)
    return math.ceil(longest * _SINE + line_height(font) * _COSINE) + a.px(GAP + TICK)


def draw_keys(
    painter: QPainter,
    labels: Sequence[str],
    chosen: int,
    well: QRect,
    edges: NDArray[np.integer],
    a: Appearance,
) -> None:
    """Names side by side, or leaning, the chosen one in any case; a tick for each left out."""
    top = well.bottom() + a.px(GAP)
    middles = (edges[:-1] + edges[1:]) / 2
    if _abreast(labels, well.width(), a):
        for place, label in enumerate(labels):
            left, right = int(edges[place]), int(edges[place + 1])
            _pen(painter, a, place == chosen)
            room = QRect(left, top, right - left, painter.fontMetrics().height())
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, label)
        return
    pitch = well.width() / max(len(labels), 1)
    named = thinned(
        range(len(labels)), pitch, line_height(a.font("tick", bold=True)) / _SINE, (chosen,)
    )
    for place, middle in enumerate(middles.tolist()):
        if place not in named:
            painter.fillRect(round(middle), top, a.px(1), a.px(TICK), a.colour("low"))
            continue
        _pen(painter, a, place == chosen)
        metrics = painter.fontMetrics()
        room = (middle - well.left() + a.px(BESIDE)) / _COSINE
        text = elided(labels[place], metrics, round(min(room, a.px(LONGEST))))
        painter.save()
        painter.translate(QPointF(middle + metrics.ascent() * 0.4, top + a.px(GAP)))
        painter.rotate(-LEAN)
        painter.drawText(QPointF(-metrics.horizontalAdvance(text), metrics.ascent() / 2), text)
        painter.restore()


def _pen(painter: QPainter, a: Appearance, chosen: bool) -> None:
    painter.setFont(a.font("tick", bold=chosen))
    painter.setPen(a.colour("high" if chosen else "low"))
