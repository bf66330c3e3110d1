"""A line of text that changes several times a second."""

from __future__ import annotations

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from visualizer.appearance import Appearance, Role


class ChangingText(QWidget):
    """Text whose place never depends on what it says.

    A QLabel asks for a new layout with each text, and that lays out the whole window.
    """

    def __init__(
        self,
        appearance: Appearance,
        role: Role = "text",
        colour: str = "high",
        widest: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Room for `widest`; without one, whatever the layout gives."""
        super().__init__(parent)
        self._appearance = appearance
        self._role: Role = role
        self._colour = colour
        self._widest = widest
        self._text = ""
        across = QSizePolicy.Policy.Fixed if widest else QSizePolicy.Policy.Ignored
        self.setSizePolicy(across, QSizePolicy.Policy.Preferred)
        appearance.changed.connect(self._restyle)

    def text(self) -> str:
        """What is written."""
        return self._text

    def set_text(self, text: str) -> None:
        """Write something else."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self._appearance.font(self._role))
        return QSize(round(metrics.horizontalAdvance(self._widest) + 1), round(metrics.height()))

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return hint if self._widest else QSize(0, hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, rect = QPainter(self), self.rect().toRectF()
        letters = self._appearance.lettering
        letters.write(painter, rect, self._text, self._role, self._colour, cut="right")

    @Slot()
    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
