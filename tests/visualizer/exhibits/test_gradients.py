"""What each output depends on: the numbers' own scale, and words that follow from a cosine."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from engine.messages.frames import Frame
from engine.seen.look import Look, Table
from tests.visualizer.looks import bahdanau_look, seq2seq_look
from visualizer.appearance import Appearance
from visualizer.exhibits.gradients import GRADIENTS, GradientsPanel
from visualizer.exhibits.likeness import likeness, rows_cosine
from visualizer.selection import Pair, Selection, TokenReference
from visualizer.theme import DARK, colour_table

LOOK = seq2seq_look()


@pytest.fixture
def selection() -> Selection:
    return Selection()


@pytest.fixture
def panel(qtbot: QtBot, selection: Selection) -> GradientsPanel:
    made = GradientsPanel(Appearance(), selection)
    qtbot.addWidget(made)
    made.resize(720, 460)
    made.show()
    qtbot.waitExposed(made)
    made.receive(Frame(1, 10, "seq2seq", LOOK))
    return made


def with_gradients(values: np.ndarray) -> Look:
    table = Table(values.astype(np.float32), LOOK.tables["gradients"].axes)
    return replace(LOOK, tables={"gradients": table})


def test_cells_show_the_numbers_on_their_own_scale(panel: GradientsPanel) -> None:
    values = LOOK.tables["gradients"].values
    assert panel.map.content is not None
    assert panel.map.content.limit == 2.0
    image, table = panel.map.grab().toImage(), colour_table(DARK.weight_stops)
    for row in range(values.shape[0]):
        for column in range(values.shape[1]):
            at = panel.map.grid.cell(row, column).center()
            level = int(np.rint(values[row, column] / 2.0 * 255))
            assert image.pixelColor(at).name() == QColor(int(table[level])).name()


def test_a_sentence_that_is_too_long_says_so(panel: GradientsPanel) -> None:
    panel.receive(Frame(1, 11, "seq2seq", with_gradients(np.empty((0, 5)))))
    assert panel.state == "empty"
    panel.receive(Frame(1, 12, "seq2seq", LOOK))
    assert panel.state == "body"


@pytest.mark.parametrize(
    ("largest", "limit"), [(1.84, 2), (0.031, 0.05), (0.05, 0.05), (7.2, 10), (120, 150), (0, 1)]
)
def test_the_scale_ends_at_a_round_number(
    panel: GradientsPanel, largest: float, limit: float
) -> None:
    values = np.zeros((14, 13))
    values[2, 3] = largest
    panel.set_look(with_gradients(values))
    assert panel.map.content is not None
    assert panel.map.content.limit == pytest.approx(limit)
    assert panel.notes.words.largest == pytest.approx(largest)


def test_the_cosine_between_rows_by_hand() -> None:
    rows = np.array([[1, 0], [1, 1], [0, 0]], np.float32)
    # Of three pairs only the first two rows share anything: cos 45°.
    assert rows_cosine(rows) == pytest.approx(math.sqrt(0.5) / 3)
    assert rows_cosine(np.outer([1, 2, 5], [3, 0, 4]).astype(np.float32)) == pytest.approx(1)
    assert rows_cosine(np.eye(4, dtype=np.float32)) == 0
    assert math.isnan(rows_cosine(np.ones((1, 3), np.float32)))


def test_words_follow_from_the_number(panel: GradientsPanel) -> None:
    names = {cosine: likeness(cosine)[0] for cosine in (0.95, 0.8, 0.79, 0.51, 0.5, 0.1, math.nan)}
    assert list(names.values()) == [
        "Stripes", "Stripes", "In between", "In between", "A diagonal", "A diagonal", "",
    ]  # fmt: skip
    panel.set_look(with_gradients(np.eye(14, 13)))
    assert panel.notes.words.name == "A diagonal"
    panel.set_look(with_gradients(np.outer(np.ones(14), np.arange(13))))
    assert panel.notes.words.name == "Stripes"
    assert panel.notes.words.cosine == pytest.approx(1)


def test_one_picture_a_frame(panel: GradientsPanel, selection: Selection) -> None:
    panel.map.grab()
    drawn = panel.map.pictures_drawn
    selection.hover(Pair(TokenReference("target", 1), TokenReference("source", 1)))
    panel.map.grab()
    assert panel.map.pictures_drawn == drawn
    panel.set_look(LOOK)
    panel.map.grab()
    assert panel.map.pictures_drawn == drawn + 1


def test_pointing_follows_the_one_selection(
    qtbot: QtBot, panel: GradientsPanel, selection: Selection
) -> None:
    qtbot.mouseClick(panel.map, Qt.MouseButton.LeftButton, pos=panel.map.grid.cell(2, 1).center())
    pair = Pair(TokenReference("target", 2), TokenReference("source", 1))
    assert selection.locked == pair
    value = f"{LOOK.tables['gradients'].values[2, 1]:.3f}".removeprefix("0")
    value = value if value.startswith(".") else value[:-1]
    said = panel.map.accessibleDescription()
    assert said.startswith("noir on black: |∂ logit / ∂ embedding| = ")
    assert said.endswith(value)
    qtbot.keyClick(panel.map, Qt.Key.Key_Down)
    assert selection.hovered == Pair(TokenReference("target", 3), TokenReference("source", 1))
    qtbot.keyClick(panel.map, Qt.Key.Key_Escape)
    assert selection.shown is None


def test_any_translator_has_it_and_it_waits_for_its_numbers(panel: GradientsPanel) -> None:
    assert GRADIENTS.suits({"gradients"})
    panel.set_look(bahdanau_look())
    assert panel.state == "body"
    panel.set_look(replace(LOOK, tables={}))
    assert panel.state == "loading"


def test_a_number_that_is_none_shows_and_leaves_the_words_out(panel: GradientsPanel) -> None:
    values = np.ones((14, 13))
    values[4, 5] = np.nan
    panel.set_look(with_gradients(values))
    # Beside the exclamation mark in the cell's middle.
    at = panel.map.grid.cell(4, 5).topLeft()
    colour = panel.map.grab().toImage().pixelColor(at.x() + 2, at.y() + 2).name()
    assert colour == QColor(DARK.nan).name()
    assert panel.notes.words.name == ""
