"""Batches: everything once an epoch, little padding, resumable to the last bit."""

from __future__ import annotations

import numpy as np
import pytest

from engine.data.batching import BatchPosition
from engine.data.pair_batches import PairBatch, PairBatches
from engine.data.sequences import EncodedPairs, Sequences
from engine.data.tokenizer import END, PAD


def encoded(count: int, seed: int = 0) -> EncodedPairs:
    generator = np.random.default_rng(seed)
    sides = []
    for _ in range(2):
        lengths = generator.integers(1, 30, count)
        sides.append(Sequences.of([generator.integers(4, 99, n).tolist() for n in lengths]))
    return EncodedPairs(*sides)


def same(one: PairBatch, other: PairBatch) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in ("source", "target", "indices")
    )


@pytest.mark.parametrize(("count", "size"), [(1, 8), (7, 8), (8, 8), (1003, 8), (5000, 64)])
def test_every_pair_exactly_once_an_epoch(count: int, size: int) -> None:
    batches = PairBatches(encoded(count), size, seed=1)
    for _ in range(3):
        indices = np.concatenate([next(batches).indices for _ in range(len(batches))])
        assert np.array_equal(np.sort(indices), np.arange(count))


def test_rows_are_the_pairs_padded() -> None:
    pairs = encoded(300)
    batches = PairBatches(pairs, 16, seed=2)
    for _ in range(len(batches)):
        batch = next(batches)
        assert batch.source.dtype == batch.target.dtype == np.int64
        for side, sequences in ((batch.source, pairs.source), (batch.target, pairs.target)):
            assert side.shape == (len(batch.indices), max(len(sequences[i]) for i in batch.indices))
            for row, index in zip(side, batch.indices, strict=True):
                ids = sequences[int(index)]
                assert ids[-1] == END
                assert np.array_equal(row[: len(ids)], ids)
                assert (row[len(ids) :] == PAD).all()


def test_like_lengths_come_together_and_in_no_order() -> None:
    batches = PairBatches(encoded(20_000), 64, seed=3)
    drawn = [next(batches) for _ in range(len(batches))]
    filled = sum(int((batch.target != PAD).sum()) for batch in drawn)
    assert filled / sum(batch.target.size for batch in drawn) > 0.95
    widths = np.array([batch.target.shape[1] for batch in drawn])
    assert abs(np.corrcoef(widths[:-1], widths[1:])[0, 1]) < 0.2


def test_epochs_and_seeds_differ_and_repeat() -> None:
    pairs = encoded(640)
    first = [next(PairBatches(pairs, 64, seed=seed)).indices.tolist() for seed in (1, 2, 1, -1)]
    assert first[0] == first[2]
    assert first[0] != first[1]
    batches = PairBatches(pairs, 64, seed=1)
    one, two = ([next(batches).indices.tolist() for _ in range(10)] for _ in range(2))
    assert sorted(one) != sorted(two)


@pytest.mark.parametrize("stop", [0, 1, 9, 15, 16, 17, 40])
def test_going_on_is_the_same_as_never_having_stopped(stop: int) -> None:
    pairs = encoded(1000)
    unbroken = PairBatches(pairs, 64, seed=5)
    for _ in range(stop):
        next(unbroken)
    resumed = PairBatches(pairs, 64, seed=5)
    next(resumed)
    resumed.go_to(unbroken.position)
    assert resumed.position == unbroken.position
    for _ in range(35):
        assert same(next(unbroken), next(resumed))


def test_the_order_is_part_of_what_a_checkpoint_means() -> None:
    """Another order would resume old checkpoints differently: this may not change unnoticed."""
    batches = PairBatches(encoded(200), 8, seed=7)
    assert next(batches).indices.tolist() == [84, 0, 58, 152, 185, 36, 193, 102]


def test_impossible_positions_and_batches_are_refused() -> None:
    batches = PairBatches(encoded(100), 10, seed=0)
    for position in (BatchPosition(0, 10), BatchPosition(-1, 0), BatchPosition(2, -1)):
        with pytest.raises(ValueError, match="There is no batch"):
            batches.go_to(position)
    with pytest.raises(ValueError, match="nothing to make batches of"):
        PairBatches(encoded(0), 10, seed=0)
    with pytest.raises(ValueError, match="cannot hold 0"):
        PairBatches(encoded(3), 0, seed=0)


def test_sequences_are_a_sequence() -> None:
    sequences = Sequences.of([[5, 6], [], [7]])
    assert [ids.tolist() for ids in sequences] == [[5, 6, END], [END], [7, END]]
    assert sequences[-1].tolist() == [7, END]
    assert sequences.lengths.tolist() == [3, 1, 2]
    taken = sequences.take(np.array([2, 0]))
    assert [ids.tolist() for ids in taken] == [[7, END], [5, 6, END]]
    joined = Sequences.joined([sequences, taken, Sequences.of([])])
    assert [ids.tolist() for ids in joined] == [ids.tolist() for ids in (*sequences, *taken)]
    assert len(Sequences.joined([])) == 0
    assert len(sequences.take(np.array([], np.int64))) == 0
    assert sequences.padded(np.array([], np.int64)).shape == (0, 0)
    with pytest.raises(IndexError):
        sequences[3]
