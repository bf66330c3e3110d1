"""The watched sentence: typed in, chosen among examples, corrected."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from engine.messages.events import Failed, Started
from engine.messages.reading import Example
from engine.seen.look import Look
from engine.specification import RunSpecification
from tests.visualizer.looks import (
    example_frame,
    example_look,
)
from tests.visualizer.panels.sentences import EXAMPLES, sentence_panel, word
from visualizer.panels.sentence import SentencePanel
from visualizer.selection import Selection


@pytest.fixture
def selection() -> Selection:
    return Selection()


@pytest.fixture
def panel(qtbot: QtBot, selection: Selection) -> SentencePanel:
    return sentence_panel(qtbot, selection)


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
