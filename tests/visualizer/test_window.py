"""The real window on a fake engine: what stands in it, at every size and scale."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.catalog import ARCHITECTURES
from tests.visualizer.conftest import Opened
from tests.visualizer.window_controls import LEFT
from visualizer.appearance import Appearance
from visualizer.panels.header import PanelHeader
from visualizer.window import MainWindow
from visualizer.workspaces.side import SIDE_PANELS

Open = Callable[..., Opened]


def test_the_first_window_leaves_room_for_its_frame(qtbot: QtBot) -> None:
    made = MainWindow(Appearance())
    qtbot.addWidget(made)
    assert made.height() + 30 <= made.screen().availableGeometry().height()


def test_no_two_entries_of_a_menu_have_one_name(window: Opened) -> None:
    window.heed.views.make_generate()
    for name, menu in window.heed.actions.menus.items():
        found = [a.text() for a in menu.actions() if a.isVisible() and not a.isSeparator()]
        assert len(found) == len(set(found)), (name, found)


def test_f6_reaches_the_map_and_no_tool_before_what_a_panel_shows(window: Opened) -> None:
    window.heed.window.activateWindow()
    learn = window.heed.views.learn
    assert learn is not None
    reached = []
    for _ in range(9):
        window.heed.actions["next_part"].trigger()
        reached.append(window.heed.window.focusWidget())
    assert learn.trio.front.shown in reached
    assert not any(isinstance(one.parentWidget(), PanelHeader) for one in reached if one)


def test_the_strip_has_a_stop_for_each_architecture(window: Opened) -> None:
    stops = window.heed.frame.lineage.stops
    assert list(stops) == [architecture.name for architecture in ARCHITECTURES]
    assert all(stop.isEnabled() for stop in stops.values())


@pytest.mark.parametrize(
    ("width", "tabs"),
    [(1600, []), (1280, ["Predictions"]), (1024, ["Heads", "Predictions"])],
)
def test_each_width_has_an_arrangement_in_which_every_view_is_reached(
    open_window: Open, width: int, tabs: list[str], qtbot: QtBot
) -> None:
    opened = open_window(size=(width, 800))
    learn = opened.heed.views.learn
    assert learn is not None
    side = ["Learning", *(each.shown_title for each in SIDE_PANELS)]
    shown = [learn.columns.tabs.tabText(i) for i in range(learn.columns.tabs.count())]
    assert shown == [*tabs, *side]
    assert opened.heed.window.width() == width
    opened.heed.window.resize(1600, 900)
    qtbot.waitUntil(lambda: learn.columns.tabs.count() == len(side))
    learn.columns.tabs.setCurrentWidget(learn.curves)
    assert all(view.isVisible() for view in (learn.overview, learn.predictions, learn.curves))


def test_what_belongs_to_the_window_is_drawn_in_its_style(
    window: Opened, qapp: QApplication
) -> None:
    # There it would be taken to every widget of the process, which holds a change of size up.
    assert qapp.styleSheet() == ""
    menu = window.heed.actions.menus["View"]
    theme = window.heed.appearance.theme
    assert menu.grab().toImage().pixelColor(2, 2).name() == theme.panel.lower()
    heights = []
    for scale in (1.0, 2.0):
        window.heed.presentation.set_scale(scale)
        heights.append(menu.sizeHint().height())
    assert heights[1] > 1.6 * heights[0]


def test_every_scale_is_laid_out_at_every_height(window: Opened) -> None:
    learn = window.heed.views.learn
    assert learn is not None
    for scale in (1.5, 1.0, 2.0, 1.25):
        window.heed.presentation.set_scale(scale)
        for height in range(640, 1000, 60):
            window.heed.window.resize(1440, height)
            # A layout that never comes to rest recurses until the process dies.
            window.heed.window.grab()
    assert learn.overview.isVisible()


def test_a_panel_fills_the_space_and_gives_it_back(window: Opened, qtbot: QtBot) -> None:
    learn = window.heed.views.learn
    assert learn is not None
    learn.columns.tabs.setCurrentWidget(learn.curves)
    qtbot.mouseDClick(learn.curves.header, LEFT, pos=QPoint(30, 10))
    assert learn.curves.isVisible() and not learn.overview.isVisible()
    window.heed.actions["clear"].trigger()
    assert learn.curves.isVisible() and learn.overview.isVisible()
