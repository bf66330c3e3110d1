"""A whole number of few values, on a slider with the value beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from visualizer.appearance import Appearance
from visualizer.widgets.label import Label


class NumberSlider(QWidget):
    """Arrow keys and the wheel move by one, Home and End to the bounds.

    Signals: `changed` when the user moved it.
    """

    changed = Signal()

    def __init__(
        self, appearance: Appearance, low: int, high: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(low, high)
        self.slider.setPageStep(1)
        self.slider.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.slider.setTickInterval(1)
        self.slider.valueChanged.connect(self._moved)
        self.number = Label(appearance, str(low), parent=self)
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.slider, 1)
        row.addWidget(self.number)
        self.setFocusProxy(self.slider)
        appearance.changed.connect(self._restyle)
        self._restyle()

    @property
    def value(self) -> int:
        """The number it stands on."""
        return self.slider.value()

    def set_value(self, value: int) -> None:
        """Stand on a number, without a signal."""
        self.slider.blockSignals(True)
        self.slider.setValue(value)
        self.slider.blockSignals(False)
        self.number.setText(str(value))

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.slider.setAccessibleName(name)

    @Slot(int)
    def _moved(self, value: int) -> None:
        self.number.setText(str(value))
        self.changed.emit()

    @Slot()
    def _restyle(self) -> None:
        self.number.setFixedWidth(self._appearance.px(24))
