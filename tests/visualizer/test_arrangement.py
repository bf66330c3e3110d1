"""How the views of Learn share the window: at each width, filling it, and for an audience."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from engine.structure import Structure
from tests.visualizer.conftest import Opened
from tests.visualizer.diagram.models import structure
from tests.visualizer.fake_engine import frame, loaded
from visualizer.panels.inspector import InspectorPanel
from visualizer.workspaces.learn import LearnWorkspace


def with_maps(opened: Opened) -> LearnWorkspace:
    if opened.heed.steering.bench.pending is None:
        opened.heed.steering.bench.load("/a/model")
    run = opened.pending
    opened.say(loaded(run), frame(run, 2000))
    learn = opened.heed.views.learn
    assert learn is not None
    return learn


@pytest.mark.parametrize(
    ("size", "least"),
    [((1280, 800), 380), ((1366, 768), 420), ((1440, 900), 460), ((1600, 900), 410)],
)
def test_the_map_in_front_has_room_for_its_words(
    open_window: Callable[..., Opened], size: tuple[int, int], least: int
) -> None:
    learn = with_maps(open_window(size=size))
    learn._selection.choose_group("cross")
    panel = learn.trio.panels["cross"]
    assert panel.width() >= least
    # Rows name both tokens, and a colour bar says what the colours mean.
    assert not panel.heatmap._painting.rows.narrow
    assert panel.scale.bar.isVisible() != learn.trio.tools.bar.isVisible()
    caption = learn.overview.header.caption
    assert caption.width() > 0 and learn.overview.width() >= 300


@pytest.mark.parametrize("size", [(1024, 640), (1280, 800), (1600, 900)])
def test_the_side_is_as_wide_for_every_model(
    open_window: Callable[..., Opened], size: tuple[int, int], qtbot: QtBot
) -> None:
    opened = open_window(size=size)
    learn = with_maps(opened)
    inspector = learn.side["inspector"]
    assert isinstance(inspector, InspectorPanel)
    widths = []
    for cells, made in ((True, structure("bert")), (False, Structure())):
        inspector.tools.fit(made, cells)
        qtbot.wait(20)
        widths.append(learn.columns.tabs.width())
    assert widths[0] == widths[1]


@pytest.mark.parametrize("size", [(1280, 800), (1600, 900), (1024, 640)])
def test_a_map_fills_the_workspace_with_the_predictions_on_its_rows(
    open_window: Callable[..., Opened], size: tuple[int, int], qtbot: QtBot
) -> None:
    opened = open_window(size=size)
    learn = with_maps(opened)
    usual = learn.columns.sizes()
    others = (learn.overview, learn.curves, learn.strip)
    for name in ("cross", "encoder", "decoder"):
        learn.trio.maximise(name)
        qtbot.wait(20)
        assert not any(view.isVisible() for view in others)
        beside = name != "encoder"
        assert learn.predictions.isVisible() == beside
        heatmap = learn.trio.panels[name].heatmap
        assert heatmap.width() > 0.6 * learn.width()
        # Where the map's rows are too low for words, predictions have rows of their own.
        if beside and size[1] > 700:
            rows = learn.predictions.rows
            top = rows.mapTo(learn, rows.row_rect(3).topLeft().toPoint()).y()
            assert top == heatmap.mapTo(learn, heatmap.row_rect(3).topLeft()).y()
    opened.heed.actions["clear"].trigger()
    opened.heed.actions["clear"].trigger()
    assert learn.trio.full == "" and learn.columns.sizes() == usual
    assert learn.strip.isVisible() == (size[1] > 700)
    learn.trio.maximise("cross")
    learn.show_masks(True)
    assert learn.masks.width() == learn.width()


def test_lines_stand_where_they_stood_after_a_map_filled_the_workspace(
    open_window: Callable[..., Opened],
) -> None:
    learn = with_maps(open_window(size=(1280, 800)))
    learn.columns.setSizes([360, 600, 264])
    moved = learn.columns.sizes()
    learn.trio.maximise("cross")
    learn.trio.maximise("")
    assert learn.columns.sizes() == moved


@pytest.mark.parametrize(
    ("size", "columns", "maps"),
    [
        ((1280, 800), [360, 590, 274], [350, 240]),
        ((1920, 1080), [330, 1034, 220, 280], [250, 300, 484]),
    ],
)
def test_presenting_gives_the_maps_room_and_gives_back_every_line(
    open_window: Callable[..., Opened],
    qtbot: QtBot,
    size: tuple[int, int],
    columns: list[int],
    maps: list[int],
) -> None:
    opened = open_window(size=size)
    learn = with_maps(opened)
    learn.columns.setSizes(columns)
    qtbot.wait(20)
    learn.trio.split.setSizes(maps)
    splits = learn.columns, learn.trio.split, learn.trio.inner
    before = [split.sizes() for split in splits]
    strips = [panel.strip.isVisible() for panel in learn.trio.panels.values()]
    present = opened.heed.actions["present"]
    present.trigger()
    qtbot.wait(20)
    assert not opened.heed.frame.lineage.isVisible()
    assert not any(panel.strip.isVisible() for panel in learn.trio.panels.values())
    present.trigger()
    # As a window manager does it, in its own time.
    opened.heed.window.resize(*size)
    qtbot.waitUntil(lambda: [split.sizes() for split in splits] == before)
    assert opened.heed.frame.lineage.isVisible()
    assert [panel.strip.isVisible() for panel in learn.trio.panels.values()] == strips
