"""Contexts: each row's c_i beside the alignment, and the sum it is, down to the last number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from engine.messages.frames import Frame
from engine.seen.look import Look
from engine.seen.maps import HeadReference
from tests.visualizer.looks import bahdanau_look, example_look, long_text, seq2seq_look
from visualizer.appearance import Appearance
from visualizer.exhibits.contexts import CONTEXT_SUMS, ContextsPanel
from visualizer.selection import Pair, Selection, TokenReference
from visualizer.theme import LIGHT, colour_table
from visualizer.widgets.context_content import ContextContent
from visualizer.widgets.signed_strip import pooled, signed_levels

Opener = Callable[..., ContextsPanel]


@pytest.fixture
def open_panel(qtbot: QtBot) -> Iterator[Opener]:
    def make(shown: Look | None = None, size: tuple[int, int] = (560, 480)) -> ContextsPanel:
        panel = ContextsPanel(Appearance(), Selection())
        qtbot.addWidget(panel)
        panel.resize(*size)
        panel.show()
        qtbot.waitExposed(panel)
        panel.receive(Frame(1, 800, "bahdanau", bahdanau_look() if shown is None else shown))
        return panel

    yield make


def lock(panel: ContextsPanel, row: int, column: int | None = None) -> None:
    query = TokenReference("target", row)
    key = query if column is None else TokenReference("source", column)
    panel._selection.lock(Pair(query, key))


@pytest.fixture(scope="module")
def real() -> Look:
    """The trained example, looked at by the engine."""
    from engine.bench import Bench

    folder = Path(str(resources.files("assets") / "checkpoints" / "bahdanau"))
    bench = Bench.opened(1, folder)
    heads = (HeadReference("cross", 0, 0),)
    return bench.look(bench.examples[0].source, None, heads, tuple(CONTEXT_SUMS.wants))


def test_the_models_own_contexts_are_the_sums_of_its_annotations(real: Look) -> None:
    group = real.groups["cross"]
    value = group.parts[0, 0].value
    contexts = real.tables["contexts"].values
    for row, alpha in enumerate(group.weights[0, 0]):
        total = sum(
            weight.astype(np.float64) * annotation
            for weight, annotation in zip(alpha, value, strict=True)
        )
        assert np.abs(total - contexts[row]).max() < 1e-5
    assert np.array_equal(value, real.tables["encoder.states"].values)
    content = ContextContent(real)
    found = [content.difference(row) for row in range(len(contexts))]
    assert all(each is not None and each < 1e-5 for each in found)


@pytest.mark.parametrize("most", [3, 6, 50])
def test_the_terms_that_are_shown_add_up(real: Look, most: int) -> None:
    content = ContextContent(real)
    for row in range(len(content.rows)):
        terms = content.terms(row, most)
        assert len(terms) <= most
        total = np.sum([term.values for term in terms], axis=0)
        assert np.abs(total - real.tables["contexts"].values[row]).max() < 1e-5
        assert sum(term.weight for term in terms) == pytest.approx(1, abs=1e-5)
        assert sum(term.count for term in terms) == len(content.columns)


def test_the_weightiest_words_stand_in_reading_order() -> None:
    content = ContextContent(bahdanau_look())
    weights = content.weights
    assert weights is not None
    *words, rest = content.terms(5, 5)
    columns = [term.column for term in words]
    assert columns == sorted(columns)
    assert set(columns) == set(np.argsort(-weights[5])[:4].tolist())
    assert rest.token is None and rest.count == len(content.columns) - 4


def test_a_difference_is_found_where_there_is_one() -> None:
    look = bahdanau_look()
    table = look.tables["contexts"]
    wrong = replace(table, values=table.values + np.float32(0.25))
    content = ContextContent(replace(look, tables={**look.tables, "contexts": wrong}))
    assert content.difference(2) == pytest.approx(0.25, abs=1e-5)


def test_likeness_is_the_mean_cosine_of_pairs() -> None:
    look = bahdanau_look()
    rows = look.tables["contexts"].values.astype(np.float64)
    cosines = [
        a @ b / np.linalg.norm(a) / np.linalg.norm(b)
        for i, a in enumerate(rows)
        for j, b in enumerate(rows)
        if i != j
    ]
    assert ContextContent(look).likeness() == pytest.approx(np.mean(cosines), abs=1e-5)


def test_strips_are_painted_in_the_colours_of_the_tables(open_panel: Opener) -> None:
    panel = open_panel(size=(1000, 800))
    lock(panel, 3)
    content = panel.sum.content
    assert content is not None and content.contexts is not None
    table = colour_table(panel.appearance.theme.signed_stops)

    def wanted(values: np.ndarray) -> list[str]:
        return [QColor.fromRgb(int(c)).name() for c in table[signed_levels(values, 1.0)]]

    terms = panel.sum.terms
    image = panel.sum.grab().toImage()
    rows = [term.values for term in terms] + [content.contexts[3]]
    for place, values in enumerate(rows):
        rect = panel.sum.strip_rect(place)
        assert _colours(image, rect, len(values)) == wanted(values)
    image = panel.contexts.grab().toImage()
    for row in (0, 7):
        rect = panel.contexts.row_rect(row)
        values = content.contexts[row]
        assert len(pooled(values, int(rect.width()))) == len(values)
        assert _colours(image, rect, len(values)) == wanted(values)


def test_each_strip_stands_on_the_row_of_its_map(open_panel: Opener) -> None:
    panel = open_panel(size=(900, 700))
    for row in (0, 6, 13):
        strip = panel.contexts.row_rect(row)
        cell = panel.heatmap.row_rect(row)
        above = panel.contexts.mapToGlobal(strip.topLeft().toPoint()).y()
        assert above == panel.heatmap.mapToGlobal(cell.topLeft()).y()
        assert strip.height() == cell.height()


def test_the_sum_follows_the_selection(open_panel: Opener) -> None:
    panel = open_panel()
    assert panel.row == 0 and "“le”" in panel.sum.text
    lock(panel, 2, 1)
    assert panel.row == panel.contexts.place == panel.sum.row == 2
    assert panel.sum.column == 1
    assert "“noir”: c₃ = Σⱼ α₃ⱼ hⱼ" in panel.sum.text
    panel._selection.lock(Pair(TokenReference("source", 4), TokenReference("source", 4)))
    assert panel.row == 0, "a source word alone names no row"


def test_rows_are_chosen_by_click_and_keys(open_panel: Opener, qtbot: QtBot) -> None:
    panel = open_panel()
    at = panel.contexts.row_rect(4).center().toPoint()
    qtbot.mouseClick(panel.contexts, Qt.MouseButton.LeftButton, pos=at)
    assert panel.row == 4 and panel._selection.locked is not None
    qtbot.keyClick(panel.contexts, Qt.Key.Key_Down)
    assert panel.row == 5
    qtbot.mouseClick(
        panel.contexts,
        Qt.MouseButton.LeftButton,
        pos=panel.contexts.row_rect(5).center().toPoint(),
    )
    assert panel._selection.locked is None
    panel.heatmap.setFocus()
    qtbot.keyClick(panel.heatmap, Qt.Key.Key_Home)
    qtbot.keyClick(panel.heatmap, Qt.Key.Key_Return)
    assert panel.row == 0 and panel._selection.locked is not None


def test_before_the_tables_come_the_alignment_is_shown(open_panel: Opener) -> None:
    look = bahdanau_look()
    group = replace(look.groups["cross"], parts={})
    panel = open_panel(replace(look, tables={}, groups={"cross": group}))
    assert panel.state == "body"
    assert panel.sum.terms == () and "not looked at yet" in panel.sum.foot()
    assert panel.likeness.text() == ""
    panel.grab()


@pytest.mark.parametrize("make", [seq2seq_look, example_look])
def test_other_models_are_told_in_words(open_panel: Opener, make: Callable[[], Look]) -> None:
    assert open_panel(make()).state == "empty"


@pytest.mark.parametrize("size", [(380, 300), (560, 480), (1100, 800)])
def test_long_sentences_are_painted_at_any_size(open_panel: Opener, size: tuple[int, int]) -> None:
    panel = open_panel(bahdanau_look(long_text(60), long_text(60)), size)
    lock(panel, 40)
    panel.appearance.set_theme(LIGHT)
    panel.grab()
    lowest = panel.sum.strip_rect(len(panel.sum.terms))
    assert lowest.bottom() <= panel.sum.height(), "the sum itself is never cut off"


def _colours(image: object, rect: object, count: int) -> list[str]:
    step = rect.width() / count  # type: ignore[attr-defined]
    y = round(rect.center().y())  # type: ignore[attr-defined]
    return [
        QColor(image.pixel(int(rect.left() + (place + 0.5) * step), y)).name()  # type: ignore[attr-defined]
        for place in range(count)
    ]
