"""Seq2Seq with attention (Bahdanau, Cho and Bengio 2015).

“Neural Machine Translation by Jointly Learning to Align and Translate”, appendix A.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor, nn

from engine.data.tokenizer import PAD
from engine.layers.additive import Annotations
from engine.layers.attending_gru import AttendingGRU
from engine.layers.gru import GRU, gate_rows
from engine.models.face import GroupLayout, Translator
from engine.seen.tokens import Axis
from engine.specification import Scalar
from engine.structure import Block, Structure, TableLayout
from engine.trace import Trace


@dataclass
class DecoderState:
    """A generation under way: the encoded source, and s_{i−1}, (batch, n)."""

    source: Annotations
    s: Tensor


class Bahdanau(Translator):
    """A bidirectional encoder, and a decoder that looks at all of it before each token.

        h_j = [→h_j; ←h_j],  s_0 = tanh(W_s ←h_1 + b_s)
        c_i = Σ_j α_ij h_j,  α_ij from s_{i−1} and h_j (:mod:`engine.layers.additive`)
        s_i = GRU(s_{i−1}; E y_{i−1}, c_i)
        t̃_i = U_o s + V_o E y_{i−1} + C_o c_i + b_o,  t_i = max of t̃'s pairs,  logits = W_o t_i

    The paper prints s_{i−1} in t̃_i (appendix A.2.2) but makes the probability depend on s_i
    (eq. 4): `readout` chooses, and is "previous state" unless told "new state". The paper leaves
    biases out of its formulas and mentions that they start at zero: the units, s_0 and t̃ have
    them; score and logits have none, as printed. Source and target words have embeddings of their
    own over one vocabulary. Dropout, which the paper has not, falls on the embeddings and on t.

    The paper starts from weights so small ("small", appendix B.1) that a short training gets
    nowhere; "glorot" draws all but the orthogonal U's after Glorot & Bengio 2010, v_a with variance
    1/n' and embeddings with deviation .1.
    """

    def __init__(
        self,
        vocabulary: int,
        embedding: int = 620,
        hidden: int = 1000,
        alignment: int = 1000,
        maxout: int = 500,
        dropout: float = 0.0,
        readout: str = "previous state",
        initialisation: str = "glorot",
        longest: int = 640,
    ) -> None:
        super().__init__()
        self.longest = longest
        self.new_state = readout == "new state"
        self.source_embedding = nn.Embedding(vocabulary, embedding)
        self.target_embedding = nn.Embedding(vocabulary, embedding)
        self.dropout = nn.Dropout(dropout)
        self.encoder = GRU(embedding, hidden, directions=2)
        self.W_s = nn.Linear(hidden, hidden)
        self.decoder = AttendingGRU(embedding, 2 * hidden, hidden, alignment)
        # U_o, V_o and C_o side by side: one product for s, E y and c.
        self.maxout = nn.Linear(hidden + embedding + 2 * hidden, 2 * maxout)
        self.W_o = nn.Linear(maxout, vocabulary, bias=False)
        for layer in (self.W_s, self.maxout, self.W_o):
            nn.init.xavier_uniform_(layer.weight)
        for bias in (self.W_s.bias, self.maxout.bias):
            nn.init.zeros_(bias)
        for words in (self.source_embedding, self.target_embedding):
            nn.init.normal_(words.weight, 0.0, 0.1)
        if initialisation == "small":
            self._start_small()

    @classmethod
    def build(cls, options: Mapping[str, Scalar], vocabulary: int, longest: int) -> Bahdanau:
        return cls(
            vocabulary,
            embedding=int(options["embedding"]),
            hidden=int(options["hidden"]),
            alignment=int(options["alignment"]),
            maxout=int(options["maxout"]),
            dropout=float(options["dropout"]),
            readout=str(options["readout"]),
            initialisation=str(options["initialisation"]),
            longest=longest,
        )

    @classmethod
    def count_parameters(cls, options: Mapping[str, Scalar], vocabulary: int, longest: int) -> int:
        m, n = int(options["embedding"]), int(options["hidden"])
        a, l = int(options["alignment"]), int(options["maxout"])  # noqa: E741 - the paper's l
        embeddings = 2 * vocabulary * m
        units = 3 * (m * n + n * n + n)  # W, U and b of two gates and a candidate
        context = 3 * 2 * n * n
        start, score = n * n + n, n * a + 2 * n * a + a
        readout = 2 * l * (m + 3 * n + 1) + l * vocabulary
        return embeddings + 3 * units + context + start + score + readout

    @classmethod
    def count_activations(
        cls, options: Mapping[str, Scalar], vocabulary: int, batch: int, length: int
    ) -> int:
        m, n = int(options["embedding"]), int(options["hidden"])
        a, l = int(options["alignment"]), int(options["maxout"])  # noqa: E741 - the paper's l
        # The score network keeps one vector for each pair of tokens; each token keeps what the
        # units need (drives, gates, candidates, states), contexts, and the logits' three copies.
        each = 4 * m + 40 * n + 4 * l + 2 * a + 3 * vocabulary
        return batch * length * (each + length * a)

    def predict(self, source: Tensor, inputs: Tensor, trace: Trace | None = None) -> Tensor:
        annotations, s = self._encode(source, trace)
        embedded = self.target_embedding(inputs)
        y = self.dropout(embedded).transpose(0, 1)  # (T, batch, m)
        steps = self.decoder(s, y, annotations)
        if trace is not None:
            trace.tensor("target.embedding", embedded)
            self.decoder.keep(trace, "decoder.0.cross", annotations, steps)
        states = torch.stack([step.after if self.new_state else step.before for step in steps])
        contexts = torch.stack([step.context for step in steps])
        return self._logits(states, y, contexts).transpose(0, 1)

    def begin(self, source: Tensor) -> DecoderState:
        annotations, s = self._encode(source)
        return DecoderState(annotations, s)

    def step(self, state: DecoderState, inputs: Tensor, trace: Trace | None = None) -> Tensor:
        y = self.dropout(self.target_embedding(inputs))
        step = self.decoder.step(state.s, y, state.source)
        if trace is not None:
            self.decoder.keep(trace, "decoder.0.cross", state.source, [step])
        state.s = step.after
        return self._logits(step.after if self.new_state else step.before, y, step.context)

    def groups(self) -> tuple[GroupLayout, ...]:
        return (
            GroupLayout(
                "cross",
                "QVV",
                Axis("target"),
                Axis("source"),
                ("decoder.0.cross",),
                # c_i is the layer's output: at weight 1 an annotation adds itself.
                (partial(torch.linalg.vector_norm, dim=-1),),
                predicts=True,
                aligns=True,
            ),
        )

    def embedding_table(self) -> Tensor:
        return self.source_embedding.weight

    def structure(self) -> Structure:
        return Structure(self._blocks(), self._tables())

    def _blocks(self) -> tuple[Block, ...]:
        m, n = self.source_embedding.embedding_dim, self.encoder.units
        score = "α_ij = softmax_j(v_a·tanh(W_a s_{i−1} + U_a h_j))"
        weights = self._weights
        encoded = (
            Block(
                "source.embedding", "embedding", "source embedding E x", "encoder",
                shape=("S", m), weights=weights("source_embedding"), table="source.embedding",
            ),
            Block(
                "encoder", "recurrent", "GRU →h and ←h", "encoder",
                inputs=("source.embedding",),
                shape=(2, "S", n), weights=weights("encoder"), table="encoder.states",
            ),
            Block(
                "annotations", "vector", "annotations h_j = [→h_j; ←h_j]", "encoder",
                inputs=("encoder",), shape=("S", 2 * n), table="encoder.states",
            ),
            Block(
                "decoder.start", "vector", "s_0 = tanh(W_s ←h_1)", "decoder",
                inputs=("encoder",), shape=(n,), weights=weights("W_s"), table="decoder.start",
            ),
        )  # fmt: skip
        decoded = (
            Block(
                "target.embedding", "embedding", "target embedding E y", "decoder",
                shape=("T", m), weights=weights("target_embedding"), table="target.embedding",
            ),
            Block(
                "decoder.0.cross", "attention", score, "decoder",
                inputs=("decoder.start", "decoder", "annotations"),
                shape=("T", "S"), weights=weights("decoder.attention"), group="cross",
            ),
            Block(
                "context", "vector", "context c_i = Σ_j α_ij h_j", "decoder",
                inputs=("decoder.0.cross", "annotations"), shape=("T", 2 * n), table="contexts",
            ),
            Block(
                "decoder", "recurrent", "GRU s_i", "decoder",
                inputs=("decoder.start", "target.embedding", "context"),
                shape=("T", n), weights=weights("decoder.gru", "decoder.C"), table="decoder.states",
            ),
            Block(
                "maxout", "activation", "maxout t_i", "decoder",
                inputs=("decoder", "target.embedding", "context"),
                shape=("T", self.W_o.in_features), weights=weights("maxout"),
            ),
            Block(
                "output", "linear", "output W_o t_i", "decoder",
                inputs=("maxout",), shape=("T", "V"), weights=weights("W_o"),
            ),
            Block(
                "softmax", "softmax", "softmax", "decoder", inputs=("output",), shape=("T", "V")
            ),
        )  # fmt: skip
        return encoded + decoded

    def _tables(self) -> tuple[TableLayout, ...]:
        source, target = Axis("source"), Axis("target")
        sides = {"unit": tuple(f"{way} {k + 1}" for way in "→←" for k in range(self.encoder.units))}
        gates: dict[str, tuple[str, ...]] = {"gate": ("update", "reset", "candidate")}
        return (
            TableLayout("source.embedding", (source, "feature")),
            TableLayout("target.embedding", (Axis("target", shift=-1), "feature")),
            TableLayout("encoder.states", (source, "unit"), sides),
            TableLayout("encoder.gates", (source, "gate", "unit"), gates | sides),
            TableLayout("decoder.start", ("unit",)),
            TableLayout("contexts", (target, "unit"), sides),
            TableLayout("decoder.states", (target, "unit")),
            TableLayout("decoder.gates", (target, "gate", "unit"), gates),
        )

    def _weights(self, *modules: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
        return tuple(
            (name, tuple(parameter.shape))
            for name, parameter in self.named_parameters()
            if name.startswith(modules)
        )

    def _encode(self, source: Tensor, trace: Trace | None = None) -> tuple[Annotations, Tensor]:
        """(batch, S) -> the annotations, and s_0, (batch, n)."""
        present = source != PAD
        embedded = self.source_embedding(source)
        if trace is not None:
            trace.tensor("source.embedding", embedded)
        x = self.dropout(embedded).transpose(0, 1)  # (S, batch, m)
        # Read backwards from the last real token: padding stays last in both directions, where
        # it comes after all that is ever looked at.
        place = torch.arange(len(x), device=source.device)[:, None]
        mirror = present.sum(1) - 1 - place
        mirror = mirror.where(mirror >= 0, place)[..., None]  # (S, batch, 1)
        both = torch.stack([x, x.take_along_dim(mirror, 0)])
        if trace is not None and "encoder.gates" in trace.wanted:
            steps = list(self.encoder.steps(both))
            states = torch.stack([state for state, _, _ in steps], 1)
            rows = torch.stack([gate_rows(gates, candidate) for _, gates, candidate in steps], 1)
            back = rows[1].take_along_dim(mirror[..., None], 0)
            # (time, batch, gate, 2n) -> (batch, S, gate, 2n)
            trace.tensor("encoder.gates", torch.cat([rows[0], back], -1).transpose(0, 1))
        else:
            states = self.encoder(both)
        backward = states[1].take_along_dim(mirror, 0)
        h = torch.cat([states[0].transpose(0, 1), backward.transpose(0, 1)], -1)  # (batch, S, 2n)
        start = torch.tanh(self.W_s(backward[0]))
        if trace is not None:
            trace.tensor("encoder.states", h)
            trace.tensor("decoder.start", start)
        return self.decoder.attention.annotate(h, present), start

    @torch.no_grad()
    def _start_small(self) -> None:
        """Appendix B.1: U's as they are, W_a and U_a N(0, .001²), v_a 0, the rest N(0, .01²)."""
        for name, weight in self.named_parameters():
            if name in ("decoder.attention.W_a.weight", "decoder.attention.U_a.weight"):
                weight.normal_(0.0, 0.001)
            elif name == "decoder.attention.v_a":
                weight.zero_()
            elif not name.endswith((".U", ".U_gates", ".b", ".bias")):
                weight.normal_(0.0, 0.01)

    def _logits(self, s: Tensor, y: Tensor, context: Tensor) -> Tensor:
        """Maxout and output layer of any number of steps, all (…, features)."""
        pairs = self.maxout(torch.cat([s, y, context], -1))
        t = torch.maximum(pairs[..., 0::2], pairs[..., 1::2])
        logits: Tensor = self.W_o(self.dropout(t))
        return logits
