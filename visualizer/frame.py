"""What fills the window: the same thing in the same place in every workspace.

From top to bottom: lineage, run bar, what failed, the sentence, the work, the status; the rail at
the left.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from visualizer.appearance import Appearance
from visualizer.panels.failure import FailureStrip
from visualizer.panels.lineage import Lineage
from visualizer.panels.rail import Rail
from visualizer.panels.run_bar import RunBar
from visualizer.panels.status import Status
from visualizer.widgets.label import Label


class Frame(QWidget):
    """The parts in their places; what happens in them is steered from outside."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.lineage = Lineage(appearance)
        self.rail = Rail(
            appearance,
            (
                ("learn", "learn", self.tr("Learn")),
                ("generate", "generate", self.tr("Generate")),
            ),
        )
        self.run_bar = RunBar(appearance)
        self.failure = FailureStrip(appearance)
        self.sentence_slot = QVBoxLayout()
        self.work = QStackedWidget()
        self.work.addWidget(_Opening(appearance))
        self.status = Status(appearance)
        right = _column()
        right.addWidget(self.run_bar)
        right.addWidget(self.failure)
        right.addLayout(self.sentence_slot)
        right.addWidget(self.work, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addLayout(right, 1)
        whole = _column(self)
        whole.addWidget(self.lineage)
        whole.addLayout(middle, 1)
        whole.addWidget(self.status)


class _Opening(QWidget):
    """What stands in the work area until the views are there."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        column = _column(self)
        label = Label(appearance, self.tr("Opening the views"), colour="low")
        column.addWidget(label, 0, Qt.AlignmentFlag.AlignCenter)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._appearance.colour("panel"))


def _column(parent: QWidget | None = None) -> QVBoxLayout:
    column = QVBoxLayout(parent) if parent else QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column
