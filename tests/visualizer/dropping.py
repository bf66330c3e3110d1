"""Drags from another program, as the desktop sends them: to the window's handle, not a widget."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

_COPY, _LEFT, _NONE = (
    Qt.DropAction.CopyAction,
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.NoModifier,
)


def files(paths: Sequence[Path]) -> QMimeData:
    """What a file manager offers: addresses, and the same as text."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    mime.setText("\n".join(path.as_uri() for path in paths))
    return mime


def drag(window: QWidget, mime: QMimeData, at: QPoint | None = None) -> bool:
    """Enter, move and drop at a point of the window; whether it was taken.

    As Qt does it: a move begins as the enter was answered, and what a move refuses is not dropped.
    """
    handle, point = window.windowHandle(), at or window.rect().center()
    enter = QDragEnterEvent(point, _COPY, mime, _LEFT, _NONE)
    enter.setAccepted(False)
    QCoreApplication.sendEvent(handle, enter)
    move = QDragMoveEvent(point, _COPY, mime, _LEFT, _NONE)
    move.setAccepted(enter.isAccepted())
    QCoreApplication.sendEvent(handle, move)
    if not move.isAccepted():
        QCoreApplication.sendEvent(handle, QDragLeaveEvent())
        return False
    drop = QDropEvent(QPointF(point), _COPY, mime, _LEFT, _NONE)
    drop.setAccepted(False)
    QCoreApplication.sendEvent(handle, drop)
    return drop.isAccepted()


def drop(window: QWidget, *paths: Path, at: QPoint | None = None) -> bool:
    """Files or folders dropped on the window."""
    return drag(window, files(paths), at)
