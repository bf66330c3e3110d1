"""Learn: every head, three maps large, masks, predictions and learning curves on one screen."""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtCore import QByteArray, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from engine.messages import BatchFrame, Frame, Losses
from visualizer.appearance import Appearance
from visualizer.panels.attention_overview import AttentionOverviewPanel
from visualizer.panels.attention_trio import AttentionTrio
from visualizer.panels.curves import CurvesPanel
from visualizer.panels.mask_strip import MaskStrip
from visualizer.panels.masks import MasksPanel
from visualizer.panels.panel import Panel
from visualizer.panels.predictions import PredictionsPanel
from visualizer.selection import Selection

#: The arrangements: from which width on, at scale 1, and how the columns share it.
#: "wide": a column for each view. "medium": predictions and curves share one, with tabs.
#: "narrow": the overview is a third tab; the maps carry strips of their heads themselves.
ARRANGEMENTS: dict[str, tuple[int, tuple[int, ...]]] = {
    "wide": (1500, (306, 690, 190, 300)),
    "medium": (1120, (321, 563, 240)),
    "narrow": (0, (640, 300)),
}
#: The share of predictions beside a map that fills the workspace.
BESIDE = 260
#: From this height on there is room for the strip of masks.
STRIP_FROM = 560
#: Milliseconds between two views that take the same picture: each paints in a turn of its own.
APART = 12
#: Share of the window's time that pictures of one sentence in training may take, because what the
#: window computes, the engine waits for; and the longest pause that makes, in seconds.
SHARE, LONGEST = 0.012, 1.5


class LearnWorkspace(QWidget):
    """The views of one model that learns, with dividing lines that remember their place.

    A picture goes to one view after another, so that no turn of the event loop is long, and only
    to those that are seen; the others get the newest when they are.

    Signals: `heads_wanted(references)`; `train_requested` from an empty view; `masks_toggled(on)`;
    `said(sentence)` for the status line.
    """

    heads_wanted = Signal(object)
    train_requested = Signal()
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
        self._pictures: dict[type, object] = {}
        self._owed: dict[QWidget, set[type]] = {}
        self._queue: dict[QWidget, set[type]] = {}
        self._began = self._next = 0.0
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._hand_on)
        self._filling: QWidget | None = None
        self._full = ""
        self._before: tuple[int, str, tuple[QByteArray, ...]] | None = None
        self._presenting = False
        self._kept: dict[str, str] = {}
        self._arrangement = ""
        self._built = self._shown = False
        self._pages = QStackedWidget(self)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        self._pages.addWidget(self._split)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)
        if at_once:
            for _ in self.building():
                pass

    def building(self) -> Iterator[None]:
        """Make one view after another, each in its place at once; a yield is a pause point."""
        appearance, selection = self._appearance, self._selection
        self.overview = AttentionOverviewPanel(appearance, selection, self._split)
        self._split.addWidget(self.overview)
        yield
        self._middle = QWidget(self._split)
        self._split.addWidget(self._middle)
        column = QVBoxLayout(self._middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.trio = AttentionTrio(appearance, selection, self._middle, at_once=False)
        column.addWidget(self.trio, 1)
        for _ in self.trio.building():
            yield
        yield
        self.strip = MaskStrip(appearance, selection, self._middle)
        column.addWidget(self.strip)
        self._tabs = QTabWidget(self._split)
        self._tabs.setDocumentMode(True)
        self._tabs.tabBar().setDrawBase(False)
        self.predictions = PredictionsPanel(appearance, selection, self._split)
        yield
        self.curves = CurvesPanel(appearance, selection, self._split)
        yield
        self.masks = MasksPanel(appearance, selection, self._pages)
        self._pages.addWidget(self.masks)
        self.panels: tuple[Panel, ...] = (
            self.overview,
            self.predictions,
            self.curves,
            self.masks,
        )
        self.views: tuple[QWidget, ...] = (
            *self.trio.panels.values(),
            self.predictions,
            self.overview,
            self.strip,
            self.curves,
            self.masks,
        )
        yield
        self._tab_names: dict[QWidget, str] = {
            self.overview: self.tr("Heads"),
            self.predictions: self.tr("Predictions"),
            self.curves: self.tr("Learning"),
        }
        self._built = True
        self._connect()
        self._arrange()

    # ------------------------------------------------------------ what comes in

    @Slot(object)
    def receive(self, event: object) -> None:
        """Hand an event of the current run to the views."""
        if not isinstance(event, Frame | BatchFrame):
            for view in self.views:
                view.receive(event)  # type: ignore[attr-defined]
            if not isinstance(event, Losses):
                self._next = 0.0  # It pauses, goes on, ends: what it looks like now is news.
                if self._turn.isActive():
                    self._turn.start(0)
            return
        before = self._pictures.get(type(event))
        self._pictures[type(event)] = event
        for view in self.views if isinstance(event, Frame) else (self.strip, self.masks):
            self._queue.setdefault(view, set()).add(type(event))
        if isinstance(event, Frame) and not _goes_on(before, event):
            self._turn.start(0)
        elif not self._turn.isActive():
            wait = self._next - time.perf_counter()
            self._turn.start(max(round(wait * 1e3), 0))

    def catch_up(self) -> None:
        """Give every view now what it would get in the turns that follow."""
        while self._queue:
            self._hand_on()

    @Slot()
    def _hand_on(self) -> None:
        """Give the newest pictures to the next view that is seen."""
        now = time.thread_time()
        if not self._began:
            self._began = now
        while self._queue:
            view = next(iter(self._queue))
            kinds = self._queue.pop(view)
            if view.isVisible():
                self._turn.start(APART)
                self._give(view, kinds)
                return
            self._owed.setdefault(view, set()).update(kinds)
        # One turn after the last view, so that its paint is counted.
        self._turn.stop()
        self._next = time.perf_counter() + min((now - self._began) / SHARE, LONGEST)
        self._began = 0.0

    def _give(self, view: QWidget, kinds: set[type]) -> None:
        for kind in kinds:
            view.receive(self._pictures[kind])  # type: ignore[attr-defined]

    def build_plots(self) -> None:
        """Make the curves; pyqtgraph is imported by now."""
        self.curves.build()

    # ------------------------------------------------------------ what is shown

    @property
    def masks_shown(self) -> bool:
        """Whether the masks fill the workspace."""
        return self._pages.currentWidget() is self.masks

    @Slot(bool)
    def show_masks(self, on: bool) -> None:
        """Let the masks take the place of the other views, or give it back."""
        if on != self.masks_shown:
            self._pages.setCurrentWidget(self.masks if on else self._split)
            self.masks.set_maximised(on)
            self.setFocus()  # off whatever is now hidden
            self.masks_toggled.emit(on)

    @property
    def front(self) -> QWidget:
        """The view that copying and saving a picture take: the focused one, else the maps."""
        if self.masks_shown:
            return self.masks
        focus = self.focusWidget()
        for panel in (*self.panels, *self.trio.panels.values()):
            if focus is not None and (focus is panel or panel.isAncestorOf(focus)):
                return panel
        return self._filling or self.trio.front

    def leave(self) -> bool:
        """Undo what fills the space; False if nothing did."""
        if self.masks_shown:
            self.show_masks(False)
        elif self._filling is not None:
            self._fill(None)
        elif self.trio.full:
            self.trio.maximise("")
        else:
            return False
        return True

    def actions_for_menu(self) -> list[list[QAction]]:
        """The actions of the views, one list for each."""
        return [
            self.trio.actions_for_menu(),
            *(panel.actions_for_menu() for panel in self.panels),
        ]

    # ------------------------------------------------------------ kept over a restart

    def state(self) -> dict[str, str]:
        """Where the dividing lines stand, by arrangement."""
        self._keep()
        return dict(self._kept)

    def restore(self, state: dict[str, str]) -> None:
        """Put the dividing lines where they stood; {} puts them in their usual places."""
        self._kept = dict(state)
        self._share()

    # ------------------------------------------------------------ arrangement

    def _connect(self) -> None:
        self.trio.heads_wanted.connect(self.heads_wanted)
        self.trio.said.connect(self.said)
        self.trio.maximised.connect(self._map_filled)
        self._selection.group_changed.connect(self._follow_front)
        self.strip.open_requested.connect(self._open_masks)
        self.curves.train_requested.connect(self.train_requested)
        for panel in self.panels:
            panel.said.connect(self.said)
            panel.maximise_requested.connect(self._maximise_asked)
        for view in self.views:
            view.installEventFilter(self)
        self._appearance.changed.connect(self._arrange)
        self._follow_front()

    @Slot()
    def _arrange(self) -> None:
        """Choose the arrangement that the width allows."""
        if not self._built:
            return
        px = self._appearance.px
        self._show_strip()
        name = next(n for n, (least, _) in ARRANGEMENTS.items() if self.width() >= px(least))
        if name == self._arrangement:
            self._give_back()
            return
        self._keep()
        self._arrangement = name
        tabbed = {
            "wide": (),
            "medium": ((self.predictions, self.curves)),
            "narrow": (self.overview, self.predictions, self.curves),
        }[name]
        for place, panel in enumerate((self.overview, self._middle, self.predictions, self.curves)):
            if panel not in tabbed:
                self._split.insertWidget(place, panel)
                panel.show()
        for place, panel in enumerate(tabbed):
            self._tabs.insertTab(place, panel, self._tab_names[panel])
        self._split.addWidget(self._tabs)
        self._tabs.setVisible(bool(tabbed))
        self._tabs.setCurrentIndex(0)
        self._split.setStretchFactor(self._split.indexOf(self._middle), 1)
        self._filling = None
        self._show_parts()
        self._follow_front()
        self._share()
        self._give_back()

    def _share(self) -> None:
        if not self._arrangement:
            return
        if self._full:
            self._share_beside()
            return
        kept = QByteArray.fromBase64(self._kept.get(self._name(), "").encode())
        if kept.isEmpty() or not self._split.restoreState(kept):
            sizes = [self._appearance.px(part) for part in ARRANGEMENTS[self._arrangement][1]]
            middle = self._split.indexOf(self._middle)
            sizes[middle] = max(sizes[middle] + self.width() - sum(sizes), 1)
            self._split.setSizes(sizes)

    def _share_beside(self) -> None:
        """The map that fills the workspace, and predictions on its rows."""
        beside = self._appearance.px(BESIDE)
        middle = self._split.indexOf(self._middle)
        count = self._split.count()
        sizes = [max(self.width() - beside, 1) if n == middle else beside for n in range(count)]
        self._split.setSizes(sizes)

    def _keep(self) -> None:
        whole = self._filling is None and not self._full and self._before is None
        if self._arrangement and whole and self._shown:
            data = self._split.saveState().toBase64().data()
            self._kept[self._name()] = bytes(data).decode()

    def _name(self) -> str:
        return f"learn, {self._arrangement}"

    def _fill(self, view: QWidget | None) -> None:
        """Let one part of the row fill the workspace; None brings all back."""
        if view is not None:
            self._keep()
        self._filling = view
        self._show_parts()

    @Slot(str)
    def _map_filled(self, name: str) -> None:
        """One map fills the workspace, or with "" gives it back."""
        if name and self._filling is not None:
            self._fill(None)
        self._keep()
        changed, self._full = bool(name) != bool(self._full), name
        self._show_parts()
        if changed or name:
            self._share()
        self._follow_front()

    def _show_parts(self) -> None:
        """What is seen: all, or what fills the workspace with what stands on its rows."""
        view, beside = self._filling, self._full not in ("", "encoder")
        for place in range(self._split.count()):
            part = self._split.widget(place)
            if part is None or (part is self._tabs and not self._tabs.count()):
                continue
            if view is not None:
                shown = part is view or part.isAncestorOf(view)
            elif self._full:
                holds = part is self.predictions or part.isAncestorOf(self.predictions)
                shown = part is self._middle or (beside and holds)
            else:
                shown = True
            part.setVisible(shown)
        alone = bool(self._full) or view is not None
        self._tabs.tabBar().setVisible(not alone)
        if beside and self._tabs.indexOf(self.predictions) >= 0:
            self._tabs.setCurrentWidget(self.predictions)
        self._show_strip()
        for panel in self.panels:
            if panel is not self.masks:
                panel.set_maximised(panel is view)

    # ------------------------------------------------------------ what happens

    @Slot()
    def _maximise_asked(self) -> None:
        panel = self.sender()
        if panel is self.masks:
            self.show_masks(not self.masks_shown)
        elif isinstance(panel, Panel):
            self._fill(None if self._filling is panel else panel)

    @Slot()
    def _open_masks(self) -> None:
        self.show_masks(True)

    @Slot()
    def _follow_front(self) -> None:
        """Predictions stand on the rows of the map that is large, where they stand beside it."""
        beside = self._arrangement == "wide" or bool(self._full)
        self.predictions.follow(self.trio.front.heatmap if beside else None)

    def _show_strip(self) -> None:
        high = self.height() >= self._appearance.px(STRIP_FROM)
        self.strip.setVisible(high and not self._full)

    # ------------------------------------------------------------ for an audience

    @Slot(bool)
    def set_presenting(self, presenting: bool) -> None:
        """Give the maps more room, or give back what was; to be told before the window changes."""
        if presenting:
            self._keep()
            splits = self._split, self.trio.split, self.trio.inner
            # Copies of where they stand: the sizes in between are nobody's choice.
            self._before = (
                self.width(),
                self._arrangement,
                tuple(split.saveState() for split in splits),
            )
        self._presenting = presenting
        self.trio.set_presenting(presenting)

    def _give_back(self) -> None:
        """After presenting: once the window has its old size, all lines stand where they stood."""
        if self._before is None or self._presenting:
            return
        width, arrangement, states = self._before
        if (self.width(), self._arrangement) != (width, arrangement):
            return
        splits = self._split, self.trio.split, self.trio.inner
        for split, state in zip(splits, states, strict=True):
            split.restoreState(state)
        self._before = None

    # ------------------------------------------------------------ Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
            self._give(watched, self._owed.pop(watched, set()))
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrange()
        if not self._shown:
            self._shown = True
            self._share()


def _goes_on(before: object, frame: Frame) -> bool:
    """Whether a picture shows the sentence of the one before it, some steps later."""
    return (
        isinstance(before, Frame)
        and before.run == frame.run
        and before.step < frame.step
        and before.look.sequences == frame.look.sequences
        and before.look.groups.keys() == frame.look.groups.keys()
    )
