"""The order of training: shuffled, alike in length, and repeatable to the last bit."""

from __future__ import annotations

import operator
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

#: Within this many batches' worth of shuffled sequences, those of like length are put together.
_BATCHES_SORTED_TOGETHER = 50


class Batch(Protocol):
    """What every batch can say of itself, whatever is in it."""

    @property
    def tokens(self) -> int:
        """How many tokens are predicted in it."""

    @property
    def lengths(self) -> Mapping[str, NDArray[np.int32]]:
        """(sequences,) by the name of the sequence, special tokens included."""

    @property
    def draws(self) -> NDArray[np.uint8] | None:
        """(sequences, longest) of :class:`engine.seen.tokens.Draw`; None: nothing is hidden."""


B = TypeVar("B", bound=Batch, covariant=True)


@dataclass(frozen=True)
class BatchPosition:
    """Where in the stream of batches training stands: the next is batch `index` of `epoch`."""

    epoch: int = 0
    index: int = 0


class Batches(ABC, Generic[B]):
    """An endless stream of batches; every epoch holds every sequence exactly once.

    The order of an epoch follows from seed and epoch alone, so a stream set to a position goes
    on exactly as one that came there by itself.
    """

    def __init__(self, lengths: tuple[NDArray[np.int64], ...], batch_size: int, seed: int) -> None:
        """`lengths` : (sequences,) each; like lengths are put together, the first counts most."""
        if not len(lengths[0]):
            raise ValueError("There is nothing to make batches of.")
        if batch_size < 1:
            raise ValueError(f"A batch cannot hold {batch_size} sequences; choose 1 or more.")
        self._lengths = lengths
        self._batch_size = batch_size
        self._seed = seed % 2**64
        self._position = BatchPosition()
        self._order = self._shuffled(0)

    @abstractmethod
    def _batch(self, indices: NDArray[np.int64], generator: np.random.Generator) -> B:
        """The batch of those sequences; what is drawn in it comes from `generator`."""

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
        TypeError, ValueError
            These are no whole numbers, or an epoch has no such batch.
        """
        epoch, index = operator.index(position.epoch), operator.index(position.index)
        if epoch < 0 or not 0 <= index < len(self):
            raise ValueError(
                f"There is no batch {position.index} in epoch {position.epoch}; "
                f"an epoch has {len(self)}."
            )
        if position.epoch != self._position.epoch:
            self._order = self._shuffled(position.epoch)
        self._position = position

    def __iter__(self) -> Batches[B]:
        return self

    def __next__(self) -> B:
        epoch, index = self._position.epoch, self._position.index
        # A generator of its own for each batch: where it is drawn from does not depend on the way.
        generator = np.random.Generator(np.random.PCG64([self._seed, epoch, index]))
        batch = self._batch(self._order[index], generator)
        if index + 1 < len(self._order):
            self._position = BatchPosition(epoch, index + 1)
        else:
            self._position = BatchPosition(epoch + 1, 0)
            self._order = self._shuffled(epoch + 1)
        return batch

    def _shuffled(self, epoch: int) -> list[NDArray[np.int64]]:
        """The sequences of each batch of an epoch."""
        generator = np.random.Generator(np.random.PCG64([self._seed, epoch]))
        sequences = generator.permutation(len(self._lengths[0]))
        batches: list[NDArray[np.int64]] = []
        span = self._batch_size * _BATCHES_SORTED_TOGETHER
        for start in range(0, len(sequences), span):
            near = sequences[start : start + span]
            # stable: equals stay in shuffled order
            near = near[np.lexsort([lengths[near] for lengths in reversed(self._lengths)])]
            batches.extend(
                near[at : at + self._batch_size] for at in range(0, len(near), self._batch_size)
            )
        return [batches[at] for at in generator.permutation(len(batches))]
