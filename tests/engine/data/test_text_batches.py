"""Batches of running text: every token predicted once an epoch, repeatable."""

from __future__ import annotations

import numpy as np

from engine.data.batching import BatchPosition
from engine.data.sequences import Sequences
from engine.data.text_batches import TextBatch, TextBatches
from engine.data.tokenizer import END, PAD, START


def sequences(count: int = 40) -> Sequences:
    """Rows [<s>, …, </s>] of 1 to 9 distinct words."""
    rng = np.random.default_rng(0)
    rows = [
        np.array([START, *rng.integers(7, 100, rng.integers(1, 10)), END]) for _ in range(count)
    ]
    ids = np.concatenate(rows).astype(np.int32)
    return Sequences(ids, np.cumsum([0, *map(len, rows)]).astype(np.int64))


def test_outputs_are_what_follows_each_input() -> None:
    rows = sequences()
    batch = TextBatch.of(rows, np.array([3, 0, 7]))
    for n, index in enumerate((3, 0, 7)):
        row = rows[index]
        length = len(row) - 1
        assert batch.inputs[n, :length].tolist() == row[:-1].tolist()
        assert batch.outputs[n, :length].tolist() == row[1:].tolist()
        assert (batch.inputs[n, length:] == PAD).all()
        assert (batch.outputs[n, length:] == PAD).all()
    assert batch.tokens == sum(len(rows[index]) - 1 for index in (3, 0, 7))
    assert batch.lengths["text"].tolist() == [len(rows[index]) - 1 for index in (3, 0, 7)]


def test_an_epoch_predicts_every_token_once() -> None:
    rows = sequences()
    batches = TextBatches(rows, 6, seed=1)
    found = [next(batches) for _ in range(len(batches))]
    assert sum(batch.tokens for batch in found) == len(rows.ids) - len(rows)
    predicted = np.sort(np.concatenate([b.outputs[b.outputs != PAD] for b in found]))
    assert predicted.tolist() == sorted(np.concatenate([row[1:] for row in rows]).tolist())


def test_a_stream_set_to_a_place_goes_on_as_one_that_came_there() -> None:
    came = TextBatches(sequences(), 6, seed=1)
    for _ in range(len(came) + 2):
        next(came)
    put = TextBatches(sequences(), 6, seed=1)
    put.go_to(BatchPosition(1, 2))
    for _ in range(3):
        there, here = next(came), next(put)
        assert np.array_equal(there.inputs, here.inputs)
        assert np.array_equal(there.outputs, here.outputs)
