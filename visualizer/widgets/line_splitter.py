"""Parts joined by one line, as panels are."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QSplitter

from visualizer.appearance import Appearance


class LineSplitter(QSplitter):
    """A splitter whose handle is the line between two panels."""

    def __init__(self, appearance: Appearance, orientation: Qt.Orientation) -> None:
        super().__init__(orientation)
        self._appearance = appearance
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        appearance.changed.connect(self._restyle)
        self._restyle()

    @Slot()
    def _restyle(self) -> None:
        line = self._appearance.colour("line").name()
        self.setStyleSheet(f"QSplitter::handle {{ background: {line}; }}")
