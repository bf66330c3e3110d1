"""The floor of the loss: on either scale, its text where no curve runs."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.messages.events import Losses
from tests.visualizer.panels.curve_runs import begin, curves_panel
from visualizer.appearance import Appearance
from visualizer.panels.curves import CurvesPanel
from visualizer.widgets.curve import Curve


@pytest.fixture
def panel(qtbot: QtBot) -> CurvesPanel:
    return curves_panel(qtbot)


@pytest.fixture
def curve(panel: CurvesPanel) -> Curve:
    assert panel.curve is not None
    return panel.curve


def test_the_floor_is_drawn_on_either_scale(panel: CurvesPanel, curve: Curve) -> None:
    panel.set_floor(0.5, "floor .5")
    panel.draw()
    assert curve.floor.line.isVisible()
    assert curve.floor.line.value() == pytest.approx(0.5)
    panel.log_box.click()
    assert curve.floor.line.value() == pytest.approx(np.log10(0.5))
    panel.set_floor(None)
    panel.draw()
    assert not curve.floor.line.isVisible()


def _losses(first: int, course: np.ndarray) -> Losses:
    values = course.astype(np.float32)
    last = first + len(values) - 1
    return Losses(5, first, values, values * 1e-3, 24_800.0, last * 0.1)


def label_of(curve: Curve) -> QRectF:
    """Where the floor's text stands in the plot, in pixels."""
    label = curve.floor.label
    return label.mapRectToItem(curve._box, label.boundingRect())


def points_of(curve: Curve, name: str) -> list[QPointF]:
    """A curve, densely, in pixels of the plot."""
    line = curve._lines[name]
    dense = np.linspace(line.x[0], line.x[-1], 3000)
    levels = np.interp(dense, line.x, line.y)
    levels = np.log10(levels) if curve.log else levels
    box = curve._box
    return [box.mapFromView(QPointF(*point)) for point in zip(dense, levels, strict=True)]


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("width", [300, 700])
def test_the_text_of_the_floor_stands_on_no_curve(
    panel: CurvesPanel, curve: Curve, width: int, log: bool
) -> None:
    """A language model learns the grammar: most of the run lies on its floor, or dips below."""
    panel.resize(width, 480)
    begin(panel, "gpt", floor=0.758)
    panel.log_box.setChecked(log)
    QApplication.processEvents()
    noise = np.random.default_rng(0).normal(0, 0.05, 1000)
    steps = np.arange(1000)
    course = 0.75 + 4 * np.exp(-steps / 60) + noise
    spots = set()
    for last in range(100, 1001, 100):
        panel.receive(_losses(last - 99, course[last - 100 : last]))
        panel.draw()
        text = label_of(curve)
        assert curve.floor.label.isVisible()
        assert text.left() >= -1 and text.right() <= curve._box.width() + 1
        spots.add(round(text.left()))
        hit = [at for at in points_of(curve, "train") if text.adjusted(4, 2, -4, -2).contains(at)]
        assert not hit, f"after {last} steps"
    assert len(spots) <= 5, "it stays where it can"


def test_where_noise_is_everywhere_the_text_has_a_ground(panel: CurvesPanel, curve: Curve) -> None:
    begin(panel, "gpt", floor=0.758)
    panel.receive(_losses(1, np.full(100, 0.9)))
    panel.draw()
    assert curve.floor.label.fill.style() == Qt.BrushStyle.NoBrush
    noise = np.random.default_rng(0).uniform(0.0, 6.0, 900)
    panel.receive(_losses(101, noise))
    panel.draw()
    assert curve.floor.label.fill.color() == Appearance().colour("panel")
    assert curve.floor.label.fill.style() == Qt.BrushStyle.SolidPattern
    text = label_of(curve)
    assert not [at for at in points_of(curve, "train") if text.adjusted(4, 2, -4, -2).contains(at)]
