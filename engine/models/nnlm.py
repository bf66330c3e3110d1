"""NNLM (Bengio et al. 2003, “A Neural Probabilistic Language Model”)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from engine.data.tokenizer import START
from engine.models.face import LanguageModel
from engine.seen.tokens import Axis
from engine.specification import Scalar
from engine.structure import Block, Structure, TableLayout
from engine.trace import Trace


@dataclass
class WindowState:
    """A text under way: the last words, (batch, window) ids, nearest first."""

    words: Tensor


class NNLM(LanguageModel):
    """The next word from a window of the k = n − 1 words before it, and from nothing else.

    y = b + W x + U tanh(d + H x), x = [C(w_{t−1}); …; C(w_{t−n+1})], P(w_t) = softmax(y)
    (eq. 1 and section 2): a Markov model of order k. C takes no non-linearity. Where a text
    begins, the window is filled up with <s>; a piece from within a document knows only what is in
    the piece, so that its first words are predicted from a window that is <s> further back.

    Attributes
    ----------
    window : k, how many words it sees.
    hidden : H and d; None without hidden units.
    output : [W U] beside each other and b, for one product instead of two; without direct
        connections U and b.
    """

    def __init__(
        self,
        vocabulary: int,
        n: int = 5,
        m: int = 60,
        h: int = 50,
        direct: bool = True,
        longest: int = 512,
    ) -> None:
        super().__init__()
        if not h and not direct:
            raise ValueError("Without hidden units the model needs direct connections.")
        self.longest = longest
        self.window = n - 1
        self.direct = direct
        self.embedding = nn.Embedding(vocabulary, m)
        self.hidden = nn.Linear(self.window * m, h) if h else None
        self.output = nn.Linear((self.window * m if direct else 0) + h, vocabulary)

    @classmethod
    def build(cls, options: Mapping[str, Scalar], vocabulary: int, longest: int) -> NNLM:
        return cls(
            vocabulary,
            n=int(options["n"]),
            m=int(options["m"]),
            h=int(options["h"]),
            direct=bool(options["direct"]),
            longest=longest,
        )

    @classmethod
    def count_parameters(cls, options: Mapping[str, Scalar], vocabulary: int, longest: int) -> int:
        # |V| (1 + n m + h) + h (1 + (n − 1) m) with direct connections (section 2)
        n, m, h = int(options["n"]), int(options["m"]), int(options["h"])
        to_output = h + (n - 1) * m if options["direct"] else h
        return vocabulary * (1 + m + to_output) + h * (1 + (n - 1) * m)

    @classmethod
    def count_activations(
        cls, options: Mapping[str, Scalar], vocabulary: int, batch: int, length: int
    ) -> int:
        # For every token its embedding, x once more for direct connections and the hidden layer;
        # the output keeps logits, their softmax and a gradient.
        n, m, h = int(options["n"]), int(options["m"]), int(options["h"])
        window = (n - 1) * m * (2 if options["direct"] else 1)
        return batch * length * (m + window + 2 * h + 3 * vocabulary)

    def predict(self, inputs: Tensor, trace: Trace | None = None) -> Tensor:
        embedded = self.embedding(inputs)
        if trace is not None:
            trace.tensor("text.embedding", embedded)
            trace.tensor("embedding.table", self.embedding.weight[None])
        return self._logits(self._windows(embedded), trace)

    def begin(self, batch: int) -> WindowState:
        device = self.embedding.weight.device
        return WindowState(torch.full((batch, self.window), START, device=device))

    def step(self, state: WindowState, inputs: Tensor, trace: Trace | None = None) -> Tensor:
        state.words = torch.cat([inputs.flip(1), state.words], 1)[:, : self.window]
        return self._logits(self.embedding(state.words).flatten(1), trace)

    def embedding_table(self) -> Tensor:
        return self.embedding.weight

    def structure(self) -> Structure:
        vocabulary, m = self.embedding.weight.shape
        k, h = self.window, self.output.in_features - self.direct * self.window * m
        blocks = [
            Block("text", "input", "words so far", shape=("T",)),
            Block(
                "text.embedding",
                "embedding",
                "C",
                inputs=("text",),
                shape=("T", m),
                weights=(("C", (vocabulary, m)),),
                table="text.embedding",
            ),
            Block(
                "window",
                "vector",
                "x = [C(w_{t−1}); …; C(w_{t−n+1})], nearest first",
                inputs=("text.embedding",),
                shape=("T", k, m),
            ),
        ]
        weights: tuple[tuple[str, tuple[int, ...]], ...] = (("b", (vocabulary,)),)
        ways: tuple[str, ...] = ()
        if h:
            hidden = Block(
                "hidden",
                "feed-forward",
                "tanh(d + H x)",
                inputs=("window",),
                shape=("T", h),
                weights=(("H", (h, k * m)), ("d", (h,))),
                table="hidden",
            )
            blocks.append(hidden)
            weights, ways = (*weights, ("U", (vocabulary, h))), (*ways, "hidden")
        if self.direct:
            weights, ways = (*weights, ("W", (vocabulary, k * m))), (*ways, "window")
        terms = "b" + " + W x" * self.direct + " + U tanh(d + H x)" * bool(h)
        blocks += [
            Block("output", "linear", f"y = {terms}", "", -1, ways, ("T", "V"), weights),
            Block("softmax", "softmax", "softmax", inputs=("output",), shape=("T", "V")),
        ]
        tables = [
            TableLayout("text.embedding", (Axis("text", shift=-1), "feature")),
            # C belongs to no text: in a trace it is a batch of one, whatever the batch.
            TableLayout("embedding.table", ("word", "feature")),
        ]
        if h:
            tables.append(TableLayout("hidden", (Axis("text"), "unit")))
        return Structure(tuple(blocks), tuple(tables), self.window)

    def _windows(self, embedded: Tensor) -> Tensor:
        """x of every position: (batch, T, m) -> (batch, T, window · m), nearest word first."""
        before = self.embedding.weight[START].expand(len(embedded), self.window - 1, -1)
        padded = torch.cat([before, embedded], 1)
        length = embedded.shape[1]
        words = [padded[:, first : first + length] for first in range(self.window)]
        return torch.cat(words[::-1], 2)

    def _logits(self, x: Tensor, trace: Trace | None = None) -> Tensor:
        """(…, window · m) -> (…, vocabulary)."""
        features = [x] if self.direct else []
        if self.hidden is not None:
            hidden = self.hidden(x).tanh()
            features.append(hidden)
            if trace is not None:
                trace.tensor("hidden", hidden)
        logits: Tensor = self.output(torch.cat(features, -1))
        return logits
