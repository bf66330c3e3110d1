"""The x axis of learning curves: chosen in whatever room there is, in steps or in seconds."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.visualizer.panels.curve_runs import curves_panel
from visualizer.panels.curves import CurvesPanel
from visualizer.widgets.curve import Curve


@pytest.fixture
def panel(qtbot: QtBot) -> CurvesPanel:
    return curves_panel(qtbot)


@pytest.fixture
def curve(panel: CurvesPanel) -> Curve:
    assert panel.curve is not None
    return panel.curve


def test_the_choice_of_axis_is_whole_in_a_narrow_column(panel: CurvesPanel, qtbot: QtBot) -> None:
    assert panel.log_box.isVisible() and panel.log_action in panel.actions_for_menu()
    panel.resize(240, 480)
    qtbot.waitUntil(lambda: not panel.log_box.isVisible())
    axis = panel.axis
    qtbot.waitUntil(lambda: axis.width() == axis.sizeHint().width())
    assert axis.mapTo(panel, axis.rect().topRight()).x() < panel.header._more.x()
    assert axis.parentWidget().rect().contains(axis.geometry())
    panel.resize(400, 480)
    qtbot.waitUntil(panel.log_box.isVisible)


def test_the_time_axis_takes_seconds(panel: CurvesPanel, curve: Curve) -> None:
    panel.axis.changed.emit("time")  # What set_value() leaves unsaid.
    panel.axis.set_value("time")
    panel.draw()
    assert curve.view[0] == pytest.approx((0, 10.0))
    curve.pointed.emit(5.0)
    assert "step 50" in panel.legend.text
