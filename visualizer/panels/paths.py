"""Every path that was written, kept, and the way back to it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from visualizer.appearance import Appearance
from visualizer.panels.panel import Panel
from visualizer.stepping import Stepping
from visualizer.widgets.branches import Branches


class PathsPanel(Panel):
    """The tree of a generation.

    Signals: `node_chosen(node)` when the user wants to stand behind a stepping.Node.
    """

    node_chosen = Signal(object)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(
            appearance, QCoreApplication.translate("PathsPanel", "Paths"), parent=parent
        )
        self.tree = Branches(appearance, self)
        self.tree.setAccessibleName(self.tr("Paths written so far"))
        self.tree.node_chosen.connect(self.node_chosen)
        self.set_body(self.tree)

    def show_stepping(self, stepping: Stepping) -> None:
        """Show the tree and where one stands in it."""
        self.tree.show_stepping(stepping)
        if stepping.line():
            self.show_body()
        else:
            self.show_empty(
                self.tr(
                    "Nothing written yet.\nStep (→) writes the likeliest token, a number key or a "
                    "click on a candidate another one. Every path stays here."
                )
            )
        count = len(stepping.paths())
        words = self.tr("line width = probability; every token keeps its candidates and its rows")
        if count > 1:
            words = self.tr("{0} paths  ·  {1}").format(count, words)
        self.set_subtitle(words)
