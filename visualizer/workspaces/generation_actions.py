"""What the keys do in Generate besides stepping: choose, find, walk over heads, words and paths."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from visualizer.panels.growing_map import GrowingMapPanel
from visualizer.stepping import Stepping
from visualizer.workspaces.generation_views import GenerationViews


class GenerationActions(QObject):
    """Actions of a workspace; their keys work while the focus is in it.

    Signals: `chosen(rank)`, counted from 0, for the digits.
    """

    chosen = Signal(int)

    def __init__(self, workspace: QWidget, views: GenerationViews) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        heads, keys = views.why.rows, views.map.map
        self._over_paths = [
            self._action(self.tr("Find a token"), "/", views.candidates.find_token),
            self._action(self.tr("Next path"), "B", lambda: views.paths.tree.walk(1)),
            self._action(self.tr("Previous path"), "Shift+B", lambda: views.paths.tree.walk(-1)),
        ]
        self._over_heads = [
            self._action(self.tr("Next head"), "H", lambda: heads.walk(1)),
            self._action(self.tr("Previous head"), "Shift+H", lambda: heads.walk(-1)),
        ]
        between = self.tr("Heads over the source or over the past")
        self._over_groups = [self._action(between, "G", lambda: heads.turn(1))]
        self._over_keys = [
            self._action(self.tr("Next word looked at"), "Shift+Right", lambda: keys.turn(1)),
            self._action(self.tr("Previous word looked at"), "Shift+Left", lambda: keys.turn(-1)),
        ]
        self.walking = [*self._over_paths, *self._over_heads, *self._over_groups, *self._over_keys]
        self.choosing = []
        for digit in range(1, 10):
            text = self.tr("Choose candidate {0}").format(digit)
            action = self._action(text, str(digit), self._choose)
            action.setData(digit - 1)
            self.choosing.append(action)

    def show_stepping(self, stepping: Stepping) -> None:
        """Offer what there is to choose from and to walk over."""
        step = stepping.root.step if stepping.root is not None else None
        rows = list(step.rows.values()) if step is not None else []
        for actions, there in (
            ((*self._over_paths, *self.choosing), step is not None),
            (self._over_heads, any(weights.shape[:2] != (1, 1) for weights in rows)),
            (self._over_groups, len(rows) > 1),
            (self._over_keys, GrowingMapPanel.suits(stepping)),
        ):
            for action in actions:
                action.setEnabled(there)

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
