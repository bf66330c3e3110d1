"""A key that walks over the heads of the map in front."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from engine.seen.maps import MEAN, HeadReference
from visualizer.panels.attention_map import AttentionMapPanel
from visualizer.selection import Selection


class HeadWalk(QObject):
    """Next and previous head, each layer's mean after its last head; after the last, the first."""

    def __init__(
        self, owner: QWidget, selection: Selection, front: Callable[[], AttentionMapPanel]
    ) -> None:
        super().__init__(owner)
        self._selection = selection
        self._front = front
        self.actions = [
            self._action(self.tr("Next head"), "H", self._next),
            self._action(self.tr("Previous head"), "Shift+H", self._previous),
        ]

    def _action(self, text: str, key: str, slot: object) -> QAction:
        action = QAction(text, self)
        action.setShortcut(key)
        # Other workspaces walk over heads of their own with the same key.
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(slot)
        return action

    @Slot()
    def _next(self) -> None:
        self._step(1)

    @Slot()
    def _previous(self) -> None:
        self._step(-1)

    def _step(self, step: int) -> None:
        group, reference = self._front().group, self._front().reference
        if group is None or reference is None:
            return
        # The mean of one head is that head.
        across = group.heads + 1 if group.heads > 1 else 1
        head = group.heads if reference.head == MEAN else reference.head
        place = (reference.layer * across + head + step) % (group.layers * across)
        layer, head = divmod(place, across)
        head = MEAN if head == group.heads else head
        self._selection.choose_head(HeadReference(group.name, layer, head))
