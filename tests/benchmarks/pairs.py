"""Measuring one thing against another: interleaved, repeated, and every repetition printed.

A machine's speed drifts with temperature and neighbours. So the contestants take turns, A B A B,
each turn is compared with its own neighbour, and the median of those ratios is what counts.
"""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping, Sequence

#: HEED_BENCH_SHORT=1 looks whether the benchmarks work; its figures mean little.
SHORT = os.environ.get("HEED_BENCH_SHORT", "") not in ("", "0")

Values = Sequence[float]


def size(full: int, short: int) -> int:
    """How often, or how long: for a measurement, or with HEED_BENCH_SHORT for a trial."""
    return short if SHORT else full


def interleaved(pairs: int, contestants: Mapping[str, Callable[[], float]]) -> dict[str, Values]:
    """Let all contestants take `pairs` turns, one after the other; what each returned, by name."""
    measured: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(pairs):
        for name, measure in contestants.items():
            measured[name].append(measure())
    return dict(measured)


def milliseconds(work: Callable[[], object], count: int) -> float:
    """What one of the `count` things that `work` does took of the process's own time.

    On one thread that is the time it takes on a core of its own: neighbours count for little.
    """
    started = time.process_time()
    work()
    return (time.process_time() - started) / count * 1e3


def ratios(above: Values, below: Values) -> list[float]:
    """Turn by turn, one contestant against the other."""
    return [a / b for a, b in zip(above, below, strict=True)]


def headline(title: str) -> None:
    """Print what is measured, and where; a loaded machine is said to be one."""
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    short = ", SHORT: no measurement" if SHORT else ""
    print(f"\n\n== {title}")
    print(f"   {platform.machine()}, {os.cpu_count()} cores, load {load} before{short}")


def line(name: str, values: Values, unit: str = "", target: str = "") -> None:
    """Print a series: median, least and most, then every repetition in order."""
    each = "  ".join(_figure(value) for value in values)
    aim = f"   target {target}" if target else ""
    print(
        f"   {name:<34} median {_figure(statistics.median(values))} {unit}"
        f" ({_figure(min(values))} to {_figure(max(values))}){aim}"
    )
    if len(values) > 1:
        print(f"   {'':<34} all    {each}")


def _figure(value: float) -> str:
    """Three digits that count."""
    if value == 0 or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:#.3g}".rstrip(".") if abs(value) >= 0.01 else f"{value:.4f}"
