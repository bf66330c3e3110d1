"""How often curves are drawn: once in a burst, never unseen, rarer where it is dear."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from pytestqt.qtbot import QtBot

from tests.visualizer.clock import Clock
from tests.visualizer.panels.curve_runs import curves_panel, losses
from visualizer.panels import drawing_pace
from visualizer.panels.curves import CurvesPanel
from visualizer.widgets.curve import Curve


@pytest.fixture
def panel(qtbot: QtBot) -> CurvesPanel:
    return curves_panel(qtbot)


@pytest.fixture
def curve(panel: CurvesPanel) -> Curve:
    assert panel.curve is not None
    return panel.curve


def test_a_burst_of_events_is_drawn_once(qtbot: QtBot, panel: CurvesPanel, curve: Curve) -> None:
    panel.draw()
    before = panel.drawings, curve.drawings
    for first in range(101, 401, 10):
        panel.receive(losses(first, 10))
    assert (panel.drawings, curve.drawings) == before
    qtbot.waitUntil(lambda: panel.drawings > before[0])
    qtbot.wait(150)
    assert (panel.drawings - before[0], curve.drawings - before[1]) == (1, 1)


def test_nothing_is_drawn_while_hidden_and_nothing_is_lost(
    qtbot: QtBot, panel: CurvesPanel
) -> None:
    qtbot.wait(100)
    panel.hide()
    before = panel.drawings
    panel.receive(losses(101, 50))
    qtbot.wait(120)
    assert panel.drawings == before
    panel.show()
    qtbot.waitUntil(lambda: panel.drawings > before)
    assert panel.history.step == 150


class Dear(QObject):
    """Makes each painting of a widget cost so many milliseconds of a clock."""

    def __init__(self, clock: Clock, milliseconds: float) -> None:
        super().__init__()
        self.clock = clock
        self.seconds = milliseconds / 1e3

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.clock.now += self.seconds
        return False


def test_what_curves_cost_to_paint_makes_them_rarer(
    qtbot: QtBot, panel: CurvesPanel, curve: Curve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Painting happens after draw(); a curve that is dear to paint is drawn less often."""
    clock = Clock()
    monkeypatch.setattr(drawing_pace, "time", clock)
    dear = Dear(clock, 0.0)
    curve._plot.viewport().installEventFilter(dear)
    waits = []
    for milliseconds in (0.0, 0.0, 0.0, 20.0, 20.0, 20.0, 0.0):
        dear.seconds = milliseconds / 1e3
        with qtbot.waitSignal(panel.pace._after.timeout):
            panel.draw()
        waits.append(panel.pace.wait)
    assert waits[2] == 1.0
    assert waits[5] == 2.0
    assert waits[6] == 1.0, "one that others delayed is not what it costs"
