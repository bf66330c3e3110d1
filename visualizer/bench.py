"""The model on the bench as the window knows it: which run, in which state, at which step."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import Literal

from PySide6.QtCore import QObject, Signal, Slot

from engine.messages import commands, events
from engine.messages.frames import BatchFrame, Frame
from engine.messages.reading import Example
from engine.specification import RunSpecification
from visualizer.bridge import EngineBridge

State = Literal["empty", "loaded", "training", "paused", "stopped", "finished"]

#: The speed that is shown is that of the last steps, over this many seconds of training.
_MEASURED = 20.0


class Bench(QObject):
    """Sends the commands that change a run and follows the events that answer.

    A run that was asked for replaces the one on the bench only when the engine says that it
    stands (Loaded, Started); until then, and if it fails, the present one goes on.

    Signals: `changed` after any of the attributes changed; `received(event)` for each event of
    the run on the bench and each that belongs to no run, pictures included; `replaced` when
    another run has taken the bench; `failed(Failed)`.
    """

    changed = Signal()
    received = Signal(object)
    replaced = Signal()
    failed = Signal(object)

    def __init__(self, bridge: EngineBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.state: State = "empty"
        self.pending: int | None = None
        self.pending_what = ""
        self.building = False  # the awaited run's model; before that its data is opened
        self.run = 0
        self.step = 0
        self.saved_step = 0
        self.specification: RunSpecification | None = None
        self.path = ""
        self.parameters = 0
        self.examples: tuple[Example, ...] = ()
        self.resumable = False
        self.trained_here = False
        self.steps_per_second = 0.0
        self.ready: events.Ready | None = None
        self.broken = False
        self._then_step = False
        self._timed: deque[tuple[int, float]] = deque()
        bridge.event.connect(self.receive)
        bridge.frame.connect(self.receive)

    # ------------------------------------------------------------ what is asked

    def load(self, path: str) -> None:
        """Open a checkpoint in place of the run on the bench."""
        self._await(self._bridge.new_run(), "load")
        self._bridge.send(commands.Load(self.pending or 0, path))

    def train(self, specification: RunSpecification, one_step: bool = False) -> None:
        """Start a new run from random weights; with `one_step` it pauses after the first step."""
        self._await(self._bridge.new_run(), "train")
        self._then_step = one_step
        self._bridge.send(commands.Train(self.pending or 0, specification, paused=one_step))

    def train_on(self, steps: int, one_step: bool = False) -> None:
        """Go on with the run on the bench, up to `steps` in all."""
        if self.trained_here and one_step:
            self._bridge.send(commands.OneStep(self.run, steps))
        elif self.trained_here:
            self._bridge.send(commands.Resume(self.run, steps))
        elif self.specification is not None:
            recipe = replace(self.specification.recipe, steps=steps)
            self._await(self._bridge.new_run(), "train")
            self._then_step = one_step
            longer = replace(self.specification, recipe=recipe)
            self._bridge.send(commands.Train(self.pending or 0, longer, self.path, one_step))

    def pause(self) -> None:
        self._bridge.send(commands.Pause(self.run))

    def resume(self) -> None:
        self._bridge.send(commands.Resume(self.run))

    def stop(self) -> None:
        self._bridge.send(commands.Stop(self.pending or self.run))

    def save(self, path: str, training: bool = True) -> None:
        self._bridge.send(commands.Save(self.run, path, training))

    # ------------------------------------------------------------ what is told

    @property
    def running(self) -> bool:
        """Whether training steps are being taken."""
        return self.state == "training"

    @property
    def open_run(self) -> bool:
        """Whether a run has begun and not ended: training or paused."""
        return self.state in ("training", "paused")

    @property
    def training_awaited(self) -> bool:
        """Whether the data of a run that was asked for is being opened."""
        return self.pending is not None and self.pending_what == "train"

    @property
    def unsaved(self) -> bool:
        """Whether the bench holds training that is in no checkpoint."""
        return self.trained_here and self.step > self.saved_step

    @property
    def steps(self) -> int:
        """Steps the run is to take in all; 0 if there is none."""
        return self.specification.recipe.steps if self.specification else 0

    @property
    def seconds_left(self) -> float | None:
        """At the present speed; None while not training or not yet measured."""
        if not self.running or self.steps_per_second <= 0:
            return None
        return max(self.steps - self.step, 0) / self.steps_per_second

    @Slot(object)
    def receive(self, event: events.Event) -> None:
        """Take one event of the engine's; those of other runs are dropped here."""
        if isinstance(event, events.Failed):
            self._failed(event)
            return
        run = getattr(event, "run", None)
        if isinstance(event, events.Loaded | events.Started) and event.run >= self.run:
            # Also one that another was asked for after: it stands, and the other may fail.
            self._replace(event)
        elif isinstance(event, events.Stopped) and run == self.pending:
            self._give_up()  # stopped while its data was being opened
            self.changed.emit()
            return
        elif isinstance(event, events.Building):
            self.building = run == self.pending
            self.changed.emit()
            return
        elif run is not None and run != self.run and not isinstance(event, events.Generated):
            return
        else:
            self._follow(event)
        self.received.emit(event)
        if not isinstance(event, Frame | BatchFrame):
            self.changed.emit()

    def _give_up(self) -> None:
        """What was asked for does not come; asking for training has ended the run before."""
        self.pending, self._then_step = None, False
        if self.pending_what == "train" and self.open_run:
            self.state = "stopped"

    def _await(self, run: int, what: str) -> None:
        self.pending, self.pending_what, self.building = run, what, False
        self.changed.emit()

    def _replace(self, event: events.Loaded | events.Started) -> None:
        if event.run == self.pending:
            self.pending = None
        other = event.run != self.run
        self.run = event.run
        self.specification = event.specification
        self.step = event.step
        self.parameters = event.parameters
        self.examples = event.examples
        if isinstance(event, events.Loaded):
            self.state, self.path, self.resumable = "loaded", event.path, event.resumable
            self.saved_step, self.trained_here = event.step, False
        else:
            self.state, self.resumable, self.trained_here = "training", True, True
            self._forget_speed()
            if other:
                self.saved_step, self.path = event.step, ""
        self.replaced.emit()

    def _follow(self, event: events.Event) -> None:
        match event:
            case events.Ready():
                self.ready = event
            case events.Losses():
                self._measure(event)
            case events.Paused():
                self.state, self.step = "paused", event.step
                if self._then_step:
                    self._then_step = False
                    self._bridge.send(commands.OneStep(self.run))
            case events.Resumed():
                self.state, self.step = "training", event.step
                self._forget_speed()
            case events.Stopped():
                self.state, self.step = "stopped", event.step
            case events.Finished():
                self.state, self.step = "finished", event.step
            case events.Evaluated():
                self.step = max(self.step, event.step)
            case events.Saved():
                self.saved_step = max(self.saved_step, event.step)

    def _measure(self, event: events.Losses) -> None:
        last = event.first + len(event.values) - 1
        self.step = max(self.step, last)
        timed = self._timed
        timed.append((last, event.seconds))
        # What is left begins at the last report that is at least that old.
        while len(timed) > 2 and timed[1][1] <= event.seconds - _MEASURED:
            timed.popleft()
        first, seconds = timed[0]
        if event.seconds > seconds and last > first:
            self.steps_per_second = (last - first) / (event.seconds - seconds)

    def _forget_speed(self) -> None:
        self.steps_per_second = 0.0
        self._timed.clear()

    def _failed(self, event: events.Failed) -> None:
        of_pending = self.pending is not None and event.run == self.pending
        if event.run not in (0, self.run) and not of_pending:
            return
        if event.what == "Starting":
            self.broken = True
        if of_pending or self.broken:
            self._give_up()
        elif event.what == "Training" and event.run == self.run and self.open_run:
            self.state = "stopped"
        self.received.emit(event)
        self.failed.emit(event)
        self.changed.emit()
