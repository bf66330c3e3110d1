"""Help: every word on screen that needs a sentence, with that sentence."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QGridLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from visualizer import glossary
from visualizer.appearance import Appearance
from visualizer.widgets.label import Label


class TermList(QDialog):
    """The glossary by part of the screen, with a field that finds in it."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        # Kept, its many labels would be styled again with every theme and size.
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("What am I looking at?"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("find a word"))
        self.search.setAccessibleName(self.tr("Find a word"))
        self.search.textChanged.connect(self._filter)
        self.rows: list[tuple[Label, Label]] = []
        self._headings: dict[str, Label] = {}
        body = QWidget()
        body.setAutoFillBackground(False)
        grid = QGridLayout(body)
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(appearance.px(24))
        grid.setVerticalSpacing(appearance.px(8))
        for heading, name, sentence in glossary.entries():
            if heading not in self._headings:
                self._headings[heading] = Label(appearance, heading, role="name", bold=True)
                grid.addWidget(self._headings[heading], grid.rowCount(), 0, 1, 2)
            row = Label(appearance, name, bold=True), Label(appearance, sentence, colour="mid")
            row[1].setWordWrap(True)
            row[1].setAccessibleName(f"{name}: {sentence}")
            line = grid.rowCount()
            grid.addWidget(row[0], line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(row[1], line, 1)
            self.rows.append(row)
        grid.setRowStretch(grid.rowCount(), 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        column = QVBoxLayout(self)
        column.addWidget(self.search)
        column.addWidget(area, 1)
        self.resize(appearance.px(720), min(appearance.px(720), parent.height()))

    @Slot(str)
    def _filter(self, text: str) -> None:
        wanted = text.lower().strip()
        for row in self.rows:
            found = any(wanted in label.text().lower() for label in row)
            for label in row:
                label.setVisible(found)
        for heading in self._headings.values():
            heading.setVisible(not wanted)
