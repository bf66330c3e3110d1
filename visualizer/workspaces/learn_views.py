"""The views of Learn, each in its place, and which of them fills the space."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from engine.catalog import Architecture
from visualizer.appearance import Appearance
from visualizer.panels.attention_overview import AttentionOverviewPanel
from visualizer.panels.attention_trio import AttentionTrio
from visualizer.panels.curves import CurvesPanel
from visualizer.panels.mask_strip import MaskStrip
from visualizer.panels.masks import MasksPanel
from visualizer.panels.notice import Notice
from visualizer.panels.panel import Panel
from visualizer.panels.predictions import PredictionsPanel
from visualizer.selection import Selection
from visualizer.workspaces.columns import Columns
from visualizer.workspaces.middle import Middle
from visualizer.workspaces.side import SIDE_PANELS


class LearnViews(QWidget):
    """Columns of views; in their place the masks, or a notice where there is no model.

    Signals: `train_requested` from that notice; `masks_toggled(on)`.
    """

    train_requested = Signal()
    masks_toggled = Signal(bool)

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        """Nothing but the columns; the views are made by going through `building()`."""
        super().__init__(parent)
        self._appearance = appearance
        self._selection = selection
        self._pages = QStackedWidget(self)
        self.columns = Columns(appearance, self._pages)
        self._pages.addWidget(self.columns)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)

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

    def _filling_panels(self) -> list[Panel]:
        """Those that can fill the workspace."""
        return [self.overview, self.predictions, *self.side.values(), *self.middle.suiting()]

    # ------------------------------------------------------------ what fills the space

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
            train = self.tr("Train"), self.train_requested.emit
            self.vacant.show_state("empty", "", said, [train])
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

    def actions_for_menu(self) -> list[list[QAction]]:
        """The actions of the views: of the middle, then of each of `panels`."""
        return [
            [self.middle.next_action, *self.trio.actions_for_menu()],
            *(panel.actions_for_menu() for panel in self.panels),
        ]
