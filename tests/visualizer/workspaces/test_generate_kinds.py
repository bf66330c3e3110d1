"""Generate for every kind of model: by its rows, its window, its one vector, or that it is none."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.messages.events import Failed, Generated
from engine.seen.tokens import Axis
from engine.structure import Structure
from tests.visualizer.generations import (
    PROMPT,
    SOURCE,
    STORY,
    STORY_WORDS,
    TARGET,
    WORDS,
    continued,
    generated,
    token,
    word,
)
from tests.visualizer.workspaces.generating import BEGINS, EVERYWHERE, Scene, loaded
from visualizer.selection import Pair, TokenReference

Key = Qt.Key
OF_STORY = {word(text).id: text for text in (*STORY_WORDS, "</s>")}
OF_PAIR = {token(text).id: text for text in WORDS}


def told(ids: tuple[int, ...], attends: bool = True) -> Generated:
    return continued(tuple(OF_STORY[number] for number in ids), attends=attends)


def click(widget, at: QPoint | None = None) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())


@pytest.fixture
def gpt(qtbot: QtBot) -> Scene:
    """A text that goes on, with decoder attention."""
    scene = Scene(qtbot, told)
    scene.workspace.receive(loaded("gpt", "text"))
    scene.workspace.receive(continued())
    return scene


@pytest.fixture
def nnlm(qtbot: QtBot) -> Scene:
    """A text that goes on, seen through a window of three words."""
    scene = Scene(qtbot, partial(told, attends=False))
    scene.workspace.receive(loaded("nnlm", "text", structure=Structure(window=3)))
    scene.workspace.receive(continued(attends=False))
    return scene


def translating(qtbot: QtBot, structure: Structure, rows: tuple[str, ...]) -> Scene:
    """A translation by a model of one layer and one head with these rows."""

    def answer(ids: tuple[int, ...]) -> Generated:
        made = generated(tuple(OF_PAIR[number] for number in ids), layers=1, heads=1)
        for name in set(made.next.rows) - set(rows):
            del made.next.rows[name]  # type: ignore[attr-defined]
        return made

    scene = Scene(qtbot, answer)
    scene.workspace.receive(loaded("seq2seq", "pairs", structure=structure))
    scene.workspace.receive(answer(()))
    return scene


# ---------------------------------------------------------------- texts


def test_a_text_is_asked_for_by_its_beginning_and_may_begin_with_nothing(qtbot: QtBot) -> None:
    scene = Scene(qtbot)
    workspace, bar = scene.workspace, scene.workspace.bar
    workspace.receive(loaded("gpt", "text"))
    assert bar.source.text() == "lena has a"
    button = workspace.notice.first_button()
    assert button is not None and button.text() == "Go on from “lena has a”"
    workspace.set_source("tom sees the green dog and mia .")
    assert bar.source.text() == "tom sees the", "of the watched text its beginning"
    bar.source.clear()
    QTest.keyClick(bar.source, Key.Key_Return)
    assert scene.begun == [""]
    workspace.receive(continued(prompt=()))
    assert [chip.text for chip in workspace.written.written.tokens] == ["<s>"]
    assert workspace.candidates.header.caption.subtitle == "in: <s> → out: ?"


def test_what_is_written_stands_behind_the_prompt(gpt: Scene) -> None:
    for _ in range(3):
        gpt.key(Key.Key_Right)
    written = gpt.workspace.written
    assert [chip.text for chip in written.written.tokens] == ["<s>", *PROMPT, *STORY[:3]]
    assert (written.written.given, written.written.position) == (4, 3)
    assert written.written.locked == {6} and not written.source.isVisible()
    assert gpt.workspace.candidates.header.caption.subtitle == "in: ball → out: ."
    click(written.written, written.written.chip(4).center().toPoint())
    assert gpt.words == STORY[:1]
    click(written.written, written.written.chip(2).center().toPoint())
    assert gpt.words == [], "a word of the prompt is where nothing is written yet"
    assert gpt.workspace.candidates.header.caption.subtitle == "in: a → out: ?"


def test_a_text_branches_and_ends_as_a_translation_does(gpt: Scene) -> None:
    for _ in range(2):
        gpt.key(Key.Key_Right)
    gpt.key(Key.Key_2)
    assert gpt.words == ["red", "green"]
    assert [path.name for path in gpt.workspace.stepping.paths()] == ["A", "B"]
    gpt.key(Key.Key_B)
    assert gpt.words == ["red", "ball"]
    while gpt.workspace.stepping.state == "open":
        gpt.key(Key.Key_Right)
    assert gpt.words == STORY
    assert gpt.workspace.written.written_note.text() == "</s>: the text has ended"


def test_a_text_has_two_lines_and_what_was_written_last_is_in_sight(gpt: Scene) -> None:
    panel = gpt.workspace.written
    gpt.workspace.resize(760, 700)
    height = panel.height()
    lines = set()
    for _ in range(len(STORY)):
        gpt.key(Key.Key_Right)
        last = panel.written.chip(panel.written.given + panel.written.position - 1)
        lines.add(last.top())
        assert panel.written.rect().contains(last.toAlignedRect())
        assert panel.written.rect().contains(panel.written.cursor_rect().toAlignedRect())
    assert len(lines) == 2 and panel.height() == height
    assert panel.rect().contains(panel.written_note.geometry())


def test_where_the_model_has_no_more_positions_it_stops_and_says_so(qtbot: QtBot) -> None:
    def answer(ids: tuple[int, ...]) -> Generated:
        assert len(ids) <= 2, "<s>, three words of prompt and two more fill six positions"
        return continued(tuple(OF_STORY[number] for number in ids), positions=6)

    scene = Scene(qtbot, answer)
    workspace, bar = scene.workspace, scene.workspace.bar
    workspace.receive(loaded("gpt", "text"))
    workspace.receive(answer(()))
    bar.pace.setValue(5)
    click(bar.run_button)
    qtbot.waitUntil(lambda: not workspace.walk.running)
    assert scene.words == ["red", "ball", "."]
    assert not bar.step_button.isEnabled() and not bar.run_button.isEnabled()
    reason = "all 6 positions of this model are taken"
    assert workspace.map.map.content is not None and not workspace.map.map.content.open_
    assert workspace.written.written_note.text() == reason
    assert bar.step_button.toolTip() == bar.run_button.toolTip() == reason.capitalize()
    scene.key(Key.Key_Right)
    assert workspace.candidates.table.isVisible(), "nothing failed"
    scene.key(Key.Key_Left)
    assert scene.words == ["red", "ball"] and bar.step_button.isEnabled()
    assert "positions" not in bar.step_button.toolTip()
    scene.key(Key.Key_2)
    assert scene.words == ["red", "green"], "another path may be written to the same place"


def test_the_rows_of_a_decoder_are_a_triangle_over_all_that_was_given(gpt: Scene) -> None:
    for _ in range(3):
        gpt.key(Key.Key_Right)
    panel, content = gpt.workspace.map, gpt.workspace.map.map.content
    assert panel.header.caption.title == "Decoder self-attention"
    assert (panel.header.caption.glyph, panel.header.caption.tag) == ("triangle", "VVV masked")
    assert content is not None
    assert [column.text for column in content.columns] == ["<s>", *PROMPT, "red", "ball"]
    assert [(row.token_in.text, row.token_out.text) for row in content.rows] == [
        ("a", "red"),
        ("red", "ball"),
        ("ball", "."),
    ]
    assert [row.open for row in content.rows] == [range(4), range(5), range(6)]
    nodes = gpt.workspace.stepping.line()
    assert nodes[1].step is not None and content.rows[2].weights is not None
    expected = nodes[1].step.rows["decoder"][2].mean(0)
    assert np.allclose(content.rows[2].weights, expected), "until one is chosen, the last's mean"
    assert content.rows[0].sight(4) == "later"
    assert panel.map.words(0, 5) == "red → ball, it comes later (no weight)"
    assert content.pair(2, 5) == Pair(TokenReference("text", 4), TokenReference("text", 4))


def test_the_text_is_shaded_by_the_row_that_made_its_last_word(gpt: Scene) -> None:
    for _ in range(3):
        gpt.key(Key.Key_Right)
    gpt.key(Key.Key_H)  # Round to the first head of the first layer.
    chips = gpt.workspace.written.written
    step = gpt.workspace.stepping.deciding.step
    assert chips.shades is not None
    assert np.array_equal(chips.shades[:6], step.rows["decoder"][0, 0])
    assert np.isnan(chips.shades[6:]).all(), "the word itself was not there to be looked at"
    assert "(L1 H1)" in gpt.workspace.written.source_note.text()


def test_a_word_chosen_in_the_rows_is_the_same_word_in_the_map(gpt: Scene) -> None:
    from visualizer.widgets.head_rows_layout import Spot

    gpt.key(Key.Key_Right)
    rows = gpt.workspace.why.rows
    spot = Spot("decoder", 1, 2, 2)
    click(rows.viewport(), rows.cell_rect(spot).center().toPoint())
    locked = gpt.selection.locked
    assert locked is not None
    assert (locked.key, locked.query) == (TokenReference("text", 1), TokenReference("text", 2))
    assert locked.column(Axis("text", -1)) == 2
    assert gpt.workspace.map.header.caption.subtitle.startswith("L2 H3")


# ---------------------------------------------------------------- windows


def test_a_window_stands_where_there_are_no_rows(nnlm: Scene) -> None:
    for _ in range(4):
        nnlm.key(Key.Key_Right)
    workspace = nnlm.workspace
    assert all(panel.isVisible() for panel in workspace.panels)
    assert workspace.map.header.caption.title == "The window"
    content = workspace.map.map.content
    assert content is not None
    assert [row.open for row in content.rows] == [
        range(1, 4),
        range(2, 5),
        range(3, 6),
        range(4, 7),
    ]
    assert all(row.weights is None for row in content.rows)
    assert content.rows[3].sight(3) == "earlier"
    assert "outside the window of 3 words" in workspace.map.map.words(3, 3)
    assert "inside the window" in workspace.map.map.words(3, 4)
    why = workspace.why
    assert [seen.text for seen in why.window_slots.tokens] == ["red", "ball", "."]
    assert why.window_slots.predicted is not None and why.window_slots.predicted.text == "she"
    assert why.window_slots.isVisible() and not why.scale.isVisible()
    assert why.unseen.text() == "Not seen any more: <s> lena has a"
    chips = workspace.written.written
    assert [chips.tokens[place].text for place in chips.seen] == ["red", "ball", "."]
    assert chips.rect().contains(chips.chip(0).adjusted(0, 0, 0, 6).toAlignedRect())


def test_before_a_text_the_window_is_full_of_its_beginning(qtbot: QtBot) -> None:
    scene = Scene(qtbot, partial(told, attends=False))
    scene.workspace.receive(loaded("nnlm", "text", structure=Structure(window=3)))
    scene.workspace.receive(continued(prompt=("lena",), attends=False))
    slots = scene.workspace.why.window_slots
    assert [seen.text for seen in slots.tokens] == ["<s>", "<s>", "lena"]
    assert slots.predicted is None
    assert scene.workspace.written.written.seen == range(2)


def test_keys_for_heads_rest_where_there_are_none(nnlm: Scene, gpt: Scene) -> None:
    def able(scene: Scene) -> set[str]:
        return {
            a.shortcut().toString() for a in scene.workspace.actions_for_menu() if a.isEnabled()
        }

    assert {"H", "Shift+H", "G"}.isdisjoint(able(nnlm)) and {"B", "Shift+Right"} <= able(nnlm)
    assert {"H", "Shift+H", "B"} <= able(gpt) and "G" not in able(gpt), "one group alone"


# ---------------------------------------------------------------- translators


@pytest.mark.parametrize(("structure", "everywhere"), [(BEGINS, False), (EVERYWHERE, True)])
def test_one_vector_takes_the_place_of_rows(
    qtbot: QtBot, structure: Structure, everywhere: bool
) -> None:
    scene = translating(qtbot, structure, ())
    for _ in range(3):
        scene.key(Key.Key_Right)
    workspace = scene.workspace
    assert not workspace.map.isVisible() and workspace.why.isVisible()
    vector = workspace.why.vector
    assert vector.isVisible() and [t.text for t in vector.written] == TARGET[:3]
    assert [t.text for t in vector.source] == [*SOURCE, "</s>"]
    assert ("Every step sees the same c" in workspace.why.words.text()) == everywhere
    assert "no attention" in workspace.why.words.text()
    assert workspace.views.front is workspace.why
    workspace.paths.maximise_action.trigger()
    assert [panel.isVisible() for panel in workspace.panels] == [False, True, False, False]
    workspace.paths.maximise_action.trigger()
    assert [panel.isVisible() for panel in workspace.panels] == [True, True, False, True]


def test_a_single_head_is_one_row_and_has_no_mean(qtbot: QtBot) -> None:
    scene = translating(qtbot, Structure(), ("cross",))
    scene.key(Key.Key_Right)
    rows, workspace = scene.workspace.why.rows, scene.workspace
    assert [rows.chosen(group) for group in rows._groups] == [(0, 0)]
    assert [group.order() for group in rows._groups] == [[(0, 0)]]
    assert workspace.map.header.caption.subtitle == "step 600, path A"
    assert workspace.written.source_note.text() == "shaded by the attention that produced “le”"
    assert workspace.why.header.caption.subtitle.startswith("row that produced “le”")


def test_the_growing_map_comes_back_with_a_model_that_has_rows(qtbot: QtBot) -> None:
    scene = translating(qtbot, EVERYWHERE, ())
    scene.workspace.receive(loaded("transformer", "pairs", run=13))
    scene.workspace.receive(generated(request=9, run=13))
    assert all(panel.isVisible() for panel in scene.workspace.panels)
    assert scene.workspace.map.header.caption.title == "Cross-attention"


# ---------------------------------------------------------------- models that do not write


def test_a_model_that_does_not_write_says_so_and_leads_back(qtbot: QtBot) -> None:
    scene = Scene(qtbot)
    workspace = scene.workspace
    workspace.receive(loaded("bert", "text"))
    assert workspace.notice.isVisible() and workspace.notice.state == "empty"
    assert workspace.notice.headline.startswith("BERT fills blanks and does not write")
    assert not workspace.bar.generate_button.isEnabled() and not workspace.bar.source.isEnabled()
    assert workspace.bar.weights.text() == ""
    button = workspace.notice.first_button()
    assert button is not None and "Learn" in button.text()
    with qtbot.waitSignal(workspace.learn_requested, timeout=1000):
        click(button)
    sentence = "BERT fills blanks and does not write: so says the engine."
    workspace.receive(Failed("Generating", sentence, request=3))
    assert (workspace.notice.state, workspace.notice.headline) == ("empty", sentence)


def test_an_architecture_without_a_model_says_so_until_there_is_one(gpt: Scene) -> None:
    from engine.catalog import find

    workspace = gpt.workspace
    gpt.key(Key.Key_Right)
    workspace.show_vacant(find("bert"))
    assert workspace.notice.headline == "BERT: no trained model yet."
    assert not workspace.bar.generate_button.isEnabled()
    workspace.show_vacant(None)
    assert not workspace.notice.isVisible() and gpt.words == ["red"], "nothing is lost"


# ---------------------------------------------------------------- from one model to another


def test_another_architecture_ends_the_generation_and_brings_its_prompt(qtbot: QtBot) -> None:
    scene = Scene(qtbot, told)
    workspace, bar = scene.workspace, scene.workspace.bar
    workspace.receive(loaded("transformer", "pairs"))
    workspace.generate("a sentence of mine")
    workspace.expect(1)
    workspace.receive(generated())
    workspace.receive(loaded("gpt", "text", run=13))
    assert workspace.stepping.root is None and workspace.notice.isVisible()
    assert bar.source.text() == "lena has a"
    workspace.receive(generated((), request=1))
    assert workspace.stepping.root is None, "what was asked of the old model is not awaited"
    workspace.receive(Failed("Generating", "The old one failed.", request=1))
    assert workspace.notice.state == "empty"
    workspace.generate("tom has")
    workspace.expect(2)
    workspace.receive(continued(request=2, run=13, prompt=("lena",)))
    assert workspace.written.written.isVisible()
    workspace.receive(loaded("bahdanau", "pairs", run=14))
    assert bar.source.text() == "a sentence of mine" and workspace.stepping.root is None
    workspace.receive(loaded("nnlm", "text", run=15))
    assert bar.source.text() == "tom has"


def test_a_new_run_of_the_same_architecture_leaves_the_generation(gpt: Scene) -> None:
    gpt.key(Key.Key_Right)
    gpt.workspace.receive(loaded("gpt", "text", run=13))
    assert gpt.words == ["red"]
    assert gpt.workspace.bar.weights.text().endswith("on the bench: run 13")
    assert gpt.workspace.bar.source.text() == "lena has a"


def test_a_window_stays_that_of_the_weights_that_write(nnlm: Scene) -> None:
    nnlm.workspace.receive(loaded("nnlm", "text", run=13, structure=Structure(window=1)))
    nnlm.key(Key.Key_Right)
    assert len(nnlm.workspace.why.window_slots.tokens) == 3


def test_an_answer_that_comes_after_another_run_brings_its_own_window(qtbot: QtBot) -> None:
    scene = Scene(qtbot)
    scene.workspace.receive(loaded("nnlm", "text", run=12, structure=Structure(window=3)))
    scene.workspace.receive(loaded("nnlm", "text", run=13, structure=Structure(window=1)))
    scene.workspace.receive(continued(run=12, attends=False))
    assert scene.workspace.stepping.window == 3
