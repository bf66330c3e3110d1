"""Batches of running text for language models."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.data.batching import Batches
from engine.data.sequences import Sequences
from engine.data.tokenizer import PAD


@dataclass(frozen=True)
class TextBatch:
    """Texts side by side, filled up with <pad>: what goes in and what is to come out.

    inputs, outputs : (texts, T) int64; outputs[:, t] follows inputs[:, t].
    """

    inputs: NDArray[np.int64]
    outputs: NDArray[np.int64]

    draws = None

    @classmethod
    def of(cls, sequences: Sequences, indices: NDArray[np.int64]) -> TextBatch:
        """From rows [first input, t1, …, tL] (see `engine.data.text_corpus.Documents`)."""
        rows = sequences.padded(indices)
        outputs = rows[:, 1:]
        # The last token of a row goes into no prediction: there it is padding too.
        return cls(np.where(outputs == PAD, PAD, rows[:, :-1]), outputs)

    @property
    def tokens(self) -> int:
        return int((self.outputs != PAD).sum())

    @property
    def lengths(self) -> dict[str, NDArray[np.int32]]:
        return {"text": (self.outputs != PAD).sum(1, dtype=np.int32)}


class TextBatches(Batches[TextBatch]):
    """An endless stream of them."""

    def __init__(self, sequences: Sequences, batch_size: int, seed: int) -> None:
        self._sequences = sequences
        super().__init__((sequences.lengths,), batch_size, seed)

    def _batch(self, indices: NDArray[np.int64], generator: np.random.Generator) -> TextBatch:
        return TextBatch.of(self._sequences, indices)
