"""Zooming whichever form of a map is shown, as actions for menus."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction


class Zoomed(Protocol):
    """A form of a map that can be zoomed."""

    def zoom_in(self) -> None: ...
    def zoom_out(self) -> None: ...
    def zoom_to_fit(self) -> None: ...


class MapZoom(QObject):
    """Three actions; `shown` tells which form they are for when one is triggered."""

    def __init__(self, shown: Callable[[], Zoomed], parent: QObject) -> None:
        super().__init__(parent)
        self._shown = shown
        self.actions = [
            self._action(self.tr("Zoom the map in"), self._zoom_in),
            self._action(self.tr("Zoom the map out"), self._zoom_out),
            self._action(self.tr("Show the whole map"), self._zoom_to_fit),
        ]

    def _action(self, text: str, slot: object) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(slot)
        return action

    @Slot()
    def _zoom_in(self) -> None:
        self._shown().zoom_in()

    @Slot()
    def _zoom_out(self) -> None:
        self._shown().zoom_out()

    @Slot()
    def _zoom_to_fit(self) -> None:
        self._shown().zoom_to_fit()
