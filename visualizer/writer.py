"""The model on the bench, as far as it writes."""

from __future__ import annotations

from engine.catalog import Architecture, find
from engine.messages.events import Loaded, Losses, Started
from engine.messages.frames import Frame
from engine.structure import Structure
from visualizer.run_title import run_title


class Writer:
    """Which model would write now, how far it is trained, and what it is made of.

    Attributes
    ----------
    entry : of its architecture; None before anything stands on the bench.
    run, step : its run, and the step that the run has come to.
    vacant : the architecture that is chosen and has no model; None while one is there.
    """

    def __init__(self) -> None:
        self.entry: Architecture | None = None
        self.vacant: Architecture | None = None
        self.run = self.step = 0
        self._structures: dict[int, Structure] = {}
        self._titles: dict[int, str] = {}

    @property
    def writes(self) -> bool:
        """Whether it writes at all; before there is a model, nothing speaks against it."""
        return self.vacant is None and (self.entry is None or self.entry.task != "cloze")

    def stand_on(self, event: Loaded | Started) -> bool:
        """A run is on the bench; returns whether it is of another architecture than the last."""
        before, self.entry = self.entry, find(event.specification.architecture)
        self.run, self.step = event.run, event.step
        self._structures[event.run] = event.structure
        path = event.path if isinstance(event, Loaded) else ""
        self._titles[event.run] = run_title(event.run, path)
        return before is not None and before is not self.entry

    def follow(self, event: object) -> bool:
        """Take from an event how far training has come; returns whether it said so."""
        if isinstance(event, Frame):
            self.run, self.step = event.run, event.step
        elif isinstance(event, Losses) and len(event.values):
            self.run, self.step = event.run, event.first + len(event.values) - 1
        else:
            return False
        return True

    def title(self, run: int) -> str:
        """What a run that was on the bench is called."""
        return self._titles.get(run, run_title(run))

    def structure(self, run: int) -> Structure:
        """What the model of a run is made of."""
        return self._structures.get(run, Structure())
