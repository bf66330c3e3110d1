"""Learn: what one model has to show, its predictions and its learning curves on one screen."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from engine.catalog import Architecture, find
from engine.messages.events import Loaded, Losses, Started
from engine.messages.frames import BatchFrame, Frame
from engine.seen.look import Look
from engine.seen.maps import HeadReference
from engine.structure import Structure
from visualizer.appearance import Appearance
from visualizer.panels.attention_overview import AttentionOverviewPanel
from visualizer.panels.attention_trio import AttentionTrio
from visualizer.panels.curves import CurvesPanel
from visualizer.panels.inspector import InspectorPanel
from visualizer.panels.mask_strip import MaskStrip
from visualizer.panels.masks import MasksPanel
from visualizer.panels.notice import Notice
from visualizer.panels.panel import Panel
from visualizer.panels.predictions import PredictionsPanel
from visualizer.selection import Selection
from visualizer.workspaces.columns import Columns, Shape
from visualizer.workspaces.filling import Filling
from visualizer.workspaces.middle import Middle
from visualizer.workspaces.side import SIDE_PANELS
from visualizer.workspaces.tables import WantedTables
from visualizer.workspaces.turns import Turns


class LearnWorkspace(QWidget):
    """The views of one model that learns, with dividing lines that remember their place.

    What stands there follows from the look and the structure of the model, never from its name:
    maps for the kinds of attention that it has, exhibits for the tables that it offers. Pictures
    go to one view after another, and only to those that are seen (see :class:`Turns`).

    Signals: `heads_wanted(references)` and `tables_wanted(names)`, what is to be computed for the
    views that are seen; `train_requested` from an empty view; `runs_wanted(specifications)`, to be
    trained one after another; `masks_toggled(on)`;
    `said(sentence)` for the status line.
    """

    heads_wanted = Signal(object)
    tables_wanted = Signal(object)
    train_requested = Signal()
    runs_wanted = Signal(object)
    masks_toggled = Signal(bool)
    said = Signal(str)

    def __init__(
        self,
        appearance: Appearance,
        selection: Selection,
        parent: QWidget | None = None,
        at_once: bool = True,
    ) -> None:
        """Without `at_once`, the views are made by going through `building()`."""
        super().__init__(parent)
        self._appearance = appearance
        self._selection = selection
        self.turns = Turns(self)
        self._tables = WantedTables(self)
        self._tables.changed.connect(self.tables_wanted)
        self._entry: Architecture | None = None
        self._structure = Structure()
        self._shape = Shape()
        self._latest: dict[type, object] = {}
        self._fitted: object = None
        self._built = False
        self._pages = QStackedWidget(self)
        self.columns = Columns(appearance, self._pages)
        self._pages.addWidget(self.columns)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)
        if at_once:
            for _ in self.building():
                pass

    def building(self) -> Iterator[None]:
        """Make one view after another, each in its place at once; a yield is a pause point."""
        appearance, selection, columns = self._appearance, self._selection, self.columns
        self.overview = AttentionOverviewPanel(appearance, selection, columns)
        columns.addWidget(self.overview)
        yield
        self.middle = Middle(appearance, selection, columns)
        columns.addWidget(self.middle)
        for _ in self.middle.building():
            yield
        yield
        self.predictions = PredictionsPanel(appearance, selection, columns)
        yield
        self.curves = CurvesPanel(appearance, selection, columns)
        yield
        self.side: dict[str, Panel] = {"learning": self.curves}
        titles: dict[QWidget, str] = {
            self.overview: self.tr("Heads"),
            self.predictions: self.tr("Predictions"),
            self.curves: self.tr("Learning"),
        }
        for each in SIDE_PANELS:
            self.side[each.name] = each.make(appearance, selection, columns)
            titles[self.side[each.name]] = each.shown_title
            yield
        self.masks = MasksPanel(appearance, selection, self._pages)
        self._pages.addWidget(self.masks)
        self.vacant = Notice(appearance, self._pages)
        self._pages.addWidget(self.vacant)
        self._pages.setCurrentWidget(columns)
        yield
        columns.put(
            self.overview,
            self.middle,
            self.predictions,
            tuple(self.side.values()),
            titles,
            (self.trio.split, self.trio.inner),
        )
        self._filling = Filling(
            appearance,
            selection,
            self,
            columns,
            self.middle,
            self.predictions,
            self._filling_panels,
            self._seen,
        )
        self._built = True
        self._connect()
        self._arrange()

    @property
    def trio(self) -> AttentionTrio:
        """The attention maps."""
        return self.middle.trio

    @property
    def strip(self) -> MaskStrip:
        """The masks at the foot of the maps."""
        return self.middle.strip

    @property
    def panels(self) -> tuple[Panel, ...]:
        """The views that stand whatever the model."""
        return (self.overview, self.predictions, *self.side.values(), self.masks)

    def _filling_panels(self) -> list[Panel]:
        """Those that can fill the workspace."""
        return [self.overview, self.predictions, *self.side.values(), *self.middle.suiting()]

    def _seen(self) -> Look | None:
        frame = self.turns.newest(Frame)
        return frame.look if isinstance(frame, Frame) else None

    def _views(self) -> list[QWidget]:
        """All that events go to: what is large first, because pictures go in this order."""
        return [
            *self.trio.shown,
            *self.middle.suiting(),
            self.predictions,
            self.overview,
            self.strip,
            *self.side.values(),
            self.masks,
        ]

    # ------------------------------------------------------------ what comes in

    @Slot(object)
    def receive(self, event: object) -> None:
        """Hand an event of the current run to the views."""
        if isinstance(event, Frame):
            self._fit_look(event.look)
            self.turns.take(event, self._views())
        elif isinstance(event, BatchFrame):
            self.turns.take(event, (self.strip, self.masks))
        else:
            if isinstance(event, Started | Loaded):
                self._latest = {}
                self._fit_model(event)
            self._latest[type(event)] = event
            for view in self._views():
                view.receive(event)  # type: ignore[attr-defined]
            if not isinstance(event, Losses):
                self.turns.hurry()

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

    # ------------------------------------------------------------ what is shown

    @property
    def masks_shown(self) -> bool:
        """Whether the masks fill the workspace."""
        return self._pages.currentWidget() is self.masks

    @Slot(bool)
    def show_masks(self, on: bool) -> None:
        """Let the masks take the place of the other views, or give it back."""
        if on != self.masks_shown:
            self._pages.setCurrentWidget(self.masks if on else self.columns)
            self.masks.set_maximised(on)
            self.setFocus()  # off whatever is now hidden
            self.masks_toggled.emit(on)

    def show_vacant(self, entry: Architecture | None) -> None:
        """Say that there is no model of this architecture yet; None shows the views again."""
        if entry is not None:
            self.show_masks(False)
            title = self.tr("{0}: no trained model yet. Press Train.").format(entry.title)
            said = f"{title}\n{' '.join(entry.summary)}"
            self.vacant.show_state("empty", "", said, [(self.tr("Train"), self._ask_to_train)])
            self._pages.setCurrentWidget(self.vacant)
        elif self._pages.currentWidget() is self.vacant:
            self._pages.setCurrentWidget(self.columns)

    @property
    def front(self) -> QWidget:
        """The view that copying and saving a picture take: the focused one, else the middle."""
        if self.masks_shown:
            return self.masks
        focus = self.focusWidget()
        for panel in (*self.panels, *self.trio.shown, *self.middle.suiting()):
            if focus is not None and (focus is panel or panel.isAncestorOf(focus)):
                return panel
        return self.columns.filling or self.middle.shown or self.trio.front

    def leave(self) -> bool:
        """Undo what fills the space; False if nothing did."""
        if self.masks_shown:
            self.show_masks(False)
            return True
        return self._filling.leave()

    def actions_for_menu(self) -> list[list[QAction]]:
        """The actions of the views: of the middle, then of each of `panels`."""
        return [
            [self.middle.next_action, *self.trio.actions_for_menu()],
            *(panel.actions_for_menu() for panel in self.panels),
        ]

    # ------------------------------------------------------------ kept over a restart

    def state(self) -> dict[str, str]:
        """Where the dividing lines stand, by arrangement."""
        return self.columns.state()

    def restore(self, state: dict[str, str]) -> None:
        """Put the dividing lines where they stood; {} puts them in their usual places."""
        self.columns.restore(state, self.width())

    # ------------------------------------------------------------ arrangement

    def _connect(self) -> None:
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
    def _ask_to_train(self) -> None:
        self.train_requested.emit()

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
