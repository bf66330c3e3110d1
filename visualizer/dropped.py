"""Files and folders that are dragged from another program and dropped on a window."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

_DRAGS = (QEvent.Type.DragEnter, QEvent.Type.DragMove)


class FileDrops(QObject):
    """Takes them wherever on the window they fall, before a field that lies there can.

    A line edit would insert the address of a file as if it had been typed. What is no file, such
    as a piece of text, goes on to the field.

    A window behind a dialog takes nothing. Signals: `dropped(paths)`.
    """

    dropped = Signal(list)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Show and isinstance(watched, QWidget):
            # What comes from the desktop comes here first; the widgets below are asked after it.
            # Only now is it there, and again where a window was taken apart and shown anew.
            watched.windowHandle().installEventFilter(self)
        elif not isinstance(watched, QWidget) and (kind in _DRAGS or kind == QEvent.Type.Drop):
            return self._take(cast("QDropEvent", event))
        return False

    def _take(self, event: QDropEvent) -> bool:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if not paths:
            return False
        modal = QApplication.activeModalWidget()
        if modal is not None and modal is not self.parent():
            event.ignore()  # a dialog in front wants an answer first
            return True
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self.dropped.emit(paths)
        return True
