"""One vector between the states: what is painted is what the tables hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from engine.messages.events import Started
from engine.messages.frames import Frame
from engine.seen.look import Look
from engine.specification import RunSpecification
from engine.structure import Block, Structure
from tests.visualizer.looks import FRENCH, bahdanau_look, long_text, seq2seq_look
from visualizer.appearance import Appearance
from visualizer.exhibits import EXHIBITS
from visualizer.exhibits.recurrence import liveliest, recurrence, state_content
from visualizer.exhibits.states import STATES, StatesPanel
from visualizer.inspector.unit import UnitReference
from visualizer.selection import Pair, Selection, TokenReference
from visualizer.theme import DARK, colour_table
from visualizer.widgets.state_content import StateContent

UNITS = 40


def structure(*, every_step: bool = True, layers: int = 1) -> Structure:
    """The blocks that the picture reads."""
    encoder = [Block(f"encoder.{n}", "recurrent", "LSTM", "encoder", n) for n in range(layers)]
    context = Block("context", "vector", "context c", table="context")
    into = ("context",) if every_step else ()
    decoder = Block("decoder.0", "recurrent", "LSTM", "decoder", 0, into)
    return Structure((*encoder, context, decoder))


def started(*, reverse: bool = True, **changes: object) -> Started:
    specification = RunSpecification("seq2seq", {"reverse_source": reverse})
    made = structure(**changes)  # type: ignore[arg-type]
    return Started(1, specification, 0, 1, 1, (), structure=made)


def frame(look: Look, step: int = 1200) -> Frame:
    return Frame(1, step, "seq2seq", look)


@pytest.fixture
def selection() -> Selection:
    return Selection()


@pytest.fixture
def panel(qtbot: QtBot, selection: Selection) -> StatesPanel:
    made = StatesPanel(Appearance(), selection)
    qtbot.addWidget(made)
    made.resize(1000, 640)
    made.show()
    qtbot.waitExposed(made)
    made.receive(started())
    made.receive(frame(seq2seq_look(units=UNITS)))
    return made


@pytest.fixture
def content(panel: StatesPanel) -> StateContent:
    assert panel.columns.content is not None
    return panel.columns.content


def expected(value: float) -> str:
    """The colour of a state on the fixed scale from −1 to 1."""
    level = int(np.rint((value + 1) / 2 * 255))
    return QColor(int(colour_table(DARK.signed_stops)[level])).name()


def painted(panel: StatesPanel) -> Callable[[int, float], str]:
    """The colour at the middle of a unit's row, at an x of the columns."""
    image: QImage = panel.columns.grab().toImage()
    ratio = image.devicePixelRatio()

    def at(unit: int, x: float) -> str:
        y = panel.columns.row_rect(unit).center().y()
        return image.pixelColor(round(x * ratio), round(y * ratio)).name()

    return at


def test_numbers_painted_are_those_of_the_tables(panel: StatesPanel, content: StateContent) -> None:
    place, at = panel.columns.place, painted(panel)
    for unit in range(UNITS):
        for column in (0, 3, 12):
            x = place.encoder.centre(column)
            assert at(unit, x) == expected(content.encoder[column, unit]), (unit, column)
        assert at(unit, place.vector.center().x()) == expected(content.context[unit])
        for column in (0, 5, 13):
            vector, state = place.parts(column)
            assert at(unit, (vector[0] + vector[1]) / 2) == expected(content.context[unit])
            assert at(unit, (state[0] + state[1]) / 2) == expected(content.decoder[column, unit])


def test_the_unit_that_the_panel_begins_with_is_told_too(panel: StatesPanel) -> None:
    told: list[UnitReference] = []
    panel.unit_chosen.connect(told.append)
    panel.receive(started())
    panel.receive(frame(seq2seq_look(units=UNITS)))
    panel.receive(frame(seq2seq_look(units=UNITS)))
    unit = panel.columns.unit
    assert told == [UnitReference("decoder.gates", 0, unit, asked=False)]
    panel.choose_unit(unit)
    assert told[-1] == UnitReference("decoder.gates", 0, unit), "now a person asks for it"


def test_rows_stand_by_their_value_in_c_or_by_index(qtbot: QtBot, panel: StatesPanel) -> None:
    def values() -> list[float]:
        shown = panel.columns.content
        assert shown is not None
        return [float(value) for value in shown.context[shown.order]]

    assert values() == sorted(values(), reverse=True)
    by_value = values()
    qtbot.keyClick(panel.order, Qt.Key.Key_Right)
    assert values() != by_value
    assert panel.columns.content is not None
    assert list(panel.columns.content.order) == list(range(UNITS))


def test_units_that_share_a_pixel_show_the_value_farthest_from_0(
    qtbot: QtBot, panel: StatesPanel
) -> None:
    look = seq2seq_look(units=1000)
    look.tables["context"].values[:] = 0.0
    look.tables["encoder.states"].values[:] = 0.01
    look.tables["encoder.states"].values[2, 500] = -0.9
    panel.receive(frame(look))
    panel.choose_unit(0)
    columns, place = panel.columns, panel.columns.place
    assert columns.row_rect(500).height() == 1
    x = place.encoder.centre(2)
    image = columns.grab().toImage()
    y = columns.row_rect(500).top()
    found = {image.pixelColor(round(x), y + step).name() for step in (-1, 0, 1)}
    assert expected(-0.9) in found


def test_one_image_a_frame_and_none_for_pointing(panel: StatesPanel, selection: Selection) -> None:
    panel.columns.grab()
    drawn = panel.columns.pictures_drawn, panel.gates.rows.pictures_drawn
    token = TokenReference("target", 2)
    for pair in (Pair(token, token), None):
        selection.hover(pair)
        panel.columns.grab()
        panel.gates.rows.grab()
    assert (panel.columns.pictures_drawn, panel.gates.rows.pictures_drawn) == drawn
    panel.receive(frame(seq2seq_look(units=UNITS, seed=2), 1300))
    panel.columns.grab()
    panel.columns.grab()
    assert panel.columns.pictures_drawn == drawn[0] + 1


def test_a_click_chooses_unit_and_word(
    qtbot: QtBot, panel: StatesPanel, content: StateContent, selection: Selection
) -> None:
    columns, told = panel.columns, []
    panel.unit_chosen.connect(told.append)
    unit = int(content.order[7])
    at = QPoint(round(columns.place.decoder.centre(4)), columns.row_rect(unit).center().y())
    qtbot.mouseClick(columns, Qt.MouseButton.LeftButton, pos=at)
    token = TokenReference("target", 4)
    assert selection.locked == Pair(token, token)
    assert columns.unit == panel.gates.unit == unit
    assert panel.unit.text() == str(unit + 1)
    assert panel.gates.header.caption.title == f"Gates of unit {unit + 1}"
    assert told[-1] == UnitReference("decoder.gates", 4, unit)
    other = int(content.order[20])
    beside = QPoint(at.x(), columns.row_rect(other).center().y())
    qtbot.mouseClick(columns, Qt.MouseButton.LeftButton, pos=beside)
    assert columns.unit == other and selection.locked is not None, "another unit, the same word"
    qtbot.mouseClick(columns, Qt.MouseButton.LeftButton, pos=beside)
    assert selection.locked is None, "a second click on the same lets go"
    selection.lock(Pair(TokenReference("source", 3), TokenReference("source", 3)))
    assert told[-1] == UnitReference("encoder.gates", 3, other)
    count = len(told)
    panel.hide()
    selection.lock(Pair(token, token))
    assert len(told) == count, "what is not seen says nothing"


def test_keys_choose_unit_and_word(
    qtbot: QtBot, panel: StatesPanel, content: StateContent, selection: Selection
) -> None:
    columns = panel.columns
    panel.choose_unit(int(content.order[0]))
    for key, row in (
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_Down, 1),
        (Qt.Key.Key_PageDown, 11),
        (Qt.Key.Key_End, UNITS - 1),
        (Qt.Key.Key_Up, UNITS - 2),
        (Qt.Key.Key_Home, 0),
    ):
        qtbot.keyClick(columns, key)
        assert columns.unit == content.order[row]
    words = len(content.source) + len(content.target)
    for _ in range(words + 2):
        qtbot.keyClick(columns, Qt.Key.Key_Right)
    last = TokenReference("target", len(content.target) - 1)
    assert selection.hovered == Pair(last, last)
    qtbot.keyClick(columns, Qt.Key.Key_Return)
    assert selection.locked == Pair(last, last)
    qtbot.keyClick(columns, Qt.Key.Key_Escape)
    assert selection.shown is None


def test_a_number_in_the_header_chooses_the_unit(qtbot: QtBot, panel: StatesPanel) -> None:
    panel.unit.setFocus()
    panel.unit.selectAll()
    qtbot.keyClicks(panel.unit, "33")
    assert panel.columns.unit == 32
    panel.unit.selectAll()
    qtbot.keyClicks(panel.unit, "41")
    assert panel.unit.problem == "A unit from 1 to 40"
    assert panel.columns.unit == 3, "4 was read on the way to 41"


def test_the_line_goes_through_all_at_the_chosen_unit(
    panel: StatesPanel, content: StateContent
) -> None:
    panel.choose_unit(int(content.order[11]))
    image, place = panel.columns.grab().toImage(), panel.columns.place
    row = panel.columns.row_rect(panel.columns.unit)
    for x in (place.encoder.left + 2, place.vector.left() - 20, place.decoder.right - 6):
        colours = {image.pixelColor(x, y).name() for y in range(row.top() - 2, row.bottom() + 3)}
        assert QColor(DARK.selection).name() in colours


def test_captions_follow_from_structure_and_numbers(panel: StatesPanel) -> None:
    def captions(event: Started, look: Look) -> tuple[str, ...]:
        of = recurrence(event.structure, event.specification.options)
        made = state_content(look, of, by_value=True)
        assert made is not None
        words = made.captions
        return words.encoder[1], words.context[0], words.decoder[1], words.note

    look = seq2seq_look(units=UNITS)
    reading, origin, given, note = captions(started(), look)
    assert reading.startswith("← read right to left, then </s>")
    assert origin == "c = h₁₃, last state"
    assert given.startswith("narrow bar: c, the same 14 times")
    assert note.startswith("There is no attention map here")
    other = replace(look.tables["context"], values=look.tables["context"].values + 0.1)
    look = replace(look, tables={**look.tables, "context": other}, groups=bahdanau_look().groups)
    reading, origin, given, note = captions(started(reverse=False, every_step=False), look)
    assert reading == "h₁ … h₁₃ over the source"
    assert origin == "c, of all states"
    assert given.startswith("narrow bar: c, at the first step alone")
    assert note == ""


def test_c_stands_in_the_first_column_alone_where_it_only_begins(panel: StatesPanel) -> None:
    panel.receive(started(every_step=False, layers=3))
    panel.receive(frame(seq2seq_look(units=UNITS)))
    (left, right), _ = panel.columns.place.parts(0)
    assert right > left
    (left, right), (first, _) = panel.columns.place.parts(1)
    assert right == left == first
    assert "top of 3 layers" in panel.header.caption.subtitle


def test_right_and_wrong_differ_without_colour(panel: StatesPanel, content: StateContent) -> None:
    assert [verdict.right for verdict in content.verdicts] == [*[True] * 12, False, True]
    columns, place = panel.columns, panel.columns.place
    image = columns.grab().toImage()

    def bar(column: int) -> set[str]:
        area = QRect(place.decoder.edge(column) + 2, place.foot + 4, 4, 2)
        return {
            image.pixelColor(x, y).name()
            for x in range(area.left(), area.right() + 1)
            for y in range(area.top(), area.bottom() + 1)
        }

    assert len(bar(3)) == 1, "solid"
    assert len(bar(12)) > 1, "striped"


def test_no_sentence_no_numbers_yet_and_the_models_own_output(panel: StatesPanel) -> None:
    panel.receive(started())
    assert panel.state == panel.gates.state == panel.gradients.state == "empty"
    look = seq2seq_look(units=UNITS)
    panel.receive(frame(replace(look, tables={})))
    assert panel.state == panel.gates.state == panel.gradients.state == "loading"
    panel.receive(frame(replace(look, rows_from="own")))
    assert panel.state == "body"
    assert panel.columns.content is not None
    assert panel.columns.content.verdicts == ()


def test_a_unit_that_was_chosen_stays_and_one_that_was_not_is_found_anew(
    panel: StatesPanel,
) -> None:
    look = seq2seq_look(units=UNITS, seed=5)
    panel.receive(started())
    panel.receive(frame(look))
    tables = look.tables
    states = tables["encoder.states"].values, tables["decoder.states"].values
    assert panel.columns.unit == liveliest(*states)
    panel.choose_unit(17)
    panel.receive(started())
    panel.receive(frame(seq2seq_look(units=24)))
    assert panel.columns.unit == panel.gates.unit == 17
    panel.receive(frame(seq2seq_look(units=8)))
    assert panel.columns.unit < 8
    panel.receive(frame(seq2seq_look(units=UNITS)))
    assert not panel.columns.grab().isNull()


@pytest.mark.parametrize("length", [2, 60])
@pytest.mark.parametrize("width", [420, 1800])
def test_short_and_long_sentences_fit(panel: StatesPanel, length: int, width: int) -> None:
    panel.resize(width, 600)
    look = seq2seq_look(long_text(length), long_text(length, FRENCH), units=UNITS)
    panel.receive(frame(look))
    panel.grab()
    place = panel.columns.place
    assert place.encoder.right < place.vector.left() < place.vector.right() < place.decoder.left
    assert place.decoder.right <= panel.columns.width()
    assert place.foot < panel.columns.height()


def test_a_number_that_is_none_shows(panel: StatesPanel) -> None:
    look = seq2seq_look(units=UNITS)
    look.tables["encoder.states"].values[3, 5] = np.nan
    panel.receive(frame(look))
    at = painted(panel)
    assert at(5, panel.columns.place.encoder.centre(3)) == QColor(DARK.nan).name()


def test_a_part_fills_the_panel_and_gives_it_back(panel: StatesPanel) -> None:
    panel.gates.maximise_action.trigger()
    assert panel.gates.isVisible()
    assert not panel.columns.isVisible() and not panel.gradients.isVisible()
    panel.gates.maximise_action.trigger()
    assert panel.columns.isVisible() and panel.gradients.isVisible()


def test_it_suits_a_model_with_one_vector_alone() -> None:
    assert STATES in EXHIBITS
    assert STATES.suits({"encoder.states", "decoder.states", "context", "gradients"})
    assert not STATES.suits(bahdanau_look().tables)
