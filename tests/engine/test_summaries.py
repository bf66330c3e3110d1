"""One number a head, against the formula written out."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine.summaries import of_head, thumbnail


def test_a_causal_head_that_looks_back() -> None:
    weights = np.array([[1, 0, 0], [0.75, 0.25, 0], [0.25, 0.5, 0.25]], np.float32)
    closed = np.triu(np.ones((3, 3), np.uint8), 1)
    found = of_head(weights, closed)
    h1 = -(0.75 * math.log(0.75) + 0.25 * math.log(0.25))
    h2 = -(2 * 0.25 * math.log(0.25) + 0.5 * math.log(0.5))
    focus = ((1 - h1 / math.log(2)) + (1 - h2 / math.log(3))) / 2
    assert found["focus"] == pytest.approx(focus), "the first row has no choice"
    assert found["distance"] == pytest.approx((0 + 0.75 + 0.25 * 2 + 0.5) / 3)
    assert found["previous"] == pytest.approx((0.75 + 0.5) / 2)
    assert found["self"] == pytest.approx((1 + 0.25 + 0.25) / 3)
    assert found["first"] == pytest.approx((1 + 0.75 + 0.25) / 3)


def test_uniform_has_no_focus_and_one_hot_has_all() -> None:
    open_ = np.zeros((4, 4), np.uint8)
    assert of_head(np.full((4, 4), 0.25, np.float32), open_)["focus"] == pytest.approx(0)
    assert of_head(np.eye(4, dtype=np.float32), open_)["focus"] == pytest.approx(1)


def test_a_thumbnail_keeps_the_largest_of_each_block() -> None:
    weights = np.random.default_rng(0).random((130, 7)).astype(np.float32)
    small = thumbnail(weights, 64)
    assert small.shape == (64, 7)
    starts = [n * 130 // 64 for n in range(65)]
    for n in range(64):
        assert (small[n] == weights[starts[n] : starts[n + 1]].max(0)).all()
    assert thumbnail(weights[:5], 64) is not None and thumbnail(weights[:5], 64).shape == (5, 7)
