"""One number a head, against the formula written out."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine.summaries import focus, of_heads, thumbnails


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


def written_out(weights: np.ndarray, closed: np.ndarray, special: np.ndarray) -> dict[str, float]:
    """One head, cell by cell from the definitions."""
    rows, columns = weights.shape
    entropies, focuses = [], []
    distance = previous = own = first = framing = 0.0
    for r in range(rows):
        entropy, choices = 0.0, 0
        for c in range(columns):
            w = float(weights[r, c])
            choices += closed[r, c] == 0
            entropy -= w * math.log(w) if w > 0 else 0
            distance += w * abs(r - c)
            previous += w if c == r - 1 else 0
            own += w if c == r else 0
            first += w if c == 0 else 0
            framing += w if special[c] else 0
        if choices > 1:
            entropies.append(entropy)
            focuses.append(1 - entropy / math.log(choices))
    return {
        "entropy": sum(entropies) / len(entropies),
        "focus": sum(focuses) / len(focuses),
        "distance": distance / rows,
        "previous": previous / (rows - 1),
        "self": own / rows,
        "first": first / rows,
        "special": framing / rows,
    }


@pytest.mark.parametrize("mask", ["open", "causal", "padded", "one cell"])
def test_every_summary_follows_its_definition(mask: str) -> None:
    size, generator = 9, np.random.default_rng(3)
    closed = np.zeros((size, size), np.uint8)
    if mask == "causal":
        closed = np.triu(np.ones((size, size), np.uint8), 1)
    elif mask == "padded":
        closed[:, -3:] = 2
    elif mask == "one cell":
        closed[4:6, 1:] = 4
    scores = np.where(closed == 0, generator.normal(0, 2, (3, size, size)), -np.inf)
    exponents = np.exp(scores)
    weights = (exponents / exponents.sum(2, keepdims=True)).astype(np.float32)
    special = np.arange(size) % 4 == 0
    found = of_heads(weights, closed, special)
    for head in range(3):
        wanted = written_out(weights[head], closed, special)
        assert found.keys() == wanted.keys()
        for name, value in wanted.items():
            assert found[name][head] == pytest.approx(value, abs=2e-6), name
    assert (focus(weights, closed) == found["focus"]).all()


def test_special_is_absent_where_it_says_nothing() -> None:
    weights = np.full((2, 3, 3), 1 / 3, np.float32)
    closed = np.zeros((3, 3), np.uint8)
    for special in (None, np.zeros(3, np.bool_), np.ones(3, np.bool_)):
        assert "special" not in of_heads(weights, closed, special)
    one = of_heads(weights, closed, np.array([False, True, False]))
    assert one["special"].tolist() == pytest.approx([1 / 3, 1 / 3])


def test_rows_without_a_choice_count_for_nothing() -> None:
    closed = np.array([[0, 1], [1, 0]], np.uint8)
    found = of_heads(np.eye(2, dtype=np.float32)[None], closed)
    assert found["entropy"].tolist() == [0] and found["focus"].tolist() == [1]


def test_a_head_that_is_no_number_leaves_the_others_alone() -> None:
    weights = np.stack([np.full((4, 4), 0.25), np.full((4, 4), np.nan)]).astype(np.float32)
    found = of_heads(weights, np.zeros((4, 4), np.uint8), np.arange(4) == 0)
    for name, values in found.items():
        assert np.isfinite(values[0]) and np.isnan(values[1]), name


def test_a_thumbnail_keeps_the_largest_of_each_block() -> None:
    weights = np.random.default_rng(0).random((2, 130, 7)).astype(np.float32)
    small = thumbnails(weights, 64)
    assert small.shape == (2, 64, 7)
    starts = [n * 130 // 64 for n in range(65)]
    for n in range(64):
        assert (small[:, n] == weights[:, starts[n] : starts[n + 1]].max(1)).all()
    assert (thumbnails(weights[:, :5], 64) == weights[:, :5]).all()
