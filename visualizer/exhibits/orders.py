"""Perplexity against n: what a wider window brings, measured on runs that were trained here."""

from __future__ import annotations

import math
from pathlib import Path

from PySide6.QtCore import QMetaMethod, QTimer, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from engine.messages.events import Evaluated, Loaded, Saved, Started
from engine.specification import RunSpecification
from visualizer import kept_runs
from visualizer.appearance import Appearance
from visualizer.exhibits.exhibit import Exhibit
from visualizer.panels.panel import Panel
from visualizer.selection import Selection
from visualizer.widgets import order_points
from visualizer.widgets.label import Label
from visualizer.widgets.legend import Entry, Legend
from visualizer.widgets.order_plot import OrderPlot
from visualizer.widgets.order_points import OrderPoint
from visualizer.widgets.window_content import EMBEDDING

#: Kept runs that are looked through, the newest first.
MOST = 60


class OrdersPanel(Panel):
    """Kept runs on the same data, alike but for the window, and the run on the bench.

    Manifests are read one in a turn of the event loop, each small, while this view is seen. The
    button that trains what is missing is there only where somebody listens to `runs_wanted`.
    """

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, "", parent=parent)
        self.set_title(self.tr("Perplexity against n"))
        self._here: RunSpecification | None = None
        self._live: OrderPoint | None = None
        self._floor = math.nan
        self._own: set[Path] = set()
        self._unread: list[Path] = []
        self._kept: dict[Path, OrderPoint] = {}
        body = QWidget(self)
        self.legend = Legend(appearance, body)
        self.plot = OrderPlot(appearance, body)
        self.note = Label(appearance, role="note", colour="mid", parent=body)
        self.note.setWordWrap(True)
        self.button = QPushButton(body)
        self.button.clicked.connect(self._want_runs)
        self._column = QVBoxLayout(body)
        self._row = QHBoxLayout()
        self._row.addWidget(self.note, 1)
        self._row.addWidget(self.button)
        self._column.addWidget(self.legend)
        self._column.addWidget(self.plot, 1)
        self._column.addLayout(self._row)
        self.set_body(body)
        self.plot.chosen.connect(self._choose)
        self.plot.released.connect(self._release)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._read_next)
        appearance.changed.connect(self._restyle)
        self._restyle()
        self._show()

    def receive(self, event: object) -> None:
        if isinstance(event, Started | Loaded):
            same = self._here is not None and event.specification.data == self._here.data
            self._here = event.specification
            self._own = {Path(event.path)} if isinstance(event, Loaded) else set()
            self._floor = math.exp(event.floor) if math.isfinite(event.floor) else math.nan
            self._live = order_points.point(event.specification, event.evaluations)
            if not same:
                self.plot.set_place(-1, False)
            self._read_again()
        elif isinstance(event, Evaluated) and self._here is not None:
            found = order_points.point(self._here, [(event.step, event.figures)])
            self._live = found or self._live
            self._show()
        elif isinstance(event, Saved):
            # The run on the bench has a point of its own; what is kept of it would be another.
            self._own.add(Path(event.path))
            self._read_again()

    @property
    def points(self) -> tuple[OrderPoint, ...]:
        """What can be compared with the run on the bench, that run last."""
        here = self._here
        if here is None:
            return ()
        kept = [
            each
            for path, each in self._kept.items()
            if path not in self._own and order_points.comparable(each.specification, here)
        ]
        live = self._live
        if live is None:
            return tuple(kept)
        return (*(each for each in kept if not order_points.same(each, live)), live)

    @property
    def offer(self) -> tuple[RunSpecification, ...]:
        """The runs that would complete the picture."""
        here = self._here
        if here is None or order_points.ORDER not in here.options:
            return ()
        return order_points.missing(here, self.points)

    # ------------------------------------------------------------ reading

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read_again()

    def _read_again(self) -> None:
        if self.isVisible():
            self._unread = kept_runs.by_age()[:MOST]
            self._kept = {path: each for path, each in self._kept.items() if path in self._unread}
            self._timer.start(0)
        self._show()

    @Slot()
    def _read_next(self) -> None:
        if self._unread:
            folder = self._unread.pop(0)
            found = order_points.read(folder, kept_runs.number_of(folder) or 0)
            if found is None:
                self._kept.pop(folder, None)
            else:
                self._kept[folder] = found
            self._timer.start(0)
        if not self._unread:
            self._show()

    # ------------------------------------------------------------ showing

    def _show(self) -> None:
        points = self.points
        if not points:
            self.show_empty(
                self.tr(
                    "No run with a window was judged here yet.\nTrain one, and its perplexity on "
                    "held-out texts stands here; train with another n to compare."
                )
            )
            return
        self.plot.set_points(points, self._floor)
        self.set_subtitle(self.tr("held-out perplexity, runs trained here"))
        self._name_lists()
        self._say()
        listened = self.isSignalConnected(QMetaMethod.fromSignal(self.runs_wanted))
        orders = ", ".join(str(each.options[order_points.ORDER]) for each in self.offer)
        self.button.setText(self.tr("Train n = {0}").format(orders))
        self.button.setVisible(listened and bool(orders))
        self.show_body()

    @Slot()
    def _name_lists(self) -> None:
        colours = self.appearance.theme.series
        entries = [
            Entry(
                self.plot.length(group[0]), "", colours[place % len(colours)], self.plot.dash(place)
            )
            for place, group in enumerate(self.plot.lists)
        ]
        self.legend.set_entries(tuple(entries), "")

    def _say(self) -> None:
        """The chosen point in words; else what to do, or what the picture says."""
        points = self.plot.points
        if 0 <= self.plot.place < len(points):
            self.note.setText(self.plot.words(points[self.plot.place]))
        elif len({each.order for each in points}) < 2:
            self.note.setText(
                self.tr(
                    "One window so far. Train with another n to compare: set it in Sizes and "
                    "recipe (Ctrl+M) and press Train. Every kept run adds its point."
                )
            )
        else:
            best = min(points, key=lambda each: each.perplexity)
            self.note.setText(self.tr("Lowest: {0}").format(self.plot.words(best)))

    @Slot(int)
    def _choose(self, place: int) -> None:
        self.plot.set_place(place, True)
        self._say()

    @Slot()
    def _release(self) -> None:
        self.plot.set_place(-1, False)
        self._say()

    @Slot()
    def _want_runs(self) -> None:
        self.runs_wanted.emit(self.offer)

    @Slot()
    def _restyle(self) -> None:
        px = self.appearance.px
        self._column.setContentsMargins(px(12), px(6), px(12), px(8))
        self._column.setSpacing(px(4))
        self.button.setFixedHeight(px(28))
        self.button.setFont(self.appearance.font("text"))
        self._name_lists()


ORDERS = Exhibit(
    "orders", "Perplexity by n", frozenset({EMBEDDING}), (), OrdersPanel, windowed=True
)
