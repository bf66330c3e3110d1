"""What each line of a plot is, with a piece of it and its value where the cursor stands."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from visualizer.appearance import Appearance

_SAMPLE = 16
#: Height of a row.
_ROW = 20


@dataclass(frozen=True)
class Entry:
    """Name and value of a line; its colour and dash, and whether it has diamonds."""

    name: str
    value: str
    colour: str
    dash: Qt.PenStyle = Qt.PenStyle.SolidLine
    diamond: bool = False


class Legend(QWidget):
    """Entries from the left, the last one below where they do not fit; then the note that fits.

    Attributes: `rows`, 1 or 2.
    """

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._entries: tuple[Entry, ...] = ()
        self._notes: tuple[str, ...] = ("",)
        #: What its words mean, in sentences.
        self.meaning = ""
        self.rows = 1
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self.updateGeometry)

    @property
    def text(self) -> str:
        """All that is written, in one line."""
        parts = [f"{entry.name} {entry.value}".strip() for entry in self._entries]
        return " · ".join([*parts, self._notes[0]])

    def note_in(self, room: float) -> str:
        """The longest note that fits; "" where none does."""
        metrics = QFontMetricsF(self._appearance.font("note"))
        fitting = (note for note in self._notes if metrics.horizontalAdvance(note) <= room)
        return next(fitting, "")

    def set_entries(self, entries: tuple[Entry, ...], *notes: str) -> None:
        """Show entries and, of the notes, longest first, the first for which there is room."""
        if (entries, notes) != (self._entries, self._notes):
            self._entries, self._notes = entries, notes
            said = f"{self.text}\n{self.meaning}".strip()
            self.setAccessibleDescription(said)
            self._make_rows()
            self.setToolTip(said)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(200), self._appearance.px(_ROW) * self.rows)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_rows()

    def _make_rows(self) -> None:
        """A row for all, or one more where they do not fit beside each other."""
        metrics = QFontMetricsF(self._appearance.font("note"))
        # With a value of usual width, so that no digit more or less lays anything out.
        room = sum(
            self._appearance.px(_SAMPLE + 5 + 12) + metrics.horizontalAdvance(f"{entry.name} 00.00")
            for entry in self._entries
        )
        rows = 1 if room - self._appearance.px(12) <= self.width() else 2
        if rows != self.rows:
            self.rows = rows
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._appearance
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = look.font("note")
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        left, sample = 0.0, look.px(_SAMPLE)
        row, below = look.px(_ROW), 0.0
        for entry in self._entries:
            if self.rows > 1 and entry is self._entries[-1]:
                left, below = 0.0, float(row)
            self._paint_sample(painter, entry, left, sample, below + row / 2)
            left += sample + look.px(5)
            for text, role in ((f"{entry.name} ", "mid"), (entry.value, "high")):
                painter.setPen(look.colour(role))
                width = metrics.horizontalAdvance(text)
                painter.drawText(
                    QRectF(left, below, width + 1, row), Qt.AlignmentFlag.AlignVCenter, text
                )
                left += width
            left += look.px(12)
        painter.setPen(look.colour("low"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        note = self.note_in(self.width() - left)
        painter.drawText(QRectF(0, below, self.width(), row), right, note)

    def _paint_sample(
        self, painter: QPainter, entry: Entry, left: float, width: float, middle: float
    ) -> None:
        look = self._appearance
        painter.setPen(QPen(QColor(entry.colour), 2, entry.dash))
        painter.drawLine(QPointF(left, middle), QPointF(left + width, middle))
        if entry.diamond:
            centre, size = QPointF(left + width / 2, middle), look.px(4)
            corners = [QPointF(0, -size), QPointF(size, 0), QPointF(0, size), QPointF(-size, 0)]
            painter.setPen(QPen(QColor(entry.colour), 1.5))
            painter.setBrush(look.colour("panel"))
            painter.drawPolygon(QPolygonF([centre + corner for corner in corners]))
