"""Where a view's body stands, and what is said in its place."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


class PanelArea(QWidget):
    """Body and notice on top of one another, both as large as there is room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.body: QWidget | None = None
        self.notice: QWidget | None = None

    def set_body(self, widget: QWidget) -> None:
        if self.body is not None and self.body is not widget:
            self.body.setParent(None)
        self.body = widget
        widget.setParent(self)
        widget.show()
        self._place()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return self.body.sizeHint() if self.body else QSize(240, 160)

    def minimumSizeHint(self) -> QSize:
        return self.body.minimumSizeHint() if self.body else QSize(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _place(self) -> None:
        for widget in (self.body, self.notice):
            if widget is not None:
                widget.setGeometry(self.rect())
