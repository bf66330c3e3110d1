"""What was understood of the user's files, as a page to read."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QScrollArea, QWidget

from engine.catalog.entry import Task
from engine.messages.reading import DataReport
from visualizer.appearance import Appearance
from visualizer.panels.pair_report import PairReport
from visualizer.panels.report_page import ReportPage
from visualizer.panels.text_report import TextReport
from visualizer.widgets.label import Label


class DataReportView(QScrollArea):
    """One report as a page to read from top to bottom, what matters most first.

    The page grows by a section at a time, so that the window never stands still for all of it.
    """

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._report: DataReport | None = None
        self._remarks: tuple[str, ...] = ()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("What was understood of the data"))
        self._growth = QTimer(self)
        self._growth.setInterval(0)
        self._growth.timeout.connect(self._grow)
        appearance.changed.connect(self._rebuild)

    @property
    def text(self) -> str:
        """Every word on the page, for search and for tests."""
        self.complete()
        page = self.widget()
        labels = page.findChildren(Label) if page else []
        return "\n".join(label.text() for label in labels)

    def show_report(self, report: DataReport, task: Task) -> None:
        """Replace the page by what a model with this task is to know of the data."""
        remarks = report.remarks(task)
        if report is not self._report or remarks != self._remarks:
            self._report, self._remarks = report, remarks
            self._rebuild()

    def complete(self) -> None:
        """Add all that is still to come."""
        while self._growth.isActive():
            self._grow()

    @Slot()
    def _rebuild(self) -> None:
        if self._report is not None:
            kind = TextReport if self._report.data.kind == "text" else PairReport
            self.setWidget(kind(self._appearance, self._report, self._remarks, self))
            self._growth.start()
            self._grow()

    @Slot()
    def _grow(self) -> None:
        page = self.widget()
        if not isinstance(page, ReportPage) or not page.add_next():
            self._growth.stop()
