"""All thumbnails of a group composed into one picture: colours, textures, frames and bars."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage, QPainter

from engine.seen.maps import Closed, MapGroup
from visualizer.appearance import Appearance
from visualizer.theme import Theme, colour_table
from visualizer.widgets import textures
from visualizer.widgets.cells import Cells, Value, first_of_pixels, image_of, joined, stretched
from visualizer.widgets.mosaic_layout import MosaicLayout
from visualizer.widgets.scale import Mode, levels

Spread = TypeVar("Spread", np.uint32, np.bool_)


class Thumbnails:
    """The thumbnails of one group as levels 0 to 255, the mean of each layer's heads as the last.

    `levels` : (layers, heads + 1, h, w) uint8; `broken`, `leaking` likewise; `closed` : (h, w).
    """

    def __init__(self, group: MapGroup, mode: Mode = "fixed") -> None:
        stack = group.thumbnails
        self.layers, self.heads = stack.shape[:2]
        self.shape = stack.shape[2:]
        everything = np.concatenate([stack, stack.mean(axis=1, keepdims=True)], axis=1)
        flat = everything.reshape(-1, self.shape[1])
        self.levels = levels(flat, mode).reshape(everything.shape)
        self.broken = ~np.isfinite(everything)
        self.closed = _pooled_closed(group)
        closed = self.closed != Closed.OPEN
        self.leaking = closed & (everything != 0) & ~self.broken


def compose(
    appearance: Appearance,
    thumbnails: Thumbnails,
    layout: MosaicLayout,
    layers: Iterable[int],
    size: tuple[int, int],
    top: int,
    ratio: float,
    bars: NDArray[np.float32] | None,
) -> QImage:
    """Paint the thumbnails of `layers` into a picture that begins at `top`; size in pixels.

    `bars` : (layers, heads + 1) shares from 0 to 1 for the bars under the heads.
    """
    theme = appearance.theme
    wrong = _pixel(theme.wrong)
    canvas = np.full(
        (round(size[1] * ratio), round(size[0] * ratio)), _pixel(theme.panel), np.uint32
    )
    rows = _edges(thumbnails.shape[0], layout.height, ratio)
    columns = _edges(thumbnails.shape[1], layout.width, ratio)
    texture, covered = _texture(theme, appearance.scale * ratio, thumbnails.closed, rows, columns)
    high, wide = covered.shape
    chosen = list(layers)
    tiles = _tiles(theme, thumbnails, slice(min(chosen), max(chosen) + 1), rows, columns)
    np.copyto(tiles, texture, where=covered)
    leaking = thumbnails.leaking[min(chosen) : max(chosen) + 1]
    if leaking.any():
        tiles[_spread(_pooled(np.logical_or, leaking, rows, columns), rows, columns)] = wrong
    line = _pixel(theme.line)
    for layer, heads in zip(chosen, tiles, strict=True):
        leaks = thumbnails.leaking[layer].any(axis=(1, 2))
        for head, tile in enumerate(heads):
            place = layout.rectangle(layer, head)
            x, y = round(place.x() * ratio), round((place.y() - top) * ratio)
            canvas[max(y - 1, 0) : y + high + 1, max(x - 1, 0) : x + wide + 1] = (
                wrong if leaks[head] else line
            )
            fitting = canvas[y : y + high, x : x + wide]
            fitting[...] = tile[: fitting.shape[0], : fitting.shape[1]]
    image = image_of(canvas)
    if bars is not None:
        _paint_bars(image, appearance, layout, chosen, top, ratio, bars)
    image.setDevicePixelRatio(ratio)
    return image


def _tiles(
    theme: Theme,
    thumbnails: Thumbnails,
    layers: slice,
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
) -> NDArray[np.uint32]:
    """(layers, heads + 1, height, width) pixels, all heads at once."""
    found = _pooled(np.maximum, thumbnails.levels[layers], rows, columns)
    colours = colour_table(theme.weight_stops)[found]
    broken = thumbnails.broken[layers]
    if broken.any():
        colours[_pooled(np.logical_or, broken, rows, columns)] = _pixel(theme.nan)
    return _spread(colours, rows, columns)


def _spread(
    values: NDArray[Spread], rows: NDArray[np.int64], columns: NDArray[np.int64]
) -> NDArray[Spread]:
    """(..., h, w) values over the pixels between the edges."""
    for axis, edges in ((-1, columns), (-2, rows)):
        sizes = np.diff(edges)
        if sizes.min() > 0 and sizes.max() > 1:
            values = np.repeat(values, sizes, axis=axis)
    return values


def _pooled(
    join: np.ufunc, values: NDArray[Value], rows: NDArray[np.int64], columns: NDArray[np.int64]
) -> NDArray[Value]:
    """(..., h, w) values, those that share a pixel joined into one."""
    for axis, edges in ((-2, rows), (-1, columns)):
        starts = first_of_pixels(edges)
        if len(starts) < len(edges) - 1:
            values = joined(join, values, starts, axis)
    return values


def _paint_bars(
    image: QImage,
    appearance: Appearance,
    layout: MosaicLayout,
    layers: list[int],
    top: int,
    ratio: float,
    bars: NDArray[np.float32],
) -> None:
    shares = np.clip(np.nan_to_num(bars), 0, 1).tolist()
    track, filled = appearance.colour("line"), appearance.colour("mid")
    painter = QPainter(image)
    painter.scale(ratio, ratio)
    for layer in layers:
        for head in range(layout.heads + 1):
            bar = layout.bar_rectangle(layer, head).translated(0, -top)
            painter.fillRect(bar, track)
            bar.setWidth(round(bar.width() * shares[layer][head]))
            painter.fillRect(bar, filled)
    painter.end()


def _texture(
    theme: Theme,
    scale: float,
    closed: NDArray[np.uint8],
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
    """(height, width) pixels of the textures, and where they lie."""
    none = np.zeros(closed.shape, np.bool_)
    blank = Cells(np.zeros_like(closed), closed, none, none)
    blank, rows = blank.pooled(rows, 0)
    blank, columns = blank.pooled(columns, 1)
    codes = stretched(blank.closed.astype(np.uint32), rows, columns)
    pixels = np.zeros(codes.shape, np.uint32)
    for kind in Closed:
        if kind != Closed.OPEN and (codes == kind).any():
            tile = _pixels(textures.tile(theme, kind, scale))
            times = -(-codes.shape[0] // tile.shape[0]), -(-codes.shape[1] // tile.shape[1])
            filled = np.tile(tile, times)[: codes.shape[0], : codes.shape[1]]
            np.copyto(pixels, filled, where=codes == kind)
    return pixels, codes != Closed.OPEN


def _pooled_closed(group: MapGroup) -> NDArray[np.uint8]:
    """(h, w) as a thumbnail: closed only where all cells behind a pixel are."""
    closed = group.closed
    for axis, wanted in enumerate(group.thumbnails.shape[2:]):
        size = closed.shape[axis]
        if size > wanted:
            closed = np.minimum.reduceat(closed, np.arange(wanted) * size // wanted, axis=axis)
    return closed


def _pixels(image: QImage) -> NDArray[np.uint32]:
    """(height, width) 0xFFRRGGBB of an RGB32 picture."""
    flat = np.frombuffer(image.constBits(), np.uint32)
    return flat.reshape(image.height(), image.bytesPerLine() // 4)[:, : image.width()].copy()


def _edges(count: int, length: int, ratio: float) -> NDArray[np.int64]:
    """(count + 1,) device pixels that share out a length."""
    return np.asarray(np.rint(np.arange(count + 1) * (round(length * ratio) / count)), np.int64)


def _pixel(colour: str) -> np.uint32:
    return np.uint32(QColor(colour).rgb())
