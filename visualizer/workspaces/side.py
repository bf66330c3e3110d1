"""What stands in the side column of Learn besides the learning curves: one entry for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from visualizer.appearance import Appearance
from visualizer.panels.inspector import InspectorPanel
from visualizer.panels.model import ModelPanel
from visualizer.panels.panel import Panel
from visualizer.selection import Selection


@dataclass(frozen=True)
class SidePanel:
    """A tab: its name in code, its title, and how its panel is made in the widget given."""

    name: str
    title: str
    make: Callable[[Appearance, Selection, QWidget], Panel]

    @property
    def shown_title(self) -> str:
        """The title in the user's language."""
        return QCoreApplication.translate("Side", self.title)


#: In the order of their tabs, after the curves.
SIDE_PANELS: tuple[SidePanel, ...] = (
    SidePanel("inspector", "Inspector", InspectorPanel),
    SidePanel("model", "Model", ModelPanel),
)
