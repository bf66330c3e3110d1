"""Losses on their way to the mailbox: every one of them, in at most two parcels a second."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from engine.messages.events import Event, Losses
from engine.run import Step

#: Seconds between two parcels: curves are drawn once a second at most. Each is handed to every
#: view, and what the window's thread computes, the engine's waits for.
_INTERVAL = 0.5


class Ledger:
    """Gathers the steps of one run and posts them together."""

    def __init__(self, post: Callable[[Event], None], run: int, seconds: float) -> None:
        """`seconds` is what the run's steps have taken so far."""
        self._post = post
        self._run = run
        self._steps: list[Step] = []
        self._told = self._seconds = seconds
        self._since = time.perf_counter()

    def enter(self, step: Step, seconds: float) -> None:
        """Add a step; `seconds` is what the run's steps have taken now."""
        self._steps.append(step)
        self._seconds = seconds
        if time.perf_counter() - self._since >= _INTERVAL:
            self.flush()

    def flush(self) -> None:
        """Post what has gathered."""
        self._since = time.perf_counter()
        if not self._steps:
            return
        tokens = sum(step.tokens for step in self._steps)
        self._post(
            Losses(
                run=self._run,
                first=self._steps[0].number,
                values=np.array([step.loss for step in self._steps], np.float32),
                rates=np.array([step.rate for step in self._steps], np.float32),
                tokens_per_second=tokens / max(self._seconds - self._told, 1e-9),
                seconds=self._seconds,
            )
        )
        self._steps, self._told = [], self._seconds
