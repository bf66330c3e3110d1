"""Files and folders that are dragged from another program and dropped."""

from __future__ import annotations

from PySide6.QtGui import QDragEnterEvent, QDropEvent


def welcome(event: QDragEnterEvent) -> None:
    """Say that files and folders of this machine may be dropped."""
    if _paths(event):
        event.acceptProposedAction()


def take(event: QDropEvent) -> list[str]:
    """The paths of what was dropped; none where it is something else, which is not taken."""
    paths = _paths(event)
    if paths:
        event.acceptProposedAction()
    return paths


def _paths(event: QDropEvent) -> list[str]:
    return [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
