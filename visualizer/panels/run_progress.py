"""How far a run has come: its step in words, what is left, a bar."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from visualizer.appearance import Appearance
from visualizer.widgets.changing_text import ChangingText

#: Room for “1,240 of 2,000” at least; from which on the time left and the word “step” fit too.
_LEAST, _WITH_TIME, _WITH_WORD = 96, 156, 210


class RunProgress(QWidget):
    """The words over the bar; without a run that goes on, in the middle."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._step = self._steps = 0
        self._going = False
        self.words = ChangingText(appearance, colour="mid")
        self.left = ChangingText(appearance, "note", "low", widest=_clock(35_999))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setObjectName("thin")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(self.words, 1)
        row.addWidget(self.left)
        column.addLayout(row)
        column.addWidget(self.bar)
        column.addStretch(1)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def show_run(self, step: int, steps: int, seconds_left: float | None, going: bool) -> None:
        """`steps` 0 says nothing; the bar is there while the run is `going`."""
        self._step, self._steps, self._going = step, steps, going
        self.bar.setMaximum(max(steps, 1))
        self.bar.setValue(min(step, max(steps, 1)))
        self.left.set_text("" if seconds_left is None else _clock(seconds_left))
        self._fold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        """What is said gets shorter with the room; no width depends on the run."""
        px, step, steps = self._appearance.px, self._step, self._steps
        if not steps or not (self._going or step):
            said = ""
        elif step >= steps:
            said = self.tr("step {0}").format(f"{step:,}")
        elif self.width() < px(_WITH_WORD):
            said = self.tr("{0} of {1}").format(f"{step:,}", f"{steps:,}")
        else:
            said = self.tr("step {0} of {1}").format(f"{step:,}", f"{steps:,}")
        self.words.set_text(said)
        self.bar.setVisible(self._going)
        self.left.setVisible(self.width() >= px(_WITH_TIME))

    @Slot()
    def _restyle(self) -> None:
        self.setMinimumWidth(self._appearance.px(_LEAST))
        self._fold()


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02} left" if hours else f"{minutes}:{rest:02} left"
