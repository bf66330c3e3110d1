"""Joins the window's parts to the bench.

What the user does becomes commands; what the engine says becomes what is shown.
"""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QFileDialog

from engine import messages as m
from engine.catalog import find
from engine.data import worlds
from engine.specification import DataSpecification, RunSpecification
from visualizer import opening
from visualizer.appearance import Appearance
from visualizer.bench import Bench
from visualizer.bridge import EngineBridge
from visualizer.choices import Choices, ChoicesFile
from visualizer.frame import Frame
from visualizer.keeping import Keeping
from visualizer.logbook import Logbook, log
from visualizer.panels.failure import Problem
from visualizer.panels.run_bar import Device
from visualizer.window import MainWindow

#: Milliseconds in which changes of what is watched are gathered, and of what is written down.
_WATCH, _WRITE = 60, 800
#: Events that show that what failed has been done since.
_RESOLVES: dict[type, tuple[str, ...]] = {
    m.Loaded: ("Opening", "Training", "Looking"),
    m.Started: ("Opening", "Training"),
    m.Resumed: ("Training",),
    m.Saved: ("Saving",),
    m.Frame: ("Looking",),
    m.Generated: ("Generating",),
    m.DataReport: ("Reading",),
    m.Ready: ("Starting",),
}
#: Failures that the panel where they arose says by itself.
_SAID_ELSEWHERE = ("Looking", "Generating")


class Steering(QObject):
    """Runs, files and failures; the views are added by Views once they are imported."""

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
        self._logbook = logbook
        self.bench = Bench(bridge, self)
        self.keeping = Keeping(self.bench, window)
        self._dialog: QObject | None = None
        self._falling_back = False
        self._watched: tuple[str | None, str | None] = (None, None)
        self._heads: tuple[object, ...] = ()
        self._sent: m.Watch | None = None
        self._writing = _once(self, _WRITE, self.write_choices)
        self._watching = _once(self, _WATCH, self._send_watch)
        bar = frame.run_bar
        bar.set_worlds([(world.name, world.title) for world in worlds.WORLDS])
        self._restore_specification()
        self._show_recent()
        self._connect()
        self._show()

    # ------------------------------------------------------------ at the start

    def begin(self, path: str = "") -> None:
        """Start the engine and open what was asked for, the last run, or the trained example."""
        self.bridge.start()
        if path:
            self.open_paths([path])
        if not path or not opening.is_checkpoint(path):
            first = opening.at_start(self.choices, self.frame.run_bar.specification.architecture)
            self._falling_back = first == self.choices.last_run
            if first:
                self.bench.load(first)

    # ------------------------------------------------------------ runs

    @Slot()
    def train_or_pause(self) -> None:
        """The primary button: start, pause, or go on."""
        if self.bench.pending is not None:
            return
        if self.bench.running:
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
        self.keeping.keep()
        self.bench.train(self._wanted)

    @Slot()
    def one_step(self) -> None:
        """One step of the present run, or the first of a new one."""
        if self.bench.pending is not None or self.bench.running:
            return
        if self.bench.state == "paused" or self.can_go_on:
            self.bench.train_on(self._wanted.recipe.steps, one_step=True)
        else:
            self.keeping.keep()
            self.bench.train(self._wanted, one_step=True)

    @Slot()
    def stop(self) -> None:
        """End the run, or the opening of its data."""
        if self.bench.open_run or self.bench.pending is not None:
            self.bench.stop()

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

    # ------------------------------------------------------------ watching

    @Slot(str, object)
    def watch(self, source: str, target: str | None) -> None:
        """Look at this sentence from now on."""
        self._watched = (source, target)
        self._watching.start()

    @Slot(object)
    def want_heads(self, references: tuple[object, ...]) -> None:
        """These heads are on screen at full size."""
        self._heads = tuple(references)
        self._watching.start()

    @property
    def watched_source(self) -> str:
        """The sentence that was asked for; "" while it is the data's first."""
        return self._watched[0] or ""

    @Slot()
    def _send_watch(self) -> None:
        source, target = self._watched
        command = m.Watch(source, target, self._heads)  # type: ignore[arg-type]
        if command != self._sent:
            self._sent = command
            self.bridge.send(command)

    # ------------------------------------------------------------ files

    @Slot()
    def ask_and_open(self) -> None:
        """A checkpoint, or one or two files of pairs."""
        paths, _ = QFileDialog.getOpenFileNames(
            self.window,
            self.tr("Open a checkpoint or a file of pairs"),
            self.choices.folder,
            self.tr(
                "All (*);;Checkpoint (checkpoint.json *.safetensors);;"
                "Pairs (*.tsv *.csv *.txt *.json *.jsonl *.gz)"
            ),
        )
        if paths:
            self.choices.folder = str(Path(paths[0]).parent)
            self.open_paths(paths)

    @Slot()
    def ask_and_open_folder(self) -> None:
        """A checkpoint's folder."""
        path = QFileDialog.getExistingDirectory(
            self.window, self.tr("Open a checkpoint's folder"), self.choices.folder
        )
        if path:
            self.choices.folder = str(Path(path).parent)
            self.open_paths([path])

    @Slot(list)
    def open_paths(self, paths: list[str]) -> None:
        """Open what was chosen, dropped or named on the command line."""
        gone = opening.missing(paths)
        if gone:
            self.report(
                Problem(
                    "Opening",
                    self.tr("{0} is not there any more.").format(gone),
                    button=self.tr("Open another …"),
                    way_out=self.ask_and_open,
                )
            )
            self.choices.recent = [path for path in self.choices.recent if path != gone]
            self._show_recent()
        elif opening.is_checkpoint(paths[0]):
            self.keeping.keep()
            self._falling_back = False
            self.bench.load(paths[0])
        else:
            self.open_data(paths)

    @Slot()
    def open_bundled(self) -> None:
        """The trained example of the architecture in the run bar."""
        folder = opening.bundled(self._wanted.architecture)
        if folder:
            self.keeping.keep()
            self.bench.load(folder)

    def open_data(self, paths: list[str]) -> None:
        """Show what is understood of the user's files before anything is trained."""
        from visualizer.dialogs.open_data import OpenDataDialog

        dialog = OpenDataDialog(
            self.appearance,
            self.bridge.send,
            paths,
            self.window,
            new_request=self.bridge.new_request,
        )
        self.bridge.event.connect(dialog.receive)
        dialog.train_requested.connect(self._train_on_data)
        dialog.finished.connect(self._forget_dialog)
        self._dialog = dialog
        dialog.open()

    @Slot(str)
    def open_recent_data(self, path: str) -> None:
        """A file of pairs from the run bar's menu."""
        self.open_paths([path])

    @Slot()
    def save(self) -> None:
        """Save where the run was saved or opened before, else ask."""
        path = self.bench.path
        if path and not opening.is_bundled(path):
            self.bench.save(path)
        else:
            self.save_as()

    @Slot()
    def save_as(self) -> None:
        """Save into a folder of the user's choice."""
        name = f"{self._data_title()}, step {self.bench.step}".replace("/", "-")
        path, _ = QFileDialog.getSaveFileName(
            self.window,
            self.tr("Save the model as a folder"),
            str(Path(self.choices.folder or Path.home()) / name),
        )
        if path:
            self.choices.folder = str(Path(path).parent)
            self.save_to(path)

    def save_to(self, path: str) -> None:
        """Save into this folder."""
        self._saving_to = path
        self.bench.save(path)

    # ------------------------------------------------------------ failures

    def report(self, problem: Problem) -> None:
        """Say what is wrong where the user is looking."""
        self.frame.failure.report(replace(problem, log=problem.log and self._logbook.path.name))

    def note(self, sentence: str) -> None:
        """Say something that is no failure, until it is put away."""
        self.report(Problem("Note", sentence, grave=False))

    @Slot(str)
    def report_uncaught(self, said: str) -> None:
        """An exception that nobody caught."""
        self.report(
            Problem(
                "Heed",
                self.tr("Something unforeseen went wrong in the window ({0}).").format(said),
                self.tr("Training and what was learned go on."),
                log="log",
            )
        )

    @Slot(object)
    def _fail(self, failure: m.Failed) -> None:
        log.warning("%s failed: %s\n%s", failure.what, failure.sentence, failure.detail)
        if failure.what == "Opening" and self._falling_back:
            self._falling_back = False
            example = opening.bundled(self._wanted.architecture)
            if example:
                self.bench.load(example)
        if failure.what in _SAID_ELSEWHERE or (failure.what == "Reading" and self._dialog):
            return
        button, way_out = {
            "Opening": (self.tr("Open another …"), self.ask_and_open),
            "Training": (self.tr("Sizes and recipe …"), self.frame.run_bar.open_form),
            "Saving": (self.tr("Save elsewhere …"), self.save_as),
        }.get(failure.what, ("", None))
        self.report(Problem(failure.what, failure.sentence, failure.kept, "log", button, way_out))

    # ------------------------------------------------------------ what is shown

    @Slot(object)
    def _follow(self, event: object) -> None:
        self.frame.failure.resolve(*_RESOLVES.get(type(event), ()))
        if isinstance(event, m.Ready):
            devices = [Device(d.name, d.title, d.tested) for d in event.devices]
            self.frame.run_bar.set_devices(devices, event.cores)
        elif isinstance(event, m.Loaded):
            if not opening.is_bundled(event.path):
                self.choices.remember(event.path)
                self._show_recent()
            if event.note:
                self.note(event.note)
        elif isinstance(event, m.Saved) and event.path == getattr(self, "_saving_to", ""):
            self.bench.path = event.path
            self.choices.remember(event.path)
            self._show_recent()

    @Slot()
    def _adopt(self) -> None:
        """Another run is on the bench: the run bar shows its choices, a new one its sentence."""
        here = self.bench.specification
        if here is None:
            return
        bar = self.frame.run_bar
        mine = bar.specification
        before = mine.data
        bar.set_specification(replace(here, device=mine.device, threads=mine.threads))
        bar.show_computing(here.device if self.bench.trained_here else "", here.threads)
        if here.data.files:
            for path in here.data.files:
                self.choices.remember(path)
            self._show_recent()
        if before != here.data or self._sent is None:
            self._watched = (None, None)
            self._watching.start()
        self._writing.start()

    @Slot()
    def _show(self) -> None:
        bench, frame = self.bench, self.frame
        waiting = bench.pending is not None and bench.pending_what == "train"
        frame.run_bar.show_run(
            "waiting" if waiting else bench.state,
            bench.step,
            bench.steps,
            bench.seconds_left,
            self.can_go_on,
        )
        entry = find(self._wanted.architecture)
        frame.lineage.choose(entry.name)
        if bench.specification is not None:
            step = f"{bench.step:,}"
            pill, text = {
                "training": ("live", self.tr("step {0}").format(step)),
                "paused": ("paused", self.tr("paused")),
            }.get(bench.state, ("trained" if bench.step else "", self.tr("trained")))
            if not pill:
                text = ""
            frame.lineage.show_state(bench.specification.architecture, pill, text)  # type: ignore[arg-type]
        self._show_title()
        self._show_status(entry.title)

    def _show_title(self) -> None:
        parts = [self._data_title(), self._run_title(), "Heed"]
        self.window.setWindowTitle(" · ".join(part for part in parts if part))

    def _show_status(self, model: str) -> None:
        bench = self.bench
        name = self._run_title()
        said = {
            "empty": self.tr("Starting the engine") if not bench.ready else self.tr("No model yet"),
            "loaded": self.tr("Looking at {0}, {1}").format(model, name),
            "training": self.tr("Training: {0}, {1}").format(model, name),
            "paused": self.tr("Paused: {0}, {1}").format(model, name),
            "stopped": self.tr("Stopped: {0}, {1}").format(model, name),
            "finished": self.tr("Finished: {0}, {1}").format(model, name),
        }[bench.state]
        if bench.pending is not None:
            said = (
                self.tr("Opening the data …")
                if bench.pending_what == "train"
                else self.tr("Opening the model …")
            )
        speed = f"{bench.steps_per_second:.1f} steps/s" if bench.running else ""
        where = ""
        if bench.trained_here and bench.specification:
            there = bench.specification
            one = there.threads == 1
            threads = self.tr("1 thread") if one else self.tr("{0} threads").format(there.threads)
            where = f"{there.device.upper()} · {threads}"
        size = self.tr("{0} parameters").format(f"{bench.parameters:,}") if bench.parameters else ""
        self.frame.status.show_left(said, speed, where, size)

    def _data_title(self) -> str:
        here = self.bench.specification
        return self.frame.run_bar.world_title(here.data) if here else ""

    def _run_title(self) -> str:
        bench = self.bench
        if bench.specification is None:
            return ""
        if bench.trained_here:
            return self.tr("run {0}").format(bench.run)
        if opening.is_bundled(bench.path):
            return self.tr("trained example")
        name = Path(bench.path).name
        return name.replace("run-", "run ").replace(" 0", " ").replace(" 0", " ")

    def _show_recent(self) -> None:
        data = [path for path in self.choices.recent if not opening.is_checkpoint(path)]
        self.frame.run_bar.set_recent([path for path in data if Path(path).exists()])
        self._writing.start()

    # ------------------------------------------------------------ choices

    @Slot()
    def write_choices(self) -> None:
        """Write down what is to survive a restart."""
        self.choices.specification = self._wanted.to_json()
        self.choices.runs = max(self.choices.runs, self.bridge.runs)
        problem = self._file.write(self.choices)
        if problem:
            self.report(Problem("Choices", problem))

    def _restore_specification(self) -> None:
        with contextlib.suppress(ValueError, TypeError, KeyError):
            if self.choices.specification:
                known = RunSpecification.from_json(self.choices.specification)
                known = replace(known, options=find(known.architecture).complete(known.options))
                self.frame.run_bar.set_specification(known)

    @Slot(str)
    def _remember_run(self, path: str) -> None:
        self.choices.last_run = path
        self._writing.start()

    # ------------------------------------------------------------ within

    def _connect(self) -> None:
        bar = self.frame.run_bar
        bar.train_clicked.connect(self.train_or_pause)
        bar.step_clicked.connect(self.one_step)
        bar.stop_clicked.connect(self.stop)
        bar.specification_changed.connect(self._show)
        bar.specification_changed.connect(self._writing.start)
        bar.open_requested.connect(self.ask_and_open)
        bar.file_chosen.connect(self.open_recent_data)
        self.frame.lineage.chosen.connect(bar.set_architecture)
        self.window.dropped.connect(self.open_paths)
        self.window.close_asked.connect(self.keeping.close)
        self.keeping.kept.connect(self._remember_run)
        self.keeping.said.connect(self.frame.status.say)
        self.bench.changed.connect(self._show)
        self.bench.received.connect(self._follow)
        self.bench.replaced.connect(self._adopt)
        self.bench.failed.connect(self._fail)
        self._logbook.uncaught.connect(self.report_uncaught)

    @Slot(object)
    def _train_on_data(self, data: DataSpecification) -> None:
        for path in reversed(data.files):
            self.choices.remember(path)
        self._show_recent()
        self.frame.run_bar.set_data(data)
        self.train_anew()

    @Slot()
    def _forget_dialog(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None


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
