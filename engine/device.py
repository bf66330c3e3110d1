"""Where to compute, with how many threads, and whether a run will fit."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import torch

from engine.messages.events import DeviceChoice
from engine.problem import Problem

#: Seconds after which no further round of steps is timed.
_TIMED_FOR = 1.0


def devices() -> tuple[DeviceChoice, ...]:
    """What there is, best default first.

    The CPU comes first: at the bench's sizes it is as quick as an accelerator, and the only place
    where every test of Heed was run.
    """
    found = [DeviceChoice("cpu", "CPU", tested=True)]
    if torch.cuda.is_available():
        name = torch.cuda.get_device_name()
        found.append(DeviceChoice("cuda", f"{name} (not tested with Heed)", tested=False))
    if torch.backends.mps.is_available():
        found.append(DeviceChoice("mps", "Apple GPU (not tested with Heed)", tested=False))
    return tuple(found)


def resolve(name: str) -> torch.device:
    """The device called `name`, or the default for "".

    Raises
    ------
    Problem
        This machine has no such device.
    """
    known = [choice.name for choice in devices()]
    if name and name not in known:
        raise Problem(f"This machine has no device “{name}”. Choose {' or '.join(known)}.")
    return torch.device(name or known[0])


def cores() -> int:
    """Cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def quickest_threads(step: Callable[[], None], repetitions: int = 4) -> int:
    """1 or 2 torch threads, by timing a few steps of each in turn; one core is left to the window.

    More than two gain little at the bench's sizes and cost much when cores are shared. A second
    thread must gain a fifth to be taken. `step` must leave no trace on the run. Where steps take
    long, each number of threads is timed once: what disturbs short steps matters little there.
    """
    if cores() < 3:
        return 1
    best = {1: float("inf"), 2: float("inf")}
    before, began = torch.get_num_threads(), time.perf_counter()
    try:
        for _ in range(repetitions):
            for threads in best:
                torch.set_num_threads(threads)
                started = time.perf_counter()
                step()
                best[threads] = min(best[threads], time.perf_counter() - started)
            if time.perf_counter() - began > _TIMED_FOR:
                break
    finally:
        torch.set_num_threads(before)
    return 2 if best[2] * 1.2 < best[1] else 1


def available_memory(device: torch.device) -> int:
    """Bytes that a run may still take there."""
    if device.type == "cuda":
        free, _ = torch.cuda.mem_get_info()
        return int(free)
    return min(int(psutil.virtual_memory().available), _container_memory())


def _container_memory() -> int:
    """Bytes left under the limit of a Linux control group; no limit is a very large number."""
    folder = Path("/sys/fs/cgroup")
    try:
        limit = int((folder / "memory.max").read_text())
        return limit - int((folder / "memory.current").read_text())
    except (OSError, ValueError):  # no control group, or its limit reads "max"
        return sys.maxsize


def refuse_if_too_large(needed: int, device: torch.device) -> None:
    """Refuse a run before it starts.

    Raises
    ------
    Problem
        It would not fit; the text has the numbers.
    """
    available = available_memory(device)
    if needed > 0.9 * available:
        raise Problem(
            f"This run needs about {needed / 2**30:.1f} GiB, and {device} has "
            f"{available / 2**30:.1f} GiB free. Choose a smaller model, batch or longest sentence."
        )
