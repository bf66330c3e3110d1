"""A map on screen, dark and light, of one head that looks from French words at English ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from tests.visualizer.looks import example_look
from tests.visualizer.widgets.map_pictures import content
from visualizer.appearance import Appearance
from visualizer.selection import Selection
from visualizer.theme import DARK, LIGHT
from visualizer.widgets.heatmap import Heatmap


@pytest.fixture(params=[DARK, LIGHT], ids=["dark", "light"])
def appearance(qapp: QApplication, request: pytest.FixtureRequest) -> Appearance:
    return Appearance(request.param)


@pytest.fixture
def selection(qapp: QApplication) -> Selection:
    return Selection()


@pytest.fixture
def heatmap(qtbot: QtBot, appearance: Appearance, selection: Selection) -> Iterator[Heatmap]:
    widget = Heatmap(appearance, selection)
    qtbot.addWidget(widget)
    widget.resize(520, 480)
    widget.set_content(content(example_look(), "cross"))
    with qtbot.waitExposed(widget):
        widget.show()
    yield widget
    QToolTip.hideText()
