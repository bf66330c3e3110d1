"""Learning curves: fed by events, followed or zoomed, beside the run before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.messages.events import Failed, Loaded, Started
from engine.specification import DataSpecification, Recipe
from tests.visualizer.panels.curve_runs import SPECIFICATION, curves_panel, losses
from visualizer.appearance import Appearance
from visualizer.panels.curves import CurvesPanel
from visualizer.selection import Selection
from visualizer.widgets.curve import Curve


@pytest.fixture
def panel(qtbot: QtBot) -> CurvesPanel:
    return curves_panel(qtbot)


@pytest.fixture
def curve(panel: CurvesPanel) -> Curve:
    assert panel.curve is not None
    return panel.curve


def wheel(curve: Curve) -> None:
    """Turn the wheel once over the middle of the plot."""
    viewport = curve._plot.viewport()
    at = QPointF(viewport.rect().center())
    QApplication.sendEvent(
        viewport,
        QWheelEvent(
            at,
            viewport.mapToGlobal(at),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    )


def test_it_follows_the_data_until_somebody_zooms(panel: CurvesPanel, curve: Curve) -> None:
    assert curve.view[0] == (0, 1000)
    panel.receive(losses(101, 1400))
    panel.draw()
    assert curve.view[0] == (0, 1500)


def test_zoom_survives_new_data_and_fit_ends_it(panel: CurvesPanel, curve: Curve) -> None:
    wheel(curve)
    assert curve.zoomed
    chosen = curve.view
    assert chosen[0][1] - chosen[0][0] < 1000
    panel.receive(losses(101, 1400, level=9.0))
    panel.draw()
    assert curve.view == chosen
    assert panel.fit_action.isEnabled()
    panel.fit_action.trigger()
    assert not curve.zoomed
    assert curve.view[0] == (0, 1500)


def test_log_survives_new_data_and_a_zoomed_view_keeps_its_edges(
    panel: CurvesPanel, curve: Curve
) -> None:
    panel.log_box.click()
    assert curve.log
    panel.receive(losses(101, 100, level=100.0))
    panel.draw()
    assert curve.log
    assert curve.view[1][1] == pytest.approx(2.0, abs=0.2)
    curve.zoom(0.5)
    (left, right), (low, high) = curve.view
    panel.log_action.trigger()
    assert not curve.log
    assert curve.view[0] == (left, right)
    assert curve.view[1] == pytest.approx((10**low, 10**high))


def test_keys_zoom_pan_and_fit(qtbot: QtBot, curve: Curve) -> None:
    qtbot.keyClick(curve._plot, Qt.Key.Key_Plus)
    (left, right), _ = curve.view
    assert right - left == pytest.approx(800)
    qtbot.keyClick(curve._plot, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert curve.view[0][0] == pytest.approx(left + 160)
    qtbot.keyClick(curve._plot, Qt.Key.Key_F)
    assert curve.view[0] == (0, 1000)


def test_a_second_run_starts_anew_and_leaves_the_first_behind(
    panel: CurvesPanel, curve: Curve
) -> None:
    panel.receive(Started(2, SPECIFICATION, 0, 1, 1, ()))
    assert (panel.history.run, len(panel.history.train)) == (2, 0)
    assert panel.before is not None
    panel.receive(losses(1, 10, run=2))
    panel.draw()
    assert len(curve._lines["before"].x) == 100
    panel.receive(Started(2, SPECIFICATION, 10, 1, 1, ()))
    assert len(panel.history.train) == 10, "a run that goes on keeps its curve"


def test_before_anything_it_offers_to_train(qtbot: QtBot) -> None:
    panel = CurvesPanel(Appearance(), Selection())
    qtbot.addWidget(panel)
    panel.receive(losses(1, 5))
    assert panel.state == "body", "what arrives before the plot is built is kept"
    panel.build()
    panel.show()
    panel.draw()
    assert panel.curve is not None
    assert len(panel.curve._lines["raw"].x) == 5
    other = CurvesPanel(Appearance(), Selection())
    qtbot.addWidget(other)
    with qtbot.waitSignal(other.train_requested, timeout=1000):
        first = other._notice.first_button()
        assert first is not None
        first.click()


def test_a_failure_is_said_over_the_curve(panel: CurvesPanel) -> None:
    panel.receive(Failed("Training", "Loss became NaN at 871.", "Step 850 is kept.", run=1))
    assert panel.state == "failed"
    first = panel._notice.first_button()
    assert first is not None
    first.click()
    assert panel.state == "body"


def test_a_run_that_could_not_begin_leaves_the_curve_before_it_in_sight(
    panel: CurvesPanel,
) -> None:
    panel.receive(Failed("Training", "7 heads do not divide a model width of 60.", run=2))
    assert panel.state == "body"


@pytest.mark.parametrize(
    "event",
    [
        Started(2, replace(SPECIFICATION, data=DataSpecification(world="numbers")), 0, 1, 1, ()),
        Started(2, SPECIFICATION, 0, 1, 1, (), vocabulary=99),
        Started(2, replace(SPECIFICATION, recipe=Recipe(label_smoothing=0.3)), 0, 1, 1, ()),
        Started(2, replace(SPECIFICATION, architecture="bert"), 0, 1, 1, ()),
        Started(2, replace(SPECIFICATION, architecture="seq2seq"), 0, 1, 1, ()),
        Loaded(
            2, "", replace(SPECIFICATION, architecture="seq2seq"), 10, 1, {"loss": 1.0}, (), True
        ),
    ],
    ids=["data", "vocabulary", "smoothing", "task", "architecture", "visit"],
)
def test_a_previous_run_that_cannot_be_compared_is_not_shown(
    panel: CurvesPanel, curve: Curve, event: Started | Loaded
) -> None:
    panel.receive(event)
    panel.receive(losses(1, 10, run=2))
    panel.draw()
    assert not len(curve._lines["before"].x)
    assert "previous" not in panel.legend.text


def test_the_choices_are_kept(panel: CurvesPanel) -> None:
    panel.log_box.click()
    again = CurvesPanel(Appearance(), Selection())
    again.set_choices(panel.choices())
    assert again.choices() == {"axis": "step", "log": True}
    again.set_choices({"axis": "sideways"})
    assert again.choices() == {"axis": "step", "log": True}
