"""F1: every action and its key, read off the actions themselves."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from visualizer.appearance import Appearance
from visualizer.widgets.label import Label


class KeyList(QDialog):
    """All actions by menu, with a field that finds among them."""

    def __init__(
        self, appearance: Appearance, actions: list[tuple[str, QAction]], parent: QWidget
    ) -> None:
        super().__init__(parent)
        # Kept, its many labels would be styled again with every theme and size.
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._appearance = appearance
        self.setWindowTitle(self.tr("All keys"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("find an action or a key"))
        self.search.textChanged.connect(self._filter)
        self.rows: list[tuple[str, list[Label]]] = []
        self._headings: dict[str, Label] = {}
        body = QWidget()
        self._grid = QGridLayout(body)
        self._grid.setColumnStretch(2, 1)
        self._grid.setHorizontalSpacing(appearance.px(24))
        self._fill(actions)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        body.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.addWidget(self.search)
        column.addWidget(area, 1)
        self.resize(appearance.px(720), min(appearance.px(680), parent.height()))

    def _fill(self, actions: list[tuple[str, QAction]]) -> None:
        for menu, action in actions:
            if menu not in self._headings:
                self._headings[menu] = Label(self._appearance, menu, role="name", bold=True)
                self._grid.addWidget(self._headings[menu], self._grid.rowCount(), 0, 1, 3)
            keys = "  ".join(
                sequence.toString(QKeySequence.SequenceFormat.NativeText)
                for sequence in action.shortcuts()
            )
            text = action.text().replace("&", "")
            tip = action.statusTip()
            row = [
                Label(self._appearance, keys, bold=True),
                Label(self._appearance, text),
                Label(self._appearance, tip, role="note", colour="low"),
            ]
            line = self._grid.rowCount()
            for column, label in enumerate(row):
                self._grid.addWidget(label, line, column)
            self.rows.append((f"{menu} {text} {keys} {tip}".lower(), row))
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    @Slot(str)
    def _filter(self, text: str) -> None:
        wanted = text.lower().strip()
        for words, row in self.rows:
            for label in row:
                label.setVisible(wanted in words)
        for heading in self._headings.values():
            heading.setVisible(not wanted)
