"""Learn: what one model has to show, its predictions and its learning curves on one screen."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from engine.catalog import Architecture, find
from engine.messages.events import Evaluated, Loaded, Losses, Started
from engine.messages.frames import BatchFrame, Frame
from engine.seen.look import Look
from engine.seen.maps import HeadReference
from engine.structure import Structure
from visualizer.appearance import Appearance
from visualizer.panels.inspector import InspectorPanel
from visualizer.panels.panel import Panel
from visualizer.selection import Selection
from visualizer.workspaces.columns import Shape
from visualizer.workspaces.filling import Filling
from visualizer.workspaces.learn_views import LearnViews
from visualizer.workspaces.tables import WantedTables
from visualizer.workspaces.turns import Turns


class LearnWorkspace(LearnViews):
    """The views of one model that learns, with dividing lines that remember their place.

    What stands there follows from the look and the structure of the model, never from its name:
    maps for the kinds of attention that it has, exhibits for the tables that it offers. Pictures
    go to one view after another, and only to those that are seen (see :class:`Turns`).

    Signals besides those of :class:`LearnViews`: `heads_wanted(references)` and
    `tables_wanted(names)`, what is to be computed for the views that are seen;
    `runs_wanted(specifications)`, to be trained one after another; `said(sentence)` for the
    status line.
    """

    heads_wanted = Signal(object)
    tables_wanted = Signal(object)
    runs_wanted = Signal(object)
    said = Signal(str)

    def __init__(
        self,
        appearance: Appearance,
        selection: Selection,
        parent: QWidget | None = None,
        at_once: bool = True,
    ) -> None:
        """Without `at_once`, the views are made by going through `building()`."""
        super().__init__(appearance, selection, parent)
        self.turns = Turns(self)
        self._tables = WantedTables(self)
        self._tables.changed.connect(self.tables_wanted)
        self._entry: Architecture | None = None
        self._structure = Structure()
        self._shape = Shape()
        self._latest: dict[type, object] = {}
        self._fitted: object = None
        self._companions: tuple[QWidget, ...] = ()
        self._built = False
        if at_once:
            for _ in self.building():
                pass

    def building(self) -> Iterator[None]:
        """Make the views and join them; a yield is a pause point."""
        yield from super().building()
        self._filling = Filling(
            self._appearance,
            self._selection,
            self,
            self.columns,
            self.middle,
            self.predictions,
            self._filling_panels,
            self._seen,
        )
        self._built = True
        self._connect()
        self._arrange()

    def _seen(self) -> Look | None:
        frame = self.turns.newest(Frame)
        return frame.look if isinstance(frame, Frame) else None

    # ------------------------------------------------------------ what comes in

    @Slot(object)
    def receive(self, event: object) -> None:
        """Hand an event of the current run to the views."""
        if isinstance(event, Frame):
            self._fit_look(event.look)
            self.turns.take(event, (*self._companions, *self._views()))
        elif isinstance(event, BatchFrame):
            self.turns.take(event, (self.strip, self.masks))
        else:
            if isinstance(event, Started | Loaded):
                self._latest = {}
                self._fit_model(event)
            self._latest[type(event)] = event
            for view in self._views():
                view.receive(event)  # type: ignore[attr-defined]
            if not isinstance(event, Losses | Evaluated):
                self.turns.hurry()

    def accompany(self, view: QWidget) -> None:
        """Show pictures in this view too, with one's own, though it stands elsewhere."""
        self._companions += (view,)
        self.turns.watch(view)

    def catch_up(self) -> None:
        """Give every view now what it would get in the turns that follow."""
        self.turns.catch_up()

    def build_plots(self) -> None:
        """Make the curves; pyqtgraph is imported by now."""
        self.curves.build()

    # ------------------------------------------------------------ what the model has to show

    def _fit_model(self, event: Started | Loaded) -> None:
        """Make room for a model as soon as it stands, where it says what it is made of."""
        self._entry = find(event.specification.architecture)
        self._structure = event.structure
        groups = [block.group for block in event.structure.blocks if block.group]
        if event.structure.blocks:
            self._fit(tuple(dict.fromkeys(groups)), len(groups) > 1)

    def _fit_look(self, look: Look) -> None:
        """Make room for what a look holds, which only another model changes."""
        heads = sum(group.layers * group.heads for group in look.groups.values())
        self._fit(tuple(look.groups), heads > 1)

    def _fit(self, groups: tuple[str, ...], several: bool) -> None:
        """Offer the views that suit, and arrange them."""
        fitting = self._entry, groups, several, self._structure
        if fitting == self._fitted:
            return
        self._fitted = fitting
        tables = [table.name for table in self._structure.tables]
        self.middle.fit(self._entry, groups, tables, self._structure.window)
        self._shape = Shape(bool(groups), several)
        self._arrange()
        self._filling.follow_front()  # another map may be in front now
        self._tables.offer(tables)

    @Slot(object)
    def _exhibit_made(self, panel: Panel) -> None:
        """A view that is made late learns what the others know."""
        panel.said.connect(self.said)
        self._filling.follow(panel)
        panel.heads_wanted.connect(self._ask_heads)
        panel.runs_wanted.connect(self.runs_wanted)
        inspector = self.side.get("inspector")
        if isinstance(inspector, InspectorPanel):
            panel.unit_chosen.connect(inspector.show_unit)
        self.turns.watch(panel)
        self._tables.follow(panel)
        for event in self._latest.values():
            panel.receive(event)
        self.turns.owe(panel)

    @Slot(object)
    def _ask_heads(self, references: tuple[HeadReference, ...]) -> None:
        """Heads that a view wants besides those of the maps."""
        self.heads_wanted.emit(tuple(dict.fromkeys((*self.trio.wanted_heads(), *references))))

    def leave(self) -> bool:
        """Undo what fills the space; False if nothing did."""
        if self.masks_shown:
            self.show_masks(False)
            return True
        return self._filling.leave()

    # ------------------------------------------------------------ kept over a restart

    def state(self) -> dict[str, str]:
        """Where the dividing lines stand, by arrangement."""
        return self.columns.state()

    def restore(self, state: dict[str, str]) -> None:
        """Put the dividing lines where they stood; {} puts them in their usual places."""
        self.columns.restore(state, self.width())

    # ------------------------------------------------------------ arrangement

    def _connect(self) -> None:
        for wanted in (self.heads_wanted, self.tables_wanted):
            wanted.connect(self.turns.expect)
        self.trio.heads_wanted.connect(self.heads_wanted)
        self.trio.said.connect(self.said)
        self.strip.open_requested.connect(self._open_masks)
        self.middle.made.connect(self._exhibit_made)
        self.middle.view_changed.connect(self._tables.gather)
        self.curves.train_requested.connect(self.train_requested)
        for panel in self.panels:
            panel.said.connect(self.said)
            self.turns.watch(panel)
            self._tables.join(panel, panel.wanted_tables)
            panel.heads_wanted.connect(self._ask_heads)
            if panel is not self.masks:
                self._filling.follow(panel)
        self.masks.maximise_requested.connect(self._toggle_masks)
        self._tables.join(self.middle, self.middle.wanted_tables)
        for view in (*self.trio.panels.values(), self.strip):
            self.turns.watch(view)
        self._appearance.changed.connect(self._arrange)
        self._filling.follow_front()

    @Slot()
    def _arrange(self) -> None:
        """Choose the arrangement that the width and the model allow."""
        if self._built:
            self._filling.show_strip()
            if self.columns.arrange(self.width(), self._shape):
                self._filling.follow_front()
            self.trio.set_overlooked(self.columns.overview_beside)

    # ------------------------------------------------------------ what happens

    @Slot()
    def _open_masks(self) -> None:
        self.show_masks(True)

    @Slot()
    def _toggle_masks(self) -> None:
        self.show_masks(not self.masks_shown)

    @Slot(bool)
    def set_presenting(self, presenting: bool) -> None:
        """Give the maps more room, or give back what was; to be told before the window changes."""
        self.columns.present(presenting, self.width())
        self.trio.set_presenting(presenting)

    # ------------------------------------------------------------ Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrange()
        if not self.columns.settled:
            self.columns.settled = True
            self.columns.share(self.width())
