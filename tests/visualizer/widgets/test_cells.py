"""The picture of a map's cells, pixel by pixel."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QApplication

from visualizer.theme import DARK, LIGHT, Theme, colour_table, mix
from visualizer.widgets.cells import Cells, draw_cells

SIDE = 12


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_grid_lines_are_mixed_into_the_far_edge_of_each_cell_but_the_last(
    qapp: QApplication, theme: Theme
) -> None:
    levels = np.array([[0, 40, 255], [128, 200, 90]], np.uint8)
    none = np.zeros(levels.shape, np.bool_)
    cells = Cells(levels, np.zeros(levels.shape, np.uint8), none, none)
    rows, columns = np.arange(3) * SIDE, np.arange(4) * SIDE
    image = draw_cells(theme, 1.0, cells, rows, columns, QPoint(), QFont())
    dark = theme is DARK
    line, opacity = (theme.well, 0.8) if dark else (theme.strong_line, 0.5)
    table = colour_table(theme.weight_stops)
    for y in range(2 * SIDE):
        for x in range(3 * SIDE):
            cell = QColor(int(table[levels[y // SIDE, x // SIDE]])).name()
            across, down = x in (SIDE - 1, 2 * SIDE - 1), y == SIDE - 1
            for _ in range(across + down):  # where two lines cross, both are laid over it
                cell = mix(line, cell, opacity)
            wanted, found = QColor(cell), image.pixelColor(x, y)
            for part in ("red", "green", "blue"):
                assert getattr(found, part)() == pytest.approx(getattr(wanted, part)(), abs=2)
