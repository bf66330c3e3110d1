"""Seq2Seq with attention (Bahdanau, Cho and Bengio 2015).

“Neural Machine Translation by Jointly Learning to Align and Translate”, appendix A.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from engine.data.tokenizer import PAD
from engine.layers.additive import AdditiveAttention, Annotations
from engine.layers.gru import GRU
from engine.look import Axis
from engine.models.face import GroupLayout, Translator
from engine.specification import Scalar
from engine.structure import Block, Part, Structure, TableLayout
from engine.trace import Trace


@dataclass
class DecoderState:
    """A generation under way: the encoded source, and s_{i−1}, (1, batch, n)."""

    source: Annotations
    s: Tensor


@dataclass(frozen=True)
class DecoderStep:
    """One step of the decoder: s_{i−1} and s_i, (1, batch, n); c_i, (batch, 2n); α_i,
    (batch, source); gates, (1, batch, 2n), and candidate, (1, batch, n).
    """

    before: Tensor
    after: Tensor
    context: Tensor
    alpha: Tensor
    gates: Tensor
    candidate: Tensor


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
    1/n' and embeddings with variance 1.
    """

    def __init__(
        self,
        vocabulary: int,
        d: int = 620,
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
        self.source_embedding = nn.Embedding(vocabulary, d)
        self.target_embedding = nn.Embedding(vocabulary, d)
        self.dropout = nn.Dropout(dropout)
        self.encoder = GRU(d, hidden, directions=2)
        self.W_s = nn.Linear(hidden, hidden)
        self.attention = AdditiveAttention(hidden, 2 * hidden, alignment)
        self.decoder = GRU(d, hidden)
        # C_z, C_r and C side by side, as in the GRU's W.
        self.C = nn.Parameter(torch.empty(2 * hidden, 3 * hidden))
        # U_o, V_o and C_o side by side: one product for s, E y and c.
        self.readout = nn.Linear(hidden + d + 2 * hidden, 2 * maxout)
        self.W_o = nn.Linear(maxout, vocabulary, bias=False)
        with torch.no_grad():
            for block in torch.split(self.C, hidden, 1):
                nn.init.xavier_uniform_(block)
        for layer in (self.W_s, self.readout, self.W_o):
            nn.init.xavier_uniform_(layer.weight)
        for bias in (self.W_s.bias, self.readout.bias):
            nn.init.zeros_(bias)
        if initialisation == "small":
            self._start_small()

    @classmethod
    def build(cls, options: Mapping[str, Scalar], vocabulary: int, longest: int) -> Bahdanau:
        return cls(
            vocabulary,
            d=int(options["d"]),
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
        m, n = int(options["d"]), int(options["hidden"])
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
        m, n = int(options["d"]), int(options["hidden"])
        a, l = int(options["alignment"]), int(options["maxout"])  # noqa: E741 - the paper's l
        # The score network keeps one vector for each pair of tokens; each token keeps what the
        # units need (drives, gates, candidates, states), contexts, and the logits' three copies.
        each = 4 * m + 40 * n + 4 * l + 2 * a + 3 * vocabulary
        return batch * length * (each + length * a)

    def predict(self, source: Tensor, inputs: Tensor, trace: Trace | None = None) -> Tensor:
        annotations, s = self._encode(source, trace)
        y = self.dropout(self.target_embedding(inputs.t()))  # (T, batch, m)
        steps = []
        for drive in self.decoder.drive(y[None]).unbind(0):
            steps.append(self._advance(s, drive, annotations))
            s = steps[-1].after
        if trace is not None:
            self._keep(trace, annotations, steps)
        states = torch.cat([step.after if self.new_state else step.before for step in steps])
        contexts = torch.stack([step.context for step in steps])
        return self._logits(states, y, contexts).transpose(0, 1)

    def begin(self, source: Tensor) -> DecoderState:
        annotations, s = self._encode(source)
        return DecoderState(annotations, s)

    def step(self, state: DecoderState, inputs: Tensor) -> Tensor:
        y = self.dropout(self.target_embedding(inputs))
        step = self._advance(state.s, self.decoder.drive(y[None, None])[0], state.source)
        state.s = step.after
        return self._logits((step.after if self.new_state else step.before)[0], y, step.context)

    def groups(self) -> tuple[GroupLayout, ...]:
        return (
            GroupLayout(
                "cross",
                "QVV",
                Axis("target"),
                Axis("source"),
                ("decoder.0.cross",),
                # c_i is the layer's output: at weight 1 an annotation adds itself.
                (lambda h: h.norm(dim=-1),),
                predicts=True,
                aligns=True,
            ),
        )

    def structure(self) -> Structure:
        m, n = self.source_embedding.embedding_dim, self.decoder.units
        maxout = self.W_o.in_features
        unit = tuple(f"{arrow}{k}" for arrow in "→←" for k in range(1, n + 1))
        source, target = Axis("source"), Axis("target")

        def block(
            name: str, part: Part, title: str, lane: str, inputs: str, *shape: str | int,
            of: str = "", table: str = "", group: str = "",
        ) -> Block:  # fmt: skip
            weights = tuple(
                (weight, tuple(p.shape))
                for weight, p in self.named_parameters()
                if of and weight.startswith(tuple(of.split()))
            )
            return Block(
                name, part, title, lane, -1, tuple(inputs.split()), shape, weights, table, group
            )

        return Structure(
            blocks=(
                block("source", "input", "source x", "encoder", "", "S"),
                block(
                    "source.embedding",
                    "embedding",
                    "embedding E x",
                    "encoder",
                    "source",
                    "S",
                    m,
                    of="source_embedding",
                    table="source.embedding",
                ),
                block(
                    "encoder",
                    "recurrent",
                    "GRU in both directions: h_j = [→h_j; ←h_j]",
                    "encoder",
                    "source.embedding",
                    "S",
                    2 * n,
                    of="encoder",
                    table="encoder.states",
                ),
                block("start", "linear", "s_0 = tanh(W_s ←h_1)", "decoder", "encoder", n, of="W_s"),
                block("target", "input", "target so far, y_{i−1}", "decoder", "", "T"),
                block(
                    "target.embedding",
                    "embedding",
                    "embedding E y",
                    "decoder",
                    "target",
                    "T",
                    m,
                    of="target_embedding",
                ),
                block(
                    "decoder.0.cross",
                    "attention",
                    "α_ij = softmax_j(v_a·tanh(W_a s_{i−1} + U_a h_j))",
                    "decoder",
                    "encoder decoder",
                    "T",
                    "S",
                    of="attention",
                    group="cross",
                ),
                block(
                    "context",
                    "vector",
                    "context c_i = Σ_j α_ij h_j",
                    "decoder",
                    "decoder.0.cross encoder",
                    "T",
                    2 * n,
                    table="contexts",
                ),
                block(
                    "decoder",
                    "recurrent",
                    "GRU: s_i from s_{i−1}, y_{i−1}, c_i",
                    "decoder",
                    "start target.embedding context",
                    "T",
                    n,
                    of="decoder C",
                    table="decoder.states",
                ),
                block(
                    "maxout",
                    "activation",
                    "maxout t_i",
                    "decoder",
                    "decoder target.embedding context",
                    "T",
                    maxout,
                    of="readout",
                ),
                block("logits", "linear", "W_o t_i", "decoder", "maxout", "T", "V", of="W_o"),
                block("softmax", "softmax", "softmax", "decoder", "logits", "T", "V"),
                block("output", "output", "next token y_i", "decoder", "softmax", "T"),
            ),
            tables=(
                TableLayout("source.embedding", (source, "feature")),
                TableLayout("encoder.states", (source, "unit"), {"unit": unit}),
                TableLayout("decoder.states", (target, "unit")),
                TableLayout(
                    "decoder.gates",
                    (target, "gate", "unit"),
                    {"gate": ("update", "reset", "candidate")},
                ),
                TableLayout("contexts", (target, "unit"), {"unit": unit}),
            ),
        )

    def _encode(self, source: Tensor, trace: Trace | None = None) -> tuple[Annotations, Tensor]:
        """(batch, S) -> the annotations, and s_0, (1, batch, n)."""
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
        states = self.encoder(torch.stack([x, x.take_along_dim(mirror, 0)]))
        backward = states[1].take_along_dim(mirror, 0)
        h = torch.cat([states[0], backward], -1).transpose(0, 1)  # (batch, S, 2n)
        if trace is not None:
            trace.tensor("encoder.states", h)
        return self.attention.annotate(h, present), torch.tanh(self.W_s(backward[:1]))

    @torch.no_grad()
    def _start_small(self) -> None:
        """Appendix B.1: U's as they are, W_a and U_a N(0, .001²), v_a 0, the rest N(0, .01²)."""
        for name, weight in self.named_parameters():
            if name in ("attention.W_a.weight", "attention.U_a.weight"):
                weight.normal_(0.0, 0.001)
            elif name == "attention.v_a":
                weight.zero_()
            elif not name.endswith((".U", ".U_gates", ".b", ".bias")):
                weight.normal_(0.0, 0.01)

    def _advance(self, s: Tensor, drive: Tensor, source: Annotations) -> DecoderStep:
        """From s_{i−1}, (1, batch, n), and what y_{i−1} adds, (1, batch, 3n), to s_i."""
        context, alpha = self.attention(s[0], source)
        after, gates, candidate = self.decoder.step(s, torch.addmm(drive[0], context, self.C)[None])
        return DecoderStep(s, after, context, alpha, gates, candidate)

    def _logits(self, s: Tensor, y: Tensor, context: Tensor) -> Tensor:
        """Maxout and output layer of any number of steps, all (…, features)."""
        pairs = self.readout(torch.cat([s, y, context], -1))
        maxout = torch.maximum(pairs[..., 0::2], pairs[..., 1::2])
        logits: Tensor = self.W_o(self.dropout(maxout))
        return logits

    def _keep(self, trace: Trace, source: Annotations, steps: list[DecoderStep]) -> None:
        before = torch.cat([step.before for step in steps]).transpose(0, 1)
        alpha = torch.stack([step.alpha for step in steps], 1)
        trace.attention["decoder.0.cross"] = self.attention.record(before, source, alpha)
        if "decoder.states" in trace.wanted:
            after = torch.cat([step.after for step in steps])
            trace.tensor("decoder.states", after.transpose(0, 1))
        if "contexts" in trace.wanted:
            trace.tensor("contexts", torch.stack([step.context for step in steps], 1))
        if "decoder.gates" in trace.wanted:
            gates = torch.cat([torch.cat([step.gates, step.candidate], -1) for step in steps])
            sides = (*gates.shape[1::-1], 3, self.decoder.units)
            trace.tensor("decoder.gates", gates.transpose(0, 1).reshape(sides))
