"""The main window's shell, on screen before anything else is imported.

Nothing here may import numpy, pyqtgraph, torch or a view: until those are there, the shell paints
the places that its parts will take.
"""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize, QTimer, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QMainWindow, QWidget

from visualizer.appearance import Appearance
from visualizer.dropped import FileDrops

#: Smallest and first size, in effective pixels.
SMALLEST = QSize(1024, 640)
FIRST = QSize(1440, 900)
#: What a desktop's frame takes of the screen; before the window is shown nobody knows it exactly.
FRAME = QSize(4, 40)


class MainWindow(QMainWindow):
    """The shell; it is filled with `furnish()` and closes only after `let_go()`.

    Signals: `painted` once, after the first paint; `close_asked` when the user closes the window;
    `closed` when it has closed; `dropped(paths)` for files and folders dropped anywhere on it.
    """

    painted = Signal()
    close_asked = Signal()
    closed = Signal()
    dropped = Signal(list)

    def __init__(self, appearance: Appearance, geometry: str = "") -> None:
        """`geometry` is what `geometry_text()` gave in an earlier session."""
        super().__init__()
        self._appearance = appearance
        self._painted = False
        self._furnished = False
        self._may_close = False
        FileDrops(self).dropped.connect(self.dropped)
        self.setWindowTitle("Heed")
        self.setMinimumSize(SMALLEST)
        known = QByteArray.fromBase64(geometry.encode())
        if known.isEmpty() or not self.restoreGeometry(known):
            room = self.screen().availableGeometry().size() - FRAME
            self.resize(FIRST.boundedTo(room))

    def furnish(self, frame: QWidget) -> None:
        """Put the parts in."""
        self._furnished = True
        self.setCentralWidget(frame)

    def geometry_text(self) -> str:
        """Place and size, for the choices."""
        return bytes(self.saveGeometry().toBase64().data()).decode()

    @Slot()
    def let_go(self) -> None:
        """Close now: what had to be saved is saved."""
        self._may_close = True
        # Not at once: inside a close event another one would be ignored.
        QTimer.singleShot(0, self, self.close)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._furnished:
            self._paint_places()
        if not self._painted:
            self._painted = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close or not self._furnished:
            event.accept()
            self.closed.emit()
            return
        event.ignore()
        self.close_asked.emit()

    def _paint_places(self) -> None:
        """The ground of menu and lineage, rail and work, in the sizes they will have."""
        look, px = self._appearance, self._appearance.px
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("window"))
        top, left, foot = px(88), px(56), px(24)
        work = self.rect().adjusted(left, top, 0, -foot)
        painter.fillRect(work, look.colour("panel"))
        line = look.colour("line")
        for y in (px(24), top, top + px(44), self.height() - foot):
            painter.fillRect(0 if y <= top or y > work.bottom() else left, y, self.width(), 1, line)
        painter.fillRect(left, top, 1, work.height(), line)
