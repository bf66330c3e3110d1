"""Heed's LSTM encoder against a bare torch.nn.LSTM, forward and backward, one thread, float32.

Both read the same embeddings, padded to the longest sentence, in batches of 64 of the
English → French world; both give gradients of weights and embeddings. torch's own computes over
padding and leaves each sentence's last state to be found; Heed's orders the words and keeps padding
out of the states as well. torch's packed sequences, which do that too, are shown beside them.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from engine.data.opening import open_corpus
from engine.data.pair_batches import PairBatches
from engine.data.tokenizer import PAD
from engine.models.seq2seq import Seq2Seq
from engine.specification import DataSpecification
from tests.benchmarks import pairs
from tests.engine.layers.test_lstm import reference_for

PAIRS = pairs.size(9, 3)
BATCHES = pairs.size(8, 3)
#: Embedding, units, layers: the catalogue's defaults, two layers of it, and something smaller.
SIZES = ((48, 192, 1), (48, 192, 2), (32, 128, 1))


class Reference(nn.Module):
    """The same weights in torch.nn.LSTM, behind the same embedding."""

    def __init__(self, model: Seq2Seq, packed: bool) -> None:
        super().__init__()
        self.embedding = nn.Embedding.from_pretrained(
            model.source_embedding.weight.detach().clone(), freeze=False, padding_idx=PAD
        )
        self.lstm = reference_for(model.encoder)
        self.packed = packed

    def read(self, source: Tensor) -> tuple[Tensor, Tensor]:
        """(batch, S) -> the top layer's last hidden and cell states, (batch, hidden)."""
        x = self.embedding(source)
        if self.packed:
            lengths = (source != PAD).sum(1)
            x = nn.utils.rnn.pack_padded_sequence(x, lengths, True, enforce_sorted=False)
        _, (hidden, cell) = self.lstm(x)
        return hidden[-1], cell[-1]


class Heed(nn.Module):
    """The encoder of Seq2Seq as the model calls it."""

    def __init__(self, model: Seq2Seq) -> None:
        super().__init__()
        self.model = model

    def read(self, source: Tensor) -> tuple[Tensor, Tensor]:
        """(batch, S) -> the top layer's last hidden and cell states, (batch, hidden)."""
        _, layers = self.model.encode(source)
        return layers[-1]


def milliseconds(reader: Heed | Reference, sources: list[Tensor]) -> Callable[[], float]:
    """A measurement: forward and backward of one batch, mean over all of them."""

    def read_all() -> None:
        for source in sources:
            reader.zero_grad()
            hidden, cell = reader.read(source)
            (hidden.sum() + cell.sum()).backward()

    return lambda: pairs.milliseconds(read_all, len(sources))


@pytest.mark.parametrize(("embedding", "hidden", "layers"), SIZES)
def test_lstm_step(embedding: int, hidden: int, layers: int) -> None:
    pairs.headline(f"LSTM encoder, {layers} × {hidden} units, d {embedding}, batch 64, one thread")
    torch.set_num_threads(1)
    torch.manual_seed(7)
    corpus = open_corpus(DataSpecification(world="english-french"))
    batches = PairBatches(corpus.training_ids, 64, seed=7)
    sources = [torch.from_numpy(next(batches).source) for _ in range(BATCHES)]
    real = sum(int((source != PAD).sum()) for source in sources)
    print(f"   {real / sum(source.numel() for source in sources):.0%} of positions hold a word")

    model = Seq2Seq(len(corpus.tokenizer), embedding, hidden, layers, reverse_source=False)
    theirs, packed, ours = Reference(model, False), Reference(model, True), Heed(model)
    for source in sources[:3]:
        for mine, reference in zip(ours.read(source), packed.read(source), strict=True):
            torch.testing.assert_close(mine, reference, rtol=1e-4, atol=1e-5)

    contestants = {
        "torch.nn.LSTM": milliseconds(theirs, sources),
        "Heed": milliseconds(ours, sources),
        "torch.nn.LSTM, packed": milliseconds(packed, sources),
    }
    pairs.interleaved(1, contestants)  # to warm up
    measured = pairs.interleaved(PAIRS, contestants)
    for name, values in measured.items():
        pairs.line(name, values, "ms")
    for title, target in (("torch.nn.LSTM", "≥ .95"), ("torch.nn.LSTM, packed", "")):
        speed = pairs.ratios(measured[title], measured["Heed"])
        pairs.line(f"speed against {title}", speed, "×", target)


if __name__ == "__main__":
    for each in SIZES:
        test_lstm_step(*each)
