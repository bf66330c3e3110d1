"""The watched sentence: chips, selection, shades, unknown words, editing, examples."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from engine.messages.events import Failed, Started
from engine.messages.reading import Example
from engine.seen.look import Look
from engine.seen.maps import HeadReference
from engine.seen.predictions import NextSentence
from engine.seen.tokens import Token
from engine.specification import RunSpecification
from tests.visualizer.looks import (
    ARABIC,
    FRENCH,
    bert_look,
    chinese_look,
    example_frame,
    example_look,
    gpt_look,
    long_text,
    words,
)
from visualizer.appearance import Appearance
from visualizer.panels.sentence import SentencePanel
from visualizer.selection import Pair, Selection, TokenReference
from visualizer.widgets.chips import Chips, visible

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
    assert chips.chip(100).left() > chips.width()
    selection.lock(word("source", 100))
    assert 0 <= chips.chip(100).left() < chips.chip(100).right() <= chips.width()


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


# ------------------------------------------------------------ running text

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
    assert not panel.lines.cloze.isVisible() and not panel.draw_action.isEnabled()
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
        cloze.draw_action.trigger()
    text = "lena has a [MASK] ball . she sleeps ."
    cloze.receive(example_frame(replace(bert_look(), source_text=text)))
    assert not cloze.draw_action.isEnabled(), "beside blanks of one's own nothing is drawn"
    assert cloze.notes.origin.text() == "only the blanks are guessed"


def test_the_chosen_word_becomes_a_blank(
    qtbot: QtBot, cloze: SentencePanel, selection: Selection
) -> None:
    selection.lock(word("text", 9))
    with qtbot.waitSignal(cloze.watch_requested, timeout=1000) as asked:
        cloze.blank_action.trigger()
    assert asked.args == ["lena has a red ball . she [MASK] the red ball to tom .", None]
    selection.lock(word("text", 7))
    with qtbot.assertNotEmitted(cloze.watch_requested):
        cloze.blank_action.trigger()  # [SEP]


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
