"""The window: open words and closed ones, strips, what comes next, by pointer and by keys."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from pytestqt.qtbot import QtBot

from engine.messages.frames import Frame
from engine.seen.look import Look, Table
from engine.structure import Block, Structure, TableLayout
from tests.visualizer.fake_engine import loaded
from tests.visualizer.looks import example_look, gpt_look, nnlm_look
from visualizer.appearance import Appearance
from visualizer.exhibits.window import WINDOW, WindowPanel
from visualizer.selection import Pair, Selection, TokenReference
from visualizer.theme import LIGHT, colour_table
from visualizer.widgets.scale import number
from visualizer.widgets.signed_strip import pooled, round_limit, signed_levels
from visualizer.widgets.window_content import WindowContent

K = 4


def look(text: str | None = None) -> Look:
    """The NNLM's tables under the names and axes that the engine gives them."""
    made = nnlm_look() if text is None else nnlm_look(text)
    generator = np.random.default_rng(3)
    words = len(made.sequences["text"])
    embedding = Table(
        generator.normal(0, 1, (words, 16)).astype(np.float32),
        (replace(made.predictions.rows, shift=-1), "feature"),  # type: ignore[union-attr]
    )
    hidden = Table(
        generator.uniform(-1, 1, (words, 40)).astype(np.float32),
        (made.predictions.rows, "unit"),  # type: ignore[union-attr]
    )
    return replace(made, tables={"text.embedding": embedding, "hidden": hidden})


def structure(window: int = K) -> Structure:
    block = Block("hidden", "feed-forward", "tanh(d + H x)", table="hidden")
    names = ("text.embedding", "hidden")
    return Structure((block,), tuple(TableLayout(name, ()) for name in names), window)


Opener = Callable[..., WindowPanel]


@pytest.fixture
def open_panel(qtbot: QtBot) -> Iterator[Opener]:
    def make(
        shown: Look | None = None, window: int = K, size: tuple[int, int] = (560, 480)
    ) -> WindowPanel:
        panel = WindowPanel(Appearance(), Selection())
        qtbot.addWidget(panel)
        panel.resize(*size)
        panel.show()
        qtbot.waitExposed(panel)
        panel.receive(loaded(1, structure=structure(window)))
        panel.receive(Frame(1, 800, "nnlm", look() if shown is None else shown))
        return panel

    yield make


def chosen(panel: WindowPanel, place: int) -> None:
    token = TokenReference("text", place)
    panel._selection.lock(Pair(token, token))


def test_it_suits_models_that_see_a_window() -> None:
    tables = {"text.embedding", "hidden"}
    assert WINDOW.suits(tables, window=4)
    assert not WINDOW.suits(tables), "GPT sees the whole text"
    assert WINDOW.suits({"text.embedding"}, window=1), "without hidden units too"


def test_the_k_words_before_are_open_and_all_others_closed(open_panel: Opener) -> None:
    panel = open_panel()
    chosen(panel, 9)
    count = panel.text.count()
    sights = [panel.text.sight(position) for position in range(-1, count)]
    assert sights == ["earlier"] * 6 + ["open"] * K + ["predicted"] + ["later"] * (count - 10)
    assert panel.flow.window_lines() == tuple(
        (f"t−{back}", panel.text.content.tokens[9 - back].text)  # type: ignore[union-attr]
        for back in range(1, K + 1)
    ), "nearest first"


def test_where_the_text_begins_the_window_is_filled_with_its_start(open_panel: Opener) -> None:
    panel = open_panel()
    chosen(panel, 1)
    assert [word for _, word in panel.flow.window_lines()] == ["lena", "<s>", "<s>", "<s>"]
    content = panel.text.content
    assert content is not None
    assert content.seen(1) == (0, -1, -1, -1)
    assert content.sight(1, -1) == content.sight(1, 0) == "open"
    first = content.look.tables["text.embedding"].values[0]
    assert np.array_equal(content.embedding(content.seen(1)[-1]), first)


def test_vectors_and_units_are_those_of_the_tables(open_panel: Opener) -> None:
    content = WindowContent(look(), K)
    vectors = content.look.tables["text.embedding"].values
    # Row r of the inputs holds the word before: the first is <s>.
    assert np.array_equal(content.embedding(6), vectors[7])
    assert np.array_equal(content.hidden(6), content.look.tables["hidden"].values[6])
    assert content.embedding(len(content.tokens) - 1) is None, "the last word is never an input"


def test_a_strip_is_painted_in_the_colours_of_its_numbers(open_panel: Opener) -> None:
    panel = open_panel(size=(900, 700))
    chosen(panel, 9)
    content = panel.flow.content
    assert content is not None and content.vectors is not None
    image = panel.flow.grab().toImage()
    table = colour_table(panel.appearance.theme.signed_stops)
    for back in (1, 3):
        values = content.embedding(9 - back)
        wanted = [
            QColor.fromRgb(int(c)).name() for c in table[signed_levels(values, panel.flow.limit)]
        ]
        rect = panel.flow.strip_rect(back)
        step = rect.width() / len(values)
        y = round(rect.center().y())
        found = [
            QColor(image.pixel(int(rect.left() + (place + 0.5) * step), y)).name()
            for place in range(len(values))
        ]
        assert found == wanted


def test_what_comes_next_is_what_the_model_expects(open_panel: Opener) -> None:
    shown = look()
    predictions = shown.predictions
    assert predictions is not None and predictions.known is not None
    panel = open_panel(shown)
    chosen(panel, 5)
    rows = panel.flow.candidates()
    assert [chance for _, chance, _ in rows[:3]] == predictions.probabilities[5].tolist()
    assert [right for *_, right in rows].count(True) == 1
    said = "\n".join(panel.flow.surprise())
    assert f"{-math.log(predictions.expected[5]):.2f} nats" in said
    assert f"{-predictions.known[5]:.2f} nats" in said
    assert number(predictions.probabilities[5, 0]) in panel.flow.text


def test_a_right_word_that_is_unlikely_is_shown_all_the_same(open_panel: Opener) -> None:
    shown = look()
    assert shown.predictions is not None
    ids = shown.predictions.ids + 1000
    expected = np.full_like(shown.predictions.expected, 0.001)
    changed = replace(shown.predictions, ids=ids, expected=expected)
    panel = open_panel(replace(shown, predictions=changed))
    chosen(panel, 5)
    word, chance, right = panel.flow.candidates()[-1]
    assert (word, right) == (shown.sequences["text"][5].text, True)
    assert chance == pytest.approx(0.001)


def test_nothing_is_claimed_of_a_grammar_that_is_not_known(open_panel: Opener) -> None:
    shown = look()
    assert shown.predictions is not None
    panel = open_panel(replace(shown, predictions=replace(shown.predictions, known=None)))
    assert len(panel.flow.surprise()) == 1


def test_the_band_is_open_where_the_window_is(open_panel: Opener) -> None:
    panel = open_panel(size=(1000, 700))
    content = panel.band.content
    assert content is not None
    for place in (0, 3, 10):
        for position in range(-1, len(content.tokens)):
            at = panel.band.cell(place, position).center()
            assert panel.band.cell_at(at) == (place, position)
            seen = content.sight(place, position)
            assert ("cannot be seen" in panel.band.tip_at(at)) == (seen in ("earlier", "later"))
    outside = panel.band.tip_at(panel.band.cell(10, 2).center())
    assert "outside the window of 4 words" in outside
    assert "comes later" in panel.band.tip_at(panel.band.cell(3, 8).center())


def test_open_cells_are_plain_and_closed_ones_textured(open_panel: Opener) -> None:
    panel = open_panel(size=(1000, 700))
    chosen(panel, 0)
    image = panel.band.grab().toImage()

    def colours(place: int, position: int) -> set[int]:
        rect = panel.band.cell(place, position).adjusted(3, 3, -3, -3).toRect()
        return {
            image.pixel(x, y)
            for x in range(rect.left(), rect.right())
            for y in range(rect.top(), rect.bottom())
        }

    inside = [colours(10, position) for position in (6, 7, 8, 9)]
    outside = [colours(10, position) for position in (-1, 5, 10, 11)]
    assert all(len(found) == 1 for found in inside)
    assert all(len(found) > 1 for found in outside), "the word that is predicted is closed too"
    assert not set.union(*inside) & set.union(*outside)


def test_arrow_keys_move_the_prediction(open_panel: Opener, qtbot: QtBot) -> None:
    panel = open_panel()
    assert panel.place == K, "the first window of words alone"
    for picker in (panel.text, panel.band):
        picker.setFocus()
        before = panel.place
        qtbot.keyClick(picker, Qt.Key.Key_Right)
        assert panel.place == before + 1
        qtbot.keyClick(picker, Qt.Key.Key_Down)
        assert panel.place == before + 2
    qtbot.keyClick(panel.text, Qt.Key.Key_Home)
    qtbot.keyClick(panel.text, Qt.Key.Key_Left)
    assert panel.place == 0
    qtbot.keyClick(panel.text, Qt.Key.Key_End)
    qtbot.keyClick(panel.text, Qt.Key.Key_Right)
    assert panel.place == panel.text.count() - 1


def test_click_and_drag_choose_and_a_second_click_lets_go(open_panel: Opener, qtbot: QtBot) -> None:
    panel = open_panel()
    selection = panel._selection
    here, there = (panel.text.chip(at).center().toPoint() for at in (2, 3))
    qtbot.mousePress(panel.text, Qt.MouseButton.LeftButton, pos=here)
    assert selection.locked is not None and panel.place == 2
    panel.text.mouseMoveEvent(_drag(there))
    assert panel.place == 3
    qtbot.mouseRelease(panel.text, Qt.MouseButton.LeftButton, pos=there)
    assert panel.place == 3
    qtbot.mouseClick(panel.text, Qt.MouseButton.LeftButton, pos=there)
    assert selection.locked is None


def test_a_pair_chosen_elsewhere_is_followed(open_panel: Opener) -> None:
    panel = open_panel()
    panel._selection.hover(Pair(TokenReference("text", 7), TokenReference("text", 2)))
    assert panel.place == 7
    panel._selection.hover(Pair(TokenReference("text", 99), TokenReference("text", 99)))
    assert panel.place == K


def test_before_the_tables_come_words_and_predictions_are_shown(open_panel: Opener) -> None:
    panel = open_panel(replace(look(), tables={}))
    assert panel.state == "body"
    assert panel.flow.content is not None and panel.flow.content.embedding(0) is None
    assert len(panel.flow.candidates()) >= 3
    panel.grab()


def test_other_models_are_told_in_words(open_panel: Opener) -> None:
    assert open_panel(gpt_look(), window=0).state == "empty"
    assert open_panel(example_look(), window=0).state == "empty"


@pytest.mark.parametrize("size", [(380, 300), (560, 480), (1100, 800)])
@pytest.mark.parametrize("window", [1, 4, 9])
def test_it_is_painted_at_any_size(open_panel: Opener, size: tuple[int, int], window: int) -> None:
    words = " ".join(["averyveryverylongwordthatmustbecut", "a", "ball"] * 20) + " </s>"
    panel = open_panel(look(words), window, size)
    chosen(panel, 58)
    panel.appearance.set_theme(LIGHT)
    panel.grab()
    assert panel.text.chip(58).intersects(panel.text.rect().toRectF()), "scrolled into sight"


def test_a_picture_of_the_same_words_repaints_only_what_changed(
    open_panel: Opener, qtbot: QtBot
) -> None:
    panel = open_panel()
    painted: list[object] = []
    for part in (panel.text, panel.band, panel.flow):
        part.installEventFilter(_Paints(part, painted))
    qtbot.wait(50)
    painted.clear()
    panel.receive(Frame(1, 900, "nnlm", look()))
    qtbot.waitUntil(lambda: panel.flow in painted)
    assert panel.text not in painted and panel.band not in painted


def test_a_scale_is_round_and_holds_every_number() -> None:
    for largest in (0.013, 0.1, 0.7, 1.0, 2.2, 4.9, 70.0):
        limit = round_limit(np.array([largest, -largest / 3], np.float32))
        assert largest * (1 - 1e-6) <= limit <= 2.1 * largest
    assert round_limit(np.zeros(3, np.float32)) == 1.0


def test_colours_run_from_one_limit_to_the_other() -> None:
    values = np.array([-4, -2, -1, 0, 1, 2, np.nan], np.float32)
    assert signed_levels(values, 2.0).tolist() == [0, 0, 64, 128, 191, 255, 128]


def test_numbers_that_share_a_pixel_show_the_strongest() -> None:
    values = np.array([0.1, -0.9, 0.2, 0.3], np.float32)
    assert pooled(values, 2).tolist() == pytest.approx([-0.9, 0.3])
    assert pooled(values, 9) is values


class _Paints(QObject):
    """Notes who is painted."""

    def __init__(self, parent: QObject, painted: list[object]) -> None:
        super().__init__(parent)
        self._painted = painted

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._painted.append(watched)
        return False


def _drag(to: QPoint) -> QMouseEvent:
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    return QMouseEvent(
        QEvent.Type.MouseMove, QPointF(to), QPointF(to), Qt.MouseButton.NoButton, left, none
    )
