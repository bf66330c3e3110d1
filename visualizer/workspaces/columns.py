"""How the views of Learn share its width, and which of them fills it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, Qt, Slot
from PySide6.QtWidgets import QSplitter, QTabWidget, QWidget

from visualizer.appearance import Appearance

#: The arrangements: from which width on, at scale 1, and what each column takes; the middle has
#: the rest. "wide": a column for each view. "medium": predictions and side share one, with tabs.
#: "narrow": the overview is a third tab; the maps carry strips of their heads themselves.
#: The side has one width for all models, and no tab asks for more: nothing shifts sideways.
ARRANGEMENTS: dict[str, tuple[int, dict[str, int]]] = {
    "wide": (1500, {"overview": 306, "predictions": 190, "side": 300}),
    "medium": (1120, {"overview": 321, "side": 240}),
    "narrow": (0, {"side": 300}),
}
#: With more tabs than this, they stand close together.
CLOSE_FROM = 2
#: The share of predictions beside a map that fills the workspace.
BESIDE = 260


@dataclass(frozen=True)
class Shape:
    """What a model has to show: any attention `maps`, and several `heads` to overlook."""

    maps: bool = True
    heads: bool = True

    @property
    def name(self) -> str:
        """How its arrangement is called in the choices; "" for a model with all."""
        return "" if self.heads else "one head" if self.maps else "no maps"


class Columns(QSplitter):
    """Overview, middle, predictions and side, the last ones as tabs where there is little room."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._appearance = appearance
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        appearance.changed.connect(self._restyle)
        self._restyle()
        self.arrangement = ""
        self.shape = Shape()
        #: The view that fills the workspace, and the map that does ("" for none).
        self.filling: QWidget | None = None
        self.full = ""
        self._beside = False
        self._kept: dict[str, str] = {}
        self._inner: tuple[QSplitter, ...] = ()
        self._before: tuple[int, str, tuple[QByteArray, ...]] | None = None
        self._presenting = False
        #: Whether the lines stand where somebody saw them, so that their places are worth keeping.
        self.settled = False

    def put(
        self,
        overview: QWidget,
        middle: QWidget,
        predictions: QWidget,
        side: Sequence[QWidget],
        titles: dict[QWidget, str],
        inner: Sequence[QSplitter],
    ) -> None:
        """Take the views; `titles` are those of their tabs, `inner` the lines within the middle."""
        self._overview, self._middle, self._predictions = overview, middle, predictions
        self._side, self._titles, self._inner = tuple(side), titles, tuple(inner)

    @property
    def predictions_beside(self) -> bool:
        """Whether predictions have a column, so that they can stand on a map's rows."""
        return self.tabs.indexOf(self._predictions) < 0 or bool(self.full)

    @property
    def overview_beside(self) -> bool:
        """Whether the overview of all heads has a column."""
        return self.shape.heads and self.tabs.indexOf(self._overview) < 0

    # ------------------------------------------------------------ arranging

    def arrange(self, width: int, shape: Shape) -> bool:
        """Choose the arrangement for a width and a model; whether it is another."""
        px = self._appearance.px
        name = next(n for n, (least, _) in ARRANGEMENTS.items() if width >= px(least))
        if (name, shape) == (self.arrangement, self.shape):
            self._give_back(width)
            return False
        self._keep()
        # Another model leaves the tab in front where it is; another width begins with the first.
        front = self.tabs.currentWidget() if name == self.arrangement else None
        self.arrangement, self.shape = name, shape
        self._place(front)
        self.filling = None
        self.show_parts()
        self.share(width)
        self._give_back(width)
        return True

    def _place(self, front: QWidget | None) -> None:
        """Columns from left to right, then the tabs, with one of them in front."""
        while self.tabs.count():
            self.tabs.removeTab(0)
        tabbed = list(self._side)
        if self.arrangement != "wide" or not self.shape.maps:
            tabbed.insert(0, self._predictions)
        if self.arrangement == "narrow" and self.shape.heads:
            tabbed.insert(0, self._overview)
        for place, view in enumerate((self._overview, self._middle, self._predictions)):
            if view not in tabbed:
                self.insertWidget(place, view)
                view.show()
        for view in tabbed:
            self.tabs.addTab(view, self._titles[view])
        self.addWidget(self.tabs)
        self.tabs.setCurrentIndex(max(self.tabs.indexOf(front) if front else 0, 0))
        self.setStretchFactor(self.indexOf(self._middle), 1)
        self._restyle()

    @Slot()
    def _restyle(self) -> None:
        """Many tabs stand closer, so that none hides behind an arrow."""
        px = self._appearance.px
        size = self._appearance.font("note").pixelSize()
        close = f"QTabBar::tab {{ padding: 0 {px(4)}px; font-size: {size}px; }}"
        self.tabs.tabBar().setStyleSheet(close if self.tabs.count() > CLOSE_FROM else "")

    def share(self, width: int) -> None:
        """Give each column its width: where its line stood before, or its usual one."""
        if not self.arrangement:
            return
        if self.full:
            self._share_beside(width)
            return
        kept = QByteArray.fromBase64(self._kept.get(self._name(), "").encode())
        if kept.isEmpty() or not self.restoreState(kept):
            usual = dict(ARRANGEMENTS[self.arrangement][1])
            if not self.shape.heads:
                usual["overview"] = 0
            roles = {self._overview: "overview", self._predictions: "predictions"}
            roles[self.tabs] = "side"
            views = [self.widget(place) for place in range(self.count())]
            sizes = [
                self._appearance.px(usual.get(roles.get(view, ""), 0)) if view else 0
                for view in views
            ]
            middle = self.indexOf(self._middle)
            sizes[middle] = max(width - sum(sizes), 1)
            self.setSizes(sizes)

    def _share_beside(self, width: int) -> None:
        """The map that fills the workspace, and predictions on its rows."""
        beside = self._appearance.px(BESIDE)
        middle = self.indexOf(self._middle)
        sizes = [max(width - beside, 1) if n == middle else beside for n in range(self.count())]
        self.setSizes(sizes)

    # ------------------------------------------------------------ filling

    def fill(self, view: QWidget | None) -> None:
        """Let one part fill the workspace; None brings all back."""
        if view is not None:
            self._keep()
        self.filling = view
        self.show_parts()

    def fill_with_map(self, name: str, beside: bool, width: int) -> None:
        """One map fills the workspace, with predictions `beside` it, or with "" gives it back."""
        if name and self.filling is not None:
            self.fill(None)
        self._keep()
        changed, self.full, self._beside = bool(name) != bool(self.full), name, beside
        self.show_parts()
        if changed or name:
            self.share(width)

    def show_parts(self) -> None:
        """What is seen: all, or what fills the workspace with what stands on its rows."""
        for place in range(self.count()):
            part = self.widget(place)
            if part is not None:
                part.setVisible(self._is_shown(part))
        alone = bool(self.full) or self.filling is not None
        self.tabs.tabBar().setVisible(not alone and self.tabs.count() > 1)
        if self.full and self._beside and self.tabs.indexOf(self._predictions) >= 0:
            self.tabs.setCurrentWidget(self._predictions)

    def _is_shown(self, part: QWidget) -> bool:
        if part is self.tabs and not self.tabs.count():
            return False
        if part is self._overview and not self.shape.heads:
            return False
        view = self.filling
        if view is not None:
            return part is view or part.isAncestorOf(view)
        if self.full:
            holds = part is self._predictions or part.isAncestorOf(self._predictions)
            return part is self._middle or (self._beside and holds)
        return True

    # ------------------------------------------------------------ where lines stand

    def state(self) -> dict[str, str]:
        """Where the dividing lines stand, by arrangement."""
        self._keep()
        return dict(self._kept)

    def restore(self, state: dict[str, str], width: int) -> None:
        """Put the dividing lines where they stood; {} puts them in their usual places."""
        self._kept = dict(state)
        self.share(width)

    def _keep(self) -> None:
        whole = self.filling is None and not self.full and self._before is None
        if self.arrangement and whole and self.settled:
            data = self.saveState().toBase64().data()
            self._kept[self._name()] = bytes(data).decode()

    def _name(self) -> str:
        parts = ("learn", self.arrangement, self.shape.name)
        return ", ".join(part for part in parts if part)

    # ------------------------------------------------------------ for an audience

    def present(self, on: bool, width: int) -> None:
        """Note where all lines stand, or be ready to put them back there."""
        if on:
            self._keep()
            # Copies of where they stand: the sizes in between are nobody's choice.
            states = tuple(split.saveState() for split in (self, *self._inner))
            self._before = (width, self._name(), states)
        self._presenting = on

    def _give_back(self, width: int) -> None:
        """After presenting: once the window has its old size, all lines stand where they stood."""
        if self._before is None or self._presenting:
            return
        before, arrangement, states = self._before
        if (width, self._name()) != (before, arrangement):
            return
        for split, state in zip((self, *self._inner), states, strict=True):
            split.restoreState(state)
        self._before = None
