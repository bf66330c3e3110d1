"""The gates of a unit: bars as high as the numbers, in the words of the table."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from engine.messages.frames import Frame
from engine.seen.look import Table
from engine.seen.tokens import Axis
from tests.visualizer.looks import bahdanau_look, seq2seq_look
from visualizer.appearance import Appearance
from visualizer.exhibits.gates import GatesPanel
from visualizer.selection import Pair, Selection, TokenReference
from visualizer.theme import DARK
from visualizer.widgets.gate_content import gate_content, round_limit

LOOK = seq2seq_look(units=12)


@pytest.fixture
def selection() -> Selection:
    return Selection()


@pytest.fixture
def panel(qtbot: QtBot, selection: Selection) -> GatesPanel:
    made = GatesPanel(Appearance(), selection)
    qtbot.addWidget(made)
    made.resize(520, 320)
    made.show()
    qtbot.waitExposed(made)
    made.receive(Frame(1, 10, "seq2seq", LOOK))
    made.set_unit(5)
    return made


def test_the_rows_of_an_lstm() -> None:
    content = gate_content(LOOK, 5)
    assert content is not None
    names = [(row.letter, row.title, row.low, row.high) for row in content.rows]
    assert names == [
        ("i", "input gate", 0.0, 1.0),
        ("f", "forget gate", 0.0, 1.0),
        ("g", "candidate", -1.0, 1.0),
        ("o", "output gate", 0.0, 1.0),
        ("c", "cell", -2.0, 2.0),
    ]
    gates, cells = LOOK.tables["decoder.gates"].values, LOOK.tables["decoder.cells"].values
    for place, row in enumerate(content.rows[:4]):
        assert np.array_equal(row.values[1], gates[:, place, 5])
    assert np.array_equal(content.rows[4].values[1], cells[:, 5])


def test_the_rows_of_a_gru_that_keeps_gates_on_one_side() -> None:
    look = bahdanau_look()
    values = np.full((14, 3, 48), 0.25, np.float32)
    labels = {"gate": ("update", "reset", "candidate")}
    gates = Table(values, (Axis("target"), "gate", "unit"), labels)
    content = gate_content(replace(look, tables={**look.tables, "decoder.gates": gates}), 3)
    assert content is not None
    assert [row.letter for row in content.rows] == ["z", "r", "s̃"]
    assert content.axes == (Axis("target"),)
    assert gate_content(look, 3) is None


def test_bars_are_as_high_as_the_numbers(panel: GatesPanel) -> None:
    rows = panel.rows
    image = rows.grab().toImage()
    content = gate_content(LOOK, 5)
    assert content is not None
    for row, gate in enumerate(content.rows[:4]):
        area = rows.row_rect(row)
        colour = QColor(DARK.series[gate.series]).name()
        for side, strip in enumerate(rows.strips):
            for place, value in enumerate(gate.values[side].tolist()):
                x = strip.edge(place) + 1
                inside = range(area.top(), area.bottom() + 1)
                high = sum(image.pixelColor(x, y).name() == colour for y in inside)
                share = value / (gate.high - gate.low)
                assert high == pytest.approx(share * area.height(), abs=1.01), (row, side, place)


def test_bars_are_drawn_once_for_a_frame_and_a_unit(
    panel: GatesPanel, selection: Selection
) -> None:
    panel.rows.grab()
    drawn = panel.rows.pictures_drawn
    selection.hover(Pair(TokenReference("source", 1), TokenReference("source", 1)))
    panel.rows.grab()
    assert panel.rows.pictures_drawn == drawn
    panel.set_unit(6)
    panel.rows.grab()
    assert panel.rows.pictures_drawn == drawn + 1


def test_a_click_locks_the_word_and_its_bar_says_its_number(
    qtbot: QtBot, panel: GatesPanel, selection: Selection
) -> None:
    strip = panel.rows.strips[1]
    at = QPoint(round(strip.centre(2)), panel.rows.row_rect(1).center().y())
    qtbot.mouseClick(panel.rows, Qt.MouseButton.LeftButton, pos=at)
    word = TokenReference("target", 2)
    assert selection.locked == Pair(word, word)
    value = f"{LOOK.tables['decoder.gates'].values[2, 1, 5]:.3f}"[1:]
    assert panel.rows.tooltip(at) == f"forget gate of unit 6 at noir: {value}"
    qtbot.mouseClick(panel.rows, Qt.MouseButton.LeftButton, pos=at)
    assert selection.locked is None


@pytest.mark.parametrize(
    ("largest", "limit"), [(0.0, 1), (0.9, 1), (1.2, 2), (5.1, 10), (37, 50), (float("nan"), 1)]
)
def test_the_scale_of_cells_ends_at_a_round_number(largest: float, limit: float) -> None:
    assert round_limit(largest) == limit
