"""The frame of the pictures of a generation: painted, scrolled, pointed at, walked over by keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Slot
from PySide6.QtGui import QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QToolTip, QWidget

from visualizer.appearance import Appearance


class ScrolledPicture(QAbstractScrollArea):
    """A picture on the ground of a panel; Up and Down walk, a blue frame says that it has the keys.

    A subclass arranges what it shows for the room there is, draws it, says what lies under a
    point, and walks.
    """

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.viewport().setMouseTracking(True)
        appearance.changed.connect(self.restyle)

    def arrange(self) -> None:
        """Fit what is shown into the viewport."""
        raise NotImplementedError

    def reveal(self) -> None:
        """Scroll to what must stay in sight when the room changes; nothing unless overridden."""

    def draw(self, painter: QPainter) -> None:
        """Paint it, on a ground that is painted already."""
        raise NotImplementedError

    def tip_at(self, point: QPoint) -> str:
        """What is to be said of what lies under a point of the viewport; "" for nothing."""
        raise NotImplementedError

    def walk(self, step: int) -> None:
        """Go `step` places on."""
        raise NotImplementedError

    @property
    def scrolled(self) -> QPoint:
        """How far the picture is scrolled, in pixels."""
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def set_scrolling(self, content: QSize, page: QSize) -> None:
        """Let `content` pixels pass through a `page` of them."""
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setPageStep(max(page.width(), 1))
        across.setRange(0, max(0, content.width() - page.width()))
        down.setPageStep(max(page.height(), 1))
        down.setRange(0, max(0, content.height() - page.height()))

    def scroll_by(self, right: int, down: int) -> None:
        """Scroll on by so many pixels, as far as it goes."""
        across, along = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.value() + right)
        along.setValue(along.value() + down)

    @Slot()
    def restyle(self) -> None:
        """Arrange and paint anew."""
        self.arrange()
        self.reveal()
        self.viewport().update()

    # ------------------------------------------------------------ Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self._appearance.colour("panel"))
        self.draw(painter)
        if self.hasFocus():
            painter.setClipping(False)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._appearance.colour("focus"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos()), self)
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.walk(step)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.restyle()

    def focusInEvent(self, event: QEvent) -> None:
        self.viewport().update()

    def focusOutEvent(self, event: QEvent) -> None:
        self.viewport().update()
