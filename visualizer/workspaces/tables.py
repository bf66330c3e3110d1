"""Gathers which tables the views that are seen want, so that nothing else is computed."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from visualizer.panels.panel import Panel


class WantedTables(QObject):
    """The union of what the visible views ask for, as far as the model offers it.

    Signals: `changed(names)` when it is another.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._views: dict[QWidget, Callable[[], tuple[str, ...]]] = {}
        self._offered: frozenset[str] = frozenset()
        self._asked: tuple[str, ...] = ()

    def join(self, view: QWidget, wanted: Callable[[], tuple[str, ...]]) -> None:
        """Ask `wanted` while this view is seen, and again when it says that it has changed."""
        self._views[view] = wanted
        self.follow(view)

    def follow(self, view: QWidget) -> None:
        """Gather anew whenever this view comes, goes, or wants other tables."""
        view.installEventFilter(self)
        if isinstance(view, Panel):
            view.tables_wanted.connect(self.gather)

    def offer(self, names: Collection[str]) -> None:
        """Another model offers these."""
        self._offered = frozenset(names)
        self.gather()

    @Slot()
    def gather(self) -> None:
        """Say so if what is wanted has changed."""
        found = [
            name for view, wanted in self._views.items() if view.isVisible() for name in wanted()
        ]
        names = tuple(name for name in dict.fromkeys(found) if name in self._offered)
        if names != self._asked:
            self._asked = names
            self.changed.emit(names)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self.gather()
        return False
