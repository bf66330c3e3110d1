"""What to learn from: the worlds and recent files of the kind of data that a model reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from engine.specification import DataSpecification, Kind
from visualizer.appearance import Appearance
from visualizer.choices import called, entry, paths_of, title_of
from visualizer.widgets.choice_menu import ChoiceMenu
from visualizer.widgets.drop_button import DropButton


@dataclass(frozen=True)
class WorldEntry:
    """A built-in world as the menu shows it."""

    kind: Kind
    name: str
    title: str


class WorldChoice(DropButton):
    """The data of the next run.

    Signals: `data_chosen(DataSpecification)` for a world; `file_chosen(entry)` for recent files of
    the user's; `open_requested` for files not opened before.
    """

    data_chosen = Signal(object)
    file_chosen = Signal(str)
    open_requested = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, "", parent)
        self.set_label(self.tr("World"))
        self._worlds: tuple[WorldEntry, ...] = ()
        self._recent: dict[Kind, list[str]] = {}
        self._data = DataSpecification()
        self.clicked.connect(self._open)

    def set_worlds(self, worlds: Sequence[WorldEntry]) -> None:
        """The built-in worlds of every kind."""
        self._worlds = tuple(worlds)
        self.show_data(self._data)

    def set_recent(self, kind: Kind, entries: Sequence[str]) -> None:
        """Files of the user's of one kind, newest first, as the choices remember them."""
        self._recent[kind] = list(entries)

    def show_data(self, data: DataSpecification) -> None:
        """Show what is chosen, without a signal; the menu offers data of its kind."""
        self._data = data
        self.set_value(self.title_of(data), "\n".join(data.files))

    def title_of(self, data: DataSpecification) -> str:
        """How this data is called on screen."""
        if data.files:
            return called(data.files)
        return {world.name: world.title for world in self._worlds}.get(data.world, data.world)

    def first(self, kind: Kind) -> DataSpecification:
        """The data of a kind that is taken where none was chosen."""
        names = [world.name for world in self._worlds if world.kind == kind]
        return DataSpecification(kind=kind, world=names[0] if names else "")

    def build_menu(self) -> ChoiceMenu:
        """Built-in worlds, the user's recent files, and opening another."""
        menu, data = ChoiceMenu(self), self._data
        for world in self._worlds:
            if world.kind == data.kind:
                chosen = not data.files and data.world == world.name
                menu.offer(world.title, world.name, chosen, self._take_world)
        menu.addSeparator()
        here = entry(data.files)
        entries = [here] if here else []
        entries += [other for other in self._recent.get(data.kind, []) if other != here]
        for other in entries:
            action = menu.offer(title_of(other), other, other == here, self._take_file)
            action.setToolTip("\n".join(paths_of(other)))
        if entries:
            menu.addSeparator()
        own = self.tr("Open your own pairs …"), self.tr("Open your own text …")
        menu.addAction(own[data.kind == "text"]).triggered.connect(self.open_requested)
        return menu

    @Slot()
    def _open(self) -> None:
        self.build_menu().drop(self)

    @Slot()
    def _take_world(self) -> None:
        self.data_chosen.emit(DataSpecification(kind=self._data.kind, world=self._sent()))

    @Slot()
    def _take_file(self) -> None:
        if self._sent() != entry(self._data.files):
            self.file_chosen.emit(self._sent())

    def _sent(self) -> str:
        action = self.sender()
        assert isinstance(action, QAction)
        return str(action.data())
