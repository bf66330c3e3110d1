"""Predictions: right and wrong, free-running, on a map's rows or alone."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from engine.seen.look import Look
from engine.seen.maps import HeadReference
from engine.seen.predictions import FreeRun
from engine.seen.tokens import Token
from tests.visualizer.looks import (
    bert_look,
    example_frame,
    example_look,
    gpt_look,
    long_look,
    long_text,
    nnlm_look,
    seq2seq_look,
)
from visualizer.appearance import Appearance
from visualizer.panels.predictions import PredictionsPanel
from visualizer.selection import Pair, Selection, TokenReference
from visualizer.widgets.heatmap import Heatmap
from visualizer.widgets.map_content import map_content
from visualizer.widgets.prediction_foot import MOST
from visualizer.widgets.prediction_painting import nats
from visualizer.widgets.prediction_row import in_to_out, prediction_rows


@pytest.fixture
def selection() -> Selection:
    return Selection()


@pytest.fixture
def panel(qtbot: QtBot, selection: Selection) -> PredictionsPanel:
    made = PredictionsPanel(Appearance(), selection)
    qtbot.addWidget(made)
    made.resize(200, 560)
    made.show()
    made.receive(example_frame())
    return made


def without_reference() -> Look:
    look = example_look(rows_from="own")
    assert look.predictions is not None
    nothing = np.full_like(look.predictions.expected, np.nan)
    return replace(look, predictions=replace(look.predictions, expected=nothing))


def test_right_and_wrong_are_told(panel: PredictionsPanel) -> None:
    rows = panel.rows.rows
    assert [row.right for row in rows] == [True] * 12 + [False, True]
    assert panel.rows._heading[:2] == ("13 of 14 right", "1 wrong")
    assert (rows[12].token, rows[12].expected) == ("affamée", "affamé")
    assert panel.foot.text.startswith("first ✗ token: expected “affamé” (.")
    assert "wrong; expected affamé" in panel.rows.tip(12)


def test_right_and_wrong_differ_without_colour(panel: PredictionsPanel) -> None:
    """Mark, frame and bar texture each differ where everything is grey."""

    def grey(row: int) -> np.ndarray:
        rect = panel.rows.row_rect(row).toRect()
        image = panel.rows.grab(rect).toImage().convertToFormat(image_format)
        bits = np.frombuffer(image.constBits(), np.uint8)
        return bits.reshape(image.height(), image.bytesPerLine())[:, : image.width()]

    image_format = panel.grab().toImage().Format.Format_Grayscale8
    right, wrong = grey(11).astype(int), grey(12).astype(int)
    bar = slice(int(0.45 * 200) + 1, int(0.45 * 200) + 14)
    middle = slice(10, 14)
    assert np.ptp(right[middle, bar]) < 12, "a right bar is solid"
    assert np.ptp(wrong[middle, bar]) > 40, "a wrong bar is striped"
    assert np.ptp(right[2, 30:180]) < 12, "a right row has no frame"
    assert (np.ptp(wrong[0:4, 30:80], axis=0) > 40).all(), "a wrong row is framed"
    marks = [np.abs(row[6:18, 12:26] - row[6, 12]) > 40 for row in (right, wrong)]
    assert (marks[0] != marks[1]).sum() > 10, "another mark"


def test_without_a_reference_nothing_is_right_or_wrong(panel: PredictionsPanel) -> None:
    panel.receive(example_frame(without_reference()))
    assert {row.right for row in panel.rows.rows} == {None}
    assert panel.rows._heading[:2] == ("no reference known", "")
    assert "wrong" not in panel.foot.text


def test_the_free_running_token_stands_beside(panel: PredictionsPanel) -> None:
    look = example_look()
    free = FreeRun((Token(4, "le"), Token(9, "chien")), np.ones(2, np.float32), False)
    rows = prediction_rows(replace(look, free=free))
    assert [row.free for row in rows[:3]] == ["le", "chien", ""]
    assert (rows[0].free == rows[0].token, rows[1].free == rows[1].token) == (True, False)
    panel.receive(example_frame(replace(look, free=free)))
    assert "free: le chien …" in panel.foot.text


def test_a_click_selects_the_word_in_every_view(
    qtbot: QtBot, panel: PredictionsPanel, selection: Selection
) -> None:
    at = panel.rows.row_rect(2).center().toPoint()
    qtbot.mouseClick(panel.rows, Qt.MouseButton.LeftButton, pos=at)
    token = TokenReference("target", 2)
    assert selection.locked == Pair(token, token)
    assert panel.rows.selected == 2
    assert panel.foot.text.split("\n")[0] == "after “chat”"
    assert [line.split()[0] for line in panel.foot.text.split("\n")[1:]] == ["noir", "il", "la"]
    qtbot.mouseClick(panel.rows, Qt.MouseButton.LeftButton, pos=at)
    assert selection.locked is None


def test_keys_walk_the_rows(qtbot: QtBot, panel: PredictionsPanel, selection: Selection) -> None:
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(panel.rows, key)
    assert selection.locked is not None
    assert selection.locked.query.position == 2


def test_a_source_word_lights_no_row(panel: PredictionsPanel, selection: Selection) -> None:
    token = TokenReference("source", 2)
    selection.lock(Pair(token, token))
    assert panel.rows.selected == -1
    selection.lock(Pair(TokenReference("target", 1), token))
    assert panel.rows.selected == 1


def test_alone_a_long_text_scrolls_to_the_selected_row(
    panel: PredictionsPanel, selection: Selection
) -> None:
    panel.receive(example_frame(long_look(128)))
    assert panel.rows.row_rect(100).top() > panel.rows.height()
    token = TokenReference("target", 100)
    selection.lock(Pair(token, token))
    assert panel.rows.row_rect(100).bottom() <= panel.rows.height()


def test_beside_a_map_rows_stand_on_the_maps_rows(qtbot: QtBot, selection: Selection) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    # As many source tokens as target ones: only what stands along the side tells them apart.
    appearance, look = Appearance(), example_look(source=long_text(14))
    heatmap, panel = Heatmap(appearance, selection), PredictionsPanel(appearance, selection)
    row = QHBoxLayout(window)
    row.addWidget(heatmap, 3)
    row.addWidget(panel, 1)
    panel.follow(heatmap)
    window.resize(800, 600)
    window.show()
    panel.receive(example_frame(look))

    def show(name: str) -> None:
        group = look.groups[name]
        rows, columns = group.closed.shape
        heatmap.set_map(
            group.map(0, 0),
            group.closed,
            group.rows,
            group.columns,
            look.axis_tokens(group.rows, rows),
            look.axis_tokens(group.columns, columns),
        )

    def aligned() -> bool:
        return all(
            abs(
                panel.rows.mapToGlobal(panel.rows.row_rect(place).center()).y()
                - heatmap.mapToGlobal(heatmap.row_rect(place).toRectF().center()).y()
            )
            <= 1
            for place in range(14)
        )

    show("cross")
    qtbot.waitUntil(aligned)
    window.resize(900, 700)
    qtbot.waitUntil(aligned)
    look = long_look(200)
    panel.receive(example_frame(look))
    show("cross")  # Rows of a pixel or two: no word could be read on them.
    qtbot.waitUntil(lambda: panel.rows._followed is None and heatmap.row_height < 5)
    assert panel.rows.row_rect(1).height() >= panel.rows.least_height
    last = Pair(TokenReference("target", 190), TokenReference("target", 190))
    selection.lock(last)
    assert panel.rows.row_rect(190).bottom() <= panel.rows.height()
    heatmap.zoom_to_fit()
    while heatmap.row_height < 20:
        heatmap.zoom_in()
    qtbot.waitUntil(lambda: panel.rows._followed is not None)
    show("encoder")  # Its rows are the source: the predictions stand alone again.
    qtbot.waitUntil(lambda: panel.rows._followed is None)
    panel.follow(None)


# ------------------------------------------------------------ running text


def test_a_text_that_may_go_on_freely_is_never_wrong(panel: PredictionsPanel) -> None:
    look = gpt_look()
    assert look.predictions is not None and look.predictions.known is not None
    panel.receive(example_frame(look))
    rows = panel.rows.rows
    assert {row.right for row in rows} == {None}
    assert [row.rank for row in rows] == [1] * 13 + [2, 1]
    surprise = -np.log(look.predictions.expected)
    assert np.allclose([row.surprise for row in rows], surprise)
    assert np.allclose([row.grammar for row in rows], -look.predictions.known)
    mean, grammar = surprise.mean(), -look.predictions.known.mean()
    assert panel.rows._heading[0] == f"{nats(float(mean))} nats"
    assert panel.rows._heading[1] == f"grammar {nats(float(grammar))}"
    assert "wrong" not in panel.foot.text and "✗" not in panel.foot.text
    assert panel.rows.tip(13).split("\n")[0] == "tom → ."
    assert "came: . " in panel.rows.tip(13) and "rank 2" in panel.rows.tip(13)


def test_a_text_of_ones_own_has_no_grammar_to_compare_with(panel: PredictionsPanel) -> None:
    look = gpt_look()
    assert look.predictions is not None
    panel.receive(example_frame(replace(look, predictions=replace(look.predictions, known=None))))
    assert panel.rows._heading[1] == ""
    assert "grammar" not in panel.foot.text + panel.rows.tip(3)


def test_a_rounding_error_below_zero_is_no_minus_zero() -> None:
    assert [nats(value) for value in (-1e-9, 0.004, 1.2, math.nan)] == [".00", ".00", "1.20", "–"]


def test_a_token_below_all_candidates_has_no_rank(panel: PredictionsPanel) -> None:
    look = gpt_look()
    assert look.predictions is not None
    expected = look.predictions.expected.copy()
    expected[2] = 1e-4
    panel.receive(example_frame(look))
    assert "further down" not in panel.foot.text
    look = replace(look, predictions=replace(look.predictions, expected=expected))
    panel.receive(example_frame(look))
    assert "– = further down than ranked" in panel.foot.text
    row = prediction_rows(look)
    assert row[2].rank == 0 and row[2].surprise == pytest.approx(9.21, abs=0.01)


def test_in_a_cloze_only_the_drawn_words_are_predicted(
    panel: PredictionsPanel, selection: Selection
) -> None:
    panel.receive(example_frame(bert_look()))
    rows = panel.rows.rows
    assert [place for place, row in enumerate(rows) if row.sort == "answer"] == [5, 11, 14]
    assert [rows[place].expected for place in (5, 11, 14)] == ["ball", "red", "tom"]
    assert panel.rows._heading[:2] == ("3 of 3 words right", "")
    assert (rows[0].sort, rows[0].right) == ("verdict", True)
    assert rows[0].probability == pytest.approx(0.94)
    token = TokenReference("text", 3)
    selection.lock(Pair(token, token))
    assert panel.rows.selected == 3
    assert panel.foot.text == "not asked here: only marked words are guessed"


def test_of_a_wrong_verdict_no_word_is_expected(panel: PredictionsPanel) -> None:
    look = bert_look()
    assert look.next_sentence is not None and look.predictions is not None
    look = replace(look, next_sentence=replace(look.next_sentence, is_next=False))
    panel.receive(example_frame(look))
    verdict = panel.rows.rows[0]
    assert verdict.right is False and verdict.token == "follows"
    unlikely = replace(look, next_sentence=replace(look.next_sentence, probability=0.3))
    guessed = prediction_rows(unlikely)[0]
    assert (guessed.token, guessed.probability, guessed.right) == ("does not", 0.7, True)
    assert "expected" not in panel.foot.text
    expected = look.predictions.expected.copy()
    expected[11] = 0.1
    wrong = replace(look, predictions=replace(look.predictions, expected=expected))
    panel.receive(example_frame(wrong))
    assert panel.foot.text.startswith("first ✗ token: expected “red” (.10)")


def test_a_typed_blank_is_guessed_without_a_mark(panel: PredictionsPanel) -> None:
    look = bert_look()
    assert look.predictions is not None
    nothing = np.full_like(look.predictions.expected, np.nan)
    typed = replace(look, predictions=replace(look.predictions, expected=nothing))
    panel.receive(example_frame(typed))
    assert {row.right for row in panel.rows.rows if row.sort == "answer"} == {None}
    assert panel.rows._heading[:2] == ("3 words", "and the verdict")
    silent = np.flatnonzero(look.predictions.counted)[:2]
    counted = look.predictions.counted.copy()  # type: ignore[union-attr]
    counted[silent] = False
    predictions = replace(look.predictions, expected=nothing, counted=counted)
    panel.receive(example_frame(replace(look, predictions=predictions, next_sentence=None)))
    assert panel.rows._heading[:2] == ("1 word", "")


def test_alone_the_rows_say_which_token_each_is_of(panel: PredictionsPanel) -> None:
    """Seq2Seq and NNLM have no map whose rows could say it."""
    for look, said in ((seq2seq_look(), "chat → noir"), (nnlm_look(), "has → a")):
        panel.receive(example_frame(look))
        assert in_to_out(panel.rows.rows[2]) == said
        for width, label, inputs in ((200, False, False), (240, True, False), (300, True, True)):
            panel.resize(width, 560)
            columns = panel.rows._columns()
            assert (columns.label > 0, columns.inputs) == (label, inputs)
            assert columns.label < columns.token < columns.bar < columns.end
    panel.receive(example_frame(bert_look()))
    assert in_to_out(panel.rows.rows[11]) == "[MASK]"


def test_a_click_selects_the_word_of_a_text(
    qtbot: QtBot, panel: PredictionsPanel, selection: Selection
) -> None:
    panel.receive(example_frame(gpt_look()))
    at = panel.rows.row_rect(2).center().toPoint()
    qtbot.mouseClick(panel.rows, Qt.MouseButton.LeftButton, pos=at)
    token = TokenReference("text", 2)
    assert selection.locked == Pair(token, token)
    said, own, *candidates = panel.foot.text.split("\n")
    assert said.startswith("“a”: rank 1, ") and said.endswith(" nats")
    assert own.startswith("grammar: ") and len(candidates) <= MOST - 1
    panel.resize(190, 600)
    metrics = QFontMetrics(Appearance().font("note"))
    room = panel.foot.width() - 24
    assert all(metrics.horizontalAdvance(line) <= room for line in (said, own))


@pytest.mark.parametrize("name", ["gpt", "bert"])
def test_beside_its_own_map_a_text_stands_on_the_maps_rows(
    qtbot: QtBot, selection: Selection, name: str
) -> None:
    look = gpt_look() if name == "gpt" else bert_look()
    window = QWidget()
    qtbot.addWidget(window)
    appearance = Appearance()
    heatmap, panel = Heatmap(appearance, selection), PredictionsPanel(appearance, selection)
    row = QHBoxLayout(window)
    row.addWidget(heatmap, 3)
    row.addWidget(panel, 1)
    panel.follow(heatmap)
    window.resize(1000, 700)
    window.show()
    panel.receive(example_frame(look))
    (group,) = look.groups.values()
    heatmap.set_content(map_content(look, group, HeadReference(group.name, 0, 0)))
    qtbot.waitUntil(lambda: panel.rows._followed is not None)
    assert panel.rows._columns().label == 0
