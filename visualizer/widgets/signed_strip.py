"""A row of signed numbers as a strip of colours, on a fixed symmetric scale."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from visualizer.appearance import Appearance
from visualizer.theme import colour_table
from visualizer.widgets.cells import image_of
from visualizer.widgets.resolution import ratio_of


def signed_levels(values: NDArray[np.float32], limit: float) -> NDArray[np.uint8]:
    """Places 0 to 255 in the signed colour table, −limit to limit; NaN stands at 0's place."""
    shares = np.nan_to_num(values / limit, nan=0.0, posinf=1.0, neginf=-1.0)
    places: NDArray[np.uint8] = np.rint((np.clip(shares, -1, 1) + 1) * 127.5).astype(np.uint8)
    return places


def pooled(values: NDArray[np.float32], most: int) -> NDArray[np.float32]:
    """(..., n) values as at most `most`: of those that share a place, the one farthest from 0."""
    count = values.shape[-1]
    if count <= most:
        return values
    starts = np.arange(most) * count // most
    high = np.maximum.reduceat(values, starts, axis=-1)
    low = np.minimum.reduceat(values, starts, axis=-1)
    found: NDArray[np.float32] = np.where(high >= -low, high, low)
    return found


def round_limit(values: NDArray[np.float32]) -> float:
    """The smallest of … 1, 2, 3, 5, 10 … that no value passes: so scales change seldom."""
    largest = float(np.max(np.abs(np.nan_to_num(values)), initial=0.0))
    if largest <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(largest))
    return next(step * power for step in (1, 2, 3, 5, 10) if step * power >= largest * (1 - 1e-6))


def paint_strip(
    painter: QPainter,
    appearance: Appearance,
    rect: QRectF,
    values: NDArray[np.float32],
    limit: float,
    framed: bool = True,
) -> None:
    """Paint (n,) values from left to right into `rect`, (rows, n) from the top down."""
    area = rect.toAlignedRect()
    if not values.size or area.isEmpty():
        return
    fine = pooled(np.atleast_2d(values), max(round(area.width() * ratio_of(painter)), 1))
    table = colour_table(appearance.theme.signed_stops)
    painter.drawImage(area, image_of(table[signed_levels(fine, limit)]))
    if framed:
        painter.setPen(QPen(appearance.colour("line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.adjusted(0, 0, -1, -1))


def paint_absent(painter: QPainter, appearance: Appearance, rect: QRectF) -> None:
    """Numbers that nobody has looked at yet: a dash on the panel's ground, never a colour."""
    area: QRect = rect.toAlignedRect()
    pen = QPen(appearance.colour("strong_line"), 1, Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area.adjusted(0, 0, -1, -1))
