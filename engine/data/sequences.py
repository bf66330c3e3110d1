"""Many sequences of token ids in one array, and pairs of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from engine.data.tokenizer import END, PAD


class Sequences(Sequence[NDArray[np.int32]]):
    """Sequences of ids, one behind another in one array.

    Attributes
    ----------
    ids : (all tokens,) int32.
    starts : (sequences + 1,) int64, where each begins; the last is the end of all.
    """

    def __init__(self, ids: NDArray[np.int32], starts: NDArray[np.int64]) -> None:
        self.ids = ids
        self.starts = starts

    @classmethod
    def of(cls, sequences: Sequence[Sequence[int]]) -> Sequences:
        """From lists of ids; each gets a </s> at its end."""
        return cls.exactly([(*ids, END) for ids in sequences])

    @classmethod
    def exactly(cls, sequences: Sequence[Sequence[int]]) -> Sequences:
        """From lists of ids as they are."""
        lengths = np.fromiter(map(len, sequences), np.int64, len(sequences))
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
        flat = chain.from_iterable(sequences)
        return cls(np.fromiter(flat, np.int32, int(starts[-1])), starts)

    @classmethod
    def joined(cls, parts: Sequence[Sequences]) -> Sequences:
        """All of them, one behind another."""
        ends = np.cumsum([0, *(len(part.ids) for part in parts)], dtype=np.int64)
        starts = [part.starts[:-1] + end for part, end in zip(parts, ends[:-1], strict=True)]
        ids = [np.zeros(0, np.int32), *(part.ids for part in parts)]
        return cls(np.concatenate(ids), np.concatenate([*starts, ends[-1:]]))

    @property
    def lengths(self) -> NDArray[np.int64]:
        """(sequences,) ids in each."""
        return np.diff(self.starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __iter__(self) -> Iterator[NDArray[np.int32]]:
        return (self[index] for index in range(len(self)))

    def __getitem__(self, index: int) -> NDArray[np.int32]:  # type: ignore[override]
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        index %= len(self)
        return self.ids[self.starts[index] : self.starts[index + 1]]

    def take(self, indices: NDArray[np.int64]) -> Sequences:
        """Those at `indices`, in that order."""
        places, inside = self._places(indices)
        lengths = inside.sum(axis=1)
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
        return Sequences(self.ids[places[inside]], starts)

    def padded(self, indices: NDArray[np.int64]) -> NDArray[np.int64]:
        """(sequences, longest) those at `indices`, filled up with <pad>."""
        places, inside = self._places(indices)
        if not places.size:
            return np.full(places.shape, PAD, np.int64)
        return np.where(inside, self.ids[np.where(inside, places, 0)], PAD).astype(np.int64)

    def _places(self, indices: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """(sequences, longest) where in `ids` each cell's token stands, and whether it has one."""
        begin, end = self.starts[indices], self.starts[np.asarray(indices) + 1]
        longest = int((end - begin).max(initial=0))
        places = begin[:, None] + np.arange(longest)
        return places, places < end[:, None]


@dataclass(frozen=True)
class EncodedPairs:
    """Sources and targets as ids: pair p is (source[p], target[p])."""

    source: Sequences
    target: Sequences

    def __len__(self) -> int:
        return len(self.source)

    def __iter__(self) -> Iterator[tuple[NDArray[np.int32], NDArray[np.int32]]]:
        return zip(self.source, self.target, strict=True)

    def __getitem__(self, index: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        return self.source[index], self.target[index]

    def take(self, indices: NDArray[np.int64]) -> EncodedPairs:
        """Those at `indices`, in that order."""
        return EncodedPairs(self.source.take(indices), self.target.take(indices))

    def padded(self, indices: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """(pairs, S) sources and (pairs, T) targets at `indices`, filled up with <pad>."""
        return self.source.padded(indices), self.target.padded(indices)
