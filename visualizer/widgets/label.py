"""A line or paragraph of text that follows the appearance."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from visualizer.appearance import Appearance, Role


class Label(QLabel):
    """Text in one role of type and one role of colour; plain text only, never markup.

    With `elide` it is one line that gives way instead of asking for its full width: first the
    parts after a dot, from the last on, then the end of what is left.
    """

    def __init__(
        self,
        appearance: Appearance,
        text: str = "",
        role: Role = "text",
        colour: str = "high",
        bold: bool = False,
        elide: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._appearance = appearance
        self._role: Role = role
        self._colour = colour
        self._bold = bold
        self._elide = elide
        self.setTextFormat(Qt.TextFormat.PlainText)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def set_colour(self, colour: str) -> None:
        if colour != self._colour:
            self._colour = colour
            self._restyle()

    @Slot()
    def _restyle(self) -> None:
        self.setFont(self._appearance.font(self._role, self._bold))
        # A style sheet, because the application's own would win over a palette.
        self.setStyleSheet(
            f"color: {self._appearance.colour(self._colour).name()}; background: transparent;"
        )

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(0, hint.height()) if self._elide else hint

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._elide:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self._appearance.colour(self._colour))
        metrics, parts = painter.fontMetrics(), self.text().split(" · ")
        while len(parts) > 1 and metrics.horizontalAdvance(" · ".join(parts)) > self.width():
            parts.pop()
        fitted = metrics.elidedText(" · ".join(parts), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), fitted)
