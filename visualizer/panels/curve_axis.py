"""The x axis of learning curves: the steps of a run, or the seconds that it has trained."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from visualizer.history import Array, History


@dataclass(frozen=True)
class CurveAxis:
    """Places on the axis of one run, `timed` in seconds."""

    history: History
    timed: bool

    @property
    def extent(self) -> float:
        """The end: of the run in steps, of what there is in seconds."""
        if self.timed:
            return self.history.clock.last if len(self.history.clock) else 1.0
        return float(max(self.history.steps, self.history.step, 1))

    def x_of(self, steps: Array) -> Array:
        """Where steps stand."""
        return self.history.seconds(steps) if self.timed else steps

    def step_of(self, x: float) -> float:
        """Which step stands at a place."""
        clock = self.history.clock
        return float(np.interp(x, clock.y, clock.x)) if self.timed and len(clock) > 1 else x

    def from_other(self, x: float) -> float:
        """Where a place of the other axis, seconds for steps or steps for seconds, stands."""
        clock = self.history.clock
        known, wanted = (clock.x, clock.y) if self.timed else (clock.y, clock.x)
        return float(np.interp(x, known, wanted))

    def text(self, x: float) -> str:
        """What stands at a tick: a step, or minutes or hours."""
        if not self.timed:
            return f"{x:,.0f}"
        minutes, seconds = divmod(round(x), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
