"""From one part of the window to the next by a key."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QWidget

from visualizer.panels.header import PanelHeader
from visualizer.steering import Steering
from visualizer.views import Views


class FocusOrder(QObject):
    """Knows the parts of the window in the order in which they are read."""

    def __init__(self, steering: Steering, views: Views, parent: QObject) -> None:
        super().__init__(parent)
        self._steering = steering
        self._views = views

    @Slot()
    def focus_next_part(self) -> None:
        """Move the focus to the first control of the next part of the window."""
        frame, views = self._steering.frame, self._views
        parts: list[QWidget | None] = [frame.lineage, frame.rail, frame.run_bar, views.sentence]
        if views.learn is not None:
            learn = views.learn
            parts += [learn.overview, learn.middle.bar, learn.middle.shown or learn.trio]
            parts += [learn.predictions, *learn.side.values()]
        shown = [part for part in parts if part is not None and part.isVisible()]
        focus = self._steering.window.focusWidget()
        here = next(
            (i for i, part in enumerate(shown) if focus is not None and part.isAncestorOf(focus)),
            -1,
        )
        for part in shown[here + 1 :] + shown[: here + 1]:
            trio = views.learn.trio if views.learn is not None else None
            first = trio.front.shown if trio and part is trio else _first_focusable(part)
            if first is not None:
                # As by a key, so that it is seen where the focus is.
                first.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return


def _first_focusable(part: QWidget) -> QWidget | None:
    """The first control that Tab would reach in what a part shows, rather than in its header."""
    reached = [
        child
        for child in [part, *part.findChildren(QWidget)]
        if child.isVisible() and child.isEnabled() and child.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    tools = {tool for head in part.findChildren(PanelHeader) for tool in head.findChildren(QWidget)}
    return next((child for child in reached if child not in tools), next(iter(reached), None))
