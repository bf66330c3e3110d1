"""Letting one kind of attention fill the space, as actions for menus and keys."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction


class FillActions(QObject):
    """One action for each kind of attention.

    Signals: `asked(name)` when one is triggered.
    """

    asked = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        titles = {
            "encoder": self.tr("Encoder attention fills the space"),
            "decoder": self.tr("Decoder attention fills the space"),
            "cross": self.tr("Cross attention fills the space"),
        }
        self.actions: list[QAction] = []
        for place, (name, title) in enumerate(titles.items()):
            action = QAction(title, self)
            action.setData(name)
            action.setCheckable(True)
            action.setShortcut(f"Alt+{place + 1}")
            action.triggered.connect(self._triggered)
            self.actions.append(action)

    def mark(self, name: str) -> None:
        """Check the one that fills the space; "" checks none."""
        for action in self.actions:
            action.setChecked(action.data() == name)

    def offer(self, names: Collection[str]) -> None:
        """Enable those of the kinds that a model has."""
        for action in self.actions:
            action.setEnabled(action.data() in names)

    @Slot()
    def _triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.asked.emit(str(action.data()))
