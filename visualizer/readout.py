"""What the frame says of the bench: title, run bar, lineage, status."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

from engine.catalog import ARCHITECTURES, find
from visualizer import opening
from visualizer.bench import Bench
from visualizer.frame import Frame
from visualizer.panels.lineage import Pill
from visualizer.run_title import run_title
from visualizer.switching import Switching

#: Milliseconds between two writings while nothing but the step changes.
INTERVAL = 1000


class Readout(QObject):
    """Follows the bench: a change of state at once, the counting of steps now and then."""

    def __init__(self, window: QWidget, frame: Frame, bench: Bench, switching: Switching) -> None:
        super().__init__(window)
        self._switching = switching
        #: What each stop of the lineage says while another one's model is on the bench.
        self._pills: dict[str, tuple[Pill, str]] = {
            entry.name: ("trained", self.tr("trained"))
            for entry in ARCHITECTURES
            if opening.bundled(entry.name)
        }
        self._window = window
        self._frame = frame
        self._bench = bench
        self._can_go_on = False
        self._told: tuple[object, ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(INTERVAL)
        self._timer.timeout.connect(self._write)

    def show_all(self, can_go_on: bool) -> None:
        """Something has changed: say so, at once unless it is the step alone."""
        bench = self._bench
        self._can_go_on = can_go_on
        now = (
            can_go_on,
            bench.state,
            bench.run,
            bench.pending,
            bench.pending_what,
            bench.building,
            bench.path,
            bench.ready is None,
            bench.parameters,
            bench.specification,
            self._frame.run_bar.specification,
            self._switching.vacant,
        )
        if bench.running and now == self._told:
            if not self._timer.isActive():
                self._timer.start()
            return
        self._told = now
        self._write()

    @Slot()
    def _write(self) -> None:
        self._timer.stop()
        bench, bar = self._bench, self._frame.run_bar
        if bench.training_awaited or not (self._switching.vacant or self._leaving()):
            state = "waiting" if bench.training_awaited else bench.state
            bar.show_run(state, bench.step, bench.steps, bench.seconds_left, self._can_go_on)
        else:
            bar.show_run("", 0, 0, None, False)
        if bench.ready is None or bench.pending is not None:
            bar.hold()
        entry = find(bar.specification.architecture)
        self._frame.lineage.choose(entry.name)
        self._show_pill()
        shown = [self.data_title(), self.run_title()]
        parts = [entry.title, "Heed"] if self._switching.vacant else [*shown, "Heed"]
        title = " · ".join(part for part in parts if part)
        if title != self._window.windowTitle():
            self._window.setWindowTitle(title)
        self._frame.status.show_left(
            self._doing(entry.title), self._speed(), self._place(), self._size()
        )

    def _leaving(self) -> bool:
        """Whether a model of another architecture is being opened: of that nothing has run yet."""
        here, chosen = self._bench.specification, self._frame.run_bar.specification
        if self._bench.pending is None or here is None:
            return False
        return here.architecture != chosen.architecture

    def data_title(self) -> str:
        """The data of the run on the bench, as the user knows it."""
        here = self._bench.specification
        return self._frame.run_bar.world.title_of(here.data) if here else ""

    def run_title(self) -> str:
        """Which run: “run 12”, “trained example”, or the folder it came from."""
        bench = self._bench
        if bench.specification is None:
            return ""
        return run_title(bench.run, "" if bench.trained_here else bench.path)

    def _show_pill(self) -> None:
        bench = self._bench
        if bench.specification is None:
            for name, (pill, text) in self._pills.items():
                self._frame.lineage.show_state(name, pill, text)
            return
        shown: tuple[Pill, str] = "", ""
        if bench.step:
            done = bench.step >= bench.steps
            shown = "trained", self.tr("trained") if done else self.tr("stopped")
        if bench.running:
            shown = "live", self.tr("step {0}").format(f"{bench.step:,}")
        elif bench.state == "paused":
            shown = "paused", self.tr("paused")
        self._pills[bench.specification.architecture] = shown
        for name, (pill, _) in self._pills.items():
            if pill == "live" and name != bench.specification.architecture:
                # It was left: it has been kept, and stands still.
                self._pills[name] = "paused", self.tr("paused")
            self._frame.lineage.show_state(name, *self._pills[name])

    def _doing(self, model: str) -> str:
        bench = self._bench
        if bench.broken:
            return self.tr("The engine could not start")
        if bench.pending is not None:
            if bench.pending_what != "train":
                return self.tr("Opening the model …")
            built = bench.building
            return self.tr("Building the model …") if built else self.tr("Opening the data …")
        if bench.state == "empty" or self._switching.vacant:
            return self.tr("No model yet") if bench.ready else self.tr("Starting the engine …")
        said = {
            "loaded": self.tr("Looking at {0}, {1}"),
            "training": self.tr("Training: {0}, {1}"),
            "paused": self.tr("Paused: {0}, {1}"),
            "stopped": self.tr("Stopped: {0}, {1}"),
            "finished": self.tr("Finished: {0}, {1}"),
        }[bench.state]
        return said.format(model, self.run_title())

    def _speed(self) -> str:
        speed = self._bench.steps_per_second
        known = self._bench.running and speed > 0 and not self._switching.vacant
        return self.tr("{0} steps/s").format(f"{speed:.1f}") if known else ""

    def _place(self) -> str:
        there = None if self._switching.vacant else self._bench.specification
        if there is None or not self._bench.trained_here:
            return ""
        one = there.threads == 1
        threads = self.tr("1 thread") if one else self.tr("{0} threads").format(there.threads)
        return f"{there.device.upper()} · {threads}"

    def _size(self) -> str:
        count = 0 if self._switching.vacant else self._bench.parameters
        return self.tr("{0} parameters").format(f"{count:,}") if count else ""
