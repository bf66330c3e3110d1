"""Opening files of the user's: what was understood of them, before anything is trained on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from engine.messages.commands import Command
from engine.messages.events import Failed
from engine.messages.reading import DataReport, Reading
from engine.specification import DataSpecification
from visualizer import opening
from visualizer.appearance import Appearance
from visualizer.choices import called
from visualizer.dialogs.data_foot import DataFoot
from visualizer.dialogs.data_pages import DataPages, WayOut
from visualizer.dialogs.file_reading import FileReading
from visualizer.dialogs.reading_choices import ReadingChoices
from visualizer.dropped import FileDrops
from visualizer.learners import Learners
from visualizer.widgets.label import Label

_requests = count(1)


def _next_request() -> int:
    return next(_requests)


class OpenDataDialog(QDialog):
    """Reads pairs or running text, and reports; every change of a choice reads again.

    The window passes the engine's answers to :meth:`receive`. Accepting makes the chosen model the
    one in front (:class:`Learners`).

    Signals: `train_requested(data)` with the DataSpecification that was shown and accepted;
    `checkpoint_chosen(path)` when a checkpoint was dropped here, for which this closes.
    """

    train_requested = Signal(object)
    checkpoint_chosen = Signal(str)

    def __init__(
        self,
        appearance: Appearance,
        send: Callable[[Command], None],
        paths: Sequence[str],
        parent: QWidget,
        data: DataSpecification | None = None,
        new_request: Callable[[], int] = _next_request,
        known: Learners | None = None,
    ) -> None:
        """`data` says as what the files are read at first, `known` what can learn from them."""
        super().__init__(parent)
        self._appearance = appearance
        self.reading = FileReading(send, new_request, self)
        self.reading.progressed.connect(self._progressed)
        self.reading.reported.connect(self._show_report)
        self.reading.failed.connect(self._show_failed)
        self.reading.rested.connect(self.read)
        self.report: DataReport | None = None
        self._news = ""
        data = data or DataSpecification(world="")
        # Closed is deleted, and has a parent till then: left to the garbage collector, a dialog
        # whose parts refer to it is taken apart in an order that PySide 6.11 does not survive.
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        FileDrops(self).dropped.connect(self.look_at)
        self.heading = Label(appearance, role="title", bold=True, elide=True, parent=self)
        self.form = Label(appearance, role="text", colour="mid", elide=True, parent=self)
        self._left = QScrollArea(self)
        self.choices = ReadingChoices(appearance, replace(data, files=tuple(paths)), self._left)
        self.choices.changed.connect(self._changed)
        self.pages = DataPages(appearance, self)
        self.foot = DataFoot(appearance, known or Learners(), self)
        self.foot.other.clicked.connect(self.choose_another)
        self.foot.cancel.clicked.connect(self.reject)
        self.foot.train.clicked.connect(self._train)
        self.foot.model.changed.connect(self._show_model)
        self._build()
        appearance.changed.connect(self._restyle)
        self._restyle()
        self.set_paths(paths)

    # ------------------------------------------------------------ reading

    def set_paths(self, paths: Sequence[str]) -> None:
        """Read these files from now on, with columns and header chosen by the reader."""
        files = tuple(paths)
        names = called(files)
        self.setWindowTitle(self.tr("Open {0}").format(names))
        self.heading.setText(names)
        self.heading.setToolTip("\n".join(files))
        self.choices.set_data(
            replace(self.choices.data, files=files, source_column="", target_column="", header=None)
        )
        self.report = None
        self.read()

    @Slot()
    def read(self) -> None:
        """Ask the engine; an answer still awaited is given up."""
        self._news = ""
        self.reading.ask(self.choices.data)
        self._show_progress(0, None)

    @Slot(object)
    def receive(self, event: object) -> None:
        """Take the engine's answer; those to earlier requests are dropped."""
        self.reading.receive(event)

    @Slot()
    def stop_reading(self) -> None:
        """Cancel the reading under way; the dialog stays."""
        self.reading.give_up()
        self.pages.show_cancelled((self.tr("Read again"), self.read))
        self._offer(False)

    # ------------------------------------------------------------ showing

    @Slot(object)
    def _progressed(self, reading: Reading) -> None:
        whole = reading.bytes_total
        self._show_progress(reading.lines, reading.bytes_read / whole if whole else None)

    def _show_progress(self, lines: int, fraction: float | None) -> None:
        if fraction is not None and fraction >= 1:
            words = self.tr("{0} lines read; cutting them into tokens …").format(f"{lines:,}")
        else:
            words = self.tr("{0} lines").format(f"{lines:,}")
        if self.report is None:
            self.pages.show_progress(words, fraction, (self.tr("Cancel"), self.stop_reading))
            self._offer(False)
        else:
            # The last report stays to be looked at until the next one takes its place.
            self._offer(False, self.tr("Reading again: {0}  ·  Esc cancels").format(words))

    @Slot(object)
    def _show_report(self, report: DataReport) -> None:
        self.report = report
        self.choices.show_report(report)
        self.form.setText(self.tr("Taken for: {0}").format(report.form))
        self.form.setToolTip(report.form)
        self._show_model()
        focused = self.focusWidget()
        if focused is None or not self.choices.isAncestorOf(focused):
            self.foot.take_focus()

    @Slot()
    def _show_model(self) -> None:
        """The report for the model that is chosen, and whether that can learn from the data."""
        report = self.report
        if report is None or self.reading.awaited or report.data != self.choices.data:
            return  # what comes next is shown when it is read
        self._offer(True, self._news)  # which model is in front decides what is remarked
        task = self.foot.model.entry.task
        self.pages.show_report(report, task)
        if remarks := len(report.remarks(task)):
            self._offer(True, self._news, self.tr("Remarks: {0}").format(remarks))

    @Slot(object)
    def _show_failed(self, failure: Failed) -> None:
        self.report = None
        self.form.setText("")
        words = f"{failure.sentence}\n{failure.kept}" if failure.kept else failure.sentence
        ways_out: list[WayOut] = [(self.tr("Choose another file"), self.choose_another)]
        beside = opening.beside(self.choices.data.files)
        if beside is not None and f"“{beside.name}”" in failure.sentence:
            ways_out.insert(0, (self.tr("Open both"), self.open_both))
        self.pages.show_failure(words, ways_out)
        self._offer(False)

    def _show_refused(self, words: str) -> None:
        """Why what was dropped is not read; the files before it can be gone back to."""
        self.reading.give_up()
        self.report = None
        back = self.tr("Back to {0}").format(called(self.choices.data.files))
        choose = (self.tr("Choose another file"), self.choose_another)
        self.pages.show_failure(words, [choose, (back, self.read)])
        self._offer(False)

    def _offer(self, ready: bool, *said: str) -> None:
        unfit = self.report.unfit if self.report else {}
        self.foot.offer(self.choices.data.kind, unfit, ready, "  ·  ".join(filter(None, said)))

    # ------------------------------------------------------------ what the user does

    @Slot()
    def open_both(self) -> None:
        """Read the file and the one beside it as two that are aligned."""
        files = self.choices.data.files
        if beside := opening.beside(files):
            self.set_paths([*files, str(beside)])

    @Slot()
    def choose_another(self) -> None:
        """Ask for other files, and read them as what they look like."""
        folder = str(Path(self.choices.data.files[0]).parent) if self.choices.data.files else ""
        paths, _ = QFileDialog.getOpenFileNames(
            self, self.tr("Open files of pairs or of running text"), folder
        )
        if paths:
            self.look_at(paths)

    @Slot(list)
    def look_at(self, paths: Sequence[str]) -> None:
        """Read other files, or those in a folder, as what they look like."""
        found = opening.found(paths)
        if found.checkpoint:
            self.reject()
            self.checkpoint_chosen.emit(found.paths[0])
        elif found.refusal:
            self._show_refused(found.refusal)
        else:
            kind = found.kind or opening.kind_of(found.paths, self.choices.data.kind)
            self.choices.set_data(replace(self.choices.data, kind=kind))
            self.set_paths(found.paths)

    @Slot()
    def _changed(self) -> None:
        """Read again once the user has come to rest; what was being read is of no use now."""
        self.reading.announce_change()
        self._offer(False, self.tr("Changed; reading again …"))

    @Slot()
    def _train(self) -> None:
        if self.report is None:
            return
        if changed := self.reading.changed():
            self.read()
            words = self.tr("Changed since it was read: {0}. This is what is there now.")
            self._news = words.format(called(changed))
            return
        # Exactly what was asked, so that the engine trains on what it has read already.
        data = self.report.data
        self.foot.model.keep()
        self.accept()
        self.train_requested.emit(data)

    def reject(self) -> None:
        self.reading.give_up()
        super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.reading.awaited:
            self.stop_reading()
            return
        super().keyPressEvent(event)

    # ------------------------------------------------------------ building

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(980), self._appearance.px(640))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self._appearance.colour("panel"))

    def _build(self) -> None:
        self._left.setWidgetResizable(True)
        self._left.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._left.setWidget(self.choices)
        self._head = QVBoxLayout()
        self._head.addWidget(self.heading)
        self._head.addWidget(self.form)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._left)
        self._line = QWidget(self)
        middle.addWidget(self._line)
        middle.addWidget(self.pages, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addLayout(middle, 1)
        column.addWidget(self.foot)

    @Slot()
    def _restyle(self) -> None:
        look = self._appearance
        px = look.px
        self._head.setContentsMargins(px(16), px(12), px(16), px(10))
        self._head.setSpacing(px(2))
        self._left.setFixedWidth(px(290))
        self._line.setFixedWidth(1)
        self._line.setStyleSheet(f"background: {look.theme.line};")
        self.setMinimumSize(px(760), px(440))
