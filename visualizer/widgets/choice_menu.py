"""A menu of alternatives under a button of the run bar."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget


class ChoiceMenu(QMenu):
    """Entries of which one of each group is marked; it deletes itself when it closes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setToolTipsVisible(True)
        self.begin_group()

    def begin_group(self) -> None:
        """What is offered from now on excludes one another, not what was offered before."""
        self._group = QActionGroup(self)

    def offer(self, title: str, value: object, chosen: bool, slot: object) -> QAction:
        """An alternative; `slot` finds its value in the sender's data."""
        action = self.addAction(title)
        action.setData(value)
        action.setCheckable(True)
        action.setChecked(chosen)
        self._group.addAction(action)
        action.triggered.connect(slot)
        return action

    def drop(self, below: QWidget) -> None:
        """Open under a control, at least as wide."""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(below.width())
        self.popup(below.mapToGlobal(below.rect().bottomLeft()))
