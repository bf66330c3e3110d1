"""What lies under the words of a plane: axes, trails, and dots for words without room."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from visualizer.appearance import Appearance
from visualizer.theme import mix
from visualizer.widgets.plane_course import Points
from visualizer.widgets.plane_view import PlaneView


def paint_axes(
    painter: QPainter,
    appearance: Appearance,
    view: PlaneView,
    axes: Points,
    titles: tuple[str, str],
) -> list[QRectF]:
    """The two principal components, (2, 2), in the directions they have in this picture.

    Returns where the titles stand.
    """
    px, letters = appearance.px, appearance.lettering
    width, height = view.size.width(), view.size.height()
    origin = view.shown(np.zeros((1, 2)))[0]
    room = QRectF(px(6), px(4), width - px(12), height - px(8))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    places = []
    for direction, title in zip(axes, titles, strict=True):
        way = direction * [1, -1]
        far = way * (width + height) * view.zoom
        painter.setPen(QPen(appearance.colour("line"), 1))
        painter.drawLine(QLineF(*(origin - far).tolist(), *(origin + far).tolist()))
        place = QRectF(0, 0, letters.width(title, "tick") + 1, letters.height("tick"))
        place.moveCenter(QPointF(*_edge(origin, way, (width, height)).tolist()))
        place.moveLeft(min(max(place.left(), room.left()), room.right() - place.width()))
        place.moveTop(min(max(place.top(), room.top()), room.bottom() - place.height()))
        painter.fillRect(place, appearance.colour("panel"))
        letters.write(painter, place, title, "tick", "low", across=0.5)
        places.append(place)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    return places


def paint_trails(
    painter: QPainter, appearance: Appearance, trail: list[Points], apart: NDArray[np.bool_]
) -> None:
    """(words, 2) pixels, oldest first: fainter the longer ago, brighter for words set `apart`."""
    theme, steps = appearance.theme, len(trail) - 1
    for age, (before, after) in enumerate(pairwise(trail), 1):
        for which, role, opacity in ((~apart, "low", 0.28), (apart, "mid", 0.85)):
            colour = mix(getattr(theme, role), theme.panel, opacity * age / steps)
            painter.setPen(QPen(QColor(colour), 1))
            painter.drawPath(_segments(before[which], after[which]))


def paint_dots(painter: QPainter, appearance: Appearance, places: Points) -> None:
    """(n, 2) pixels of words that found no room."""
    size = appearance.px(3)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(mix(appearance.theme.low, appearance.theme.panel, 0.7)))
    corners = (places - size / 2).tolist()
    painter.drawRects([QRectF(x, y, size, size) for x, y in corners])


#: A point of a path as QDataStream reads it: MoveToElement 0 or LineToElement 1, and where.
_ELEMENT = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])


def _segments(begins: Points, ends: Points) -> QPainterPath:
    """(n, 2) and (n, 2) as n lines apart; one by one, making them costs more than drawing them."""
    elements = np.empty((len(begins), 2), _ELEMENT)
    elements["kind"] = 0, 1
    elements["x"], elements["y"] = np.stack([begins, ends], axis=1).transpose(2, 0, 1)
    path = QPainterPath()
    # How many there are; after them where the last figure begins, and the rule of filling.
    count, rest = elements.size.to_bytes(4, "big"), bytes(8)
    QDataStream(QByteArray(count + elements.tobytes() + rest)) >> path
    return path


def _edge(origin: Points, way: Points, size: tuple[float, float]) -> Points:
    """Where a line from the origin leaves what is seen."""
    sides = [
        (limit - origin[axis]) / way[axis]
        for axis in (0, 1)
        for limit in (0.0, size[axis])
        if abs(way[axis]) > 1e-9
    ]
    found: Points = origin + way * min((side for side in sides if side > 0), default=0.0)
    return found
