"""The learning rate is the paper's, up to its peak."""

from __future__ import annotations

import math

import pytest

from engine.catalog import find
from engine.schedule import learning_rate, smoothing_floor
from engine.specification import Recipe


def test_the_papers_preset_is_equation_3() -> None:
    recipe = find("transformer").presets[0].recipe
    for step in (1, 100, 3999, 4000, 4001, 50_000, 100_000):
        paper = 512**-0.5 * min(step**-0.5, step * 4000**-1.5)
        assert learning_rate(recipe, step) == pytest.approx(paper, rel=1e-3)


def test_linear_rises_then_falls_to_zero() -> None:
    recipe = Recipe(steps=100, warmup=10, learning_rate=1.0, schedule="warmup-linear")
    rates = [learning_rate(recipe, step) for step in range(1, 101)]
    assert rates[9] == 1.0 == max(rates)
    assert rates[4] == 0.5 and rates[54] == pytest.approx(0.5) and rates[99] == 0.0


def test_the_cosine_rises_then_falls_to_zero() -> None:
    recipe = Recipe(steps=110, warmup=10, learning_rate=2.0, schedule="warmup-cosine")
    assert learning_rate(recipe, 5) == 1.0
    for step in (10, 35, 60, 77, 110, 500):
        gone = min(1.0, (step - 10) / 100)
        assert learning_rate(recipe, step) == pytest.approx(1 + math.cos(math.pi * gone), abs=1e-15)


def test_inverse_time_has_no_rise() -> None:
    recipe = Recipe(learning_rate=1e-3, schedule="inverse-time", decay=1e-8, warmup=100)
    assert learning_rate(recipe, 1) == pytest.approx(1e-3, rel=1e-7)
    assert learning_rate(recipe, 10**8) == 1e-3 / 2


@pytest.mark.parametrize("schedule", ["warmup-linear", "warmup-cosine", "warmup-rsqrt"])
def test_without_a_rise_the_rate_falls_from_the_first_step(schedule: str) -> None:
    recipe = Recipe(steps=100, warmup=0, schedule=schedule)  # type: ignore[arg-type]
    rates = [learning_rate(recipe, step) for step in range(1, 101)]
    assert rates == sorted(rates, reverse=True)
    assert recipe.learning_rate >= rates[0] > rates[50] > rates[99] >= 0


def test_the_floor_is_the_entropy_of_a_smoothed_target() -> None:
    # Written out for three tokens: 0.9 + 0.1/3 once, 0.1/3 twice.
    p, q = 0.9 + 0.1 / 3, 0.1 / 3
    assert smoothing_floor(0.1, 3) == pytest.approx(-p * math.log(p) - 2 * q * math.log(q))
    assert smoothing_floor(0.0, 3) == 0.0
