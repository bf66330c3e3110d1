"""The real window under measurement: driven from inside its own event loop, and observed.

Nothing is replaced or simulated: `visualizer.app.Heed` as `heed` opens it, at 1920 × 1080.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QGraphicsView, QWidget

from visualizer.app import Heed
from visualizer.widgets.context_column import ContextColumn
from visualizer.widgets.context_sum import ContextSum
from visualizer.widgets.gate_rows import GateRows
from visualizer.widgets.gradient_map import GradientMap
from visualizer.widgets.heatmap import Heatmap
from visualizer.widgets.one_vector import OneVector
from visualizer.widgets.plane_canvas import PlaneCanvas
from visualizer.widgets.state_columns import StateColumns
from visualizer.widgets.window_flow import WindowFlow

if TYPE_CHECKING:
    from engine.specification import RunSpecification

#: A course yields what it waits for.
Course = Generator[Callable[[], bool], None, None]

TICK = 5
#: Looking whether to go on wakes the window's thread too, so it is done seldom.
_POLL = 200

#: Figures that are drawn without a judgement.
_ALWAYS = ("rate", "speed")
#: What the exhibits draw of numbers that change in training.
_PICTURES = (
    ContextColumn,
    ContextSum,
    GateRows,
    GradientMap,
    Heatmap,
    OneVector,
    PlaneCanvas,
    StateColumns,
    WindowFlow,
)


class Ticks(QObject):
    """A 5 ms precise timer on the window's thread: how late each tick came.

    `late` : seconds beyond 5 ms since the tick before, one for each tick, since `restart()`.
    """

    def __init__(self) -> None:
        super().__init__()
        self.late: list[float] = []
        self._before = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK)

    def restart(self) -> None:
        self.late = []
        self._before = time.perf_counter()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.late.append(max(now - self._before - TICK / 1e3, 0.0))
        self._before = now

    def milliseconds(self) -> dict[str, float]:
        """p50, p99 and the largest lateness, and how many ticks there were."""
        late = sorted(self.late)
        return {
            "p50": late[len(late) // 2] * 1e3,
            "p99": late[int(len(late) * 0.99)] * 1e3,
            "max": late[-1] * 1e3,
            "ticks": float(len(late)),
        }


class Paints(QObject):
    """Counts the paint events that reach each of some widgets, by name."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: dict[str, int] = {}
        self._names: dict[int, str] = {}

    def observe(self, views: dict[str, QWidget]) -> None:
        for name, view in views.items():
            self.counts[name] = 0
            self._names[id(view)] = name
            view.installEventFilter(self)

    def restart(self) -> None:
        self.counts = dict.fromkeys(self.counts, 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            name = self._names.get(id(watched))
            if name is not None:
                self.counts[name] += 1
        return False


def run(course: Callable[[Heed], Course], path: str = "") -> None:
    """Open the window and follow a course in its event loop; the course has to end the process."""
    application = QApplication(sys.argv[:1])
    heed = Heed(path, theme="dark")
    heed.window.resize(1920, 1080)
    steps = course(heed)
    waiting = [next(steps)]

    def poll() -> None:
        if waiting[0]():
            waiting[0] = next(steps)

    timer = QTimer()
    timer.timeout.connect(poll)
    timer.start(_POLL)
    heed.show()
    application.exec()


def is_complete(heed: Heed) -> Callable[[], bool]:
    """To wait until every view stands and the plots are built."""
    found: list[bool] = []
    heed.complete.connect(lambda: found.append(True))
    return lambda: bool(found)


def when_map_painted(heed: Heed, tell: Callable[[], None]) -> None:
    """Call `tell` after the first paint of a map that has attention in it."""
    paints = _MapPaint(heed, tell)
    poll = QTimer(paints)
    poll.timeout.connect(paints.look_for_maps)
    poll.start(5)


class _MapPaint(QObject):
    """Waits for the maps to be made, then for one of them to be painted with content."""

    def __init__(self, heed: Heed, tell: Callable[[], None]) -> None:
        super().__init__(heed)
        self._heed = heed
        self._tell = tell
        self._maps: list[Any] = []

    def look_for_maps(self) -> None:
        views = getattr(self._heed, "views", None)
        if not self._maps and views is not None and views.learn is not None:
            self._maps = [panel.heatmap for panel in views.learn.trio.panels.values()]
            for each in self._maps:
                each.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        painted = event.type() == QEvent.Type.Paint
        if painted and any(each is watched and each.content for each in self._maps):
            # Its own paint comes right after this.
            QTimer.singleShot(0, self._tell)
        return False


def train(heed: Heed, specification: RunSpecification) -> None:
    """What choosing a recipe and pressing Train does."""
    heed.frame.run_bar.set_specification(specification)
    heed.steering.train_anew()


def show_in_the_middle(heed: Heed, view: str) -> None:
    """What choosing a view of Learn by its tab does: the maps, or an exhibit by name."""
    learn = heed.views.learn
    assert learn is not None
    learn.middle.choose(view)
    assert learn.middle.view == view, f"{learn.middle.offered} has no {view}"


def views(heed: Heed, judged: bool = True) -> dict[str, QWidget]:
    """What Learn has on screen for the model on the bench, every part that changes in training.

    Without `judged`, no figures that change with judgements alone.
    """
    learn = heed.views.learn
    assert learn is not None and learn.curves.curve is not None
    found: dict[str, QWidget] = {}
    if learn.columns.overview_beside:
        for name, mosaic in learn.overview.mosaics.items():
            found[f"overview, {name}"] = mosaic
    if learn.middle.shown is not None:
        for part in learn.middle.shown.findChildren(QWidget):
            if isinstance(part, _PICTURES) and part.isVisible():
                found[f"{learn.middle.view}, {type(part).__name__}"] = part
        assert found, f"{learn.middle.view} shows nothing"
    else:
        for name, panel in learn.trio.panels.items():
            if panel in learn.trio.shown:
                found[f"map, {name}"] = panel.heatmap
                if panel.strip.isVisible():
                    found[f"heads, {name}"] = panel.strip
        found["masks"] = learn.strip
    if learn.columns.predictions_beside:
        found["predictions"] = learn.predictions.rows
    plot = learn.curves.curve.findChild(QGraphicsView)
    assert plot is not None
    found["curves"] = plot.viewport()
    # A figure that the first judgement lacks makes room for the others.
    figures = set(learn.curves.history.held_out) if judged else set()
    for name, spark in learn.curves.sparks.items():
        if name in figures or name in _ALWAYS:
            found[f"curve, {name}"] = spark
    return found
