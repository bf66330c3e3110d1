"""The looks of cells without a number: hatch, dots, lines, and regions filled with them.

Texture is closed, colour is a number. All lengths here are device pixels, so that textures are
as crisp on a dense screen as on a coarse one.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLine, QRect, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen

from engine.seen.maps import Closed
from visualizer.theme import Theme

#: Distance between two lines or dots at scale 1.
PITCH = {
    Closed.CAUSAL: 6,
    Closed.PADDING: 5,
    Closed.SEGMENT: 4,
    Closed.BY_HAND: 8,
    Closed.WINDOW: 6,
}

#: A closed cell that has a weight is framed from this size on (pixels at scale 1), else filled.
FRAME_FROM = 6


@lru_cache(maxsize=64)
def tile(theme: Theme, kind: Closed, scale: float) -> QImage:
    """One opaque tile of a texture; tiles join without a seam."""
    pitch = max(round(PITCH[kind] * scale), 3)
    image = QImage(pitch, pitch, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.hatch_ground))
    line = QColor(theme.hatch_line)
    painter = QPainter(image)
    if kind in (Closed.CAUSAL, Closed.WINDOW):
        # Whole pixels, not antialiased: a grey haze would read as a colour.
        thick = max(round(scale), 1)
        for y in range(pitch):
            for x in range(pitch - 1 - y, pitch - 1 - y + thick):
                painter.fillRect(x % pitch, y, 1, 1, line)
    elif kind == Closed.PADDING:
        dot = max(round(scale), 1)
        painter.fillRect(pitch // 2, pitch // 2, dot, dot, line)
    elif kind == Closed.SEGMENT:
        painter.fillRect(pitch // 2, 0, max(round(scale), 1), pitch, line)
    painter.end()
    # Past and future lean against the band between them, which so reads as a band at any size.
    return image.flipped(Qt.Orientation.Horizontal) if kind == Closed.WINDOW else image


def brush(theme: Theme, kind: Closed, scale: float) -> QBrush:
    """The texture as a brush; give the painter the map's origin, so that it stands still."""
    return QBrush(tile(theme, kind, scale))


def regions(codes: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Closed cells as rectangles: (n, 5) of kind, first row, end row, first column, end column.

    Runs of a row, joined with the rows below where those have the same runs.
    """
    if not codes.any():
        return np.zeros((0, 5), np.int64)
    rows, columns = codes.shape
    tops = np.append(0, np.flatnonzero((codes[1:] != codes[:-1]).any(axis=1)) + 1)
    bottoms = np.append(tops[1:], rows)
    different = codes[tops]
    begins = np.ones(different.shape, np.bool_)
    begins[:, 1:] = different[:, 1:] != different[:, :-1]
    band, left = np.nonzero(begins)
    # A run ends where the next one of its row begins, or with the row.
    right = np.where(np.append(band[1:], -1) == band, np.append(left[1:], 0), columns)
    kind = different[band, left].astype(np.int64)
    found = np.stack([kind, tops[band], bottoms[band], left, right], axis=1)
    return np.asarray(found[kind != Closed.OPEN], np.int64)


def staircase(
    codes: NDArray[np.uint8], rows: NDArray[np.int64], columns: NDArray[np.int64]
) -> list[QLine]:
    """Lines along every border between open and closed; `rows`, `columns` are the cells' edges."""
    closed = codes != Closed.OPEN
    down, right = np.nonzero(closed[:, 1:] != closed[:, :-1]), np.nonzero(closed[1:] != closed[:-1])
    lines = [
        QLine(
            int(columns[c + 1]) - 1, int(rows[r]) - 1, int(columns[c + 1]) - 1, int(rows[r + 1]) - 1
        )
        for r, c in zip(*down, strict=True)
    ]
    lines += [
        QLine(
            int(columns[c]) - 1, int(rows[r + 1]) - 1, int(columns[c + 1]) - 1, int(rows[r + 1]) - 1
        )
        for r, c in zip(*right, strict=True)
    ]
    return lines


def draw_cross(painter: QPainter, theme: Theme, cell: QRect, scale: float) -> None:
    """The mark of a cell closed by hand."""
    inset = max(cell.width() // 4, 2)
    inner = cell.adjusted(inset, inset, -inset, -inset)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.low), 1.2 * scale))
    painter.drawLine(inner.topLeft(), inner.bottomRight())
    painter.drawLine(inner.topRight(), inner.bottomLeft())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def draw_leak(painter: QPainter, theme: Theme, cell: QRect, scale: float) -> None:
    """The mark of a closed cell that has a weight all the same: a frame in the colour of wrong."""
    thick = max(round((2 if min(cell.width(), cell.height()) >= 12 * scale else 1) * scale), 1)
    colour = QColor(theme.wrong)
    for x in (cell.left(), cell.right() + 1 - thick):
        painter.fillRect(x, cell.top(), thick, cell.height(), colour)
    for y in (cell.top(), cell.bottom() + 1 - thick):
        painter.fillRect(cell.left(), y, cell.width(), thick, colour)
