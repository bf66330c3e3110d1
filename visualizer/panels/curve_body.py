"""How the learning curves stand: legend, plot, and the small plots of the figures."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from visualizer import glossary
from visualizer.appearance import Appearance
from visualizer.panels.figure_grid import FigureGrid
from visualizer.widgets.legend import Legend


class CurvesBody(QWidget):
    """`stage` is the layout that the plot comes into once it is made."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.legend = Legend(appearance, self)
        self.legend.meaning = "\n".join(
            f"{glossary.name(key)}: {glossary.sentence(key)}" for key in ("held_out", "floor")
        )
        room = QWidget(self)
        room.setMinimumHeight(80)
        room.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.stage = QVBoxLayout(room)
        self.stage.setContentsMargins(0, 0, 0, 0)
        self.figures = FigureGrid(appearance, self)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.legend)
        self._column.addWidget(room, 3)
        self._column.addWidget(self.figures, 2)
        appearance.changed.connect(self._restyle)
        self._restyle()

    @Slot()
    def _restyle(self) -> None:
        px = self._appearance.px
        self._column.setContentsMargins(px(12), px(4), px(12), px(8))
        self._column.setSpacing(px(4))
