"""Two processes on the two halves of a machine's cores, which change places all the time."""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path
from types import TracebackType

#: Seconds from one change of places to the next. A neighbour that slows down some of the cores
#: comes and goes within seconds; what a change costs, both pay.
INTERVAL = 0.2


def halves() -> tuple[list[int], list[int]] | None:
    """The cores in two halves of at least two; None where a system cannot be told, or of few."""
    if not hasattr(os, "sched_setaffinity"):
        return None
    cores = sorted(os.sched_getaffinity(0))
    half = len(cores) // 2
    return (cores[:half], cores[half : 2 * half]) if half >= 2 else None


class Seesaw:
    """Lets each of two processes run on one half of the cores, and exchanges the halves.

    A context, which ends when both have. On a system that cannot be told, or of few cores, it
    does nothing.
    """

    def __init__(self) -> None:
        self._halves = halves()
        self._seats: dict[int, int] = {}  # the half with which a process began
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._rock, name="seesaw", daemon=True)

    def __enter__(self) -> Seesaw:
        if self._halves:
            self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        if self._thread.is_alive():
            self._thread.join()

    def seat(self, process: int, half: int) -> None:
        """This process takes part, beginning on the first (0) or the second (1) half."""
        self._seats[process] = half

    def _rock(self) -> None:
        assert self._halves is not None
        turn = 0
        while not self._done.wait(INTERVAL):
            turn += 1
            for process, half in list(self._seats.items()):
                keep_to(process, self._halves[(half + turn) % 2])


def keep_to(process: int, cores: list[int]) -> None:
    """Let every thread of a process run on these cores alone; new threads will do as well."""
    # A thread, or the process, may end meanwhile.
    with contextlib.suppress(ProcessLookupError, FileNotFoundError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            with contextlib.suppress(ProcessLookupError):
                os.sched_setaffinity(int(thread.name), cores)
