"""What one call of ``heed train`` has done so far: steps, time and speed."""

from __future__ import annotations

import time

from engine.run import Step


class Tally:
    """Counts the steps of one call, on top of the `first` that a resumed run had taken before."""

    def __init__(self, first: int, last: int) -> None:
        self.first = first
        self.last = last
        self.steps = 0
        self.speed = 0.0  # target tokens a second since the last judgement, judging left out
        self.tokens = 0
        self.step_seconds = 0.0
        self._losses: list[float] = []
        self._since = (0, 0.0)  # tokens and seconds at the last judgement
        self._started = time.perf_counter()
        self._core_started = time.process_time()

    def enter(self, step: Step, seconds: float) -> None:
        """A step was taken; `seconds` is what the steps of this call took together."""
        self.steps += 1
        self.tokens += step.tokens
        self.step_seconds = seconds
        self._losses.append(step.loss)
        tokens, before = self._since
        self.speed = (self.tokens - tokens) / max(seconds - before, 1e-9)

    def recent_loss(self) -> float:
        """Mean training loss since this was last asked, which must not be long ago."""
        mean = sum(self._losses) / len(self._losses)
        self._losses.clear()
        self._since = (self.tokens, self.step_seconds)
        return mean

    def left(self, now: float) -> float | None:
        """Seconds until the last step if all goes on as it went; None before the first."""
        if not self.steps:
            return None
        return (now - self._started) / self.steps * (self.last - self.first - self.steps)

    @property
    def tokens_per_second(self) -> float | None:
        """Target tokens a second over all steps of this call, judging left out."""
        return self.tokens / self.step_seconds if self.steps else None

    @property
    def seconds(self) -> float:
        """Wall-clock time since the beginning, judging included."""
        return time.perf_counter() - self._started

    @property
    def core_seconds(self) -> float:
        """Processor time of the whole process since the beginning, over all its threads."""
        return time.process_time() - self._core_started
