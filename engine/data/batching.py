"""Batches of training pairs: shuffled, alike in length, and repeatable to the last bit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.data.sequences import EncodedPairs

#: Within this many batches' worth of shuffled pairs, pairs of like length are put together.
_BATCHES_SORTED_TOGETHER = 50


@dataclass(frozen=True)
class Batch:
    """Pairs side by side, filled up with <pad>, each row ending with </s> before that.

    Attributes
    ----------
    source : (pairs, S) int64.
    target : (pairs, T) int64; what the decoder is to write, without <s>.
    indices : (pairs,) int64, which training pairs these are.
    """

    source: NDArray[np.int64]
    target: NDArray[np.int64]
    indices: NDArray[np.int64]


@dataclass(frozen=True)
class BatchPosition:
    """Where in the stream of batches training stands: the next is batch `index` of `epoch`."""

    epoch: int = 0
    index: int = 0


class Batches:
    """An endless stream of batches; every epoch holds every pair exactly once.

    The order of an epoch follows from seed and epoch alone, so a stream set to a position goes
    on exactly as one that came there by itself.
    """

    def __init__(self, pairs: EncodedPairs, batch_size: int, seed: int) -> None:
        if not len(pairs):
            raise ValueError("There are no pairs to make batches of.")
        if batch_size < 1:
            raise ValueError(f"A batch cannot hold {batch_size} pairs; choose 1 or more.")
        self._pairs = pairs
        self._batch_size = batch_size
        self._seed = seed % 2**64
        self._source_lengths = pairs.source.lengths
        self._target_lengths = pairs.target.lengths
        self._position = BatchPosition()
        self._order = self._shuffled(0)

    def __len__(self) -> int:
        """Batches in an epoch."""
        return len(self._order)

    @property
    def position(self) -> BatchPosition:
        """Which batch is next."""
        return self._position

    def go_to(self, position: BatchPosition) -> None:
        """Continue from `position`.

        Raises
        ------
        ValueError
            An epoch of these pairs has no such batch.
        """
        if position.epoch < 0 or not 0 <= position.index < len(self):
            raise ValueError(
                f"There is no batch {position.index} in epoch {position.epoch}; "
                f"an epoch has {len(self)}."
            )
        if position.epoch != self._position.epoch:
            self._order = self._shuffled(position.epoch)
        self._position = position

    def __iter__(self) -> Batches:
        return self

    def __next__(self) -> Batch:
        epoch, index = self._position.epoch, self._position.index
        indices = self._order[index]
        source, target = self._pairs.padded(indices)
        if index + 1 < len(self._order):
            self._position = BatchPosition(epoch, index + 1)
        else:
            self._position = BatchPosition(epoch + 1, 0)
            self._order = self._shuffled(epoch + 1)
        return Batch(source, target, indices)

    def _shuffled(self, epoch: int) -> list[NDArray[np.int64]]:
        """The pairs of each batch of an epoch."""
        generator = np.random.Generator(np.random.PCG64([self._seed, epoch]))
        pairs = generator.permutation(len(self._pairs))
        batches: list[NDArray[np.int64]] = []
        span = self._batch_size * _BATCHES_SORTED_TOGETHER
        for start in range(0, len(pairs), span):
            near = pairs[start : start + span]
            # stable: equals stay in shuffled order; targets first, since they cost the most
            near = near[np.lexsort((self._source_lengths[near], self._target_lengths[near]))]
            batches.extend(
                near[at : at + self._batch_size] for at in range(0, len(near), self._batch_size)
            )
        return [batches[at] for at in generator.permutation(len(batches))]
