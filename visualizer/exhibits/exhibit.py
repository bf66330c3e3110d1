"""What an exhibit is: a view of one architecture's idea, known by the numbers that it needs."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from visualizer.appearance import Appearance
from visualizer.panels.panel import Panel
from visualizer.selection import Selection


@dataclass(frozen=True)
class Exhibit:
    """One view that stands beside the attention maps, or in their place where there are none.

    Its panel is made when it is first seen. It then receives the Started or Loaded of the run on
    the bench, the newest of each later kind of event, and from then on every event while a model
    that it suits is on the bench; frames only while it is seen.

    Attributes
    ----------
    name : unique, as in "states".
    title : what it is called on screen; translated when it is shown, see `shown_title`.
    needs : names of the tables that the model must offer (Structure.tables); none: suits all.
    wants : names of the tables that are asked for while it is seen. A panel that wants others at
        other times has `wanted_tables()` of its own, and says `tables_wanted` when they change.
    make : called with appearance, selection and the widget it stands in.
    windowed : whether it is for models alone that see a window of words (Structure.window).
    attending : whether it is for models alone that have attention maps.
    """

    name: str
    title: str
    needs: frozenset[str]
    wants: tuple[str, ...]
    make: Callable[[Appearance, Selection, QWidget], Panel]
    windowed: bool = False
    attending: bool = False

    def suits(self, tables: Collection[str], window: int = 0, groups: Collection[str] = ()) -> bool:
        """Whether a model can be shown here that offers these tables, sees a window of so many
        words, and has these kinds of attention.
        """
        if (self.windowed and not window) or (self.attending and not groups):
            return False
        return self.needs <= set(tables)

    @property
    def shown_title(self) -> str:
        """The title in the user's language."""
        return QCoreApplication.translate("Exhibits", self.title)
