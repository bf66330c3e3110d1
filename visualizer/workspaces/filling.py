"""What fills Learn, a map with predictions on its rows or any other view, and gives it back."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from engine.seen.look import Look
from visualizer.appearance import Appearance
from visualizer.panels.panel import Panel
from visualizer.panels.predictions import PredictionsPanel
from visualizer.selection import Selection
from visualizer.workspaces.columns import Columns
from visualizer.workspaces.middle import MAPS, Middle

#: From this height on there is room for the strip of masks.
STRIP_FROM = 560


class Filling(QObject):
    """Follows what the user lets fill the space, and keeps neighbours in step with it."""

    def __init__(
        self,
        appearance: Appearance,
        selection: Selection,
        owner: QWidget,
        columns: Columns,
        middle: Middle,
        predictions: PredictionsPanel,
        panels: Callable[[], Iterable[Panel]],
        look: Callable[[], Look | None],
    ) -> None:
        """`panels` gives the views that can fill the space, `look` what is seen now."""
        super().__init__(owner)
        self._appearance = appearance
        self._owner = owner
        self._columns = columns
        self._middle = middle
        self._predictions = predictions
        self._panels = panels
        self._look = look
        middle.trio.maximised.connect(self._map_filled)
        middle.view_changed.connect(self._view_changed)
        selection.group_changed.connect(self.follow_front)

    def leave(self) -> bool:
        """Give the space back; False if nothing filled it."""
        if self._columns.filling is not None:
            self._fill(None)
        elif self._middle.trio.full:
            self._middle.trio.maximise("")
        else:
            return False
        return True

    def follow(self, panel: Panel) -> None:
        """Let this view fill the space when it asks for it."""
        panel.maximise_requested.connect(self._asked)

    @Slot()
    def follow_front(self) -> None:
        """Predictions stand on the rows of the map that is large, where they stand beside it."""
        beside = self._columns.predictions_beside and self._middle.view == MAPS
        self._predictions.follow(self._middle.trio.front.heatmap if beside else None)

    def show_strip(self) -> None:
        """The masks stand at the foot of the maps where there is room for them."""
        high = self._owner.height() >= self._appearance.px(STRIP_FROM)
        self._middle.strip.setVisible(high and not self._columns.full)

    def _fill(self, view: QWidget | None) -> None:
        """Let one part of the row fill the workspace; None brings all back."""
        self._columns.fill(view)
        self.show_strip()
        for panel in self._panels():
            panel.set_maximised(panel is view)

    @Slot()
    def _asked(self) -> None:
        panel = self.sender()
        if isinstance(panel, Panel):
            self._fill(None if self._columns.filling is panel else panel)

    @Slot(str)
    def _map_filled(self, name: str) -> None:
        """One map fills the workspace, or with "" gives it back."""
        if name:
            self._middle.choose(MAPS)
        self._columns.fill_with_map(name, self._on_rows(name), self._owner.width())
        self._fill(self._columns.filling)
        self.follow_front()

    @Slot(str)
    def _view_changed(self, name: str) -> None:
        """Another view in the middle: what filled the workspace gives it back."""
        if name != MAPS:
            self._middle.trio.maximise("")
        if self._columns.filling is not None:
            self._fill(None)
        self.follow_front()

    def _on_rows(self, name: str) -> bool:
        """Whether predictions stand on the rows of a map: both are of the same tokens."""
        look = self._look()
        if look is None or look.predictions is None or name not in look.groups:
            return False
        return look.predictions.rows.sequence == look.groups[name].rows.sequence
