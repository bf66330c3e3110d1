"""Parts joined by one line, as panels are."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter


class LineSplitter(QSplitter):
    """A splitter whose handle is the line between two panels, coloured by the window's sheet.

    A sheet of its own would style everything between its lines once more with each theme.
    """

    def __init__(self, orientation: Qt.Orientation) -> None:
        super().__init__(orientation)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
