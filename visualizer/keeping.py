"""Nothing learned is lost: runs are kept when they end, and closing asks."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QMessageBox, QWidget

from engine.messages import events
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

    Signals: `kept(path)` when a run was kept in Heed's own folder; `stayed` when the user does not
    want it to be replaced after all; `may_close` once everything is safe or the user does not want
    it; `said(sentence)`.
    """

    kept = Signal(str)
    stayed = Signal()
    may_close = Signal()
    said = Signal(str)

    def __init__(self, bench: Bench, window: QWidget) -> None:
        super().__init__(window)
        self._bench = bench
        self._window = window
        self._closing = False
        self._folders: dict[int, Path] = {}
        self._then: Callable[[], object] | None = None
        self._then_step = 0
        #: Asks for another folder and saves there; False if the user named none.
        self.save_elsewhere: Callable[[], bool] = lambda: False
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
        """Where a run is kept without being asked for: a folder that no other window uses."""
        if run not in self._folders:
            self._folders[run] = kept_runs.reserve(run)
        return self._folders[run]

    def keep(self) -> None:
        """Save the run on the bench in Heed's own folder, if it holds unsaved training."""
        if self._bench.unsaved:
            self._bench.save(str(self.folder(self._bench.run)))

    def replace(self, then: Callable[[], object]) -> None:
        """Keep the run on the bench, and only when it is kept let another take its place.

        If it cannot be kept, nothing takes its place until the user has said what to do.
        """
        self.keep_then(partial(self._replace, then))

    def keep_then(self, then: Callable[[], object]) -> None:
        """Do something as soon as the run on the bench is kept; at once if it is."""
        if self._bench.unsaved:
            self._then, self._then_step = then, self._bench.step
            self.keep()
        else:
            self._then = None
            then()

    def stay(self) -> None:
        """Nothing is to take the place of the run on the bench any more."""
        if not self._closing:
            self._then = None

    @Slot()
    def keep_and_close(self) -> None:
        """Close without a question as soon as the run on the bench is kept."""
        if self.question is not None:
            self.question.reject()
        self._closing = True
        self.keep_then(self.may_close.emit)

    def _replace(self, then: Callable[[], object]) -> None:
        bench = self._bench
        if bench.trained_here and bench.run in self._folders:
            said = self.tr("Run {0} is kept at step {1}: File, Kept runs")
            self.said.emit(said.format(bench.run, f"{bench.saved_step:,}"))
        then()

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
        self._ask(box, self._answered)

    def _ask(self, box: QMessageBox, answered: Callable[[int], None]) -> None:
        if self.question is not None:
            self.question.raise_()
            return
        self.question = box
        box.finished.connect(answered)
        box.open()

    def _put_question_away(self) -> None:
        box, self.question = self.question, None
        if box is not None:
            box.deleteLater()

    @Slot(int)
    def _answered(self, answer: int) -> None:
        self._put_question_away()
        if answer == QMessageBox.StandardButton.Save:
            self._closing = True
            if self._bench.unsaved:
                self.said.emit(self.tr("Saving before closing …"))
                self._patience.start()
                self.keep_then(self.may_close.emit)
            else:
                self.may_close.emit()
        elif answer == QMessageBox.StandardButton.Discard:
            self._closing = True
            self.may_close.emit()
        elif answer == QMessageBox.StandardButton.Retry:
            self._patience.start()
        else:
            if self._closing:
                self._then = None
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
        self._ask(box, self._answered)

    @Slot(object)
    def _follow(self, event: object) -> None:
        if isinstance(event, events.Stopped | events.Finished):
            self.keep()
        elif isinstance(event, events.Saved):
            path = Path(event.path)
            if path.parent == folders.runs():
                self.kept.emit(event.path)
                self._make_room(path)
            else:
                self.said.emit(
                    self.tr("Saved step {0} in {1}").format(f"{event.step:,}", event.path)
                )
            # One that was begun before the question may still come first.
            if self._then is not None and event.step >= self._then_step:
                self._go_on()

    @Slot(object)
    def _failed(self, failure: events.Failed) -> None:
        if failure.what == "Saving":
            self._patience.stop()
            self._give_back(self._bench.run)
            if self._closing:
                self._closing = False  # the window stays, and says why
                self._then = None
            elif self._then is not None:
                self._ask_what_instead(failure.sentence)

    def _go_on(self) -> None:
        then, self._then = self._then, None
        self._patience.stop()
        if self.question is not None and self._closing:
            self.question.reject()  # what it asks has been answered
        if then is not None:
            then()

    def _ask_what_instead(self, problem: str) -> None:
        box = QMessageBox(self._window)
        box.setWindowTitle("Heed")
        box.setText(
            self.tr("Run {0} could not be kept, and another would take its place.").format(
                self._bench.run
            )
        )
        box.setInformativeText(problem)
        box.setStandardButtons(
            QMessageBox.StandardButton.Save
            | QMessageBox.StandardButton.Discard
            | QMessageBox.StandardButton.Cancel
        )
        box.button(QMessageBox.StandardButton.Save).setText(self.tr("Save elsewhere …"))
        box.button(QMessageBox.StandardButton.Discard).setText(self.tr("Discard the run"))
        box.setDefaultButton(QMessageBox.StandardButton.Save)
        self._ask(box, self._answered_instead)

    @Slot(int)
    def _answered_instead(self, answer: int) -> None:
        self._put_question_away()
        then = self._then
        if answer == QMessageBox.StandardButton.Discard:
            self._then = None
            if then is not None:
                then()
        elif answer != QMessageBox.StandardButton.Save or not self.save_elsewhere():
            self._then = None
            self.stayed.emit()

    def _give_back(self, run: int) -> None:
        """What nothing was written into is no kept run."""
        folder = self._folders.get(run)
        if folder is not None:
            with contextlib.suppress(OSError):
                folder.rmdir()
                del self._folders[run]

    @Slot()
    def _keep_regularly(self) -> None:
        """What a crash must not take: a run that has ended was kept when it did."""
        if self._bench.open_run:
            self.keep()

    def _make_room(self, newest: Path) -> None:
        """Remove the oldest of the runs kept without being asked for."""
        needed = {newest, Path(self._bench.path), *self._folders.values()}
        for old in kept_runs.by_age()[KEPT:]:
            if old not in needed:
                shutil.rmtree(old, ignore_errors=True)
