"""A drop button for one of a few alternatives."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from visualizer.appearance import Appearance
from visualizer.widgets.drop_button import DropButton


class ChoiceButton(DropButton):
    """Shows what is chosen; a click, Space or Enter opens the alternatives below.

    Signals: `changed(key)` when the user chose another; set_options() says nothing.
    """

    changed = Signal(str)

    def __init__(self, appearance: Appearance, label: str, parent: QWidget | None = None) -> None:
        super().__init__(appearance, label, parent)
        self.key = ""
        self.menu_of_options = QMenu(self)
        self.menu_of_options.triggered.connect(self._take)
        self._group: QActionGroup | None = None
        self.clicked.connect(self._open)

    def set_options(self, options: list[tuple[str, str, str]], key: str) -> None:
        """Offer (key, short name, name in the menu) and show the one with `key`."""
        self.menu_of_options.clear()
        self._group = QActionGroup(self.menu_of_options)
        self.key = key
        for option, short, text in options:
            action = self.menu_of_options.addAction(text)
            action.setCheckable(True)
            action.setChecked(option == key)
            action.setData(option)
            self._group.addAction(action)
            if option == key:
                self.set_value(short)

    @Slot()
    def _open(self) -> None:
        self.menu_of_options.popup(self.mapToGlobal(self.rect().bottomLeft()))

    @Slot(QAction)
    def _take(self, action: QAction) -> None:
        key = str(action.data())
        if key != self.key:
            self.key = key
            self.changed.emit(key)
