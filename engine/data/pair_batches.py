"""Batches of sentence pairs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.data.batching import Batches
from engine.data.sequences import EncodedPairs
from engine.data.tokenizer import PAD


@dataclass(frozen=True)
class PairBatch:
    """Pairs side by side, filled up with <pad>, each row ending with </s> before that.

    What it says of itself is said of every :class:`engine.data.batching.Batch`.

    Attributes
    ----------
    source : (pairs, S) int64.
    target : (pairs, T) int64; what the decoder is to write, without <s>.
    indices : (pairs,) int64, which training pairs these are.
    """

    source: NDArray[np.int64]
    target: NDArray[np.int64]
    indices: NDArray[np.int64]

    draws = None

    @property
    def tokens(self) -> int:
        return int((self.target != PAD).sum())

    @property
    def lengths(self) -> dict[str, NDArray[np.int32]]:
        sides = {"source": self.source, "target": self.target}
        return {name: (side != PAD).sum(1, dtype=np.int32) for name, side in sides.items()}


class PairBatches(Batches[PairBatch]):
    """An endless stream of them; targets of like length together, since they cost the most."""

    def __init__(self, pairs: EncodedPairs, batch_size: int, seed: int) -> None:
        self._pairs = pairs
        super().__init__((pairs.target.lengths, pairs.source.lengths), batch_size, seed)

    def _batch(self, indices: NDArray[np.int64], generator: np.random.Generator) -> PairBatch:
        source, target = self._pairs.padded(indices)
        return PairBatch(source, target, indices)
