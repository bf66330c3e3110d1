"""Words, diagram and numbers: above one another in a column, beside one another in a wide space."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from visualizer.appearance import Appearance
from visualizer.widgets.line_splitter import LineSplitter
from visualizer.widgets.model_words import ModelWords

#: From this width on, at scale 1, the diagram stands at the left and the rest beside it.
WIDE = 700
#: The most of a column's height that words take by themselves, and words and numbers where both
#: are shown.
WORDS_ALONE, WORDS, NUMBERS = 0.45, 0.3, 0.3


class ModelArrangement(QWidget):
    """Takes three widgets; the lines between them can be moved."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.outer = LineSplitter(Qt.Orientation.Vertical)
        self.beside = LineSplitter(Qt.Orientation.Vertical)
        self.outer.setParent(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.outer)
        self.wide: bool | None = None
        self._shared: tuple[object, ...] = ()
        self._showing: object = None

    def put(self, words: ModelWords, diagram: QWidget, numbers: QWidget) -> None:
        """Take the widgets; `numbers` may hide."""
        self._words, self._diagram, self._numbers = words, diagram, numbers
        self._arrange()

    def _arrange(self) -> None:
        wide = self.width() >= self._appearance.px(WIDE)
        if wide == self.wide:
            return
        self.wide = wide
        if wide:
            self.outer.setOrientation(Qt.Orientation.Horizontal)
            self.outer.insertWidget(0, self._diagram)
            self.outer.insertWidget(1, self.beside)
            self.beside.insertWidget(0, self._words)
            self.beside.insertWidget(1, self._numbers)
            self.beside.show()
        else:
            self.outer.setOrientation(Qt.Orientation.Vertical)
            for place, widget in enumerate((self._words, self._diagram, self._numbers)):
                self.outer.insertWidget(place, widget)
            self.outer.insertWidget(3, self.beside)
            self.beside.hide()
        self._shared = ()

    def share(self, showing: object = None) -> None:
        """Give each its usual room, unless that was done for what is shown now."""
        numbers = not self._numbers.isHidden()
        self._showing = self._showing if showing is None else showing
        shared = (self.wide, numbers, self._showing)
        if shared == self._shared or not self.isVisible():
            return
        self._shared = shared
        high = self.height()
        if self.wide:
            self.outer.setSizes([self.width() * 11 // 20, self.width() * 9 // 20])
            words = min(self._words.heightForWidth(self.width() * 9 // 20), high // 2)
            self.beside.setSizes([words, high - words] if numbers else [high, 0])
            return
        share = WORDS if numbers else WORDS_ALONE
        words = min(self._words.heightForWidth(self.width()), round(high * share))
        words = max(words, min(self._words.height_to_equation(self.width()), high // 2))
        below = self._numbers.sizeHint().height() if numbers else 0
        below = min(below, round(high * NUMBERS))
        self.outer.setSizes([words, max(high - words - below, 1), below, 0])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        self.share()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.share()
