"""What is understood of the data, or how far its reading is, or why it cannot be read."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QStackedLayout, QWidget

from engine.catalog.entry import Task
from engine.messages.reading import DataReport
from visualizer.appearance import Appearance
from visualizer.panels.data_report import DataReportView
from visualizer.panels.notice import Notice

#: Words of a button, and what it does.
WayOut = tuple[str, Callable[[], object]]


class DataPages(QWidget):
    """The report, or a notice in its place."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.view = DataReportView(appearance, self)
        self.notice = Notice(appearance, self)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.notice)

    def show_report(self, report: DataReport, task: Task) -> None:
        """The report, with the remarks that concern a model with this task."""
        self.view.show_report(report, task)
        self._stack.setCurrentWidget(self.view)

    def show_progress(self, words: str, fraction: float | None, way_out: WayOut) -> None:
        """How far reading is; `fraction` None where that is not known."""
        self.notice.show_state("loading", "", words, [way_out], fraction)
        self._stack.setCurrentWidget(self.notice)

    def show_cancelled(self, way_out: WayOut) -> None:
        """The user stopped the reading."""
        words = self.tr("Reading was cancelled.\nNothing is trained on a file that was not read.")
        self.notice.show_state("empty", "", words, [way_out])
        self._stack.setCurrentWidget(self.notice)

    def show_failure(self, words: str, ways_out: list[WayOut]) -> None:
        """Why the files cannot be read; the first line is the loudest."""
        self.notice.show_state("failed", self.tr("Reading failed"), words, ways_out)
        self._stack.setCurrentWidget(self.notice)
