"""Joins the window's parts to the bench: what the user does becomes commands."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Slot

from engine.catalog import find
from engine.data import worlds
from engine.messages import events, frames
from engine.specification import DataSpecification, Kind, RunSpecification
from visualizer import opening
from visualizer.appearance import Appearance
from visualizer.bench import Bench
from visualizer.bridge import EngineBridge
from visualizer.choices import Choices, ChoicesFile, paths_of
from visualizer.failures import Failures
from visualizer.filing import Filing
from visualizer.frame import Frame
from visualizer.keeping import Keeping
from visualizer.logbook import Logbook
from visualizer.panels.device_choice import Device
from visualizer.panels.failure import Problem
from visualizer.panels.world_choice import WorldEntry
from visualizer.readout import Readout
from visualizer.series import Series
from visualizer.switching import Switching
from visualizer.watched import Watched
from visualizer.window import MainWindow

#: Milliseconds in which changes of what is written down are gathered.
_WRITE = 800


class Steering(QObject):
    """Runs and what is watched; files, failures and words have parts of their own."""

    def __init__(
        self,
        window: MainWindow,
        frame: Frame,
        appearance: Appearance,
        bridge: EngineBridge,
        choices: Choices,
        file: ChoicesFile,
        logbook: Logbook,
    ) -> None:
        super().__init__(window)
        self.window = window
        self.frame = frame
        self.appearance = appearance
        self.bridge = bridge
        self.choices = choices
        self._file = file
        self.bench = Bench(bridge, self)
        self.keeping = Keeping(self.bench, window)
        self.failures = Failures(self.bench, frame.failure, logbook)
        self.filing = Filing(
            window, appearance, bridge, self.bench, self.keeping, self.failures, choices
        )
        self.series = Series(self.bench, self.keeping)
        self.switching = Switching(frame.run_bar, self.bench, self.keeping, self.filing)
        self._readout = Readout(window, frame, self.bench, self.switching)
        self.watched = Watched(bridge, self)
        self._writing = _once(self, _WRITE, self.write_choices)
        frame.run_bar.world.set_worlds(
            [WorldEntry("pairs", world.name, world.title) for world in worlds.WORLDS]
            + [WorldEntry("text", world.name, world.title) for world in worlds.TEXT_WORLDS]
        )
        self._restore_specification()
        self._show_recent()
        self._connect()
        self._show()

    def begin(self, path: str = "") -> None:
        """Start the engine and open what was asked for, the last run, or the trained example."""
        self.bridge.start()
        first = self.filing.open_first(path, self._wanted.architecture)
        if path or not self.choices.specification:
            self.frame.run_bar.announce(opening.promised(first))
            self._show()
        self.switching.settle()

    # ------------------------------------------------------------ runs

    @Slot()
    def train_or_pause(self) -> None:
        """The primary button: start, pause, or go on."""
        if self.bench.pending is not None:
            return
        if self.switching.vacant:
            self.train_anew()
        elif self.bench.running:
            self.bench.pause()
        elif self.bench.state == "paused":
            self.bench.resume()
        elif self.can_go_on:
            self.bench.train_on(self._wanted.recipe.steps)
        else:
            self.train_anew()

    @Slot()
    def train_anew(self) -> None:
        """A new run from random weights; the present one is kept first."""
        self.keeping.replace(partial(self.bench.train, self._wanted))

    @Slot()
    def one_step(self) -> None:
        """One step of the present run, or the first of a new one."""
        vacant = self.switching.vacant is not None
        if self.bench.pending is not None or (self.bench.running and not vacant):
            return
        if not vacant and (self.bench.state == "paused" or self.can_go_on):
            self.bench.train_on(self._wanted.recipe.steps, one_step=True)
        else:
            self.keeping.replace(partial(self.bench.train, self._wanted, one_step=True))

    @Slot()
    def stop(self) -> None:
        """End the run, or the opening of its data."""
        if self.bench.open_run or self.bench.pending is not None:
            self.bench.stop()

    @Slot()
    def open_bundled(self) -> None:
        """The trained example of the architecture in the run bar."""
        self.filing.open_bundled(self._wanted.architecture)

    @property
    def can_go_on(self) -> bool:
        """Whether the run bar asks for more steps of the very run that is on the bench."""
        here = self.bench.specification
        if here is None or not self.bench.resumable or self.bench.open_run:
            return False
        return self._wanted.recipe.steps > self.bench.step and _same_run(self._wanted, here)

    @property
    def _wanted(self) -> RunSpecification:
        return self.frame.run_bar.specification

    @Slot(object)
    def _train_on_data(self, data: DataSpecification) -> None:
        bar = self.frame.run_bar
        learner = self.filing.learners.of(data.kind)
        if learner.name != self._wanted.architecture:
            bar.set_architecture(learner.name)
        bar.set_data(data)
        self.train_anew()

    # ------------------------------------------------------------ watching

    @Slot(str, object)
    def watch(self, source: str, target: str | None) -> None:
        """Look at this sentence from now on."""
        self.watched.watch(source, target)
        self._writing.start()

    # ------------------------------------------------------------ what is shown

    @Slot()
    def _show(self) -> None:
        self.filing.learners.choose(self._wanted.architecture)
        self._readout.show_all(self.can_go_on)

    @Slot(object)
    def _follow(self, event: object) -> None:
        if isinstance(event, events.Ready):
            devices = [Device(d.name, d.title, d.tested) for d in event.devices]
            self.frame.run_bar.device.set_devices(devices, event.cores)
        elif isinstance(event, frames.Frame):
            self.watched.saw(event.look)

    @Slot()
    def _adopt(self) -> None:
        """Another run is on the bench: the run bar shows its choices, other data its sentence."""
        here = self.bench.specification
        if here is None:
            return
        bar = self.frame.run_bar
        mine, bench = bar.specification, self.bench
        bar.set_specification(replace(here, device=mine.device, threads=mine.threads))
        bar.device.show_computing(here.device if bench.trained_here else "", here.threads)
        self.filing.learners.choose(here.architecture)
        self.watched.stand_on(here.data)
        self._writing.start()

    @Slot()
    def _show_recent(self) -> None:
        kinds: dict[Kind, list[str]] = {"pairs": [], "text": []}
        for recent in self.choices.recent:
            paths = paths_of(recent)
            if not opening.missing(paths) and not opening.is_checkpoint(paths[0]):
                kinds[self.choices.kind_of(recent)].append(recent)
        for kind, found in kinds.items():
            self.frame.run_bar.world.set_recent(kind, found)
        self._writing.start()

    # ------------------------------------------------------------ choices

    @Slot()
    def write_choices(self) -> None:
        """Write down what is to survive a restart."""
        self.choices.specification = self._wanted.to_json()
        self.choices.sentences = self.watched.state()
        self.choices.runs = max(self.choices.runs, self.bridge.runs)
        problem = self._file.write(self.choices)
        if problem:
            self.failures.report(Problem("Choices", problem))
        else:
            self.failures.resolve("Choices")

    def _restore_specification(self) -> None:
        if not self.choices.specification:
            return
        try:
            known = RunSpecification.from_json(self.choices.specification)
            known = replace(known, options=find(known.architecture).complete(known.options))
        except (ValueError, TypeError, KeyError) as problem:
            said = self.tr("The run bar’s choices could not be read and were reset: {0}")
            self.failures.report(Problem("Run bar", said.format(problem), grave=False))
            return
        self.frame.run_bar.set_specification(known)
        self._restore_watched(known.data)

    def _restore_watched(self, data: DataSpecification) -> None:
        try:
            kinds = self.watched.restore(self.choices.sentences, data)
        except (ValueError, TypeError, KeyError, AttributeError) as problem:
            said = self.tr("The sentence watched last could not be read and was reset: {0}")
            self.failures.report(Problem("Sentence", said.format(problem), grave=False))
            return
        for known in kinds.values():
            if known.kind != data.kind:
                self.frame.run_bar.remember_data(known)

    @Slot(str)
    def _remember_run(self, path: str) -> None:
        self.choices.last_run = path
        self._writing.start()

    # ------------------------------------------------------------ within

    def _connect(self) -> None:
        bar, filing = self.frame.run_bar, self.filing
        bar.train_clicked.connect(self.train_or_pause)
        bar.step_clicked.connect(self.one_step)
        bar.stop_clicked.connect(self.stop)
        bar.specification_changed.connect(self._show)
        bar.specification_changed.connect(self._writing.start)
        bar.open_requested.connect(filing.ask_and_open)
        bar.file_chosen.connect(filing.open_recent)
        self.frame.lineage.chosen.connect(self.switching.choose)
        self.switching.changed.connect(self._show)
        self.switching.changed.connect(self._writing.start)
        self.window.dropped.connect(filing.open_paths)
        self.window.close_asked.connect(self.keeping.close)
        filing.data_accepted.connect(self._train_on_data)
        filing.recent_changed.connect(self._show_recent)
        self.failures.offer("Training", self.tr("Sizes and recipe …"), bar.open_form)
        self.keeping.kept.connect(self._remember_run)
        self.keeping.said.connect(self.frame.status.say)
        self.series.said.connect(self.frame.status.say)
        self.bench.changed.connect(self._show)
        self.bench.received.connect(self._follow)
        self.bench.replaced.connect(self._adopt)


def _once(owner: QObject, delay: int, slot: object) -> QTimer:
    """A timer that gathers calls of start() and fires once."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(delay)
    timer.timeout.connect(slot)
    return timer


def _same_run(wanted: RunSpecification, here: RunSpecification) -> bool:
    """Whether two specifications differ in nothing but steps, device and threads left open."""
    entry = find(here.architecture)
    if wanted.architecture != here.architecture:
        return False
    if entry.complete(wanted.options) != entry.complete(here.options):
        return False
    if wanted.device not in ("", here.device) or wanted.threads not in (0, here.threads):
        return False
    recipe = replace(wanted.recipe, steps=here.recipe.steps)
    return (wanted.data, wanted.seed, recipe) == (here.data, here.seed, here.recipe)
