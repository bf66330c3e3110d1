"""Each cell of a map is painted by its weight or its mask, at every size, and only when it must."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from engine.seen.maps import Closed
from engine.seen.tokens import Axis
from tests.visualizer.looks import example_look, long_look
from tests.visualizer.widgets.map_pictures import (
    BLACK,
    NOIR,
    assert_colours,
    colour_of,
    content,
    middle,
    picture,
)
from visualizer.appearance import Appearance
from visualizer.selection import Pair, Selection
from visualizer.theme import DARK, LIGHT
from visualizer.widgets import textures
from visualizer.widgets.heatmap import Heatmap
from visualizer.widgets.map_marks import BAR, BAR_GAP


@pytest.mark.parametrize("group", ["encoder", "decoder", "cross"])
def test_each_open_cell_has_the_colour_of_its_weight(
    heatmap: Heatmap, appearance: Appearance, group: str
) -> None:
    heatmap.set_content(content(example_look(), group))
    weights = heatmap.content.weights
    assert_colours(heatmap, appearance, np.rint(weights * 255))


def test_log_and_row_change_the_mapping_and_not_the_table(
    heatmap: Heatmap, appearance: Appearance
) -> None:
    weights = heatmap.content.weights
    heatmap.set_mode("row")
    assert_colours(heatmap, appearance, np.rint(weights / weights.max(axis=1, keepdims=True) * 255))
    heatmap.set_mode("log")
    places = np.clip(1 + np.log10(np.maximum(weights, 1e-3)) / 3, 0, 1)
    assert_colours(heatmap, appearance, np.rint(places * 255))


def test_cells_outside_the_mass_take_the_colour_of_zero(
    heatmap: Heatmap, appearance: Appearance
) -> None:
    heatmap.set_threshold(0.7)
    weights = heatmap.content.weights
    expected = np.zeros_like(weights)
    for row, values in enumerate(weights):
        order, reached = np.argsort(-values, kind="stable"), 0.0
        for column in order:
            if reached >= 0.7 - 1e-7:
                break
            expected[row, column] = np.rint(values[column] * 255)
            reached += float(values[column])
    assert (expected == 0).any()
    assert_colours(heatmap, appearance, expected)


def test_closed_cells_show_texture_and_no_colour_of_the_scale(
    heatmap: Heatmap, appearance: Appearance
) -> None:
    theme = appearance.theme
    looks = {QColor(theme.hatch_line).name(), QColor(theme.hatch_ground).name()}
    for group, padding in (("decoder", 0), ("cross", 3)):
        heatmap.set_content(content(example_look(padding=padding), group))
        image = picture(heatmap)
        seen: set[str] = set()
        for row, column in np.argwhere(heatmap.content.closed != Closed.OPEN):
            cell = heatmap.grid.cell(int(row), int(column)).adjusted(1, 1, -3, -3)
            seen |= {
                image.pixelColor(x, y).name()
                for x in range(cell.left(), cell.right())
                for y in range(cell.top(), cell.bottom())
            }
        assert seen == looks


def test_the_causal_hatch_is_continuous_over_cells(
    heatmap: Heatmap, appearance: Appearance
) -> None:
    heatmap.set_content(content(example_look(), "decoder"))
    image, line = picture(heatmap), QColor(appearance.theme.hatch_line).name()
    origin = heatmap.grid.origin()
    for row, column in ((0, 5), (2, 9), (7, 13)):
        cell = heatmap.grid.cell(row, column).adjusted(1, 1, -3, -3)
        for x in range(cell.left(), cell.right()):
            for y in range(cell.top(), cell.bottom()):
                on_line = (x - origin.x() + y - origin.y()) % 6 == 5
                assert (image.pixelColor(x, y).name() == line) == on_line


def test_nan_is_magenta_wherever_it_stands(heatmap: Heatmap, appearance: Appearance) -> None:
    for group in ("cross", "decoder"):
        shown = content(example_look(), group)
        weights = shown.weights.copy()
        weights[5] = np.nan
        heatmap.set_map(
            weights,
            shown.closed,
            shown.row_axis,
            shown.column_axis,
            shown.row_tokens,
            shown.column_tokens,
        )
        image = picture(heatmap)
        for column in range(weights.shape[1]):
            corner = heatmap.grid.cell(5, column).topLeft() + QPoint(2, 2)
            assert image.pixelColor(corner).name() == QColor(appearance.theme.nan).name()
    assert "not a number" in heatmap.tooltip(5, 0)


def test_a_theme_repaints_in_its_own_colours(
    heatmap: Heatmap, appearance: Appearance, qtbot: QtBot
) -> None:
    other = LIGHT if appearance.theme is DARK else DARK
    appearance.set_theme(other)
    assert_colours(heatmap, appearance, np.rint(heatmap.content.weights * 255))


def test_bars_beside_the_rows_are_as_long_as_the_rows_spread(
    heatmap: Heatmap, appearance: Appearance
) -> None:
    assert heatmap.content is not None and heatmap.shows_spread
    image, left = picture(heatmap), heatmap.grid.port.right() + BAR_GAP
    filled, track = appearance.colour("low").name(), appearance.colour("line").name()
    for row, spread in enumerate(heatmap.content.spreads().tolist()):
        y = heatmap.grid.cell(row, 0).center().y()
        bar = [image.pixelColor(left + x, y).name() for x in range(BAR)]
        assert bar == [filled] * round(BAR * spread) + [track] * (BAR - round(BAR * spread))


def test_grid_lines_only_from_ten_pixels_on(heatmap: Heatmap) -> None:
    heatmap.set_content(content(example_look(sharpness=0), "cross"))
    assert heatmap.grid.cell_width >= 10

    def colours() -> set[str]:
        image, row = picture(heatmap), heatmap.grid.cell(3, 0).center().y()
        port = heatmap.grid.port
        return {image.pixelColor(x, row).name() for x in range(port.left(), port.right())}

    assert len(colours()) > 1
    heatmap.resize(220, 200)
    assert heatmap.grid.cell_width < 10
    assert len(colours()) == 1


def test_the_strongest_cell_of_a_long_map_is_never_lost(
    heatmap: Heatmap, appearance: Appearance
) -> None:
    rows = columns = 1200
    weights = np.zeros((rows, columns), np.float32)
    weights[np.arange(rows), (np.arange(rows) * 7) % columns] = 1
    tokens = content(long_look(8), "encoder").row_tokens[:1] * rows
    closed = np.zeros((rows, columns), np.uint8)
    heatmap.set_map(weights, closed, Axis("source"), Axis("source"), tokens, tokens)
    assert heatmap.grid.cell_width < 1
    image, port = picture(heatmap), heatmap.grid.port
    top = colour_of(appearance.theme, 255)
    for row in range(rows):
        column = (row * 7) % columns
        x, y = heatmap.grid.column_edge(column), heatmap.grid.row_edge(row)
        near = [
            image.pixelColor(min(x + i, port.right()), min(y + j, port.bottom())).name()
            for i in (-1, 0)
            for j in (-1, 0)
        ]
        assert top in near


@pytest.mark.parametrize("size", [(520, 480), (190, 170), (150, 120)])
def test_what_leaks_is_framed_red_and_alone_is(
    heatmap: Heatmap, appearance: Appearance, size: tuple[int, int]
) -> None:
    heatmap.resize(*size)
    shown = content(example_look(), "decoder")
    weights = shown.weights.copy()
    weights[2, 7] = 1e-7
    heatmap.set_content(dataclasses.replace(shown, weights=weights))
    image, wrong = picture(heatmap), QColor(appearance.theme.wrong)

    def red(row: int, column: int) -> int:
        cell = heatmap.grid.cell(row, column)
        found = [
            image.pixelColor(x, y) == wrong
            for x in range(cell.left(), cell.right() + 1)
            for y in range(cell.top(), cell.bottom() + 1)
        ]
        return sum(found)

    rows, columns = shown.closed.shape
    grid = heatmap.grid
    cell = grid.cell(2, 7)
    whole = cell.width() * cell.height()
    filled = min(grid.cell_width, grid.cell_height) < textures.FRAME_FROM
    assert filled == (size == (150, 120))
    assert red(2, 7) >= (whole if filled else 2 * (grid.cell_width + grid.cell_height) - 12)
    others = [(r, c) for r in range(rows) for c in range(columns) if (r, c) != (2, 7)]
    assert not any(red(*place) for place in others)


def test_a_map_that_was_not_captured_says_so(heatmap: Heatmap, appearance: Appearance) -> None:
    shown = content(example_look(captured=[(0, 0)]), "decoder")
    assert shown.weights is None
    heatmap.set_content(shown)
    spot = heatmap.grid.cell(12, 1).center()
    assert picture(heatmap).pixelColor(spot).name() == QColor(appearance.theme.panel).name()
    assert "not looked at" in heatmap.tooltip(5, 1)
    assert "it comes later" in heatmap.tooltip(1, 5)


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (1, 30), (30, 1)])
def test_odd_shapes_are_painted(heatmap: Heatmap, rows: int, columns: int) -> None:
    tokens = content(long_look(30), "encoder").row_tokens
    heatmap.set_map(
        np.full((rows, columns), 1 / columns, np.float32),
        np.zeros((rows, columns), np.uint8),
        Axis("source"),
        Axis("source"),
        tokens[:rows],
        tokens[:columns],
    )
    picture(heatmap)
    assert heatmap.grid.cell_at(middle(heatmap, rows - 1, columns - 1)) == (rows - 1, columns - 1)


def test_pointing_does_not_paint_the_cells_again(heatmap: Heatmap, selection: Selection) -> None:
    picture(heatmap)
    drawn = heatmap._painting.pictures_drawn
    selection.hover(Pair(NOIR, BLACK))
    picture(heatmap)
    selection.lock(Pair(NOIR, BLACK))
    picture(heatmap)
    assert heatmap._painting.pictures_drawn == drawn
