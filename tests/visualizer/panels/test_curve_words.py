"""What is said at the learning curves: their values, the unit, what the floor is."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.messages.events import Started
from tests.visualizer.panels.curve_runs import SPECIFICATION, begin, curves_panel, losses
from visualizer.panels.curves import CurvesPanel
from visualizer.widgets.curve import Curve


@pytest.fixture
def panel(qtbot: QtBot) -> CurvesPanel:
    return curves_panel(qtbot)


@pytest.fixture
def curve(panel: CurvesPanel) -> Curve:
    assert panel.curve is not None
    return panel.curve


def test_the_unit_of_the_loss_is_said_in_what_room_there_is(panel: CurvesPanel) -> None:
    notes = [panel.legend.note_in(room) for room in (200, 80, 40, 5)]
    assert notes == ["loss, nats a token", "loss, nats", "nats", ""]


def test_the_newest_numbers_are_written(panel: CurvesPanel) -> None:
    numbers = {name: spark.number for name, spark in panel.sparks.items()}
    assert numbers == {
        "exact_match": ".968",
        "alignment": ".910",
        "rate": "2.0e-3",
        "speed": "24.8k",
    }
    assert panel.legend.text == "train 2.00 · held-out 1.50 · loss, nats a token"


def test_the_cursor_reads_the_values_at_its_step(
    qtbot: QtBot, panel: CurvesPanel, curve: Curve
) -> None:
    panel.receive(losses(101, 100, level=1.0))
    panel.draw()
    curve.pointed.emit(50.2)
    assert panel.legend.text == "train 2.00 · held-out – · step 50, raw 2.00"
    assert panel.sparks["exact_match"].number == "–"
    curve.pointed.emit(float("nan"))
    assert "loss, nats a token" in panel.legend.text
    qtbot.keyClick(curve._plot, Qt.Key.Key_Left)
    assert "step 990" in panel.legend.text


def test_the_previous_run_is_named_and_read_at_the_same_step(panel: CurvesPanel) -> None:
    assert "previous" not in panel.legend.text
    panel.receive(Started(2, SPECIFICATION, 0, 1, 1, ()))
    panel.receive(losses(1, 10, level=3.0, run=2))
    panel.draw()
    assert panel.legend.text.startswith("train 3.00 · held-out – · previous run 2.00")
    assert panel.legend.rows == 1
    panel.resize(250, 480)
    QApplication.processEvents()
    assert panel.legend.rows == 2, "its last entry would not be seen beside the others"


def test_the_floor_says_what_it_is(panel: CurvesPanel, curve: Curve) -> None:
    begin(panel, "gpt", floor=0.758)
    panel.resize(600, 480)
    QApplication.processEvents()
    panel.draw()
    assert curve.floor.line.value() == pytest.approx(0.758)
    written = curve.floor.label.toPlainText()
    assert written == ".758: entropy of the grammar, no model can go below"
    assert panel.sparks["perplexity"].floor == pytest.approx(np.exp(0.758))
    panel.resize(240, 480)
    QApplication.processEvents()
    panel.draw()
    assert curve.floor.label.toPlainText() == ".758: entropy of the grammar"
    begin(panel, "bert", run=6)
    panel.draw()
    assert not curve.floor.line.isVisible(), "nobody knows what can be known of hidden words"
