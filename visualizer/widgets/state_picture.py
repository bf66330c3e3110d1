"""The picture of many units in a few pixels: one image, whose bars are vectors of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from visualizer.theme import Theme, colour_table
from visualizer.widgets.cells import first_of_pixels


@dataclass(frozen=True, eq=False)
class Bar:
    """A vector from top to bottom: (units,) between two x of the picture."""

    left: int
    right: int
    values: NDArray[np.float32]


def signed_levels(values: NDArray[np.float32], limit: float = 1.0) -> NDArray[np.uint8]:
    """Places 0 to 255 in the signed table of numbers from −limit to limit; NaN takes 0's."""
    shares = np.clip(np.nan_to_num(values / limit, nan=0.0) / 2 + 0.5, 0, 1)
    return np.asarray(np.rint(shares * 255), np.uint8)


def row_edges(units: int, height: int) -> NDArray[np.int64]:
    """(units + 1,) pixels where the rows of a picture begin; those of many units share one."""
    return np.asarray(np.rint(np.linspace(0, height, units + 1)), np.int64)


def unit_row(y: float, units: int, height: int) -> int:
    """The row at a height."""
    return min(max(int(y / height * units), 0), units - 1) if height > 0 else 0


def draw_bars(theme: Theme, bars: Sequence[Bar], width: int, height: int) -> QImage:
    """All bars on nothing, in the theme's colours for −1 to 1.

    Of units that share a pixel the value farthest from 0 shows.
    """
    pixels = np.zeros((height, width), np.uint32)
    if bars and height > 0:
        values = np.stack([bar.values for bar in bars], axis=1)  # (units, bars)
        colours = _colours(theme, values, row_edges(len(values), height))
        for place, bar in enumerate(bars):
            pixels[:, bar.left : bar.right] = colours[:, place, None]
    data = np.ascontiguousarray(pixels)
    # Pixels are opaque or nothing at all, so that premultiplied and plain are the same.
    form = QImage.Format.Format_ARGB32_Premultiplied
    return QImage(data.data, width, height, width * 4, form).copy()


def _colours(
    theme: Theme, values: NDArray[np.float32], edges: NDArray[np.int64]
) -> NDArray[np.uint32]:
    """(units, bars) -> (height, bars) 0xFFRRGGBB."""
    starts = first_of_pixels(edges)
    broken = ~np.isfinite(values)
    clean = np.where(broken, np.float32(0), values)
    high = np.maximum.reduceat(clean, starts, axis=0)
    low = np.minimum.reduceat(clean, starts, axis=0)
    colours = colour_table(theme.signed_stops)[signed_levels(np.where(high >= -low, high, low))]
    lost = np.logical_or.reduceat(broken, starts, axis=0)
    colours = np.where(lost, np.uint32(QColor(theme.nan).rgb()), colours)
    heights = np.diff(np.append(edges[starts], edges[-1]))
    return np.repeat(colours, heights, axis=0)
