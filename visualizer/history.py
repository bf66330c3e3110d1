"""What a run has shown of itself so far: every loss and figure, kept; smoothed and thinned copies.

No Qt here. Nothing is averaged away: what is drawn of a long run is the lowest and the highest
value of each stretch, so that an outlier is always seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.messages.events import Evaluated, Finished, Loaded, Losses, Started
from engine.schedule import learning_rate

Array: TypeAlias = NDArray[np.float64]

#: Share of the newest loss in the smoothed one: about the last 40 steps count.
SMOOTHING = 0.05
#: Values that the exponential mean is taken of at once: (1 - SMOOTHING) ** -512 is far from the
#: end of the numbers.
_BLOCK = 512
#: Points that are kept of a curve stored with a checkpoint, and of its learning rate: a window
#: is never that wide.
_STORED, _STORED_RATES = 1 << 20, 1 << 13


class Series:
    """Points in order of x, growing at the end."""

    def __init__(self) -> None:
        self._points: Array = np.empty((2, 256))
        self._length = 0

    def __len__(self) -> int:
        return self._length

    @property
    def x(self) -> Array:
        """(n,) where the points stand; a view, not to be written to."""
        return self._points[0, : self._length]

    @property
    def y(self) -> Array:
        """(n,) their values."""
        return self._points[1, : self._length]

    def append(self, x: Array, y: Array) -> None:
        """Add points; those already there from the first new x on are dropped (a run rewound)."""
        if not len(x):
            return
        if self._length and x[0] <= self.x[-1]:
            self._length = int(np.searchsorted(self.x, x[0]))
        end = self._length + len(x)
        if end > self._points.shape[1]:
            grown: Array = np.empty((2, max(end, 2 * self._points.shape[1])))
            grown[:, : self._length] = self._points[:, : self._length]
            self._points = grown
        self._points[:, self._length : end] = x, y
        self._length = end

    def at(self, x: float) -> float:
        """The value of the last point at or before x; NaN before the first."""
        place = int(np.searchsorted(self.x, x, side="right")) - 1
        return float(self.y[place]) if place >= 0 else float("nan")

    @property
    def last(self) -> float:
        """The newest value; NaN where there is none."""
        return float(self.y[-1]) if self._length else float("nan")


@dataclass(frozen=True)
class Thinned:
    """Points to draw: of each stretch the lowest and the highest, in their own order."""

    x: Array
    y: Array


def thinned(x: Array, y: Array, low: float, high: float, stretches: int = 1000) -> Thinned:
    """What to draw between x = low and high: at most 2 x `stretches` points.

    A stretch that holds nothing finite becomes one NaN, so that the line breaks there. Stretches
    begin at multiples of a power of two, so that they stay where they are while points are added.
    """
    start = max(int(np.searchsorted(x, low)) - 1, 0)
    stop = min(int(np.searchsorted(x, high, side="right")) + 1, len(x))
    if stop - start <= 2 * stretches:
        return Thinned(x[start:stop], np.where(np.isfinite(y[start:stop]), y[start:stop], np.nan))
    # Two stretches fewer, because the first and the last may reach beyond what is asked for.
    size = 1 << int(np.ceil(np.log2((stop - start) / max(stretches - 2, 1))))
    start -= start % size
    stop = min(-(-stop // size) * size, len(x))
    rows = -(-(stop - start) // size)
    values = np.full(rows * size, np.nan)
    values[: stop - start] = y[start:stop]
    table = np.where(np.isfinite(values), values, np.nan).reshape(rows, size)
    base = start + np.arange(rows) * size
    lowest = base + np.where(np.isnan(table), np.inf, table).argmin(axis=1)
    highest = base + np.where(np.isnan(table), -np.inf, table).argmax(axis=1)
    places = np.sort(np.stack([lowest, highest], axis=1), axis=1).ravel()
    chosen = y[places]
    return Thinned(x[places], np.where(np.isfinite(chosen), chosen, np.nan))


def exponential_mean(values: Array, mean: float, seen: int) -> Array:
    """(n,) the mean after each value, when `seen` values of mean `mean` came before.

    The first 1 / SMOOTHING values weigh as their own mean; a value that is not finite changes
    nothing, and before the first finite one the mean is NaN.
    """
    made = np.full(len(values), np.nan)
    sound = np.isfinite(values)
    place = 0 if np.isfinite(mean) else (int(sound.argmax()) if sound.any() else len(values))
    while place < len(values) and (np.isnan(mean) or 1 / max(seen + place, 1) > SMOOTHING):
        if sound[place]:
            share = 1.0 if np.isnan(mean) else max(SMOOTHING, 1 / max(seen + place, 1))
            mean = float(values[place]) if share == 1.0 else mean + share * (values[place] - mean)
        made[place] = mean
        place += 1
    if place == len(values):
        return made
    # From here on mean_k = d_k mean_(k-1) + (1 - d_k) v_k, with d = 1 where nothing is finite:
    # within a block the closed form, from block to block the recurrence.
    rows = -(-(len(values) - place) // _BLOCK)
    kept = np.ones(rows * _BLOCK)
    kept[: len(values) - place] = np.where(sound[place:], 1 - SMOOTHING, 1.0)
    added = np.zeros(rows * _BLOCK)
    added[: len(values) - place] = np.where(sound[place:], SMOOTHING * values[place:], 0.0)
    left = np.cumprod(kept.reshape(rows, _BLOCK), axis=1)
    table = np.cumsum(added.reshape(rows, _BLOCK) / left, axis=1)
    for row, weight in zip(table, left, strict=True):
        row += mean
        row *= weight
        mean = row[-1]
    made[place:] = table.ravel()[: len(values) - place]
    return made


class History:
    """All that one run has reported.

    Attributes
    ----------
    train, smoothed : training loss by step, raw and as an exponential mean.
    rate, speed : learning rate, and predicted tokens a second, by step.
    held_out : by name (`engine.figures`) each figure by step, where the run reports it.
    clock : seconds of training by step.
    first, steps : where the run began and where it is to end.
    done : whether it has ended.
    """

    def __init__(self, run: int = 0, first: int = 0, steps: int = 0, seconds: float = 0.0) -> None:
        """`seconds` is what training took up to step `first`."""
        self.run = run
        self.first = first
        self.steps = steps
        self.done = False
        self.train = Series()
        self.smoothed = Series()
        self.rate = Series()
        self.speed = Series()
        self.clock = Series()
        self.clock.append(np.array([float(first)]), np.array([seconds]))
        self.held_out: dict[str, Series] = {}

    @classmethod
    def of(cls, event: Started | Loaded) -> History:
        """A new history for a run that begins, or for the figures stored with a checkpoint."""
        recipe = event.specification.recipe
        known = len(event.losses)
        made = cls(event.run, event.step - known, recipe.steps, 0.0 if known else event.seconds)
        if known:
            made.clock.append(np.array([float(event.step)]), np.array([event.seconds]))
            steps = np.arange(event.step - known + 1, event.step + 1, dtype=np.float64)
            values = event.losses.astype(np.float64)
            smooth = exponential_mean(values, float("nan"), int(steps[0]) - made.first)
            for series, y in ((made.train, values), (made.smoothed, smooth)):
                # With fewer points this gives them all.
                drawn = thinned(steps, y, steps[0], steps[-1], _STORED // 2)
                series.append(drawn.x, drawn.y)
            rates = np.unique(np.linspace(0, known - 1, min(known, _STORED_RATES)).astype(int))
            made.rate.append(
                steps[rates], np.array([learning_rate(recipe, int(n)) for n in steps[rates]])
            )
        for step, figures in event.evaluations:
            made.add_figures(step, dict(figures))
        if isinstance(event, Loaded):
            made.done = True
            if not event.evaluations:
                made.add_figures(event.step, dict(event.figures))
        return made

    @property
    def step(self) -> int:
        """The last step anything is known of."""
        ends = [self.train, *self.held_out.values()]
        return int(max((series.x[-1] for series in ends if len(series)), default=self.first))

    def receive(self, event: object) -> bool:
        """Take note of an event of this run; whether it brought anything."""
        if isinstance(event, Losses):
            self._add_losses(event)
        elif isinstance(event, Evaluated):
            self.add_figures(event.step, dict(event.figures))
        elif isinstance(event, Finished):
            self.add_figures(event.step, dict(event.figures))
            self.done = True
        else:
            return False
        return True

    def add_figures(self, step: int, figures: dict[str, float]) -> None:
        for name, value in figures.items():
            series = self.held_out.setdefault(name, Series())
            series.append(np.array([float(step)]), np.array([float(value)]))

    def seconds(self, steps: Array) -> Array:
        """Seconds of training at these steps, between reports in proportion."""
        if len(self.clock) < 2:
            return np.zeros_like(steps)
        return np.interp(steps, self.clock.x, self.clock.y)

    def _add_losses(self, event: Losses) -> None:
        count = len(event.values)
        if not count:
            return
        steps = np.arange(event.first, event.first + count, dtype=np.float64)
        self.clock.append(steps[-1:], np.array([event.seconds]))
        self.train.append(steps, event.values.astype(np.float64))
        self.rate.append(steps, event.rates.astype(np.float64))
        self.speed.append(steps[-1:], np.array([event.tokens_per_second]))
        self._smooth(event.first, event.values.astype(np.float64), steps)

    def _smooth(self, first: int, values: Array, steps: Array) -> None:
        smooth = exponential_mean(values, self.smoothed.at(first - 1), first - self.first)
        self.smoothed.append(steps, smooth)


def figure(value: float) -> str:
    """A number as this project writes it: .968, 0.95, 1.7e-3, 24.8k; "–" where there is none."""
    if not np.isfinite(value):
        return "–"
    size = abs(value)
    if size == 0:
        return "0"
    if size >= 10_000:
        return f"{value / 1000:,.1f}k"
    if size >= 100:
        return f"{value:,.0f}"
    if 0 < size < 0.01:
        mantissa, exponent = f"{value:.1e}".split("e")
        return f"{mantissa}e{int(exponent)}"
    return f"{value:.2f}"


def share(value: float) -> str:
    """A share or probability: .968, never 96.8 %; 1.0 and 0 as such."""
    if not np.isfinite(value):
        return "–"
    text = f"{value:.3f}"
    if text in ("1.000", "0.000"):
        return {"1.000": "1.0", "0.000": "0"}[text]
    return text.replace("0.", ".", 1)
