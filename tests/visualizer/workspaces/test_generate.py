"""Generate, with real clicks and keys: what moves, what is asked, what is said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.messages.events import Failed, Loaded, Losses
from engine.messages.reading import Example
from engine.seen.maps import MEAN, HeadReference
from engine.specification import RunSpecification
from tests.visualizer.generations import SOURCE, TARGET, WORDS, generated, token
from visualizer import opening
from visualizer.actions import TypingGuard
from visualizer.appearance import Appearance
from visualizer.panels.stepper import FIELD
from visualizer.selection import Selection
from visualizer.widgets.head_rows_layout import Spot
from visualizer.workspaces.generate import GenerateWorkspace
from visualizer.written_tree import Node

NAMES = {token(word).id: word for word in WORDS}
Key = Qt.Key


class Bench:
    """A workspace, and an engine that answers by hand or by itself."""

    def __init__(self, qtbot: QtBot, answering: bool = True) -> None:
        self.selection = Selection()
        self.workspace = GenerateWorkspace(Appearance(), self.selection)
        qtbot.addWidget(self.workspace)
        self.workspace.resize(1224, 700)
        self.begun: list[str] = []
        self.asked: list[tuple[str, ...]] = []
        self.answering = answering
        self.workspace.generate_requested.connect(self._begin)
        self.workspace.extend_requested.connect(self._extend)
        self.workspace.show()
        qtbot.waitExposed(self.workspace)
        self.workspace.activateWindow()

    def _begin(self, source: str) -> None:
        self.begun.append(source)

    def _extend(self, ids: tuple[int, ...]) -> None:
        words = tuple(NAMES[number] for number in ids)
        self.asked.append(words)
        if self.answering:
            self.workspace.receive(generated(words))

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(self.workspace.candidates.table, key, modifier)

    @property
    def words(self) -> list[str]:
        stepping = self.workspace.stepping
        return [node.token.text for node in stepping.line()[: stepping.position]]


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    bench = Bench(qtbot)
    bench.workspace.receive(generated())
    bench.workspace.candidates.table.setFocus()
    return bench


def click(widget, at: QPoint | None = None) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())


# ---------------------------------------------------------------- beginning


def test_empty_offers_one_button_that_begins_from_the_sentence_in_the_field(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    workspace = bench.workspace
    assert workspace.notice.isVisible() and "Nothing generated yet" in workspace.notice.headline
    assert not workspace.bar.step_button.isEnabled()
    workspace.set_source("le chat")
    button = workspace.notice.first_button()
    assert button is not None and "le chat" in button.text()
    click(button)
    assert bench.begun == ["le chat"]
    workspace.receive(generated())
    assert not workspace.notice.isVisible() and workspace.candidates.isVisible()


def test_a_loaded_model_offers_its_examples_and_enter_in_the_field_begins(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    bar = bench.workspace.bar
    examples = (Example("a b", "c"), Example("d e", "f"))
    specification = RunSpecification()
    bench.workspace.receive(Loaded(12, "", specification, 600, 1, {}, examples, False))
    assert bar.source.text() == "a b"
    assert [action.text() for action in bar.examples.actions()] == ["a b", "d e"]
    bar.examples.actions()[1].trigger()
    QTest.keyClick(bar.source, Key.Key_Return)
    assert bench.begun == ["d e", "d e"]


def test_the_weights_are_named_and_training_that_goes_on_is_said(bench: Bench) -> None:
    said = bench.workspace.bar.weights.text
    assert said() == "Weights: run 12, step 600"
    bench.workspace.receive(Losses(12, 1869, generated().next.probabilities[:2], None, 0, 0))  # type: ignore[arg-type]
    assert "training is at 1,870" in said()


@pytest.mark.parametrize("width", [900, 968, 1000, 1224, 1864])
def test_the_field_has_what_the_rest_leaves_over(bench: Bench, width: int) -> None:
    bar = bench.workspace.bar
    bench.workspace.resize(width, 700)
    QTest.qWait(20)
    assert bar.width() == width
    assert bar.source.width() >= FIELD
    assert bar.weights.isVisible() or bar.weights.text() in bar.generate_button.toolTip()
    beside = bar.generate_button.geometry().right() + 1
    if bar.weights.isVisible():
        words = bar.weights.fontMetrics().horizontalAdvance(bar.weights.text())
        assert words <= bar.weights.width() <= words + 2, "neither cut nor with room to spare"
        beside = bar.weights.geometry().right() + 1
    assert width - beside == bar._row.contentsMargins().right()


def test_the_weights_are_called_what_the_rest_of_the_window_calls_them(bench: Bench) -> None:
    said, specification = bench.workspace.bar.weights.text, RunSpecification()
    path = opening.bundled(specification.architecture)
    bench.workspace.receive(Loaded(12, path, specification, 600, 1, {}, (), False))
    assert said() == "Weights: trained example, step 600"
    bench.workspace.receive(Loaded(13, "/runs/run-0007", specification, 70, 1, {}, (), True))
    assert said().endswith("trained example, step 600  ·  on the bench: run 7")
    assert "kept as they were" in bench.workspace.bar.weights.toolTip()


# ---------------------------------------------------------------- stepping


def test_right_left_home_step_and_ask_only_for_what_is_unknown(bench: Bench) -> None:
    for _ in range(4):
        bench.key(Key.Key_Right)
    assert bench.words == TARGET[:4]
    assert bench.asked == [tuple(TARGET[:n]) for n in (1, 2, 3)]
    bench.key(Key.Key_Left)
    bench.key(Key.Key_Left)
    assert bench.words == TARGET[:2]
    bench.key(Key.Key_Home)
    assert bench.words == []
    for _ in range(4):
        bench.key(Key.Key_Right)
    assert bench.words == TARGET[:4] and len(bench.asked) == 3, "known steps ask nothing"


def test_the_buttons_do_the_same(bench: Bench) -> None:
    bar = bench.workspace.bar
    click(bar.step_button)
    click(bar.step_button)
    assert bench.words == TARGET[:2]
    rewind, back = bar._tools[:2]
    click(back)
    assert bench.words == TARGET[:1]
    click(bar.step_button)
    click(rewind)
    assert bench.words == [] and not rewind.isEnabled() and not back.isEnabled()


def test_run_stops_at_the_end_of_the_sentence(bench: Bench, qtbot: QtBot) -> None:
    bench.workspace.bar.pace.setValue(5)
    bench.key(Key.Key_Space)
    assert bench.workspace.walk.running and bench.workspace.bar.run_button.text() == "Pause"
    qtbot.waitUntil(lambda: not bench.workspace.walk.running)
    assert bench.words == TARGET
    assert bench.workspace.written.written_note.text() == "</s>: the sentence has ended"
    assert not bench.workspace.bar.step_button.isEnabled()
    assert len(bench.asked) == len(TARGET) - 1
    bench.key(Key.Key_Home)
    bench.key(Key.Key_Space)
    qtbot.waitUntil(lambda: not bench.workspace.walk.running)
    assert bench.words == TARGET and len(bench.asked) == len(TARGET) - 1, "known by now"


def test_run_stops_at_the_limit_and_space_pauses(bench: Bench, qtbot: QtBot) -> None:
    bench.workspace.bar.limit.setText("3")
    bench.workspace.bar.limit.textEdited.emit("3")
    bench.workspace.bar.pace.setValue(5)
    bench.workspace.walk.run()
    qtbot.waitUntil(lambda: not bench.workspace.walk.running)
    assert bench.words == TARGET[:3]
    assert "limit of 3" in bench.workspace.written.written_note.text()
    bench.key(Key.Key_Home)
    bench.key(Key.Key_Space)
    assert bench.workspace.walk.running
    bench.key(Key.Key_Space)
    assert not bench.workspace.walk.running


def test_run_waits_for_a_slow_answer_and_asks_once(qtbot: QtBot) -> None:
    bench = Bench(qtbot, answering=False)
    bench.workspace.receive(generated())
    bench.workspace.walk.run()
    for _ in range(5):
        bench.workspace.walk.tick()
    assert bench.asked == [("le",)] and bench.words == ["le"]
    bench.workspace.receive(generated(("le",)))
    assert bench.words == ["le", "chat"] and bench.workspace.walk.running
    bench.workspace.walk.pause()


def test_space_presses_the_button_that_has_the_focus(bench: Bench) -> None:
    guard = TypingGuard(bench.workspace)
    button = bench.workspace.bar.generate_button
    bench.workspace.set_source("x y")
    button.setFocus()
    QTest.keyClick(button, Key.Key_Space)
    assert bench.begun == ["x y"] and not bench.workspace.walk.running
    guard.deleteLater()


def test_keys_that_the_window_keeps_for_lists_still_work_in_the_table(bench: Bench) -> None:
    guard = TypingGuard(bench.workspace)
    bench.workspace.bar.source.setFocus()
    bench.workspace.candidates.table.setFocus()
    bench.key(Key.Key_2)
    assert bench.words == ["la"]
    bench.key(Key.Key_Down)
    bench.key(Key.Key_Return)
    assert bench.words == ["petit"]
    bench.key(Key.Key_H, Qt.KeyboardModifier.ShiftModifier)
    assert bench.selection.head("cross") == (1, 3)
    bench.key(Key.Key_Space)
    assert bench.workspace.walk.running
    guard.deleteLater()


def test_typing_in_a_field_neither_steps_nor_chooses(bench: Bench) -> None:
    field = bench.workspace.candidates.field
    field.setFocus()
    QTest.keyClicks(field, "2 b")
    QTest.keyClick(field, Key.Key_Right)
    assert field.text() == "2 b" and bench.words == []


# ---------------------------------------------------------------- choosing


def test_a_digit_chooses_another_token_and_the_old_path_stays(bench: Bench) -> None:
    for _ in range(13):
        bench.key(Key.Key_Right)
    bench.workspace.walk.go_to(11)
    before = len(bench.asked)
    bench.key(Key.Key_2)
    assert bench.words[-1] == "elle" and len(bench.asked) == before
    bench.key(Key.Key_Right)
    assert bench.asked[-1] == (*TARGET[:10], "elle") and bench.words[-1] == "est"
    paths = bench.workspace.stepping.paths()
    assert [path.name for path in paths] == ["A", "B"]
    assert [node.token.text for node in paths[0].nodes] == TARGET[:13]
    bench.key(Key.Key_B)
    assert bench.words == TARGET[:13], "B goes to the next path"
    assert "path B" not in bench.workspace.written.written_note.text()


def test_a_click_on_a_candidate_chooses_it(bench: Bench) -> None:
    bench.key(Key.Key_Right)
    table = bench.workspace.candidates.table
    row = next(r for r, c in enumerate(table.candidates) if c.text == "petit")
    rect = table.visualRect(table.model().index(row, 1))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert bench.words == ["petit"]
    tagged = {c.text: c.tag for c in table.candidates}
    assert tagged["petit"] == "by hand" and tagged["le"] == "path A"


def test_find_narrows_the_table_and_enter_writes_the_first_found(bench: Bench) -> None:
    panel = bench.workspace.candidates
    bench.key(Key.Key_Slash)
    assert panel.field.hasFocus()
    QTest.keyClicks(panel.field, "peti")
    assert [c.text for c in panel.table.candidates] == ["petit"]
    QTest.keyClick(panel.field, Key.Key_Return)
    assert bench.words == ["petit"] and panel.field.text() == ""
    QTest.keyClicks(panel.field, "zzz")
    assert "not among the" in panel.count.text() and panel.table.candidates == []


def test_the_entropy_is_said_in_nats_and_in_equal_tokens(bench: Bench) -> None:
    for _ in range(11):
        bench.key(Key.Key_Right)
    text = bench.workspace.candidates.entropy.text()
    assert text == "entropy 1.34 nats ≈ choosing among 3.8 equal tokens"
    assert bench.workspace.candidates.header.caption.subtitle == "in: qu' → out: il"


# ---------------------------------------------------------------- moving about by pointing


def test_chips_rows_and_nodes_go_where_they_point(bench: Bench) -> None:
    for _ in range(6):
        bench.key(Key.Key_Right)
    chips = bench.workspace.written.written
    click(chips, chips.chip(2).center().toPoint())
    assert bench.words == TARGET[:3]
    assert chips.position == 3 and len(chips.tokens) == 6
    growth = bench.workspace.map.map
    click(growth.viewport(), growth.cell_rect(4, 3).center().toPoint())
    assert bench.words == TARGET[:5]
    assert bench.selection.locked is not None and bench.selection.locked.key.position == 3
    tree = bench.workspace.paths.tree
    node = bench.workspace.stepping.line()[1]
    click(tree.viewport(), tree.node_rect(node).center().toPoint())
    assert bench.words == TARGET[:2]


def test_a_row_of_why_chooses_the_head_of_the_growing_map(bench: Bench) -> None:
    for _ in range(3):
        bench.key(Key.Key_Right)
    rows = bench.workspace.why.rows
    spot = Spot("cross", 0, 2, 5)
    click(rows.viewport(), rows.cell_rect(spot).center().toPoint())
    assert rows.spot_at(rows.cell_rect(spot).center().toPoint()) == spot
    assert bench.selection.head("cross") == (0, 2)
    assert bench.workspace.map.header.caption.subtitle.startswith("L1 H3")
    shades = bench.workspace.written.source.shades
    step = bench.workspace.stepping.deciding.step
    assert shades is not None and (shades == step.rows["cross"][0, 2]).all()
    assert bench.workspace.map.map.content.rows[0].weights.shape == (len(SOURCE) + 1,)


def test_heads_words_and_groups_are_in_reach_of_the_keys(bench: Bench) -> None:
    bench.key(Key.Key_Right)
    bench.selection.choose_head(HeadReference("cross", 0, 3))
    bench.key(Key.Key_H)
    assert bench.selection.head("cross") == (0, MEAN)
    bench.key(Key.Key_H, Qt.KeyboardModifier.ShiftModifier)
    assert bench.selection.head("cross") == (0, 3)
    bench.selection.choose_head(HeadReference("cross", 1, MEAN))
    bench.key(Key.Key_H)
    assert bench.selection.head("cross") == (0, 0), "round and round"
    bench.key(Key.Key_G)
    assert bench.workspace.why.rows.front == "decoder"
    bench.key(Key.Key_H, Qt.KeyboardModifier.ShiftModifier)
    assert bench.selection.head("decoder") == (1, 3)
    bench.key(Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert bench.selection.locked is not None and bench.selection.locked.key.position == 0
    assert len(bench.words) == 1, "Shift and an arrow do not step"


def test_every_action_has_a_text_and_a_key_or_a_button(bench: Bench) -> None:
    actions = bench.workspace.actions_for_menu()
    assert all(action.text() for action in actions)
    keyless = [action.text() for action in actions if action.shortcut().isEmpty()]
    assert keyless == ["Generate", "Examples"]
    keys = [action.shortcut().toString() for action in actions if action.shortcut().toString()]
    assert len(keys) == len(set(keys))


def test_what_was_certain_is_no_surprise_at_all(bench: Bench) -> None:
    sure = generated()
    sure.next.probabilities[0] = 1.0000001  # as float32 sums go
    bench.workspace.expect(5)
    bench.workspace.receive(replace(sure, request=5))
    bench.key(Key.Key_Right)
    assert "surprise 0.00 nats" in bench.workspace.candidates.verdict.text()


# ---------------------------------------------------------------- when it goes wrong


def test_late_answers_are_dropped(bench: Bench) -> None:
    bench.workspace.receive(generated(("chat",), request=0, words=["another", "source"]))
    bench.workspace.receive(generated((), request=1, step=999))
    assert bench.words == [] and bench.workspace.stepping.step == 600
    bench.workspace.expect(7)
    bench.workspace.receive(generated((), request=6, step=999))
    assert bench.workspace.stepping.step == 600
    bench.workspace.receive(generated((), request=7, step=999))
    assert bench.workspace.stepping.step == 999


def test_a_failure_is_said_where_one_looks_and_can_be_tried_again(qtbot: QtBot) -> None:
    bench = Bench(qtbot, answering=False)
    workspace = bench.workspace
    workspace.set_source("a")
    workspace.bar.generate()
    workspace.receive(Failed("Generating", "“a” is too long.", request=1))
    assert workspace.notice.state == "failed" and "too long" in workspace.notice.headline
    workspace.receive(generated())
    workspace.walk.step()
    workspace.walk.step()
    workspace.receive(Failed("Training", "not about this"))
    assert workspace.candidates.state == "body"
    workspace.receive(Failed("Generating", "The weights are gone.", request=2))
    assert workspace.candidates.state == "failed" and bench.words == ["le"]
    bench.answering = True
    button = workspace.candidates._notice.first_button()
    assert button is not None
    click(button)
    assert workspace.candidates.state == "body" and bench.words == ["le", "chat"]
    assert bench.asked == [("le",), ("le",)]


def test_a_long_wait_is_said_and_can_be_given_up(qtbot: QtBot) -> None:
    bench = Bench(qtbot, answering=False)
    workspace = bench.workspace
    workspace.set_source("a")
    workspace.bar.generate()
    qtbot.waitUntil(lambda: workspace.notice.state == "loading")
    button = workspace.notice.first_button()
    assert button is not None
    click(button)
    assert workspace.notice.state == "empty"
    workspace.receive(generated())
    workspace.walk.step()
    workspace.walk.step()
    qtbot.waitUntil(lambda: workspace.candidates.state == "loading")
    workspace.receive(generated(("le",)))
    assert workspace.candidates.state == "body" and bench.words == ["le", "chat"]


def test_a_panel_fills_the_space_and_gives_it_back(bench: Bench) -> None:
    workspace = bench.workspace
    workspace.why.maximise_action.trigger()
    assert [panel.isVisible() for panel in workspace.panels] == [False, False, False, True]
    workspace.why.maximise_action.trigger()
    assert all(panel.isVisible() for panel in workspace.panels)


@pytest.mark.parametrize("layers, heads, words", [(12, 12, 64), (1, 1, 1)])
def test_large_and_small_models_fit(qtbot: QtBot, layers: int, heads: int, words: int) -> None:
    bench = Bench(qtbot, answering=False)
    source = [f"w{n}" for n in range(words)]
    bench.workspace.receive(generated((), words=source, layers=layers, heads=heads))
    rows = bench.workspace.why.rows
    assert isinstance(bench.workspace.stepping.root, Node)
    spot = Spot("cross", layers - 1, MEAN if heads > 1 else 0, 0)
    bar = rows.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert rows.viewport().rect().contains(rows.cell_rect(spot).toAlignedRect())
    assert not rows.grab().isNull() and not bench.workspace.map.map.grab().isNull()
