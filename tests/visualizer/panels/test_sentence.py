"""The watched sentence: chips, selection, shades, unknown words, editing, examples."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from engine.messages.events import Failed, Started
from engine.messages.reading import Example
from engine.seen.look import Look
from engine.seen.maps import HeadReference
from engine.specification import RunSpecification
from tests.visualizer.looks import (
    ARABIC,
    FRENCH,
    chinese_look,
    example_frame,
    example_look,
    long_text,
    words,
)
from visualizer.appearance import Appearance
from visualizer.panels.sentence import SentencePanel
from visualizer.selection import Pair, Selection, TokenReference
from visualizer.widgets.chips import Chips
from visualizer.widgets.token_text import visible

EXAMPLES = (
    Example("the black cat does not eat the fish because it is hungry", words(FRENCH)),
    Example("a dog", "un chien"),
)


@pytest.fixture
def selection() -> Selection:
    return Selection()


@pytest.fixture
def panel(qtbot: QtBot, selection: Selection) -> SentencePanel:
    made = SentencePanel(Appearance(), selection)
    qtbot.addWidget(made)
    made.resize(1300, 60)
    made.show()
    made.receive(Started(1, RunSpecification(), 0, 1, 1, EXAMPLES))
    made.receive(example_frame())
    return made


def word(sequence: str, place: int) -> Pair:
    token = TokenReference(sequence, place)
    return Pair(token, token)


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


def test_f2_edits_and_enter_watches(
    qtbot: QtBot, panel: SentencePanel, selection: Selection
) -> None:
    selection.lock(word("source", 1))
    panel.edit_action.trigger()
    assert panel.editor.isVisible()
    assert panel.editor.source.text() == EXAMPLES[0].source
    panel.editor.source.clear()
    qtbot.keyClicks(panel.editor.source, "the red fish")
    panel.editor.target.clear()
    with qtbot.waitSignal(panel.watch_requested, timeout=1000) as asked:
        qtbot.keyClick(panel.editor.source, Qt.Key.Key_Return)
    assert asked.args == ["the red fish", None]
    assert panel.rows["source"].isVisible()
    assert panel.notes.note.text() == "looking …"
    assert selection.locked is None
    panel.receive(example_frame(example_look(source="the red fish </s>", rows_from="own")))
    assert panel.notes.note.text() == "watched sentence · edit any time"


def test_a_double_click_edits_and_escape_gives_up(qtbot: QtBot, panel: SentencePanel) -> None:
    chips = panel.rows["target"]
    at = chips.chip(1).center().toPoint()
    qtbot.mouseDClick(chips, Qt.MouseButton.LeftButton, pos=at)
    assert panel.editor.isVisible()
    qtbot.keyClicks(panel.editor.source, "x")
    with qtbot.assertNotEmitted(panel.watch_requested):
        qtbot.keyClick(panel.editor.source, Qt.Key.Key_Escape)
    assert chips.isVisible()


def test_frames_do_not_disturb_the_editing(qtbot: QtBot, panel: SentencePanel) -> None:
    panel.edit()
    panel.editor.source.setText("half a sent")
    panel.receive(example_frame(step=1250))
    assert panel.editor.isVisible()
    assert panel.editor.source.text() == "half a sent"


def test_an_empty_source_is_not_watched(qtbot: QtBot, panel: SentencePanel) -> None:
    panel.edit()
    panel.editor.source.setText("   ")
    with qtbot.assertNotEmitted(panel.watch_requested):
        qtbot.keyClick(panel.editor.source, Qt.Key.Key_Return)
    assert panel.editor.isVisible()


def test_examples_are_offered_and_the_next_one_follows(qtbot: QtBot, panel: SentencePanel) -> None:
    offered = panel.examples.offered.actions()[:2]
    assert offered[1].text() == "a dog → un chien"
    with qtbot.waitSignal(panel.watch_requested, timeout=1000) as asked:
        offered[1].trigger()
    assert asked.args == ["a dog", "un chien"]
    with qtbot.waitSignal(panel.watch_requested, timeout=1000) as asked:
        panel.next_action.trigger()
    assert asked.args == [EXAMPLES[0].source, EXAMPLES[0].target], "the one after what was asked"
    panel.receive(example_frame(example_look(source="a dog </s>", target="un chien </s>")))
    with qtbot.waitSignal(panel.watch_requested, timeout=1000) as asked:
        panel.next_action.trigger()
    assert asked.args == [EXAMPLES[0].source, EXAMPLES[0].target]


def in_pieces() -> Look:
    """The second of some examples, as a model of pieces sees it."""
    return example_look(
        source="▁D ogs ▁b ark . </s>",
        target="▁Les ▁ chien s </s>",
        source_text="Dogs  bark.",
        target_text="Les chiens aboient.",
    )


def test_pieces_are_not_what_is_edited(qtbot: QtBot, panel: SentencePanel) -> None:
    panel.receive(example_frame(in_pieces()))
    panel.edit()
    editor = panel.editor
    assert (editor.source.text(), editor.target.text()) == ("Dogs  bark.", "Les chiens aboient.")


def test_of_pieces_too_the_example_is_known_and_the_next_one_found(
    qtbot: QtBot, panel: SentencePanel
) -> None:
    """Also where one source has several targets."""
    pairs = ("Les chiens.", "Les chiens aboient.", "Des chiens.")
    examples = (*(Example("Dogs  bark.", target) for target in pairs), Example("a", "b"))
    panel.receive(Started(1, RunSpecification(), 0, 1, 1, examples))
    panel.receive(example_frame(in_pieces()))
    assert panel.notes.origin.text() == "target: reference · held out"
    with qtbot.waitSignal(panel.watch_requested, timeout=1000) as asked:
        panel.next_action.trigger()
    assert asked.args == ["Dogs  bark.", "Des chiens."]


def test_another_source_does_not_keep_the_target_that_was_offered(
    qtbot: QtBot, panel: SentencePanel
) -> None:
    def edited(line: QLineEdit, text: str) -> list[object]:
        panel.receive(example_frame())
        panel.edit()
        line.setText(text)
        with qtbot.waitSignal(panel.watch_requested, timeout=1000) as asked:
            qtbot.keyClick(panel.editor.source, Qt.Key.Key_Return)
        return list(asked.args)

    source, target = EXAMPLES[0].source, EXAMPLES[0].target
    assert edited(panel.editor.source, "a cat") == ["a cat", None]
    assert edited(panel.editor.target, "un chat") == [source, "un chat"]
    assert edited(panel.editor.source, source) == [source, target]


def test_a_sentence_that_was_too_long_is_there_to_be_shortened(
    qtbot: QtBot, panel: SentencePanel
) -> None:
    panel.edit()
    panel.editor.source.setText("far too long")
    qtbot.keyClick(panel.editor.source, Qt.Key.Key_Return)
    panel.receive(Failed("Looking", "This model reads at most 2 tokens."))
    panel.edit()
    assert panel.editor.source.text() == "far too long"


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
