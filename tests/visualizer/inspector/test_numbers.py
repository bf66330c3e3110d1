"""Numbers as they are read: short, with a minus sign, never rounded to a false 0 or 1."""

from __future__ import annotations

import math

import pytest

from visualizer.inspector.numbers import factor, number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.7823, ".782"),
        (-1.2449, "−1.24"),
        (18.4, "18.40"),
        (0.0, "0"),
        (-0.05, "−.050"),
        (0.9996, "1.00"),
        (0.9994, ".999"),
        (0.00001, "1e−5"),
        (-4.2e-5, "−4.2e−5"),
        (1234567.0, "1.2e6"),
        (math.nan, "NaN"),
        (-math.inf, "−∞"),
    ],
)
def test_numbers(value: float, text: str) -> None:
    assert number(value) == text


def test_a_negative_factor_stands_in_brackets() -> None:
    assert (factor(-0.5), factor(0.5)) == ("(−.500)", ".500")
