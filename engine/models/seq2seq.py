"""Seq2Seq: the source through one vector (Sutskever et al. 2014; Cho et al. 2014)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.data.tokenizer import PAD
from engine.layers.lstm import GATES, INITIAL, LSTMStack, LSTMState, arranged, marked
from engine.layers.reading import reading_order
from engine.models.face import Translator
from engine.seen.tokens import Axis
from engine.specification import Scalar
from engine.structure import Block, Structure, TableLayout
from engine.trace import Trace


@dataclass
class DecoderState:
    """A generation under way: c, and the state of every decoder layer."""

    context: Tensor
    layers: tuple[LSTMState, ...]


class AllStates(nn.Module):
    """c and the decoder's first state from all hidden states of the encoder, not the last alone.

        c = tanh(V · mean_j h_j + b),    s_0 = tanh(V′ c + b′),    every cell 0

    Cho et al. 2014 (appendix A) have tanh(V h_N) and tanh(V′ c) over the last state; the mean over
    all of the source in its place is Heed's. Padding is not part of the mean.
    """

    def __init__(self, hidden: int, layers: int) -> None:
        super().__init__()
        self.summary = nn.Linear(hidden, hidden)
        self.start = nn.Linear(hidden, layers * hidden)

    def forward(self, states: Tensor, lengths: Tensor) -> tuple[Tensor, tuple[LSTMState, ...]]:
        """states : (batch, S, hidden), 0 at padding; lengths : (batch, 1) -> c, a state a layer."""
        context = self.summary(states.sum(1) / lengths).tanh()
        first = self.start(context).tanh().split(states.shape[-1], -1)
        return context, tuple(LSTMState(hidden, torch.zeros_like(hidden)) for hidden in first)


class Seq2Seq(Translator):
    """An LSTM reads the source, another writes the target; one vector is all that passes between.

    context_from "last state" : c is the last hidden state of the encoder's top layer, and the
        decoder begins with the last hidden and cell states of every layer (Sutskever et al.).
        "all states" : see :class:`AllStates`.
    context_to "first step" : c does no more than begin the decoder; "every step" : it also stands
        beside every word's embedding (Cho et al.).
    reverse_source : see :func:`engine.layers.reading.reading_order`.

    Dropout falls between layers. The LSTM has no peepholes; Sutskever et al. name Graves 2013 for
    their formulation without writing it out.
    """

    #: (vocabulary, 1), what the LSTM tells padding from words by: 1 and 0.
    mark: Tensor

    def __init__(
        self,
        vocabulary: int,
        embedding: int = 1000,
        hidden: int = 1000,
        layers: int = 4,
        dropout: float = 0.0,
        context_from: Literal["last state", "all states"] = "last state",
        context_to: Literal["first step", "every step"] = "first step",
        reverse_source: bool = True,
        longest: int = 512,
    ) -> None:
        super().__init__()
        self.longest = longest
        self.reverse_source = reverse_source
        self.every_step = context_to == "every step"
        self.source_embedding = nn.Embedding(vocabulary, embedding, padding_idx=PAD)
        self.target_embedding = nn.Embedding(vocabulary, embedding)
        mark = torch.arange(vocabulary) == PAD
        self.register_buffer("mark", mark[:, None].to(torch.get_default_dtype()), persistent=False)
        self.encoder = LSTMStack(embedding, hidden, layers, dropout)
        self.summary = AllStates(hidden, layers) if context_from == "all states" else None
        width = embedding + hidden * self.every_step
        self.decoder = LSTMStack(width, hidden, layers, dropout)
        self.output = nn.Linear(hidden, vocabulary)
        with torch.no_grad():
            for parameter in self.parameters():
                parameter.uniform_(-INITIAL, INITIAL)
            self.source_embedding.weight[PAD] = 0.0

    @classmethod
    def build(cls, options: Mapping[str, Scalar], vocabulary: int, longest: int) -> Seq2Seq:
        from_all = options["context_from"] == "all states"
        to_every = options["context_to"] == "every step"
        return cls(
            vocabulary,
            embedding=int(options["embedding"]),
            hidden=int(options["hidden"]),
            layers=int(options["layers"]),
            dropout=float(options["dropout"]),
            context_from="all states" if from_all else "last state",
            context_to="every step" if to_every else "first step",
            reverse_source=bool(options["reverse_source"]),
            longest=longest,
        )

    @classmethod
    def count_parameters(cls, options: Mapping[str, Scalar], vocabulary: int, longest: int) -> int:
        d, h, layers = (int(options[name]) for name in ("embedding", "hidden", "layers"))
        beside = h if options["context_to"] == "every step" else 0
        recurrent = 4 * h * (2 * d + beside + 2 * (layers - 1) * h + 2 * layers * (h + 1))
        summary = (h + 1) * (1 + layers) * h if options["context_from"] == "all states" else 0
        return 2 * vocabulary * d + recurrent + summary + vocabulary * (h + 1)

    @classmethod
    def count_activations(
        cls, options: Mapping[str, Scalar], vocabulary: int, batch: int, length: int
    ) -> int:
        # For every token the kernel's workspace has about 8 vectors as wide as input or state and
        # 9 of the hidden width; input and output are kept beside it, and for the whole batch
        # copies of the weights in the kernel's layouts. The output keeps logits, their softmax
        # and a gradient.
        d, h, layers = (int(options[name]) for name in ("embedding", "hidden", "layers"))
        beside = h if options["context_to"] == "every step" else 0
        total = 3 * batch * length * vocabulary
        for width in (d, d + beside, *[h] * (2 * layers - 2)):
            total += batch * length * (8 * max(width, h) + 9 * h + width + h)
            total += 3 * 4 * h * (width + h + 1)
        return total

    def predict(self, source: Tensor, inputs: Tensor, trace: Trace | None = None) -> Tensor:
        context, before = self.encode(source, trace)
        embedded = self.target_embedding(inputs)
        if trace is not None:
            trace.tensor("target.embedding", embedded)
        x = self._beside(embedded, context)
        states, _ = self.decoder(x, before, trace=trace, name="decoder")
        logits: Tensor = self.output(states)
        return logits

    def encode(
        self, source: Tensor, trace: Trace | None = None
    ) -> tuple[Tensor, tuple[LSTMState, ...]]:
        """(batch, S) -> c, (batch, hidden), and the state each decoder layer begins with."""
        real = source != PAD
        # Batches hold sentences of like length: half of them need no padding, and are read faster.
        padded = not bool(real.all())
        ids, order = source.T, None  # Time first, as the LSTM's kernel works.
        if padded or self.reverse_source:
            order = reading_order(real, self.reverse_source)
            ids = ids.gather(0, order.T)
        if trace is not None and "source.embedding" in trace.wanted:
            embedded = self.source_embedding(source)
            trace.tensor("source.embedding", embedded)
            x = embedded if order is None else arranged(embedded, order)
            x = marked(x, self.mark[ids.T]) if padded else x
        else:  # The same numbers, sooner: ids weigh less than embeddings.
            x = self._read(ids, padded).transpose(0, 1)
        places = None if trace is None or order is None else order.argsort(1)
        states, last = self.encoder(x, self.encoder.zeros(x), padded, trace, "encoder", places)
        context, start = last[-1].hidden, last
        if self.summary is not None:
            context, start = self.summary(states, real.sum(1, keepdim=True))
        if trace is not None:
            trace.tensor("context", context)
            if "decoder.start" in trace.wanted:
                parts = [part for layer in start for part in layer]
                trace.tensor("decoder.start", torch.stack(parts, 1))
        return context, start

    def begin(self, source: Tensor) -> DecoderState:
        return DecoderState(*self.encode(source))

    def step(self, state: DecoderState, inputs: Tensor, trace: Trace | None = None) -> Tensor:
        x = self._beside(self.target_embedding(inputs[:, None]), state.context)
        states, state.layers = self.decoder(x, state.layers, trace=trace, name="decoder")
        logits: Tensor = self.output(states[:, 0])
        return logits

    def embedding_table(self) -> Tensor:
        return self.source_embedding.weight

    def structure(self) -> Structure:
        return Structure(self._blocks(), self._tables())

    def _read(self, ids: Tensor, padded: bool) -> Tensor:
        """Embeddings of the source, :func:`engine.layers.lstm.marked` where some is padding."""
        embedding = self.source_embedding
        if padded and embedding.num_embeddings <= ids.numel():
            # There are fewer words in the vocabulary than in the batch: they are marked instead.
            return F.embedding(ids, torch.cat([embedding.weight, self.mark], 1), PAD)
        embedded: Tensor = embedding(ids)
        return torch.cat([embedded, self.mark[ids]], 2) if padded else embedded

    def _beside(self, embedded: Tensor, context: Tensor) -> Tensor:
        """What the decoder reads: (batch, T, embedding), c beside each where it goes everywhere."""
        if not self.every_step:
            return embedded
        return torch.cat([embedded, context[:, None].expand(-1, embedded.shape[1], -1)], 2)

    def _blocks(self) -> tuple[Block, ...]:
        hidden = self.encoder.hidden
        blocks = [
            *self._lane("source", "encoder", self.source_embedding, self.encoder),
            Block(
                "context",
                "vector",
                "context c",
                inputs=(f"encoder.{len(self.encoder.layers) - 1}",),
                shape=(hidden,),
                weights=_weights(self.summary and self.summary.summary),
                table="context",
            ),
            Block(
                "decoder.start",
                "vector",
                "first state",
                inputs=("context",)
                if self.summary
                else tuple(f"encoder.{n}" for n in range(len(self.encoder.layers))),
                shape=(2 * len(self.encoder.layers), hidden),
                weights=_weights(self.summary and self.summary.start),
                table="decoder.start",
            ),
            *self._lane("target", "decoder", self.target_embedding, self.decoder),
        ]
        top = f"decoder.{len(self.decoder.layers) - 1}"
        output = Block(
            "output", "linear", "output", "decoder", -1, (top,), ("T", "V"), _weights(self.output)
        )
        softmax = Block("softmax", "softmax", "softmax", "decoder", -1, ("output",), ("T", "V"))
        return (*blocks, output, softmax)

    def _lane(self, side: str, lane: str, embedding: nn.Embedding, stack: LSTMStack) -> list[Block]:
        letter = "S" if side == "source" else "T"
        width, hidden = embedding.embedding_dim, stack.hidden
        blocks = [
            Block(
                f"{side}.embedding",
                "embedding",
                f"{side} embedding",
                lane,
                shape=(letter, width),
                weights=_weights(embedding),
                table=f"{side}.embedding",
            )
        ]
        for n, layer in enumerate(stack.layers):
            inputs = [blocks[-1].name]
            if lane == "decoder":
                inputs += ["context"] if self.every_step and not n else []
                inputs.append("decoder.start")
            blocks.append(
                Block(
                    f"{lane}.{n}",
                    "recurrent",
                    "LSTM",
                    lane,
                    n,
                    tuple(inputs),
                    (letter, hidden),
                    _weights(layer),
                    f"{lane}.{n}.output",
                )
            )
        return blocks

    def _tables(self) -> tuple[TableLayout, ...]:
        source, target = Axis("source"), Axis("target")
        tables = [
            TableLayout("source.embedding", (source, "feature")),
            TableLayout("target.embedding", (Axis("target", shift=-1), "feature")),
            TableLayout("context", ("unit",)),
        ]
        layers = range(len(self.encoder.layers))
        parts = tuple(f"{part} {n + 1}" for n in layers for part in ("hidden", "cell"))
        tables.append(TableLayout("decoder.start", ("part", "unit"), {"part": parts}))
        for side, axis in (("encoder", source), ("decoder", target)):
            tables += [TableLayout(f"{side}.{n}.output", (axis, "unit")) for n in layers]
            tables += [
                TableLayout(f"{side}.states", (axis, "unit")),
                TableLayout(f"{side}.gate_inputs", (axis, "gate", "unit"), {"gate": GATES}),
                TableLayout(f"{side}.gates", (axis, "gate", "unit"), {"gate": GATES}),
                TableLayout(f"{side}.cells", (axis, "unit")),
            ]
        return tuple(tables)


def _weights(module: nn.Module | None) -> tuple[tuple[str, tuple[int, ...]], ...]:
    parameters = module.named_parameters() if module is not None else ()
    return tuple((name, tuple(parameter.shape)) for name, parameter in parameters)
