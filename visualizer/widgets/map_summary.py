"""What a map says of the chosen word, in lines under it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from visualizer.appearance import Appearance
from visualizer.widgets.axis_labels import elided

#: A line: a bold name, a quiet verb, and plain text.
Line = tuple[str, str, str]
_LOOKS = (("high", True), ("low", False), ("mid", False))


class MapSummary(QWidget):
    """A fixed number of lines, so that the map above never moves when they change."""

    def __init__(
        self, appearance: Appearance, lines: int = 3, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._count = lines
        self.lines: tuple[Line, ...] = ()
        self.hint = False
        #: Whether a hint is left out now, for a picture.
        self.without_hint = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self._restyle)

    def set_lines(self, lines: tuple[Line, ...], hint: bool = False) -> None:
        """Say something else; a hint says what to do, and belongs in no picture."""
        self.hint = hint
        if lines != self.lines:
            self.lines = lines
            text = "\n".join(" ".join(part for part in line if part) for line in lines)
            self.setAccessibleName(text)
            self.setToolTip(text)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(160), self._count * self._line())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.px(80), self.sizeHint().height())

    def _line(self) -> int:
        return QFontMetrics(self._appearance.font("text")).height() + self._appearance.px(2)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hint and self.without_hint:
            return
        a, painter = self._appearance, QPainter(self)
        middle = Qt.AlignmentFlag.AlignVCenter
        for place, line in enumerate(self.lines[: self._count]):
            x = 0
            for text, (colour, bold) in zip(line, _LOOKS, strict=True):
                if not text:
                    continue
                font = a.font("text", bold=bold)
                metrics = QFontMetrics(font)
                # The name gives way in the middle, what is said of it at the end.
                room = self.width() - x
                text = (
                    elided(text, metrics, min(room, a.px(110)))
                    if bold
                    else metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
                )
                painter.setFont(font)
                painter.setPen(a.colour(colour))
                painter.drawText(QRect(x, place * self._line(), room, self._line()), middle, text)
                x += metrics.horizontalAdvance(text + " ") + a.px(1)

    @Slot()
    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
