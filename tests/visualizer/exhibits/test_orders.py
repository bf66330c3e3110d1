"""Perplexity against n: every point is of a run trained here, and like is set beside like."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.catalog import find
from engine.messages import events
from engine.specification import DataSpecification, Recipe, RunSpecification
from tests.visualizer.fake_engine import loaded, started
from visualizer import folders
from visualizer.appearance import Appearance
from visualizer.exhibits.orders import ORDERS, OrdersPanel
from visualizer.selection import Selection
from visualizer.theme import LIGHT
from visualizer.widgets import order_points
from visualizer.widgets.order_points import OrderPoint

STORIES = DataSpecification(kind="text", world="stories")


def run(n: int = 5, steps: int = 800, seed: int = 7, **options: int) -> RunSpecification:
    complete = find("nnlm").complete({"n": n, **options})
    return RunSpecification("nnlm", complete, STORIES, Recipe(steps=steps), seed, "cpu", 1)


def keep(
    number: int, perplexity: float, specification: RunSpecification, step: int | None = None
) -> Path:
    """A kept run as its manifest tells of it."""
    folder = folders.runs() / f"run-{number:04}"
    folder.mkdir(parents=True)
    at = specification.recipe.steps if step is None else step
    manifest = {
        "specification": specification.to_json(),
        "step": at,
        "evaluations": [[0, {"perplexity": 200.0}], [at, {"perplexity": perplexity}]],
    }
    (folder / "checkpoint.json").write_text(json.dumps(manifest))
    return folder


def open_run(**changes: object) -> events.Loaded:
    values: dict[str, object] = {
        "specification": run(),
        "floor": math.log(2.22),
        "evaluations": ((0, {"perplexity": 200.0}), (800, {"perplexity": 3.73})),
    }
    return loaded(3, step=800, **(values | changes))


Opener = Callable[..., OrdersPanel]


@pytest.fixture
def open_panel(qtbot: QtBot) -> Iterator[Opener]:
    def make(event: object = None, size: tuple[int, int] = (560, 480)) -> OrdersPanel:
        panel = OrdersPanel(Appearance(), Selection())
        qtbot.addWidget(panel)
        panel.resize(*size)
        panel.show()
        qtbot.waitExposed(panel)
        panel.receive(open_run() if event is None else event)
        settle(panel, qtbot)
        return panel

    yield make


def settle(panel: OrdersPanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not panel._timer.isActive())


def orders(panel: OrdersPanel) -> list[tuple[int, float]]:
    return [(each.order, each.perplexity) for each in panel.plot.points]


def test_it_is_for_models_that_see_a_window() -> None:
    assert ORDERS.suits({"text.embedding"}, window=4)
    assert not ORDERS.suits({"text.embedding"})


def test_points_are_the_last_judgements_of_kept_runs_and_of_this_one(open_panel: Opener) -> None:
    keep(1, 7.5, run(2))
    keep(2, 4.8, run(3))
    panel = open_panel()
    assert orders(panel) == [(2, 7.5), (3, 4.8), (5, 3.73)]
    assert [each.number for each in panel.plot.points] == [1, 2, 0]
    assert panel.plot.floor == pytest.approx(2.22)
    at = [panel.plot.at(each) for each in panel.plot.points]
    assert at[0].x() < at[1].x() < at[2].x() and at[0].y() < at[1].y() < at[2].y()


@pytest.mark.parametrize(
    "other",
    [
        replace(run(3), data=replace(STORIES, world="bracket")),
        run(3, h=16),
        replace(run(3), recipe=Recipe(steps=800, learning_rate=1e-4)),
        RunSpecification("gpt", {}, STORIES),
    ],
    ids=["other data", "other size", "other recipe", "no window"],
)
def test_runs_that_cannot_be_compared_are_left_out(
    open_panel: Opener, other: RunSpecification
) -> None:
    keep(1, 4.0, other)
    assert orders(open_panel()) == [(5, 3.73)]


def test_damaged_and_foreign_folders_are_passed_over(open_panel: Opener) -> None:
    keep(1, 4.8, run(3))
    for number, text in ((2, "{"), (3, "[]"), (4, "{}"), (5, '"\ud800"')):
        folder = folders.runs() / f"run-{number:04}"
        folder.mkdir()
        (folder / "checkpoint.json").write_text(text, errors="surrogatepass")
    (folders.runs() / "run-0006").mkdir()
    (folders.runs() / "mine").mkdir()
    keep(7, math.nan, run(4))
    assert orders(open_panel()) == [(3, 4.8), (5, 3.73)]


def test_a_manifest_that_is_too_long_is_not_read() -> None:
    folder = keep(1, 4.8, run(3))
    path = folder / "checkpoint.json"
    path.write_text(path.read_text() + " " * 2**20)
    assert order_points.read(folder, 1) is None


def test_runs_of_other_lengths_have_lines_of_their_own(open_panel: Opener) -> None:
    keep(1, 7.5, run(2))
    keep(2, 4.8, run(3))
    keep(3, 9.0, run(3, steps=300))
    keep(4, 8.0, run(2), step=300)
    panel = open_panel()
    assert [[each.order for each in points] for points in panel.plot.lists] == [[2, 3, 5], [3], [2]]
    text = panel.legend.text
    assert "after 800 steps" in text
    assert "after 300 steps" in text and "after 300 of 800 steps" in text


def test_the_run_on_the_bench_moves_and_is_not_shown_twice(
    open_panel: Opener, qtbot: QtBot
) -> None:
    keep(1, 3.73, run())
    panel = open_panel()
    assert orders(panel) == [(5, 3.73)], "the kept copy of this very run"
    panel.receive(started(4, chosen=run(6)))
    settle(panel, qtbot)
    assert orders(panel) == [(5, 3.73)], "not judged yet"
    panel.receive(events.Evaluated(4, 0, {"perplexity": 208.0}))
    panel.receive(events.Evaluated(4, 250, {"perplexity": 4.1}))
    assert orders(panel) == [(5, 3.73), (6, 4.1)]
    folder = keep(2, 4.1, run(6), step=250)
    panel.receive(events.Saved(4, 250, str(folder)))
    panel.receive(events.Evaluated(4, 500, {"perplexity": 3.9}))
    settle(panel, qtbot)
    assert orders(panel) == [(5, 3.73), (6, 3.9)]


def test_a_run_that_has_hardly_begun_does_not_press_the_others_down(open_panel: Opener) -> None:
    keep(1, 7.5, run(2))
    keep(2, 4.8, run(3))
    panel = open_panel(open_run(evaluations=((0, {"perplexity": 208.0}),)))
    assert panel.plot.bounds()[1] < 10
    assert panel.plot.at(panel.plot.points[-1]).y() == pytest.approx(panel.plot._area().top())
    panel.grab()


def test_without_a_judged_run_it_says_what_to_do(open_panel: Opener) -> None:
    panel = open_panel(open_run(evaluations=()))
    assert panel.state == "empty"
    panel.receive(events.Evaluated(3, 800, {"perplexity": 3.5}))
    assert panel.state == "body"
    assert panel.note.text().startswith("One window so far.")


def test_keys_and_clicks_name_a_run(open_panel: Opener, qtbot: QtBot) -> None:
    keep(1, 7.5, run(2, seed=3))
    panel = open_panel()
    assert panel.note.text() == "Lowest: n = 5: perplexity 3.73 after 800 steps · this run · seed 7"
    qtbot.keyClick(panel.plot, Qt.Key.Key_Home)
    assert panel.note.text() == "n = 2: perplexity 7.50 after 800 steps · run 1 · seed 3"
    qtbot.keyClick(panel.plot, Qt.Key.Key_Right)
    assert "n = 5" in panel.note.text()
    at = panel.plot.at(panel.plot.points[0]).toPoint()
    qtbot.mouseClick(panel.plot, Qt.MouseButton.LeftButton, pos=at)
    assert "n = 2" in panel.note.text()
    qtbot.mouseClick(panel.plot, Qt.MouseButton.LeftButton, pos=at)
    assert panel.note.text().startswith("Lowest")


def test_missing_runs_are_offered_only_where_somebody_listens(
    open_panel: Opener, qtbot: QtBot
) -> None:
    keep(1, 7.5, run(2))
    keep(2, 4.8, run(3), step=300)
    panel = open_panel()
    assert not panel.button.isVisible()
    with qtbot.waitSignal(panel.runs_wanted) as wanted:
        panel.receive(open_run())
        settle(panel, qtbot)
        assert panel.button.isVisible() and panel.button.text() == "Train n = 3, 4, 6, 7"
        qtbot.mouseClick(panel.button, Qt.MouseButton.LeftButton)
    (offered,) = wanted.args
    assert offered == tuple(run(n) for n in (3, 4, 6, 7))


def test_several_seeds_of_one_order_meet_in_their_mean() -> None:
    points = [OrderPoint(run(3, seed=seed), 800, 4.0 + seed, seed) for seed in (1, 2)]
    (only,) = order_points.series(points)
    assert [each.perplexity for each in only] == [5.0, 6.0]


@pytest.mark.parametrize("size", [(380, 300), (1100, 800)])
def test_it_is_painted_at_any_size(open_panel: Opener, size: tuple[int, int]) -> None:
    for number, (n, perplexity) in enumerate(((2, 7.5), (3, 4.8), (10, 3.4)), 1):
        keep(number, perplexity, run(n))
    panel = open_panel(size=size)
    panel.appearance.set_theme(LIGHT)
    panel.grab()
    assert panel.plot.orders() == (2, 10)
