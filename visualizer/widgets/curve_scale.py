"""The scales of a plot: what is seen of its curves, and which levels are named on a log scale."""

from __future__ import annotations

import math
from collections.abc import Collection

import numpy as np

from visualizer.widgets.curve_line import Line

Range = tuple[float, float]


def whole(
    lines: Collection[Line], floor: float | None, extent: float, log: bool
) -> tuple[Range, Range]:
    """x and y of all there is: y from 0 on a linear scale, tight, as a logarithm, on a log one."""
    last = [line.x[-1] for line in lines if len(line.x)]
    known = [line.y[np.isfinite(line.y)] for line in lines]
    values = np.concatenate([[floor] if floor else [], *known])
    if log:
        values = values[values > 0]
    low, high = (values.min(), values.max()) if len(values) else (0.1, 1.0)
    if log:
        low, high = math.log10(low), math.log10(high)
        margin = max((high - low) * 0.06, 0.02)
        low -= margin
    else:
        low, margin = min(low, 0.0), max((high - min(low, 0.0)) * 0.06, 1e-9)
    return (0.0, float(max([extent, *last, 1.0]))), (float(low), float(high + margin))


def on_scale(low: float, high: float, log: bool) -> Range:
    """The edges of a view as they are on the other scale; a log one has three decades at most."""
    if not log:
        return 10.0**low, 10.0**high
    high = max(high, 1e-9)
    return math.log10(max(low, high * 1e-3)), math.log10(high)


def powers(logarithms: list[float], span: float) -> list[str]:
    """What stands at ticks of a log scale that spans so many decades; "" for none."""
    values = [10.0**value for value in logarithms]
    # Over a wide range 1, 2 and 5 are enough; more would stand on one another.
    wanted = "125" if span > 0.5 else "123456789"
    return [f"{value:.3g}" if f"{value:.0e}"[0] in wanted else "" for value in values]
