"""At the right of the watched sentence: what is to be known of it, or why it cannot be seen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from visualizer.appearance import Appearance
from visualizer.widgets.chip_rows import PITCH
from visualizer.widgets.label import Label

#: Pixels at scale 1: of a failure, and of notes at most.
FAILURE, MOST = 420, 300


class SentenceNotes(QWidget):
    """Two notes, or in their place a failure, which is given more room."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.note = Label(appearance, role="note", colour="low", elide=True, parent=self)
        self.origin = Label(appearance, role="note", colour="low", elide=True, parent=self)
        self.failure = Label(appearance, role="note", colour="wrong", parent=self)
        self.failure.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for label in (self.note, self.origin, self.failure):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            column.addWidget(label)
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def say(self, note: str, origin: str, failure: str, width: int) -> None:
        """Write the notes; a failure that is not "" takes their place.

        They are `width` wide at scale 1, or as wide as they are long, up to MOST.
        """
        for label, text in ((self.note, note), (self.origin, origin), (self.failure, failure)):
            label.setText(text)
            label.setToolTip(text)
            label.setVisible(bool(text) and (label is self.failure) == bool(failure))
        for label in (self.note, self.origin):
            label.setFixedHeight(self._appearance.px(PITCH))  # each beside a line of chips
        px = self._appearance.px
        long = max(label.sizeHint().width() for label in (self.note, self.origin))
        self.setFixedWidth(px(FAILURE) if failure else max(px(width), min(long, px(MOST))))
