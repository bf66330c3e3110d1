"""What Generate shows: the sentence, the candidates, the paths, the growing map, and why."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from visualizer.appearance import Appearance
from visualizer.panels.candidates import CandidatesPanel
from visualizer.panels.growing_map import GrowingMapPanel
from visualizer.panels.panel import Panel
from visualizer.panels.paths import PathsPanel
from visualizer.panels.why import WhyPanel
from visualizer.panels.written import WrittenPanel
from visualizer.selection import Selection
from visualizer.stepping import Stepping


class GenerationViews(QWidget):
    """Five views of one Stepping; all inner edges are splitters.

    The growing map gives its place to why where there is nothing to tell apart in it.

    Signals: `said(sentence)` for the status line.
    """

    said = Signal(str)

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        # Each is made inside what will hold it: PySide does not survive the collection of a
        # widget that moved to a younger parent.
        self.written = WrittenPanel(appearance, selection, self)
        self._all = QSplitter(Qt.Orientation.Horizontal, self)
        self.candidates = CandidatesPanel(appearance, self._all)
        self._right = QSplitter(Qt.Orientation.Vertical, self._all)
        self.paths = PathsPanel(appearance, self._right)
        self._below = QSplitter(Qt.Orientation.Horizontal, self._right)
        self.map = GrowingMapPanel(appearance, selection, self._below)
        self.why = WhyPanel(appearance, selection, self._below)
        self.panels: list[Panel] = [self.candidates, self.paths, self.map, self.why]
        self._filling: Panel | None = None
        self._unsuited: tuple[Panel, ...] = ()
        for panel in self.panels:
            panel.maximise_requested.connect(self._maximise)
            panel.said.connect(self.said)
        self._arrange()

    def show_stepping(self, stepping: Stepping) -> None:
        """Show where one stands, in every view."""
        self._unsuited = () if self.map.suits(stepping) else (self.map,)
        self._show_panels()
        self.written.show_stepping(stepping)
        for view in (self.candidates, self.paths, self.map, self.why):
            view.show_stepping(stepping)

    def _arrange(self) -> None:
        px = self._appearance.px
        self._all.setObjectName("generate")
        self._right.setObjectName("generate right")
        self._below.setObjectName("generate below")
        self._all.setSizes([px(310), px(1130)])
        self._right.setSizes([px(215), px(475)])
        self._below.setSizes([px(500), px(500)])
        self._all.setStretchFactor(1, 1)
        self._right.setStretchFactor(0, 3)
        self._right.setStretchFactor(1, 7)
        for splitter in (self._all, self._right, self._below):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.written)
        column.addWidget(self._all, 1)

    @property
    def front(self) -> Panel:
        """The panel that a picture is taken of: the focused one, else the largest of the rows."""
        focus = self.focusWidget()
        for panel in self.panels:
            if focus is not None and panel.isAncestorOf(focus):
                return panel
        return self.why if self.map in self._unsuited else self.map

    @Slot()
    def _maximise(self) -> None:
        """Give a panel all the space, or give it back."""
        panel = self.sender()
        assert isinstance(panel, Panel)
        self._filling = None if self._filling is not None else panel
        self._show_panels()

    def _show_panels(self) -> None:
        if self._filling in self._unsuited:
            self._filling = None
        filling = self._filling
        for panel in self.panels:
            suited = panel not in self._unsuited
            panel.setVisible(panel is filling if filling is not None else suited)
            panel.set_maximised(panel is filling)
        self._below.setVisible(not (self.map.isHidden() and self.why.isHidden()))
        self._right.setVisible(not (self.paths.isHidden() and self._below.isHidden()))
