"""Learning curves: fed by events, zoomed, logged, drawn once in a burst."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.messages.events import Evaluated, Failed, Loaded, Losses, Started
from engine.specification import DataSpecification, Recipe, RunSpecification
from tests.visualizer.clock import Clock
from visualizer.appearance import Appearance
from visualizer.panels import drawing_pace
from visualizer.panels.curves import CurvesPanel
from visualizer.selection import Selection
from visualizer.widgets.curve import Curve

SPECIFICATION = RunSpecification(recipe=Recipe(steps=1000))


def losses(first: int, count: int, level: float = 2.0, run: int = 1) -> Losses:
    values = np.full(count, level, np.float32)
    last = first + count - 1
    return Losses(run, first, values, values * 1e-3, 24_800.0, last * 0.1)


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[CurvesPanel]:
    made = CurvesPanel(Appearance(), Selection())
    qtbot.addWidget(made)
    made.build()
    made.resize(400, 480)
    made.show()
    made.receive(Started(1, SPECIFICATION, 0, 1, 1, ()))
    made.receive(losses(1, 100))
    made.receive(Evaluated(1, 100, {"loss": 1.5, "exact_match": 0.968, "alignment": 0.91}))
    made.draw()
    yield made


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


def test_the_unit_of_the_loss_is_said_in_what_room_there_is(panel: CurvesPanel) -> None:
    notes = [panel.legend.note_in(room) for room in (200, 80, 40, 5)]
    assert notes == ["loss, nats a token", "loss, nats", "nats", ""]


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


def test_the_newest_numbers_are_written(panel: CurvesPanel) -> None:
    numbers = {name: spark.number for name, spark in panel.sparks.items()}
    assert numbers == {
        "exact_match": ".968",
        "alignment": ".910",
        "rate": "2.0e-3",
        "speed": "24.8k",
    }
    assert panel.legend.text == "train 2.00 · held-out 1.50 · loss, nats a token"


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


def test_the_time_axis_takes_seconds(panel: CurvesPanel, curve: Curve) -> None:
    panel.axis.changed.emit("time")  # What set_value() leaves unsaid.
    panel.axis.set_value("time")
    panel.draw()
    assert curve.view[0] == pytest.approx((0, 10.0))
    curve.pointed.emit(5.0)
    assert "step 50" in panel.legend.text


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


def test_a_checkpoint_shows_its_figures(panel: CurvesPanel) -> None:
    panel.receive(Loaded(3, "", SPECIFICATION, 1300, 1, {"exact_match": 0.99}, (), True))
    panel.draw()
    assert panel.sparks["exact_match"].number == ".990"
    assert panel.state == "body"


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


# ------------------------------------------------------------ running text


def begin(panel: CurvesPanel, architecture: str, floor: float = float("nan"), run: int = 5) -> None:
    specification = replace(
        SPECIFICATION, architecture=architecture, recipe=Recipe(steps=1000, label_smoothing=0.0)
    )
    panel.receive(Started(run, specification, 0, 1, 1, (), floor=floor))
    panel.receive(losses(1, 100, run=run))


def test_each_task_has_its_figures(panel: CurvesPanel) -> None:
    begin(panel, "gpt")
    assert list(panel.sparks) == ["perplexity", "excess", "accuracy", "rate", "speed"]
    found = {"loss": 1.0, "perplexity": 2.718, "excess": 0.24, "accuracy": 0.61}
    panel.receive(Evaluated(5, 100, found))
    panel.draw()
    numbers = {name: spark.number for name, spark in panel.sparks.items()}
    assert (numbers["perplexity"], numbers["excess"], numbers["accuracy"]) == (
        "2.72",
        "0.24",
        ".610",
    )
    assert panel.sparks["perplexity"].log and not panel.sparks["excess"].log
    begin(panel, "bert", run=6)
    found = {"loss": 2.0, "cloze": 1.5, "verdict": 0.5, "accuracy": 0.4, "next_sentence": 0.7}
    panel.receive(Evaluated(6, 100, found))
    panel.draw()
    assert list(panel.sparks)[:4] == ["next_sentence", "accuracy", "cloze", "verdict"]
    assert panel.sparks["next_sentence"].number == ".700"
    assert "words + verdict" in panel.legend.text
    begin(panel, "transformer", run=7)
    panel.draw()
    assert list(panel.sparks) == ["exact_match", "alignment", "rate", "speed"]


def test_a_figure_that_never_comes_leaves_no_hole(panel: CurvesPanel) -> None:
    """Of a file nobody knows the grammar."""
    begin(panel, "nnlm")
    panel.receive(Evaluated(5, 100, {"loss": 1.0, "perplexity": 2.718, "accuracy": 0.61}))
    panel.draw()
    assert list(panel.sparks) == ["perplexity", "accuracy", "rate", "speed"]
    begin(panel, "nnlm", run=6)
    assert "excess" in panel.sparks, "the next run may have it"


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
