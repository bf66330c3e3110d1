"""Which architecture is to learn from what is opened."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from engine.catalog import ARCHITECTURES, Architecture, find
from engine.catalog.entry import Task
from engine.messages.reading import Unfit
from engine.specification import Kind
from visualizer.appearance import Appearance
from visualizer.learners import Learners
from visualizer.widgets.choice_button import ChoiceButton


class ModelChoice(ChoiceButton):
    """Offers those that can learn from the data; those that cannot are listed with the reason.

    What the user chose is remembered for each kind of data while the dialog is open, and becomes
    the choice of the whole window with :meth:`keep`.

    Signals: `changed(name)` when the user chose another.
    """

    def __init__(self, appearance: Appearance, known: Learners, parent: QWidget) -> None:
        super().__init__(appearance, "", parent)
        self.set_label(self.tr("Model"))
        self._known = known
        self._chosen: dict[Kind, Architecture] = {}
        self._kind = known.present.kind
        self._unfit: Mapping[Task, Unfit] = {}
        self.changed.connect(self._choose)
        self._list()

    @property
    def entry(self) -> Architecture:
        """The architecture that stands there."""
        return find(self.key)

    @property
    def unfit(self) -> Unfit | None:
        """Why it cannot learn from the data; None where it can."""
        return self._unfit.get(self.entry.task)

    def offer(self, kind: Kind, unfit: Mapping[Task, Unfit]) -> None:
        """Data of this kind is looked at, from which the tasks in `unfit` cannot learn."""
        if (kind, unfit) != (self._kind, self._unfit):  # else the user may be looking at the list
            self._kind, self._unfit = kind, unfit
            self._list()

    def keep(self) -> None:
        """What stands there was accepted: it stands in front from now on."""
        self._known.choose(self.key)

    def _list(self) -> None:
        kind, unfit = self._kind, self._unfit
        chosen = self._chosen.get(kind) or self._known.of(kind, unfit)
        able = {e.name for e in ARCHITECTURES if e.kind == kind and e.task not in unfit}
        # Those of the kind first, the able ones before; each group in the order of the lineage.
        listed = sorted(ARCHITECTURES, key=lambda e: (e.kind != kind, e.name not in able, e.year))
        options = [(entry.name, entry.title, self._listed(entry)) for entry in listed]
        self.set_options(options, chosen.name)
        for action in self.menu_of_options.actions():
            action.setEnabled(action.data() in able)

    def _listed(self, entry: Architecture) -> str:
        """The title, and the reason where it cannot be chosen."""
        if entry.kind != self._kind:
            texts = entry.kind == "text"
            why = self.tr("learns from running text") if texts else self.tr("learns from pairs")
        elif entry.task in self._unfit:
            why = self._unfit[entry.task].reason
        else:
            return entry.title
        return self.tr("{0}: {1}").format(entry.title, why)

    @Slot(str)
    def _choose(self, name: str) -> None:
        self._chosen[self._kind] = find(name)
        self.set_value(find(name).title)
