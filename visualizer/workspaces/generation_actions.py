"""What the keys do in Generate besides stepping: choose, find, walk over heads, words and paths."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from visualizer.workspaces.generation_views import GenerationViews


class GenerationActions(QObject):
    """Actions of a workspace; their keys work while the focus is in it.

    Signals: `chosen(rank)`, counted from 0, for the digits.
    """

    chosen = Signal(int)

    def __init__(self, workspace: QWidget, views: GenerationViews) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self.walking = [
            self._action(self.tr("Find a token"), "/", views.candidates.find_token),
            self._action(self.tr("Next path"), "B", lambda: views.paths.tree.turn(1)),
            self._action(self.tr("Previous path"), "Shift+B", lambda: views.paths.tree.turn(-1)),
            self._action(self.tr("Next head"), "H", lambda: views.why.rows.walk(1)),
            self._action(self.tr("Previous head"), "Shift+H", lambda: views.why.rows.walk(-1)),
            self._action(
                self.tr("Heads over the source or over the past"),
                "G",
                lambda: views.why.rows.turn(1),
            ),
            self._action(self.tr("Next source word"), "Shift+Right", lambda: views.map.map.turn(1)),
            self._action(
                self.tr("Previous source word"), "Shift+Left", lambda: views.map.map.turn(-1)
            ),
        ]
        self.choosing = []
        for digit in range(1, 10):
            text = self.tr("Choose candidate {0}").format(digit)
            action = self._action(text, str(digit), self._choose)
            action.setData(digit - 1)
            self.choosing.append(action)

    def set_enabled(self, enabled: bool) -> None:
        """Offer them once there is something to choose from."""
        for action in (*self.walking, *self.choosing):
            action.setEnabled(enabled)

    def _action(self, text: str, key: str, slot: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(slot)
        self._workspace.addAction(action)
        return action

    @Slot()
    def _choose(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.chosen.emit(int(action.data()))
