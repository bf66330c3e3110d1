"""One option of a model or recipe as a line of a form."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QLineEdit

from engine.catalog import Option
from engine.specification import Scalar
from visualizer.appearance import Appearance
from visualizer.widgets.label import Label
from visualizer.widgets.number_slider import NumberSlider

#: Steps between the bounds of a number that is set on a slider.
_ON_SLIDER = 16


def _is_few(option: Option) -> bool:
    """Whether it is a whole number of so few values that they fit on a slider."""
    whole = isinstance(option.default, int) and not isinstance(option.default, bool)
    return whole and 1 < option.high - option.low <= _ON_SLIDER


def _text(value: Scalar) -> str:
    """A value as it is read, which for a switch is a word."""
    if isinstance(value, bool):
        translate = QCoreApplication.translate
        return translate("ModelForm", "yes") if value else translate("ModelForm", "no")
    return f"{value:g}" if isinstance(value, float) else str(value)


class OptionRow:
    """Label, control and meaning of one option; the meaning gives way to what is wrong."""

    def __init__(
        self,
        appearance: Appearance,
        option: Option,
        take: Callable[[], None],
        settle: Callable[[], None],
    ) -> None:
        """`take` is called on every change, `settle` when a field is left."""
        self.option = option
        self.value: Scalar = option.default
        self.label = Label(appearance, option.label, colour="mid")
        self.note = Label(appearance, option.meaning, role="note", colour="low")
        self.control: QComboBox | QLineEdit | NumberSlider
        switch = isinstance(option.default, bool)
        self._choices: tuple[Scalar, ...] = (True, False) if switch else option.choices
        if self._choices:
            combo = QComboBox()
            combo.addItems([_text(choice) for choice in self._choices])
            combo.currentIndexChanged.connect(take)
            self.control = combo
        elif _is_few(option):
            slider = NumberSlider(appearance, int(option.low), int(option.high))
            slider.changed.connect(take)
            self.control = slider
        else:
            field = QLineEdit()
            field.textEdited.connect(take)
            field.editingFinished.connect(settle)
            self.control = field
        self.control.setAccessibleName(option.label)
        self.control.setAccessibleDescription(option.meaning)

    def show(self, value: Scalar) -> None:
        """Put a value in, without a signal."""
        self.value = value
        self.control.blockSignals(True)
        if isinstance(self.control, QComboBox):
            self.control.setCurrentText(_text(value))
        elif isinstance(self.control, NumberSlider):
            self.control.set_value(int(value))
        else:
            self.control.setText(_text(value))
        self.control.blockSignals(False)
        self.complain("")

    def take(self) -> bool:
        """Read the control; False, and a sentence in the note, if it cannot be."""
        try:
            self.value = self.option.check(self._read())
        except ValueError as problem:
            self.complain(str(problem))
            return False
        self.complain("")
        return True

    def _read(self) -> Scalar:
        if isinstance(self.control, QComboBox):
            return self._choices[self.control.currentIndex()]
        if isinstance(self.control, NumberSlider):
            return self.control.value
        text = self.control.text().strip()
        try:
            return int(text) if isinstance(self.option.default, int) else float(text)
        except ValueError:
            kind = "a whole number" if isinstance(self.option.default, int) else "a number"
            raise ValueError(f"{kind} from {self.option.low:g} to {self.option.high:g}") from None

    def complain(self, problem: str) -> None:
        """Say beside the control what is wrong; "" gives the meaning its place back."""
        self.note.set_colour("wrong" if problem else "low")
        self.note.setText(problem or self.option.meaning)
        if self.control.property("wrong") != bool(problem):
            self.control.setProperty("wrong", bool(problem))
            self.control.style().unpolish(self.control)
            self.control.style().polish(self.control)
