"""The watched text: one line of chips or more, what was drawn, blanks, segments."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from engine.messages.events import Started
from engine.messages.reading import Example
from engine.seen.look import Look
from engine.seen.predictions import NextSentence
from engine.seen.tokens import Token
from engine.specification import RunSpecification
from tests.visualizer.looks import (
    bert_look,
    example_frame,
    gpt_look,
)
from tests.visualizer.panels.sentences import EXAMPLES, sentence_panel, word
from visualizer.appearance import Appearance
from visualizer.panels.sentence import SentencePanel
from visualizer.selection import Selection
from visualizer.widgets.chips import Chips


@pytest.fixture
def selection() -> Selection:
    return Selection()


@pytest.fixture
def panel(qtbot: QtBot, selection: Selection) -> SentencePanel:
    return sentence_panel(qtbot, selection)


BERT = RunSpecification(architecture="bert")
STORIES = (
    Example("lena has a red ball . she gives the red ball to tom .", ""),
    Example("tom sleeps .", ""),
)


@pytest.fixture
def cloze(panel: SentencePanel) -> SentencePanel:
    panel.receive(Started(2, BERT, 0, 1, 1, STORIES))
    panel.receive(example_frame(bert_look()))
    return panel


def test_a_running_text_is_one_row_and_one_line_to_edit(qtbot: QtBot, panel: SentencePanel) -> None:
    panel.receive(example_frame(gpt_look()))
    assert [name for name, row in panel.rows.items() if row.isVisible()] == ["text"]
    assert not panel.lines.cloze.isVisible() and not panel.blanks.draw_action.isEnabled()
    panel.edit()
    assert panel.editor.source.isVisible() and not panel.editor.target.isVisible()
    panel.editor.source.setText("tom has [MASK] .")
    with qtbot.waitSignal(panel.watch_requested, timeout=1000) as asked:
        qtbot.keyClick(panel.editor.source, Qt.Key.Key_Return)
    assert asked.args == ["tom has [MASK] .", None]


def test_another_kind_of_data_changes_the_rows_before_the_first_look(
    panel: SentencePanel,
) -> None:
    panel.receive(Started(2, BERT, 0, 1, 1, STORIES))
    assert [name for name, row in panel.rows.items() if row.isVisible()] == ["text"]
    assert panel.source_text == ""
    panel.receive(Started(3, RunSpecification(), 0, 1, 1, EXAMPLES))
    assert [name for name, row in panel.rows.items() if row.isVisible()] == ["source", "target"]


def test_examples_of_text_follow_one_another(qtbot: QtBot, cloze: SentencePanel) -> None:
    assert cloze.examples.offered.actions()[1].text() == "tom sleeps ."
    assert cloze.notes.origin.text() == "held out: not in the training texts"
    with qtbot.waitSignal(cloze.watch_requested, timeout=1000) as asked:
        cloze.next_action.trigger()
    assert asked.args == ["tom sleeps .", None]


def test_what_the_draw_made_of_a_word_is_said_and_seen(cloze: SentencePanel) -> None:
    chips = cloze.rows["text"]
    assert chips.tip(11).split("\n")[1] == "masked (80 %), really “red”"
    assert chips.tip(14).split("\n")[1] == "random (10 %): another word, really “tom”"
    assert chips.tip(5).split("\n")[1].startswith("kept (10 %)")
    assert "%" not in chips.tip(1)
    pictures = [chips.grab(chips.chip(place).toRect()).toImage() for place in (11, 5, 14)]
    cloze.receive(example_frame(plain_bert()))
    plain = [chips.grab(chips.chip(place).toRect()).toImage() for place in (11, 5, 14)]
    assert all(a != b for a, b in zip(pictures, plain, strict=True))


def plain_bert() -> Look:
    """The same text, nothing drawn."""
    look = bert_look()
    line = tuple(
        replace(token, text=token.original or token.text, drawn="", original="")
        for token in look.sequences["text"]
    )
    return replace(look, sequences={"text": line})


def test_segments_stand_apart_with_their_letters(cloze: SentencePanel) -> None:
    chips = cloze.rows["text"]

    def gap(place: int) -> float:
        return chips.chip(place).left() - chips.chip(place - 1).right()

    assert gap(8) > gap(7) + 10, "B begins behind the first [SEP]"
    assert gap(17) == gap(7), "padding is no third segment"


def test_both_segments_are_in_sight_however_narrow_and_long(cloze: SentencePanel) -> None:
    chips = cloze.rows["text"]
    assert all(not chips.chip(place).isNull() for place in range(len(chips.tokens)))
    for times in (1, 8):
        look = long_bert(times)
        cloze.receive(example_frame(look))
        for width in (1860, 1224, 700):
            cloze.resize(width, cloze.height())
            second = look.segments.index(1)
            assert not chips.chip(0).isNull() and not chips.chip(second).isNull(), width
            assert chips.rect().contains(chips.chip(second).toRect())
            assert chips.lines <= 3
    assert cloze.height() == cloze.minimumHeight() >= 3 * 26 + cloze.lines.cloze.height()


def long_bert(times: int) -> Look:
    """Both segments so many times as long, without padding."""
    look = bert_look()
    line, second = look.sequences["text"], look.segments.index(1)
    end = len(look.segments) - look.segments[::-1].index(1)
    one, other = line[:second] * times, line[second:end] * times
    segments = (0,) * len(one) + (1,) * len(other)
    return replace(look, sequences={"text": (*one, *other)}, segments=segments)


def test_another_draw_takes_no_line_away(cloze: SentencePanel) -> None:
    cloze.resize(900, cloze.height())
    look = long_bert(1)
    masked = replace(look.sequences["text"][5], drawn="masked", text="[MASK]" * 8)
    wide = {"text": tuple(masked for _ in look.sequences["text"])}
    cloze.receive(example_frame(replace(look, sequences=wide)))
    height = cloze.height()
    cloze.receive(example_frame(look))
    assert cloze.height() == height
    cloze.receive(example_frame(replace(look, source_text="another text")))
    assert cloze.height() < height


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (NextSentence(0.94, True), "B follows A: .94 ✓"),
        (NextSentence(0.30, True), "B follows A: .30 ✗"),
        (NextSentence(0.30, False), "B follows A: .30 ✓"),
        (NextSentence(0.94, None), "B follows A: .94"),
    ],
)
def test_the_verdict_has_a_mark_only_where_the_truth_is_known(
    cloze: SentencePanel, verdict: NextSentence, said: str
) -> None:
    cloze.receive(example_frame(replace(bert_look(), next_sentence=verdict)))
    assert cloze.lines.cloze.verdict.text() == said


def test_draw_again_asks_for_another_draw(qtbot: QtBot, cloze: SentencePanel) -> None:
    with qtbot.waitSignal(cloze.draw_requested, timeout=1000):
        cloze.blanks.draw_action.trigger()
    text = "lena has a [MASK] ball . she sleeps ."
    cloze.receive(example_frame(replace(bert_look(), source_text=text)))
    assert not cloze.blanks.draw_action.isEnabled(), "beside blanks of one's own nothing is drawn"
    assert cloze.notes.origin.text() == "only the blanks are guessed"


def test_the_chosen_word_becomes_a_blank(
    qtbot: QtBot, cloze: SentencePanel, selection: Selection
) -> None:
    selection.lock(word("text", 9))
    with qtbot.waitSignal(cloze.watch_requested, timeout=1000) as asked:
        cloze.blanks.blank_action.trigger()
    assert asked.args == ["lena has a red ball . she [MASK] the red ball to tom .", None]
    selection.lock(word("text", 7))
    with qtbot.assertNotEmitted(cloze.watch_requested):
        cloze.blanks.blank_action.trigger()  # [SEP]


def test_a_menu_on_a_word_blanks_it(
    qtbot: QtBot, cloze: SentencePanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, at: opened.append(menu))
    cloze.rows["text"].menu_requested.emit(1, QPoint(0, 0))
    action = opened[0].actions()[0]
    assert action.text() == "Blank this word" and action.isEnabled()
    with qtbot.waitSignal(cloze.watch_requested, timeout=1000) as asked:
        action.trigger()
    assert str(asked.args[0]).startswith("[MASK] has a red ball")


def test_a_word_shades_what_it_sees_and_nothing_that_is_closed(
    panel: SentencePanel, selection: Selection
) -> None:
    look = gpt_look()
    panel.receive(example_frame(look))
    selection.lock(word("text", 4))
    weights = look.groups["decoder"].map(2, -1)
    shades = panel.rows["text"].shades
    assert weights is not None and shades is not None
    # Row 4 sees <s> and the first four words; column 0 is <s>, which has no chip.
    assert np.array_equal(shades[:4], weights[4, 1:5])
    assert np.isnan(shades[4:]).all()


def test_a_part_of_a_character_is_named(qtbot: QtBot) -> None:
    chips = Chips(Appearance())
    qtbot.addWidget(chips)
    chips.set_tokens((Token(8, "猫", part="1/2"), Token(9, "猫", part="2/2")))
    assert chips._fitted(chips.tokens[0]) == "猫 1/2"
    assert "part 2/2 of a character" in chips.tip(1)


def test_rows_that_go_leave_the_keyboard_to_nobody(cloze: SentencePanel) -> None:
    cloze.activateWindow()
    cloze.rows["text"].setFocus()
    cloze.receive(example_frame())
    assert not cloze.rows["text"].isVisible()
    focus = QApplication.focusWidget()
    assert focus is None or not isinstance(focus, QToolButton), "Space would press it"


def test_a_note_is_as_wide_as_it_is_long(panel: SentencePanel) -> None:
    panel.receive(example_frame(gpt_look()))
    notes = panel.notes
    for count in (0, 128):
        note = f"{count} words are unknown to this model" if count else "watched text"
        notes.say(note, "held out: not in the training texts", "", 196)
        for label in (notes.note, notes.origin):
            assert label.fontMetrics().horizontalAdvance(label.text()) <= notes.width()
    usual = notes.width()
    notes.say("looking …", "", "", 196)
    assert notes.width() == 196 <= usual, "the text is not set anew while it is looked at"
