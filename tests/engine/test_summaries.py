"""One number a head, against the formula written out."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine.summaries import of_heads, thumbnails


def test_a_causal_head_that_looks_back() -> None:
    weights = np.array([[1, 0, 0], [0.75, 0.25, 0], [0.25, 0.5, 0.25]], np.float32)
    closed = np.triu(np.ones((3, 3), np.uint8), 1)
    other = np.eye(3, dtype=np.float32)
    both = of_heads(np.stack([other, weights]), closed)
    found = {name: float(value[1]) for name, value in both.items()}
    assert both["self"][0] == 1 and both["distance"][0] == 0, "each head for itself"
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
    two = np.stack([np.full((4, 4), 0.25), np.eye(4)]).astype(np.float32)
    assert of_heads(two, open_)["focus"].tolist() == pytest.approx([0, 1], abs=1e-6)
    single = np.ones((2, 1, 1), np.float32)
    assert of_heads(single, np.zeros((1, 1), np.uint8))["focus"].tolist() == [1, 1]


def test_a_thumbnail_keeps_the_largest_of_each_block() -> None:
    weights = np.random.default_rng(0).random((2, 130, 7)).astype(np.float32)
    small = thumbnails(weights, 64)
    assert small.shape == (2, 64, 7)
    starts = [n * 130 // 64 for n in range(65)]
    for n in range(64):
        assert (small[:, n] == weights[:, starts[n] : starts[n + 1]].max(1)).all()
    assert (thumbnails(weights[:, :5], 64) == weights[:, :5]).all()
