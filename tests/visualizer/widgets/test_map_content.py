"""What a map's rows spread, against sums written out."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine.seen.maps import Closed
from engine.seen.tokens import Axis
from visualizer.widgets.map_content import MapContent

NAN, INF = float("nan"), float("inf")
OPEN, LATER = int(Closed.OPEN), int(Closed.CAUSAL)


def content(weights: list[list[float]] | None, closed: list[list[int]]) -> MapContent:
    numbers = None if weights is None else np.array(weights, np.float32)
    return MapContent(numbers, np.array(closed, np.uint8), Axis("text"), Axis("text"), (), ())


@pytest.mark.parametrize(
    ("row", "closed", "spread"),
    [
        ([0.25, 0.25, 0.25, 0.25], [OPEN] * 4, 1.0),
        ([0.0, 1.0, 0.0, 0.0], [OPEN] * 4, 0.0),
        ([0.5, 0.5, 0.0, 0.0], [OPEN] * 4, 0.5),
        ([0.5, 0.5, 0.0, 0.0], [OPEN, OPEN, LATER, LATER], 1.0),
        ([0.9, 0.1, 0.0, 0.0], [OPEN, OPEN, OPEN, LATER], None),
        ([1.0, 0.0, 0.0, 0.0], [OPEN, LATER, LATER, LATER], 0.0),
        ([0.5, NAN, 0.5, 0.0], [OPEN] * 4, 0.5),
        ([0.5, INF, 0.5, 0.0], [OPEN] * 4, 0.0),
    ],
)
def test_the_spread_of_a_row_is_its_entropy_by_that_of_a_uniform_one(
    row: list[float], closed: list[int], spread: float | None
) -> None:
    if spread is None:
        cells = closed.count(OPEN)
        spread = -sum(w * math.log(w) for w in row if w) / math.log(cells)
    # Beside another row, which must not change it.
    found = content([row, [0.25] * 4], [closed, [OPEN] * 4]).spreads()
    assert found == pytest.approx([spread, 1.0], abs=1e-6)


def test_where_nobody_looked_nothing_is_spread() -> None:
    assert content(None, [[OPEN] * 3] * 2).spreads().tolist() == [0.0, 0.0]
