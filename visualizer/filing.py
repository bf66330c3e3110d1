"""Opening and saving: checkpoints, data, recent ones, what is dropped on the window."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from engine.messages import events
from engine.specification import DataSpecification, Kind
from visualizer import opening
from visualizer.appearance import Appearance
from visualizer.bench import Bench
from visualizer.bridge import EngineBridge
from visualizer.choices import Choices, paths_of
from visualizer.failures import Failures
from visualizer.keeping import Keeping
from visualizer.learners import Learners
from visualizer.panels.failure import Problem


class Filing(QObject):
    """Asks for paths and sends what they mean to the bench.

    Signals: `data_accepted(data)` when the user wants to train on files of theirs;
    `recent_changed` when the list of recent files is another.
    """

    data_accepted = Signal(object)
    recent_changed = Signal()

    def __init__(
        self,
        window: QWidget,
        appearance: Appearance,
        bridge: EngineBridge,
        bench: Bench,
        keeping: Keeping,
        failures: Failures,
        choices: Choices,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._appearance = appearance
        self._bridge = bridge
        self._bench = bench
        self._keeping = keeping
        self._failures = failures
        self._choices = choices
        self._saving_to = ""
        self._fall_back_to = ""
        self.dialog: QWidget | None = None
        #: What can learn from the data that is opened.
        self.learners = Learners()
        failures.offer("Opening", self.tr("Open another …"), self.ask_and_open)
        failures.offer("Saving", self.tr("Save elsewhere …"), self.save_as)
        keeping.save_elsewhere = self.ask_and_save
        bench.received.connect(self._follow)
        bench.failed.connect(self._failed)

    # ------------------------------------------------------------ opening

    def open_first(self, path: str, architecture: str) -> str:
        """At the start: what was asked for, the last run, or the trained example.

        Returns the checkpoint that is opened; "" where there is none.
        """
        if path and opening.is_checkpoint(path):
            self.open_paths([path])
            return path
        last, example = self._choices.last_run, opening.bundled(architecture)
        first = opening.at_start(last, architecture)
        if first:
            self._fall_back_to = example if first != example else ""
            self._bench.load(first)
        if path:
            self.open_paths([path])
        return first

    @Slot()
    def ask_and_open(self) -> None:
        """A checkpoint, or files of pairs or of running text."""
        paths, _ = QFileDialog.getOpenFileNames(
            self._window,
            self.tr("Open a checkpoint, a file of pairs, or text"),
            self._choices.folder,
            self.tr(
                "All (*);;Checkpoint (checkpoint.json *.safetensors);;"
                "Pairs or text (*.tsv *.csv *.txt *.text *.md *.json *.jsonl *.gz)"
            ),
        )
        if paths:
            self._choices.folder = str(Path(paths[0]).parent)
            self.open_paths(paths)

    @Slot()
    def ask_and_open_folder(self) -> None:
        """A checkpoint's folder."""
        path = QFileDialog.getExistingDirectory(
            self._window, self.tr("Open a checkpoint’s folder"), self._choices.folder
        )
        if path:
            self._choices.folder = str(Path(path).parent)
            self.open_paths([path])

    @Slot(list)
    def open_paths(self, paths: list[str], kind: Kind | None = None) -> None:
        """Open what was chosen, dropped or named on the command line.

        `kind` is as what data was read before; None lets the files tell.
        """
        gone = opening.missing(paths)
        if gone:
            self._failures.report(
                Problem("Opening", self.tr("{0} is not there any more.").format(gone))
            )
            self._choices.forget(gone)
            self.recent_changed.emit()
            return
        found = opening.found(paths)
        if found.refusal:
            self._choices.folder = paths[0]
            self._failures.report(Problem("Opening", found.refusal))
        elif found.checkpoint:
            self._load(found.paths[0])
        else:
            self.open_data(found.paths, kind or found.kind)

    @Slot(str)
    def open_recent(self, recent: str) -> None:
        """One entry of the recent ones: a file, a folder, or two aligned files."""
        self.open_paths(paths_of(recent), self._choices.kind_of(recent))

    def open_bundled(self, architecture: str) -> None:
        """The trained example of an architecture."""
        folder = opening.bundled(architecture)
        if folder:
            self._load(folder)

    def open_data(self, paths: list[str], kind: Kind | None = None) -> None:
        """Show what is understood of the user's files before anything is trained."""
        from visualizer.dialogs.open_data import OpenDataDialog

        kind = kind or opening.kind_of(paths, self.learners.present.kind)
        dialog = OpenDataDialog(
            self._appearance,
            self._bridge.send,
            paths,
            self._window,
            DataSpecification(kind=kind, world=""),
            self._bridge.new_request,
            self.learners,
        )
        self._bridge.event.connect(dialog.receive)
        dialog.train_requested.connect(self._accept)
        dialog.checkpoint_chosen.connect(self._load)
        dialog.finished.connect(self._forget_dialog)
        self.dialog = dialog
        self._failures.said_elsewhere.add("Reading")
        dialog.open()

    @Slot(str)
    def _load(self, path: str) -> None:
        self._keeping.replace(partial(self.load_now, path))

    def load_now(self, path: str) -> None:
        """Open a checkpoint in place of the run on the bench, which is kept."""
        self._fall_back_to = ""
        self._bench.load(path)

    # ------------------------------------------------------------ saving

    @Slot()
    def save(self) -> None:
        """Save where the run was saved or opened before, else ask."""
        path = self._bench.path
        if path and not opening.is_bundled(path):
            self.save_to(path)
        else:
            self.save_as()

    @Slot()
    def save_as(self) -> None:
        """Save into a folder of the user's choice."""
        self.ask_and_save()

    def ask_and_save(self) -> bool:
        """The same; False if the user named no folder."""
        name = f"heed {self._bench.run}, step {self._bench.step}"
        path, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Save the model as a folder"),
            str(Path(self._choices.folder or Path.home()) / name),
        )
        if path:
            self._choices.folder = str(Path(path).parent)
            self.save_to(path)
        return bool(path)

    def save_to(self, path: str) -> None:
        """Save into this folder."""
        self._saving_to = path
        self._bench.save(path)

    # ------------------------------------------------------------ what happens

    @Slot(object)
    def _follow(self, event: object) -> None:
        if isinstance(event, events.Loaded | events.Started) and event.note:
            self._failures.note(event.note)
        if isinstance(event, events.Loaded):
            self._fall_back_to = ""
            if not opening.is_bundled(event.path):
                self._remember(event.path)
        elif isinstance(event, events.Saved) and event.path == self._saving_to:
            self._bench.path = event.path
            self._remember(event.path)

    @Slot(object)
    def _failed(self, failure: events.Failed) -> None:
        """The last run cannot be opened: the trained example is shown instead."""
        if failure.what == "Opening" and self._fall_back_to:
            example, self._fall_back_to = self._fall_back_to, ""
            self._bench.load(example)

    @Slot(object)
    def _accept(self, data: DataSpecification) -> None:
        self._remember(*data.files, kind=data.kind)
        self.data_accepted.emit(data)

    @Slot()
    def _forget_dialog(self) -> None:
        self._failures.said_elsewhere.discard("Reading")
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _remember(self, *paths: str, kind: Kind = "pairs") -> None:
        self._choices.remember(*paths, kind=kind)
        self.recent_changed.emit()
