"""The watched sentence: chips, selection, shades, unknown words, lines."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.messages.events import Failed
from engine.seen.maps import HeadReference
from tests.visualizer.looks import (
    ARABIC,
    chinese_look,
    example_frame,
    example_look,
    long_text,
)
from tests.visualizer.panels.sentences import sentence_panel, word
from visualizer.appearance import Appearance
from visualizer.panels.sentence import SentencePanel
from visualizer.selection import Pair, Selection, TokenReference
from visualizer.widgets.chips import Chips
from visualizer.widgets.token_text import visible


@pytest.fixture
def selection() -> Selection:
    return Selection()


@pytest.fixture
def panel(qtbot: QtBot, selection: Selection) -> SentencePanel:
    return sentence_panel(qtbot, selection)


def click(qtbot: QtBot, chips: Chips, place: int) -> None:
    point = chips.chip(place).center().toPoint()
    qtbot.mouseClick(chips, Qt.MouseButton.LeftButton, pos=point)


def test_a_click_selects_the_word_and_a_second_one_lets_go(
    qtbot: QtBot, panel: SentencePanel, selection: Selection
) -> None:
    click(qtbot, panel.rows["target"], 2)
    assert selection.locked == word("target", 2)
    assert panel.rows["target"].locked == {2}
    click(qtbot, panel.rows["target"], 2)
    assert selection.locked is None


def test_hover_previews_and_leaving_ends_it(
    qtbot: QtBot, panel: SentencePanel, selection: Selection
) -> None:
    chips = panel.rows["source"]
    qtbot.mouseMove(chips, QPoint(2, 1))
    qtbot.mouseMove(chips, chips.chip(1).center().toPoint())
    assert selection.hovered == word("source", 1)
    chips.pointed.emit(-1)
    assert selection.hovered is None


def test_keys_walk_the_chips_and_choose(
    qtbot: QtBot, panel: SentencePanel, selection: Selection
) -> None:
    chips = panel.rows["source"]
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
        qtbot.keyClick(chips, key)
    assert selection.locked == word("source", 2)


def test_source_chips_take_the_row_of_the_chosen_cross_head(
    panel: SentencePanel, selection: Selection
) -> None:
    group = example_look().groups["cross"]
    selection.lock(word("target", 2))
    expected = group.map(1, -1)
    assert expected is not None
    shades = panel.rows["source"].shades
    assert shades is not None
    assert np.array_equal(shades, expected[2])
    selection.choose_head(HeadReference("cross", 0, 3))
    assert np.array_equal(panel.rows["source"].shades, group.weights[0, 3][2])  # type: ignore[arg-type]
    selection.clear()
    assert panel.rows["source"].shades is None


def test_a_cell_chosen_in_a_map_frames_both_its_words(
    panel: SentencePanel, selection: Selection
) -> None:
    selection.lock(Pair(TokenReference("target", 2), TokenReference("source", 1)))
    assert (panel.rows["target"].locked, panel.rows["source"].locked) == ({2}, {1})
    selection.lock(Pair(TokenReference("target", 0), TokenReference("target", -1)))
    assert panel.rows["target"].locked == {0}, "<s> has no chip"


def test_unknown_words_are_marked_and_counted(panel: SentencePanel) -> None:
    assert panel.notes.note.text() == "watched sentence · edit any time"
    panel.receive(example_frame(chinese_look()))
    assert panel.notes.note.text() == "2 words are unknown to this model"
    chips = panel.rows["source"]
    place = [token.unknown for token in chips.tokens].index(True)
    assert "unknown to this model" in chips.tip(place)
    known = chips.grab(chips.chip(place).toRect()).toImage()
    panel.receive(example_frame(example_look(source="黑 猫 不 吃 鱼 ， 因为 它 不 饿 。 </s>")))
    assert chips.grab(chips.chip(place).toRect()).toImage() != known, "a mark is drawn"
    assert "unknown" not in chips.tip(place)


def test_whose_target_it_is(panel: SentencePanel) -> None:
    assert panel.notes.origin.text() == "target: reference · held out"
    panel.receive(example_frame(example_look(source="a cat </s>")))
    assert panel.notes.origin.text() == "target: reference"
    panel.receive(example_frame(example_look(rows_from="own")))
    assert panel.notes.origin.text() == "target: the model’s own output"


def test_what_cannot_be_looked_at_is_said_here(panel: SentencePanel) -> None:
    panel.receive(Failed("Looking", "This model reads at most 64 tokens."))
    assert panel.notes.failure.isVisible()
    assert panel.notes.failure.text() == "This model reads at most 64 tokens."
    assert len(panel.rows["source"].tokens) == 13, "the last picture stays"
    panel.receive(example_frame())
    assert not panel.notes.failure.isVisible()


def test_a_long_sentence_scrolls_to_the_chosen_word(
    panel: SentencePanel, selection: Selection
) -> None:
    panel.receive(example_frame(example_look(source=long_text(120))))
    chips = panel.rows["source"]
    assert chips.chip(100).isNull()
    selection.lock(word("source", 100))
    assert chips.rect().contains(chips.chip(100).toRect())


def test_what_has_no_room_is_a_turn_of_the_wheel_away(panel: SentencePanel) -> None:
    panel.receive(example_frame(example_look(source=long_text(120))))
    chips = panel.rows["source"]
    assert chips.lines == 2 and chips.chip(0).top() < chips.chip(25).top()
    turn(chips, -120)
    assert chips.chip(0).isNull() and not chips.chip(25).isNull()
    turn(chips, 60)
    assert chips.chip(0).isNull(), "half a notch"
    turn(chips, 60)
    assert not chips.chip(0).isNull()


def turn(chips: Chips, angle: int) -> None:
    at = QPointF(chips.rect().center())
    nothing, none = QPoint(), Qt.MouseButton.NoButton
    event = QWheelEvent(
        at,
        QPointF(chips.mapToGlobal(at)),
        nothing,
        QPoint(0, angle),
        none,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(chips, event)


def test_a_target_the_model_writes_moves_nothing_below(panel: SentencePanel) -> None:
    look = example_look(source=long_text(30))
    panel.receive(example_frame(replace(look, rows_from="own")))
    height = panel.height()
    tokens = look.sequences["target"]
    for count in (1, 90, 5):
        longer = {**look.sequences, "target": (tokens * 10)[:count]}
        panel.receive(example_frame(replace(look, rows_from="own", sequences=longer)))
        assert panel.height() == height
    assert panel.rows["target"].lines == panel.rows["source"].lines == 2


def test_arabic_runs_from_the_right(panel: SentencePanel) -> None:
    panel.receive(example_frame(example_look(source=ARABIC)))
    source, target = panel.rows["source"], panel.rows["target"]
    assert source.chip(0).left() > source.chip(1).left()
    assert target.chip(0).left() < target.chip(1).left()


def test_tokens_that_cannot_be_seen_have_a_sign() -> None:
    assert [visible(text) for text in (" ", "\n", "", "a b", "\u00a0")] == [
        "␣",
        "↵",
        "∅",
        "a b",
        "⍽",
    ]


def test_marks_beyond_the_tokens_wait_for_them(qtbot: QtBot) -> None:
    chips = Chips(Appearance())
    qtbot.addWidget(chips)
    chips.resize(200, 26)
    chips.show()
    chips.set_marked(frozenset({11}), frozenset())
    chips.resize(120, 26)
    chips.set_tokens(example_look().sequences["source"])
    chips.resize(150, 26)
    assert chips.chip(11).right() <= chips.width()
