"""Which of many words can be written without one standing over another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QRectF

#: Side of the squares in which neighbours are looked for; about a line of text.
_SQUARE = 24.0


def thinned(order: Iterable[int], rects: Mapping[int, QRectF]) -> list[int]:
    """Those of `order` that find room, each beside all that came before it.

    A word is never moved to make room: where it cannot stand it is a dot.
    """
    squares: dict[tuple[int, int], list[QRectF]] = {}
    found = []
    for place in order:
        rect = rects.get(place)
        if rect is None:
            continue
        covered = [
            (column, row)
            for column in range(int(rect.left() // _SQUARE), int(rect.right() // _SQUARE) + 1)
            for row in range(int(rect.top() // _SQUARE), int(rect.bottom() // _SQUARE) + 1)
        ]
        if any(rect.intersects(other) for at in covered for other in squares.get(at, ())):
            continue
        for at in covered:
            squares.setdefault(at, []).append(rect)
        found.append(place)
    return found
