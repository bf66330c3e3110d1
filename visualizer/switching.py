"""From one architecture to another: what stood on the bench is kept, what was seen comes back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from engine.catalog import Architecture, find
from engine.messages import events
from engine.specification import RunSpecification
from visualizer import opening
from visualizer.bench import Bench
from visualizer.filing import Filing
from visualizer.keeping import Keeping
from visualizer.panels.run_bar import RunBar


class Switching(QObject):
    """Shows a model of the architecture that was chosen, at once.

    It is the one of this session that was on the bench last, else the trained example that comes
    with Heed. A run in training is kept first, with all that going on needs; choosing its
    architecture again opens it where it was left. Where there is no model at all, the place is
    vacant: the run on the bench stands still, is kept, and waits.

    Signals: `changed` when another architecture is shown, or none any more in a `vacant` place.
    """

    changed = Signal()

    def __init__(self, bar: RunBar, bench: Bench, keeping: Keeping, filing: Filing) -> None:
        super().__init__(bar)
        self._bar = bar
        self._bench = bench
        self._keeping = keeping
        self._filing = filing
        self._left: dict[str, str] = {}
        self._before: RunSpecification | None = None
        #: The architecture that is chosen and has no model; None while one is shown.
        self.vacant: Architecture | None = None
        bench.received.connect(self._follow)
        bench.replaced.connect(self._replaced)
        bench.failed.connect(self._failed)
        keeping.stayed.connect(self._give_up)

    @Slot(str)
    def choose(self, name: str) -> None:
        """Go to an architecture."""
        chosen, here = self._bar.specification, self._bench.specification
        if name == chosen.architecture or self._bench.training_awaited:
            self.changed.emit()
            return
        self._keeping.stay()
        if here is not None and here.architecture == name and self._bench.pending is None:
            self._return_to(here)
            return
        self._before = self._before or chosen
        self._bar.set_architecture(name)
        path = self._path_left(name) or opening.bundled(name)
        if path:
            self._bar.announce(opening.promised(path))
            self._set_vacant(None)
            self._keeping.replace(partial(self._filing.load_now, path))
        else:
            self._set_vacant(find(name))

    def settle(self) -> None:
        """At the start: say so if there is nothing to show."""
        if self._bench.specification is None and self._bench.pending is None:
            self._set_vacant(find(self._bar.specification.architecture))

    def _path_left(self, name: str) -> str:
        """The checkpoint of an architecture that was on the bench last; "" if there is none."""
        path = self._left.get(name, "")
        return path if path and opening.exists(Path(path) / opening.MANIFEST) else ""

    def _return_to(self, here: RunSpecification) -> None:
        """What is on the bench is shown again."""
        self._before = None
        mine = self._bar.specification
        self._bar.set_specification(replace(here, device=mine.device, threads=mine.threads))
        self._set_vacant(None)

    def _set_vacant(self, entry: Architecture | None) -> None:
        self.vacant = entry
        if entry is not None:
            self._before = None
            if self._bench.running:
                self._bench.pause()
            self._keeping.keep()
        self.changed.emit()

    # ------------------------------------------------------------ what happens

    @Slot(object)
    def _follow(self, event: object) -> None:
        here = self._bench.specification
        if here is not None and isinstance(event, events.Loaded | events.Saved):
            self._left[here.architecture] = event.path

    @Slot()
    def _replaced(self) -> None:
        self._before = None
        self._set_vacant(None)

    @Slot(object)
    def _failed(self, failure: events.Failed) -> None:
        if failure.what == "Opening" and self._bench.pending is None:
            self._give_up()

    @Slot()
    def _give_up(self) -> None:
        """Nothing took the place of what is on the bench: the run bar says so."""
        before, self._before = self._before, None
        if before is not None:
            self._bar.set_specification(before)
            self.changed.emit()
        self.settle()
