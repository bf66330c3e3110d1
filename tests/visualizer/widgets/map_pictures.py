"""A map on screen as its tests see it: its words, the middle of a cell, the colours of all."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage

from engine.seen.look import Look
from engine.seen.maps import HeadReference
from visualizer.appearance import Appearance
from visualizer.selection import TokenReference
from visualizer.theme import Theme, colour_table
from visualizer.widgets.heatmap import Heatmap
from visualizer.widgets.map_content import MapContent, map_content

NOIR, BLACK = TokenReference("target", 2), TokenReference("source", 1)


def content(look: Look, group: str, layer: int = 0, head: int = 1) -> MapContent:
    return map_content(look, look.groups[group], HeadReference(group, layer, head))


def picture(widget: Heatmap) -> QImage:
    return widget.grab().toImage()


def middle(widget: Heatmap, row: int, column: int) -> QPoint:
    return widget.grid.cell(row, column).center()


def colour_of(theme: Theme, level: int) -> str:
    return QColor(int(colour_table(theme.weight_stops)[level])).name()


def assert_colours(widget: Heatmap, appearance: Appearance, expected: np.ndarray) -> None:
    image = picture(widget)
    assert widget.content is not None
    for (row, column), level in np.ndenumerate(expected):
        if widget.content.is_open(row, column):
            found = image.pixelColor(middle(widget, row, column)).name()
            assert found == colour_of(appearance.theme, int(level)), (row, column)
