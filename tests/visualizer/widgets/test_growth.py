"""A growing matrix: what is in sight of a long text, and what a click means."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.seen.tokens import Axis, Token
from visualizer.appearance import Appearance
from visualizer.selection import Selection
from visualizer.widgets.growth import GrowthMap
from visualizer.widgets.growth_content import GrowthContent, GrowthRow

TEXT = Axis("text", -1)


def growing(rows: int, current: int, given: int = 1) -> GrowthContent:
    """A text of `given` tokens and so many written ones; each row weighs its last column."""
    tokens = tuple(Token(n, f"w{n}") for n in range(given + rows))
    made = []
    for row in range(rows):
        seen = given + row
        weights = np.eye(seen, dtype=np.float32)[-1]
        made.append(GrowthRow(tokens[seen - 1], tokens[seen], range(seen), weights, 0.5))
    columns = tokens[: given + rows - 1]
    return GrowthContent(tuple(made), columns, TEXT, TEXT, given - 1, current, True, grows=True)


@pytest.fixture
def grown(qtbot: QtBot) -> GrowthMap:
    grown = GrowthMap(Appearance(), Selection())
    qtbot.addWidget(grown)
    grown.resize(460, 380)
    grown.show()
    return grown


@pytest.mark.parametrize("current", [0, 40, 199])
def test_of_a_long_text_the_current_row_and_the_last_word_it_saw_are_in_sight(
    grown: GrowthMap, current: int
) -> None:
    grown.set_content(growing(200, 199))
    grown.set_content(growing(200, current))
    seen = grown.content.rows[current].open  # type: ignore[union-attr]
    cell = grown.cell_rect(current, seen[-1])
    assert grown.viewport().rect().contains(cell.toAlignedRect())
    assert not grown.grab().isNull()


def test_a_click_on_a_cell_that_was_scrolled_to_locks_that_cell(
    grown: GrowthMap, qtbot: QtBot
) -> None:
    grown.set_content(growing(200, 150))
    chosen: list[int] = []
    grown.row_chosen.connect(chosen.append)
    at = grown.cell_rect(149, 148).center().toPoint()
    QTest.mousePress(grown.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert chosen == [149]
    locked = grown._selection.locked
    assert locked is not None
    assert (locked.query.position, locked.key.position) == (148, 147)


def test_cells_keep_their_size_while_a_short_text_grows(grown: GrowthMap) -> None:
    sizes = set()
    for rows in (1, 5, 12):
        grown.set_content(growing(rows, rows - 1, given=4))
        sizes.add(round(grown.cell_rect(0, 0).width()))
    assert len(sizes) == 1


def test_closed_cells_are_hatched_and_open_ones_coloured(grown: GrowthMap) -> None:
    grown.set_content(growing(6, 5, given=3))
    image = grown.viewport().grab().toImage()

    def colours(row: int, column: int) -> set[int]:
        cell = grown.cell_rect(row, column).toAlignedRect().adjusted(2, 2, -2, -2)
        return {
            image.pixel(x, y) for x in range(cell.left(), cell.right()) for y in [cell.top() + 4]
        }

    assert len(colours(1, 0)) == 1, "a weight is one colour"
    assert len(colours(1, 6)) > 1, "closed is a texture"
