"""How many threads are quickest: timed in turn, and not for long."""

from __future__ import annotations

import pytest
import torch

from engine import device


class Clock:
    """Stands in for time: a step takes what it is said to take with one thread, and with two."""

    def __init__(self, one: float, two: float) -> None:
        self.now = 0.0
        self.steps = 0
        self._takes = {1: one, 2: two}

    def perf_counter(self) -> float:
        return self.now

    def step(self) -> None:
        self.steps += 1
        self.now += self._takes[torch.get_num_threads()]


@pytest.mark.parametrize(
    ("one", "two", "threads", "steps"),
    [(0.010, 0.009, 1, 8), (0.010, 0.006, 2, 8), (5.0, 3.0, 2, 2), (5.0, 4.9, 1, 2)],
)
def test_long_steps_are_timed_once_and_short_ones_again(
    monkeypatch: pytest.MonkeyPatch, one: float, two: float, threads: int, steps: int
) -> None:
    clock = Clock(one, two)
    monkeypatch.setattr(device, "time", clock)
    monkeypatch.setattr(device, "cores", lambda: 4)
    before = torch.get_num_threads()
    assert device.quickest_threads(clock.step) == threads
    assert clock.steps == steps
    assert torch.get_num_threads() == before
