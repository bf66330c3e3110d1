"""A field for one number, with what it is written inside and what is wrong with it below."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from visualizer.appearance import Appearance
from visualizer.widgets.label import Label


class NumberField(QLineEdit):
    """A line edit that reads a number; while it cannot, a sentence stands under it.

    Signals: `number_changed(number)` whenever another valid number stands in it.
    """

    number_changed = Signal(object)

    def __init__(
        self,
        appearance: Appearance,
        label: str,
        read: Callable[[str], float],
        characters: int = 6,
        parent: QWidget | None = None,
    ) -> None:
        """`read` turns text into the number or raises ValueError with the sentence to show."""
        super().__init__(parent)
        self._appearance = appearance
        self._label = label
        self._read = read
        self._characters = characters
        self._number: float = 0
        self._note: Label | None = None
        self.problem = ""
        self.setAccessibleName(label)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.textEdited.connect(self._take)
        self.editingFinished.connect(self._finish)
        appearance.changed.connect(self._restyle)
        self._restyle()

    @property
    def number(self) -> float:
        """The last valid number."""
        return self._number

    def set_number(self, number: float) -> None:
        """Show a number, without a signal."""
        self._number = number
        if not self.hasFocus() or self.problem:
            self.setText(_written(number))
            self._complain("")

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self._appearance.font("text"))
        width = self._label_width() + metrics.horizontalAdvance("0") * self._characters
        return QSize(round(width) + self._appearance.px(20), self._appearance.px(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._label:
            return
        painter = QPainter(self)
        font = self._appearance.font("text")
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(self._appearance.colour("wrong" if self.problem else "low"))
        base = (self.height() + metrics.ascent() - metrics.descent()) / 2
        painter.drawText(QPointF(self._appearance.px(10), base), self._label)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.update()

    @Slot(str)
    def _take(self, text: str) -> None:
        try:
            number = self._read(text)
        except ValueError as problem:
            self._complain(str(problem))
            return
        self._complain("")
        if number != self._number:
            self._number = number
            self.number_changed.emit(number)

    @Slot()
    def _finish(self) -> None:
        """Leaving the field with something unreadable puts the last number back."""
        self._complain("")
        self.setText(_written(self._number))

    def _complain(self, problem: str) -> None:
        self.problem = problem
        if self.property("wrong") != bool(problem):
            self.setProperty("wrong", bool(problem))
            self.style().unpolish(self)
            self.style().polish(self)
        self.setAccessibleDescription(problem)
        if not problem:
            if self._note:
                self._note.hide()
            return
        if self._note is None:
            self._note = Label(
                self._appearance, role="note", colour="wrong", bold=True, parent=self.window()
            )
            self._note.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._note.setText(problem)
        self._note.adjustSize()
        below = self.mapTo(self.window(), QPoint(0, self.height() + 1))
        room = self.window().width() - self._note.width() - self._appearance.px(8)
        self._note.move(min(below.x(), max(room, 0)), below.y())
        self._note.show()
        self._note.raise_()

    def _label_width(self) -> float:
        metrics = QFontMetricsF(self._appearance.font("text"))
        return metrics.horizontalAdvance(f"{self._label}  ") if self._label else 0.0

    @Slot()
    def _restyle(self) -> None:
        self.setFont(self._appearance.font("text"))
        self.setFixedHeight(self._appearance.px(28))
        self.setTextMargins(round(self._label_width()), 0, 0, 0)
        self.setFixedWidth(self.sizeHint().width())


def whole_number(low: int, high: int) -> Callable[[str], float]:
    """A reader of whole numbers in a range; commas between thousands are allowed."""

    def read(text: str) -> int:
        cleaned = text.replace(",", "").replace(" ", "").strip()
        if not cleaned.isdecimal():
            raise ValueError(f"a whole number from {low:,}")
        number = int(cleaned)
        if number < low:
            raise ValueError(f"a whole number from {low:,}")
        if number > high:
            raise ValueError(f"at most {high:,}")
        return number

    return read


def _written(number: float) -> str:
    return f"{number:,}" if isinstance(number, int) else f"{number:g}"
