"""Drawn parts of a derivation: strips of signed colours, bars of weights, gauges, a matrix."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from engine.seen.maps import Closed
from visualizer.appearance import Appearance
from visualizer.inspector.numbers import number
from visualizer.inspector.page import Bars, Gauge, Matrix, Place, Strip
from visualizer.theme import colour_table
from visualizer.widgets import textures
from visualizer.widgets.cells import image_of, stretched
from visualizer.widgets.derivation_keys import draw_keys, keys_height
from visualizer.widgets.derivation_text import NAMES, NUMBERS, draw_number, line_height

#: Heights at scale 1: a strip, bars, the bar of a gauge, most of a matrix, one row of it.
_STRIP, _BARS, _GAUGE, _MATRIX, _MATRIX_ROW = 14, 30, 8, 96, 8
#: Where formula and bar of a gauge begin.
_FORMULA, _GAUGE_FROM = 68, 176

Array = NDArray[np.float64]


def signed_pixels(values: Array, limit: float, a: Appearance) -> NDArray[np.uint32]:
    """Colours of numbers from −limit to limit, of the shape of `values`; NaN has its own."""
    table = colour_table(a.theme.signed_stops)
    places = np.clip((np.nan_to_num(values) / limit + 1) * 127.5, 0, 255)
    pixels: NDArray[np.uint32] = table[np.rint(places).astype(np.uint8)]
    pixels = np.where(np.isnan(values), np.uint32(QColor(a.theme.nan).rgb()), pixels)
    return pixels.astype(np.uint32)


def _pooled(values: Array, most: int) -> Array:
    """(rows, n) values, of those that share one of `most` pixels the one of largest size."""
    count = values.shape[1]
    if count <= most:
        return values
    starts = np.arange(most) * count // most
    low = np.minimum.reduceat(values, starts, axis=1)
    high = np.maximum.reduceat(values, starts, axis=1)
    return np.where(-low > high, low, high)


def _draw_cells(painter: QPainter, values: Array, limit: float, rect: QRect, a: Appearance) -> None:
    """(rows, columns) of signed numbers as cells that fill `rect` to the pixel."""
    ratio = painter.device().devicePixelRatio()
    width, height = round(rect.width() * ratio), round(rect.height() * ratio)
    values = _pooled(values, max(width, 1))
    rows, columns = (
        np.rint(np.linspace(0, size, count + 1)).astype(np.int64)
        for size, count in zip((height, width), values.shape, strict=True)
    )
    image = image_of(stretched(signed_pixels(values, limit, a), rows, columns))
    image.setDevicePixelRatio(ratio)
    painter.drawImage(rect.topLeft(), image)


# ------------------------------------------------------------ strips


def strip_height(item: Strip, width: int, a: Appearance) -> int:
    """The cells, and under them whose they are."""
    return a.px(_STRIP) + a.px(4) + (line_height(a, "tick") if item.note else 0)


def strip_cells(rect: QRect, a: Appearance) -> QRect:
    """Where the cells of a strip in `rect` are."""
    return QRect(rect.left() + a.px(NAMES), rect.top(), rect.width() - a.px(NAMES), a.px(_STRIP))


def draw_strip(painter: QPainter, item: Strip, rect: QRect, a: Appearance) -> None:
    """Symbol, cells, note."""
    cells = strip_cells(rect, a)
    painter.setFont(a.font("text"))
    painter.setPen(a.colour("high"))
    name = QRect(rect.left(), cells.top(), a.px(NAMES), cells.height())
    painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, item.symbol)
    _draw_cells(painter, item.values[None], item.limit, cells, a)
    if item.note:
        painter.setFont(a.font("tick"))
        painter.setPen(a.colour("low"))
        line = QRect(cells.left(), cells.bottom() + a.px(1), cells.width(), line_height(a, "tick"))
        fitted = painter.fontMetrics().elidedText(
            item.note, Qt.TextElideMode.ElideMiddle, line.width()
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, fitted)


# ------------------------------------------------------------ weights of a row


def bars_height(item: Bars, width: int, a: Appearance) -> int:
    """Bars and the names of their keys."""
    return a.px(_BARS) + keys_height(item.labels, width, a) + a.px(3)


def draw_bars(painter: QPainter, item: Bars, rect: QRect, a: Appearance) -> None:
    """A well, a bar for each key from 0 to 1, the chosen one framed."""
    count = len(item.values)
    well = QRect(rect.left(), rect.top() + a.px(2), rect.width(), a.px(_BARS))
    painter.fillRect(well, a.colour("well"))
    edges = well.left() + np.rint(np.linspace(0, well.width(), count + 1)).astype(int)
    table = colour_table(a.theme.weight_stops)
    painter.setBrushOrigin(well.topLeft())
    gap = 1 if well.width() >= 4 * count else 0
    for place, value in enumerate(item.values.tolist()):
        left, wide = int(edges[place]), max(int(edges[place + 1] - edges[place]) - gap, 1)
        closed = Closed(int(item.closed[place]))
        if closed != Closed.OPEN:
            painter.fillRect(
                left, well.top(), wide, well.height(), textures.brush(a.theme, closed, a.scale)
            )
        elif np.isnan(value):
            painter.fillRect(left, well.top(), wide, well.height(), a.colour("nan"))
        else:
            # 0 is a colour too: a line at the foot.
            high = max(round(well.height() * min(value, 1.0)), 1)
            colour = QColor(int(table[round(min(max(value, 0.0), 1.0) * 255)]))
            painter.fillRect(left, well.bottom() + 1 - high, wide, high, colour)
    frame = QRect(
        int(edges[item.chosen]), well.top(), int(edges[item.chosen + 1] - edges[item.chosen]), 0
    )
    frame.setHeight(well.height())
    painter.setPen(QPen(a.colour("selection"), max(a.px(1), 1)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(frame.adjusted(-1, -1, 0, 0))
    draw_keys(painter, item.labels, item.chosen, well, edges, a)


# ------------------------------------------------------------ numbers within bounds


def gauge_height(item: Gauge, width: int, a: Appearance) -> int:
    """One line."""
    return line_height(a) + a.px(4)


def draw_gauge(painter: QPainter, item: Gauge, rect: QRect, a: Appearance) -> None:
    """Name, formula, a bar from 0, the number."""
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.setFont(a.font("text"))
    metrics = painter.fontMetrics()
    painter.setPen(a.colour("mid"))
    painter.drawText(rect, middle, item.name)
    left = rect.left() + metrics.horizontalAdvance(item.name) + a.px(10)
    if item.formula:
        formula = rect.adjusted(a.px(_FORMULA), 0, 0, 0)
        painter.drawText(formula, middle, item.formula)
        wide = formula.left() + metrics.horizontalAdvance(item.formula) + a.px(8)
        left = max(wide, rect.left() + a.px(_GAUGE_FROM))
    bar = QRectF(left, rect.center().y() - a.px(_GAUGE) / 2, 0, a.px(_GAUGE))
    bar.setRight(rect.right() - a.px(NUMBERS))
    if bar.width() > a.px(20):
        painter.fillRect(bar, a.colour("well"))
        zero, end = (
            bar.left()
            + bar.width() * (min(max(at, item.low), item.high) - item.low) / (item.high - item.low)
            for at in (0.0, np.nan_to_num(item.value))
        )
        colour = _gauge_colour(item, a)
        painter.fillRect(
            QRectF(min(zero, end), bar.top(), max(abs(end - zero), 1.0), bar.height()), colour
        )
    painter.setPen(a.colour("high"))
    draw_number(painter, a, rect, number(item.value))


def _gauge_colour(item: Gauge, a: Appearance) -> QColor:
    if item.series is None:
        level = round(min(max(float(np.nan_to_num(item.value)), 0.0), 1.0) * 255)
        return QColor(int(colour_table(a.theme.weight_stops)[level]))
    return QColor(a.theme.series[item.series % len(a.theme.series)])


# ------------------------------------------------------------ tables


def matrix_height(item: Matrix, width: int, a: Appearance) -> int:
    """As high as its rows need, within bounds."""
    each = min(a.px(_MATRIX_ROW), max(a.px(_MATRIX) // len(item.values), 1))
    return min(each * len(item.values), a.px(_MATRIX)) + a.px(6)


def draw_matrix(painter: QPainter, item: Matrix, rect: QRect, a: Appearance) -> None:
    """All of it, one row framed."""
    area = rect.adjusted(a.px(2), a.px(2), -a.px(2), -a.px(4))
    values = item.values
    if len(values) > area.height():
        # Of a long text only what stands around the row.
        first = min(max(item.row - area.height() // 2, 0), len(values) - area.height())
        values, row = values[first : first + area.height()], item.row - first
    else:
        row = item.row
    _draw_cells(painter, values, item.limit, area, a)
    edges = np.rint(np.linspace(area.top(), area.bottom() + 1, len(values) + 1)).astype(int)
    top, height = int(edges[row]), int(edges[row + 1] - edges[row])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(a.colour("selection"), max(a.px(2), 2)))
    painter.drawRect(QRect(area.left(), top, area.width(), height).adjusted(-1, -1, 0, 0))


def place_height(item: Place, width: int, a: Appearance) -> int:
    """A thin line and what it says."""
    return a.px(10) + a.px(4)


def draw_place(painter: QPainter, item: Place, rect: QRect, a: Appearance) -> None:
    """A line of all rows with a mark at one."""
    line = QRect(rect.left(), rect.top() + a.px(3), rect.width(), a.px(6))
    painter.fillRect(line, a.colour("well"))
    share = item.index / max(item.size - 1, 1)
    wide = max(a.px(3), line.width() // max(item.size, 1))
    left = line.left() + round(share * (line.width() - wide))
    mark = QRect(left, line.top() - a.px(2), wide, line.height() + a.px(4))
    painter.fillRect(mark, a.colour("selection"))
