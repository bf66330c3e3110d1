"""Which of many words can be written without one standing over another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from PySide6.QtCore import QRectF


def thinned(order: Iterable[int], rects: Mapping[int, QRectF]) -> list[int]:
    """Those of `order` that find room, each beside all that came before it.

    A word is never moved to make room: where it cannot stand it is a dot.
    """
    places = [place for place in order if place in rects]
    if not places:
        return []
    edges = np.array([rects[place].getCoords() for place in places])
    left, top, right, bottom = edges.T[:, :, None]
    over = (left < right.T) & (right > left.T) & (top < bottom.T) & (bottom > top.T)
    # Each row as one whole number, a bit for each word it would stand over.
    covers = [int.from_bytes(row) for row in np.packbits(over, axis=1)]
    last, taken, found = 8 * -(-len(places) // 8) - 1, 0, []
    for at, place in enumerate(places):
        if not covers[at] & taken:
            taken |= 1 << (last - at)
            found.append(place)
    return found
