"""Runs trained one after another, to be compared."""

from __future__ import annotations

from collections import deque
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from engine.messages import events
from engine.specification import RunSpecification
from visualizer.bench import Bench
from visualizer.keeping import Keeping


class Series(QObject):
    """Trains what is wanted, each run kept before the next takes its place.

    It ends with its last run, or as soon as the user does something else with the bench: stops,
    opens or trains another. A pause only lets it wait. Signals: `said(sentence)`.
    """

    said = Signal(str)

    def __init__(self, bench: Bench, keeping: Keeping) -> None:
        super().__init__(bench)
        self._bench = bench
        self._keeping = keeping
        self._left: deque[RunSpecification] = deque()
        self._of = 0
        self._run = 0
        bench.received.connect(self._follow)
        keeping.stayed.connect(self._end)

    @Slot(object)
    def begin(self, wanted: tuple[RunSpecification, ...]) -> None:
        """Train these, in place of what is left of another series."""
        self._left, self._of = deque(wanted), len(wanted)
        self._next()

    def _next(self) -> None:
        self._run = 0
        if self._left:
            self._keeping.replace(partial(self._train, self._left.popleft()))

    def _train(self, specification: RunSpecification) -> None:
        self._bench.train(specification)
        self._run = self._bench.pending or 0
        number = self._of - len(self._left)
        self.said.emit(self.tr("Run {0} of {1} in this series").format(number, self._of))

    @Slot(object)
    def _follow(self, event: object) -> None:
        if not self._run:
            return
        match event:
            case events.Finished(run) if run == self._run:
                self._next()
            case events.Stopped() | events.Loaded() | events.Failed(what="Training"):
                self._end()
            case events.Started(run) if run != self._run:
                self._end()

    @Slot()
    def _end(self) -> None:
        self._left.clear()
        self._run = 0
