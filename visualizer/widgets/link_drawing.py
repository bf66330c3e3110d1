"""Lines in batches of one pen each, in colours mixed beforehand: nothing is blended."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF
from PySide6.QtGui import QColor, QPainter, QPen

from visualizer.appearance import Appearance
from visualizer.theme import Theme, colour_table, mix
from visualizer.widgets.link_lines import STEPS, LinkLines

#: More lines than this are drawn without smoothing, several times faster; in such a crowd the
#: difference is not seen.
SMOOTH = 1500
#: More heads than any layer has.
_HEADS = 1000


def draw_lines(
    painter: QPainter,
    appearance: Appearance,
    lines: LinkLines,
    chosen: NDArray[np.int64],
    heights: tuple[NDArray[np.floating], NDArray[np.floating]],
    sides: tuple[int, int],
    *,
    opacity: float,
    thicker: float,
    hues: bool,
) -> None:
    """Draw the `chosen` lines, weakest first, from sides[0] to sides[1].

    `heights` : (lines,) y at either end. `hues` gives each head a colour of its own; else the
    colours are those of the scale.
    """
    smooth = len(chosen) <= SMOOTH
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
    batches = lines.step[chosen] * _HEADS + lines.head[chosen]
    left, right = sides
    for batch in np.unique(batches).tolist():
        step, head = divmod(int(batch), _HEADS)
        here = chosen[batches == batch]
        pen = QPen(pen_colour(appearance.theme, step, head, opacity, hues=hues))
        width = appearance.px(1) * (0.6 + thicker + 2.0 * step / STEPS)
        pen.setWidthF(width if smooth else round(width))
        painter.setPen(pen)
        ends = zip(heights[0][here].tolist(), heights[1][here].tolist(), strict=True)
        painter.drawLines([QLineF(left, y, right, z) for y, z in ends])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def pen_colour(theme: Theme, step: int, head: int, opacity: float, *, hues: bool) -> QColor:
    """The colour of one step of strength, mixed into the panel's ground."""
    strength = (step + 1) / STEPS
    if hues:
        hue = theme.series[head % len(theme.series)]
        return QColor(mix(hue, theme.panel, opacity * (0.25 + 0.75 * strength)))
    # Never as pale as the ground: a line that is drawn must be seen.
    place = 40 + round(strength * 215)
    colour = QColor(int(colour_table(theme.weight_stops)[place])).name()
    return QColor(mix(colour, theme.panel, opacity))
