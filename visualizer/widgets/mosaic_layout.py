"""Where the thumbnails of a mosaic stand: as a grid of layers x heads, or all in one strip."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect

from visualizer.appearance import Appearance

#: At scale 1: from this many pixels a token on, tokens are whole pixels; the smallest thumbnail.
WHOLE, SMALLEST = 4, 17
#: At scale 1: bar under a head and the gap above it, gap between heads, gap before the mean.
BAR, BAR_GAP, GAP, MEAN_GAP = 3, 3, 4, 5
#: At scale 1: the largest thumbnail, room for "L12" at the left, for "H1" at the top.
LARGEST, SIDE, TOP = 64, 24, 18


@dataclass(frozen=True)
class MosaicLayout:
    """Places of thumbnails; head number `heads` stands for the mean of a layer.

    Attributes
    ----------
    layers : the layers that are drawn, all of them unless a strip is too narrow.
    heads : heads of a layer, without the mean.
    width, height : of one thumbnail, without its 1 px frame.
    left, top : where the first one stands.
    pitch_x, pitch_y : from one to the next.
    mean_gap : more room before the mean.
    strip : all layers behind one another, `layer_pitch` pixels apart, not below one another.
    """

    layers: range
    heads: int
    width: int
    height: int
    left: int
    top: int
    pitch_x: int
    pitch_y: int
    mean_gap: int
    layer_pitch: int
    bar: QRect
    strip: bool

    def rectangle(self, layer: int, head: int) -> QRect:
        """A thumbnail, without its frame."""
        x = self.left + head * self.pitch_x + (self.mean_gap if head == self.heads else 0)
        place = layer - self.layers.start
        if self.strip:
            return QRect(x + place * self.layer_pitch, self.top, self.width, self.height)
        return QRect(x, self.top + place * self.pitch_y, self.width, self.height)

    def bar_rectangle(self, layer: int, head: int) -> QRect:
        """The bar under a thumbnail."""
        return self.bar.translated(self.rectangle(layer, head).topLeft())

    def at(self, x: int, y: int) -> tuple[int, int] | None:
        """(layer, head) of the thumbnail or bar under a point."""
        for layer in self.layers:
            for head in range(self.heads + 1):
                tile = self.rectangle(layer, head).united(self.bar_rectangle(layer, head))
                if tile.contains(x, y):
                    return layer, head
        return None

    def size(self) -> tuple[int, int]:
        """(width, height) of everything."""
        last = self.bar_rectangle(self.layers.stop - 1, self.heads)
        return last.right() + 4, last.bottom() + 4


def lay_out(
    appearance: Appearance,
    layers: int,
    heads: int,
    rows: int,
    columns: int,
    width: int,
    *,
    strip: bool = False,
    chosen: int = 0,
    labels: bool = True,
) -> MosaicLayout:
    """Fit thumbnails of (rows, columns) into a width; `chosen` is the layer a strip keeps.

    Nothing is smaller than the smallest thumbnail: then the mosaic is wider than asked for.
    """
    px = appearance.px
    gap, mean_gap, side, smallest = px(GAP), px(MEAN_GAP), px(SIDE), px(SMALLEST)
    shown = range(layers)
    blocks = layers if strip else 1

    def room() -> int:
        """Pixels for one thumbnail."""
        return (width - blocks * (side + mean_gap) - 4) // (blocks * (heads + 1)) - gap

    if strip and room() < smallest:
        shown, blocks = range(chosen, chosen + 1), 1
    largest = px(34 if strip else LARGEST)
    tile = max(min(room(), largest), smallest)
    longer = max(rows, columns, 1)
    token = tile / longer
    if token >= WHOLE:
        token = int(token)
    wide, high = max(round(columns * token), 1), max(round(rows * token), 1)
    # Square ones take the same room as long ones, so that heads of all groups stand in columns.
    pitch_x, pitch_y = (
        max(wide, tile if not strip else wide) + gap,
        high + px(BAR_GAP + BAR) + px(GAP) + 2,
    )
    return MosaicLayout(
        layers=shown,
        heads=heads,
        width=wide,
        height=high,
        left=side,
        top=px(TOP) if labels and not strip else 3,
        pitch_x=pitch_x,
        pitch_y=pitch_y,
        mean_gap=mean_gap,
        layer_pitch=(heads + 1) * pitch_x + mean_gap + side,
        bar=QRect(0, high + px(BAR_GAP), wide, px(BAR)),
        strip=strip,
    )
