"""Nothing learned is lost: runs are kept when they end, and closing asks."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QMessageBox, QWidget

from engine import messages as m
from visualizer import folders
from visualizer.bench import Bench

#: How many runs are kept; older ones make room.
KEPT = 12
#: Milliseconds to wait for a checkpoint to be written before asking what to do.
PATIENCE = 15_000
_OURS = re.compile(r"run-\d{4,}")


class Keeping(QObject):
    """Saves the run on the bench: at the user's word, at its end, and before closing.

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
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE)
        self._patience.timeout.connect(self._ask_impatiently)
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
            if self._closing:
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

    def _make_room(self) -> None:
        """Remove the oldest of the runs kept without being asked for."""
        try:
            ours = [p for p in folders.runs().iterdir() if _OURS.fullmatch(p.name)]
        except OSError:
            return
        for old in sorted(ours, key=lambda path: path.name)[:-KEPT]:
            if str(old) == self._bench.path:
                continue
            shutil.rmtree(old, ignore_errors=True)
