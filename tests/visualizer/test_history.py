"""Losses kept, smoothed and thinned."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.messages.events import Evaluated, Finished, Loaded, Losses, Started
from engine.specification import Recipe, RunSpecification
from visualizer.history import SMOOTHING, History, Series, figure, share, thinned

SPECIFICATION = RunSpecification(recipe=Recipe(steps=300))


def losses(first: int, values: list[float], seconds: float = 1.0) -> Losses:
    array = np.array(values, np.float32)
    return Losses(1, first, array, array * 1e-3, 1000.0, seconds)


@pytest.mark.parametrize("count", [1, 7, 1999, 2001, 5000, 12_345, 100_000])
def test_no_outlier_is_lost(count: int) -> None:
    generator = np.random.default_rng(count)
    x, y = np.arange(count, dtype=float), generator.normal(size=count)
    for place in generator.integers(0, count, 5):
        y[place] = generator.choice([-50.0, 50.0])
    drawn = thinned(x, y, 0, count)
    assert len(drawn.x) <= 2000
    assert (np.diff(drawn.x) >= 0).all()
    assert set(np.flatnonzero(np.abs(y) > 40)) <= set(drawn.x.astype(int))
    assert np.array_equal(drawn.y, y[drawn.x.astype(int)])


def test_every_stretch_shows_its_lowest_and_highest_value() -> None:
    generator = np.random.default_rng(0)
    x, y = np.arange(30_000, dtype=float), generator.normal(size=30_000)
    drawn = thinned(x, y, 0, 30_000)
    size = 32  # The power of two from 30,000 / 998 up.
    for start in range(0, 30_000, size):
        stretch = y[start : start + size]
        here = drawn.y[(drawn.x >= start) & (drawn.x < start + size)]
        assert (here.min(), here.max()) == (stretch.min(), stretch.max())


def test_points_drawn_stay_while_others_are_added() -> None:
    y = np.random.default_rng(0).normal(size=20_000)
    x = np.arange(20_000, dtype=float)
    before, after = thinned(x[:18_000], y[:18_000], 0, 20_000), thinned(x, y, 0, 20_000)
    kept = before.x < 17_900
    assert np.array_equal(before.x[kept], after.x[: kept.sum()])


def test_points_drawn_stay_while_the_view_moves() -> None:
    y = np.random.default_rng(0).normal(size=20_000)
    x = np.arange(20_000, dtype=float)
    here, there = thinned(x, y, 1001, 19_000), thinned(x, y, 1003, 19_000)
    assert np.array_equal(here.x[here.x > 1100], there.x[there.x > 1100])


def test_a_part_of_the_run_is_thinned_with_a_neighbour_on_either_side() -> None:
    x = np.arange(100, dtype=float)
    drawn = thinned(x, x, 10.5, 20.5)
    assert drawn.x.tolist() == list(range(10, 22))


def test_a_stretch_without_a_number_breaks_the_line() -> None:
    x, y = np.arange(64_000, dtype=float), np.zeros(64_000)
    y[10_000:10_500] = np.nan
    y[20_000] = np.inf
    y[30_000:30_500] = np.inf
    drawn = thinned(x, y, 0, 64_000)
    assert np.isnan(drawn.y).any()
    assert not np.isinf(drawn.y).any()


def test_a_series_grows_and_can_be_rewound() -> None:
    series = Series()
    for first in range(0, 1000, 100):
        series.append(np.arange(first, first + 100.0), np.arange(first, first + 100.0) * 2)
    assert np.array_equal(series.y, np.arange(1000.0) * 2)
    assert series.at(500.5) == 1000
    series.append(np.array([500.0]), np.array([-1.0]))
    assert (len(series), series.last) == (501, -1)
    assert np.isnan(Series().last)
    assert np.isnan(series.at(-1))


def test_the_smoothed_loss_is_the_exponential_mean_whatever_the_reports_are_cut_into() -> None:
    values = np.random.default_rng(1).normal(3, 1, 250).astype(np.float32)
    whole, cut = History(1), History(1)
    whole.receive(losses(1, values.tolist()))
    for first in range(0, 250, 17):
        cut.receive(losses(first + 1, values[first : first + 17].tolist()))
    expected, mean = [], 0.0
    for place, value in enumerate(values, 1):
        mean += max(0.05, 1 / place) * (float(value) - mean)
        expected.append(mean)
    assert np.allclose(whole.smoothed.y, expected)
    assert np.allclose(cut.smoothed.y, expected)
    assert np.array_equal(cut.train.y, values.astype(float))


def test_a_loss_that_is_no_number_is_kept_and_does_not_spoil_the_smoothed_one() -> None:
    history = History(1)
    history.receive(losses(1, [2.0, float("nan"), 2.0]))
    assert np.isnan(history.train.y[1])
    assert history.smoothed.y.tolist() == [2.0, 2.0, 2.0]


@pytest.mark.parametrize("count", [1, 19, 20, 21, 531, 532, 533, 3000])
def test_the_mean_of_many_values_at_once_is_that_of_one_after_another(count: int) -> None:
    generator = np.random.default_rng(count)
    values = generator.normal(3, 1, count).astype(np.float32)
    values[generator.random(count) < 0.2] = np.nan
    values[generator.random(count) < 0.05] = np.inf
    history = History(1)
    history.receive(losses(1, values.tolist()))
    expected, mean = [], float("nan")
    for place, value in enumerate(values.astype(float), 1):
        if np.isfinite(value):
            share = max(SMOOTHING, 1 / place)
            mean = value if np.isnan(mean) else mean + share * (value - mean)
        expected.append(mean)
    assert np.allclose(history.smoothed.y, expected, equal_nan=True)


def test_a_long_history_of_a_checkpoint_is_thinned_and_keeps_its_outliers() -> None:
    count = 3_000_000
    values = np.full(count, 2.0, np.float32)
    values[[7, 1_234_567, count - 1]] = 90.0, 0.0, 80.0
    stored = replace(
        Loaded(2, "", SPECIFICATION, count, 1, {}, (), True), losses=values, seconds=100.0
    )
    history = History.of(stored)
    assert len(history.train) <= 1 << 20
    assert [history.train.y.max(), history.train.y.min()] == [90.0, 0.0]
    assert (history.train.last, history.step) == (80.0, count)
    assert history.smoothed.last == pytest.approx(2 + 0.05 * 78)
    assert (history.rate.x[0], history.rate.x[-1]) == (1, count)
    assert len(history.rate) < 10_000
    history.receive(losses(count + 1, [2.0]))
    assert history.smoothed.last == pytest.approx(2 + 0.95 * 0.05 * 78)


def test_seconds_lie_between_reports_in_proportion() -> None:
    history = History(1)
    history.receive(losses(1, [1.0] * 10, seconds=5.0))
    history.receive(losses(11, [1.0] * 10, seconds=15.0))
    assert history.seconds(np.array([0.0, 10.0, 15.0, 20.0])).tolist() == [0, 5, 10, 15]


def test_figures_come_from_evaluations_and_from_a_checkpoint() -> None:
    history = History.of(Started(1, SPECIFICATION, 0, 1, 1, ()))
    history.receive(Evaluated(1, 100, {"loss": 1.5, "exact_match": 0.25}))
    history.receive(Finished(1, 300, 9.0, {"loss": 1.0, "exact_match": 0.5}))
    assert history.held_out["exact_match"].y.tolist() == [0.25, 0.5]
    assert (history.step, history.steps, history.done) == (300, 300, True)
    stored = History.of(Loaded(2, "", SPECIFICATION, 1300, 1, {"exact_match": 0.99}, (), True))
    assert (stored.held_out["exact_match"].last, stored.step) == (0.99, 1300)
    assert not history.receive("something else")


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.953, "0.95"), (1.7e-3, "1.7e-3"), (24_812, "24.8k"), (523.4, "523"), (np.nan, "–")],
)
def test_figures_are_written(value: float, text: str) -> None:
    assert figure(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.968, ".968"), (1, "1.0"), (0, "0"), (0.05, ".050"), (np.nan, "–")]
)
def test_shares_are_written(value: float, text: str) -> None:
    assert share(value) == text
