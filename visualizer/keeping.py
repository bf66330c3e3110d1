"""Nothing learned is lost: runs are kept when they end, and closing asks."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QMessageBox, QWidget

from engine import messages as m
from visualizer import folders, kept_runs
from visualizer.bench import Bench

#: How many runs are kept; older ones make room.
KEPT = 12
#: Milliseconds to wait for a checkpoint to be written before asking what to do.
PATIENCE = 15_000
#: Milliseconds of training that a crash can cost at most.
EVERY = 60_000


class Keeping(QObject):
    """Saves the run on the bench: at the user's word, at its end, every minute, before closing.

    Signals: `kept(path)` when a run was kept in Heed's own folder; `may_close` once everything is
    safe or the user does not want it; `said(sentence)`.
    """

    kept = Signal(str)
    may_close = Signal()
    said = Signal(str)

    def __init__(self, bench: Bench, window: QWidget) -> None:
        super().__init__(window)
        self._bench = bench
        self._window = window
        self._closing = False
        self._closing_step = 0
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE)
        self._patience.timeout.connect(self._ask_impatiently)
        self.regular = QTimer(self)
        self.regular.setInterval(EVERY)
        self.regular.timeout.connect(self._keep_regularly)
        self.regular.start()
        self.question: QMessageBox | None = None
        bench.received.connect(self._follow)
        bench.failed.connect(self._failed)

    def folder(self, run: int) -> Path:
        """Where a run is kept without being asked for."""
        return folders.runs() / f"run-{run:04}"

    def keep(self) -> None:
        """Save the run on the bench in Heed's own folder, if it holds unsaved training."""
        if self._bench.unsaved:
            self._bench.save(str(self.folder(self._bench.run)))

    def keep_replaced(self) -> None:
        """The same before another run takes its place, and say where it is found again."""
        bench = self._bench
        self.keep()
        if bench.trained_here and bench.step:
            said = self.tr("Run {0} is kept at step {1}: File, Kept runs")
            self.said.emit(said.format(bench.run, f"{bench.step:,}"))

    @Slot()
    def close(self) -> None:
        """Close at once if nothing can be lost, else ask."""
        if self._closing:
            return
        if not (self._bench.unsaved or self._bench.open_run):
            self.may_close.emit()
            return
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle("Heed")
        going = self._bench.running
        box.setText(
            self.tr("Training is going on, at step {0}.").format(f"{self._bench.step:,}")
            if going
            else self.tr("The training up to step {0} is not saved.").format(
                f"{self._bench.step:,}"
            )
        )
        box.setInformativeText(
            self.tr("Saved, the run opens again at the next start and can be trained on.")
        )
        box.setStandardButtons(
            QMessageBox.StandardButton.Save
            | QMessageBox.StandardButton.Discard
            | QMessageBox.StandardButton.Cancel
        )
        box.setDefaultButton(QMessageBox.StandardButton.Save)
        self._ask(box)

    def _ask(self, box: QMessageBox) -> None:
        if self.question is not None:
            self.question.raise_()
            return
        self.question = box
        box.finished.connect(self._answered)
        box.open()

    @Slot(int)
    def _answered(self, answer: int) -> None:
        box, self.question = self.question, None
        if box is not None:
            box.deleteLater()
        if answer == QMessageBox.StandardButton.Save:
            self._closing = True
            if self._bench.unsaved:
                self.said.emit(self.tr("Saving before closing …"))
                self._patience.start()
                self._closing_step = self._bench.step
                self.keep()
            else:
                self.may_close.emit()
        elif answer == QMessageBox.StandardButton.Discard:
            self._closing = True
            self.may_close.emit()
        elif answer == QMessageBox.StandardButton.Retry:
            self._patience.start()
        else:
            self._closing = False
            self._patience.stop()

    @Slot()
    def _ask_impatiently(self) -> None:
        box = QMessageBox(self._window)
        box.setWindowTitle("Heed")
        box.setText(self.tr("Saving takes long: the engine is still at work on a step."))
        box.setStandardButtons(
            QMessageBox.StandardButton.Retry
            | QMessageBox.StandardButton.Discard
            | QMessageBox.StandardButton.Cancel
        )
        box.button(QMessageBox.StandardButton.Retry).setText(self.tr("Wait"))
        box.button(QMessageBox.StandardButton.Discard).setText(self.tr("Close without saving"))
        self._ask(box)

    @Slot(object)
    def _follow(self, event: object) -> None:
        if isinstance(event, m.Stopped | m.Finished):
            self.keep()
        elif isinstance(event, m.Saved):
            path = Path(event.path)
            if path.parent == folders.runs():
                self.kept.emit(event.path)
                self._make_room()
            else:
                self.said.emit(
                    self.tr("Saved step {0} in {1}").format(f"{event.step:,}", event.path)
                )
            # One that was begun before the question may still come first.
            if self._closing and event.step >= self._closing_step:
                self._patience.stop()
                if self.question is not None:
                    self.question.done(QMessageBox.StandardButton.Discard)
                else:
                    self.may_close.emit()

    @Slot(object)
    def _failed(self, failure: m.Failed) -> None:
        if failure.what == "Saving":
            self._closing = False  # the window stays, and says why
            self._patience.stop()

    @Slot()
    def _keep_regularly(self) -> None:
        """What a crash must not take: a run that has ended was kept when it did."""
        if self._bench.open_run:
            self.keep()

    def _make_room(self) -> None:
        """Remove the oldest of the runs kept without being asked for."""
        for old in kept_runs.all_folders()[KEPT:]:
            if str(old) == self._bench.path:
                continue
            shutil.rmtree(old, ignore_errors=True)
