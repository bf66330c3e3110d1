"""A stream of batches: what is drawn in one depends on its place alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.data.batching import Batches, BatchPosition


class Drawn(Batches[float]):  # type: ignore[type-var]
    """A batch is the first number that its generator gives."""

    def _batch(self, indices: NDArray[np.int64], generator: np.random.Generator) -> float:
        return float(generator.random())


def stream(seed: int = 3) -> Drawn:
    return Drawn((np.full(12, 5),), 4, seed)


def test_every_batch_draws_anew_in_every_epoch() -> None:
    batches = stream()
    assert len(batches) == 3
    drawn = [next(batches) for _ in range(9)]
    assert len(set(drawn)) == 9
    assert next(stream(4)) not in drawn


def test_a_batch_draws_the_same_whichever_way_it_is_come_to() -> None:
    batches, other = stream(), stream()
    drawn = [next(batches) for _ in range(9)]
    for place in (7, 2, 5):
        other.go_to(BatchPosition(place // 3, place % 3))
        assert next(other) == drawn[place]
