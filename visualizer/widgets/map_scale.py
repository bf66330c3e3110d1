"""What the colours of a map mean now: in words, and as a thin bar with ticks."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from visualizer.appearance import Appearance
from visualizer.widgets.colour_bar import ColourBar
from visualizer.widgets.label import Label
from visualizer.widgets.scale import Mode


class MapScale(QWidget):
    """One line under a map; where it is narrow the words give way, not the bar."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.words = Label(appearance, role="tick", colour="mid", elide=True)
        self.bar = ColourBar(appearance, thin=True)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.words, 1)
        self._row.addWidget(self.bar)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self._margins)
        self._margins()

    def set_scale(self, mode: Mode, words: str) -> None:
        """Follow another mapping."""
        self.bar.set_mode(mode)
        self.words.setText(words)
        self.words.setToolTip(words)

    @Slot()
    def _margins(self) -> None:
        px = self._appearance.px
        self._row.setContentsMargins(px(12), px(2), px(12), 0)
        self._row.setSpacing(px(12))
