"""From weights to places in the colour table: the three mappings and the mass threshold."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

#: "fixed": 0 to 1 for every frame; "log": .001 to 1 by decades; "row": each row to its own maximum.
Mode = Literal["fixed", "log", "row"]

#: What the log mapping draws as 0, this and all below.
LOG_FLOOR = 1e-3


def levels(
    weights: NDArray[np.float32],
    mode: Mode = "fixed",
    kept: NDArray[np.bool_] | None = None,
) -> NDArray[np.uint8]:
    """(rows, columns) places 0 to 255 in the colour table; cells not `kept`, and NaN, take 0."""
    shares = np.array(weights, dtype=np.float32)
    if mode == "row":
        largest = np.max(np.nan_to_num(shares), axis=1, keepdims=True, initial=0)
        np.divide(shares, largest, out=shares, where=largest > 0)
    elif mode == "log":
        with np.errstate(invalid="ignore"):
            np.log10(np.maximum(shares, LOG_FLOOR, out=shares), out=shares)
        shares /= -np.log10(LOG_FLOOR)
        shares += 1
    np.nan_to_num(shares, copy=False, nan=0.0)
    np.clip(shares, 0, 1, out=shares)
    shares *= 255
    found = np.rint(shares, out=shares).astype(np.uint8)
    if kept is not None:
        found[~kept] = 0
    return found


def kept(weights: NDArray[np.float32], mass: float) -> NDArray[np.bool_]:
    """(rows, columns): the fewest cells of each row that together hold `mass` of its weight.

    Of equal cells the leftmost are kept. A row without weight keeps none.
    """
    finite = np.nan_to_num(weights, nan=0.0, posinf=0.0, neginf=0.0)
    if not finite.size:
        return np.zeros(weights.shape, np.bool_)
    falling = -np.sort(-finite, axis=1)
    reached = np.cumsum(falling, axis=1, dtype=np.float64)
    total = reached[:, -1:]
    # A hair less than the mass, so that a sum that should be equal is not missed by rounding.
    count = np.minimum(
        (reached < mass * total - 1e-9 * total).sum(axis=1, keepdims=True) + 1, weights.shape[1]
    )
    least = np.take_along_axis(falling, count - 1, axis=1)
    above = finite > least
    equal = finite == least
    room = count - above.sum(axis=1, keepdims=True)
    return np.asarray((above | (equal & (np.cumsum(equal, axis=1) <= room))) & (total > 0))


def ticks(mode: Mode) -> tuple[tuple[float, str], ...]:
    """Marks of the colour bar: (place from 0 to 1, text)."""
    if mode == "log":
        return (0.0, "≤ .001"), (1 / 3, ".01"), (2 / 3, ".1"), (1.0, "1")
    if mode == "row":
        return (0.0, "0"), (1.0, "row max")
    return (0.0, "0"), (0.25, ".25"), (0.5, ".50"), (0.75, ".75"), (1.0, "1")


def number(weight: float) -> str:
    """A probability as a person reads it in a cell: .78, 1.0, and 0 for none at all."""
    if not np.isfinite(weight):
        return "!"
    if weight >= 0.995:
        return "1.0"
    return f"{weight:.2f}".lstrip("0") if weight > 0 else "0"
