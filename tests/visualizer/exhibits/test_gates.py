"""The gates of a unit: bars as high as the numbers, in the words of the table."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.messages.frames import Frame
from engine.seen.tokens import Axis
from tests.visualizer.inspector.models import events, seen
from tests.visualizer.looks import bahdanau_look, seq2seq_look
from visualizer.appearance import Appearance
from visualizer.exhibits import EXHIBITS
from visualizer.exhibits.gates import GATES, GatesPanel
from visualizer.inspector.unit import UnitReference
from visualizer.selection import Pair, Selection, TokenReference
from visualizer.theme import DARK
from visualizer.widgets.gate_content import gate_content, round_limit
from visualizer.widgets.token_columns import Strip

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


def test_the_rows_of_a_gru_read_both_ways() -> None:
    look, _, _ = seen("bahdanau")
    content = gate_content(look, 3)
    assert content is not None
    assert [row.letter for row in content.rows] == ["z", "r", "s̃", "s"]
    assert content.lanes == ("encoder →", "encoder ←", "decoder")
    assert content.axes == (Axis("source"), Axis("source"), Axis("target"))
    units = look.tables["decoder.states"].values.shape[1]
    encoder, decoder = (look.tables[f"{side}.gates"].values for side in ("encoder", "decoder"))
    for place, row in enumerate(content.rows[:3]):
        expected = (encoder[:, place, 3], encoder[:, place, units + 3], decoder[:, place, 3])
        assert all(np.array_equal(*pair) for pair in zip(row.values, expected, strict=True))
    states = look.tables["encoder.states"].values
    assert np.array_equal(content.rows[3].values[1], states[:, units + 3])


def test_without_gates_there_are_no_rows() -> None:
    assert gate_content(bahdanau_look(), 3) is None


def test_gates_alone_begin_with_a_lively_unit_and_tell_of_it(
    qtbot: QtBot, selection: Selection
) -> None:
    assert [each.name for each in EXHIBITS if each is GATES]
    started, frame = events("bahdanau")
    tables = [table.name for table in started.structure.tables]
    assert GATES.suits(tables, 0, ("cross",))
    other = [table.name for table in seen("seq2seq")[1].tables]
    assert not GATES.suits(other, 0, ()), "there they stand below the states"
    owner = QWidget()
    qtbot.addWidget(owner)
    made = GATES.make(Appearance(), selection, owner)
    assert isinstance(made, GatesPanel)
    made.resize(640, 320)
    told: list[UnitReference] = []
    made.unit_chosen.connect(told.append)
    owner.show()
    made.receive(started)
    made.receive(frame)
    units = frame.look.tables["decoder.states"].values.shape[1]
    assert told == [UnitReference("decoder.gates", 0, made.unit, asked=False)]
    selection.lock(Pair(TokenReference("source", 1), TokenReference("source", 1)))
    assert told[-1] == UnitReference("encoder.gates", 1, units + made.unit, asked=False)
    made.field.number_changed.emit(2)
    assert told[-1] == UnitReference("encoder.gates", 1, units + 1)
    assert made.header.caption.title == "Gates of unit 2"


def test_of_two_recurrences_over_the_same_words_the_one_pointed_at_is_told_of(
    qtbot: QtBot, selection: Selection
) -> None:
    started, frame = events("bahdanau")
    owner = QWidget()
    qtbot.addWidget(owner)
    made = GatesPanel(Appearance(), selection, owner, alone=True)
    made.resize(900, 320)
    told: list[UnitReference] = []
    made.unit_chosen.connect(told.append)
    owner.show()
    made.receive(started)
    made.receive(frame)
    rows, units = made.rows, frame.look.tables["decoder.states"].values.shape[1]
    there, back, decoder = rows.strips
    assert there.axis == back.axis != decoder.axis
    word = TokenReference("source", 1)

    def press(at: Strip, place: int) -> None:
        point = QPoint(round(at.centre(place)), rows.row_rect(0).center().y())
        qtbot.mouseClick(rows, Qt.MouseButton.LeftButton, pos=point)

    press(there, 1)
    assert selection.locked == Pair(word, word)
    assert told[-1] == UnitReference("encoder.gates", 1, made.unit, asked=True)
    selection.lock(Pair(TokenReference("source", 2), TokenReference("source", 2)))
    assert told[-1] == UnitReference("encoder.gates", 2, made.unit, asked=False), "not asked here"
    selection.lock(Pair(word, word))
    press(back, 1)
    assert selection.locked == Pair(word, word), "the same word, of the other recurrence"
    assert told[-1].unit == units + made.unit
    press(back, 1)
    assert selection.locked is None
    # The keys walk through all three, though two have the same words.
    rows.leaveEvent(QEvent(QEvent.Type.Leave))
    walked = []
    for _ in range(len(there.tokens) + 2):
        qtbot.keyClick(rows, Qt.Key.Key_Right)
        walked.append(rows.told(selection.hovered))
    assert told[-1].table == "decoder.gates" and not told[-1].asked, "what is hovered is told of"
    count = len(back.tokens)
    assert walked == [(1, place) for place in range(2, count)] + [
        (2, place) for place in range(len(walked) - count + 2)
    ]
    for _ in range(len(walked) + 3):
        qtbot.keyClick(rows, Qt.Key.Key_Left)
    assert rows.told(selection.hovered) == (0, len(there.tokens) - 2)


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


@pytest.mark.parametrize(("height", "named"), [(700, True), (320, False)])
def test_every_token_is_named_where_there_is_height_for_it(
    panel: GatesPanel, qtbot: QtBot, height: int, named: bool
) -> None:
    """Else the first and the last of each side are."""
    panel.resize(520, height)
    rows = panel.rows
    qtbot.waitUntil(lambda: rows.height() > height - 80)
    image = rows.grab().toImage()
    ground = image.pixelColor(1, rows.height() - 1)
    below = range(rows.row_rect(4).bottom() + 2, rows.height())
    source = rows.strips[0]
    inked = [
        any(
            image.pixelColor(x, y) != ground
            for x in range(source.edge(p), source.edge(p + 1))
            for y in below
        )
        for p in range(len(source.tokens))
    ]
    assert inked[0] and inked[-1]
    assert all(inked) == named


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
