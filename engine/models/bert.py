"""BERT (Devlin et al. 2018, “Pre-training of Deep Bidirectional Transformers”)."""

from __future__ import annotations

from collections.abc import Mapping

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.data.tokenizer import PAD
from engine.layers import counting, masks
from engine.layers.activations import Activation, activation
from engine.layers.blocks import LayerOptions, SelfAttentionLayer, Stack
from engine.layers.embeddings import summed
from engine.layers.initialisation import gaussian
from engine.layers.lane import Lane, linear_weights, position_weights
from engine.layers.norms import normalised
from engine.layers.positions import Positions
from engine.models.face import GroupLayout, MaskedLanguageModel
from engine.seen.tokens import Axis
from engine.specification import Scalar
from engine.structure import Structure, TableLayout
from engine.trace import Trace

#: The norms' ε in the released code.
_EPSILON = 1e-12


class ClozeHead(nn.Module):
    """From a position's features to those that are compared with every word's embedding.

    LayerNorm(GELU(x W + b)), and a bias for each word (released code; section 3.1 has only the
    softmax). The matrix of the output layer is that of the token embeddings.
    """

    def __init__(self, d_model: int, vocabulary: int, gelu: Activation) -> None:
        super().__init__()
        self.transform = nn.Linear(d_model, d_model)
        self.activation = activation(gelu)
        self.norm = nn.LayerNorm(d_model, eps=_EPSILON)
        self.bias = nn.Parameter(torch.zeros(vocabulary))

    def forward(self, x: Tensor, words: Tensor, trace: Trace | None = None) -> Tensor:
        """x : (…, d_model), words : (vocabulary, d_model) -> logits, (…, vocabulary)."""
        transformed = self.activation(self.transform(x))
        features = normalised(self.norm, transformed, trace, "cloze.norm")
        return F.linear(features, words, self.bias)


class BERT(MaskedLanguageModel):
    """The encoder half alone: every token sees every other.

    Token, segment and position embeddings are added, then normalised (figure 2, released code).
    Words are read off at their blanks; whether B follows A at [CLS], through a layer with tanh,
    the pooler. Fresh weights are normal with that `deviation`, positions with .02, cut off at twice
    as much (released code: .02 for all).
    """

    def __init__(
        self,
        vocabulary: int,
        d_model: int = 768,
        heads: int = 12,
        layers: int = 12,
        d_ff: int = 3072,
        gelu: Activation = "gelu tanh",
        dropout: float = 0.0,
        attention_dropout: float = 0.0,
        deviation: float = 0.02,
        longest: int = 512,
    ) -> None:
        super().__init__()
        self.longest = longest
        self.embedding = nn.Embedding(vocabulary, d_model)
        self.segments = nn.Embedding(2, d_model)
        self.positions = Positions("learned", longest, d_model)
        self.embedding_norm = nn.LayerNorm(d_model, eps=_EPSILON)
        self.dropout = nn.Dropout(dropout)
        options = LayerOptions(
            d_model, heads, d_ff, dropout, attention_dropout, activation=gelu, epsilon=_EPSILON
        )
        self.encoder: Stack[SelfAttentionLayer] = Stack(
            SelfAttentionLayer(options) for _ in range(layers)
        )
        self.cloze = ClozeHead(d_model, vocabulary, gelu)
        self.pooler = nn.Linear(d_model, d_model)
        self.verdict = nn.Linear(d_model, 2)
        gaussian(self, deviation, truncated=True)

    @classmethod
    def build(cls, options: Mapping[str, Scalar], vocabulary: int, longest: int) -> BERT:
        return cls(
            vocabulary,
            d_model=int(options["d_model"]),
            heads=int(options["heads"]),
            layers=int(options["layers"]),
            d_ff=int(options["d_ff"]),
            gelu="gelu erf" if options["gelu"] == "erf" else "gelu tanh",
            dropout=float(options["dropout"]),
            attention_dropout=float(options["attention_dropout"]),
            deviation=float(options["deviation"]),
            longest=longest,
        )

    @classmethod
    def longest_for(cls, options: Mapping[str, Scalar], longest: int) -> int:
        return max(int(options["positions"]), longest)

    @classmethod
    def count_parameters(cls, options: Mapping[str, Scalar], vocabulary: int, longest: int) -> int:
        d, d_ff = int(options["d_model"]), int(options["d_ff"])
        square, norm = d * d + d, counting.norm(d)
        layers = int(options["layers"]) * counting.layer(d, d_ff)
        embeddings = (vocabulary + 2 + longest) * d + norm
        cloze, verdict = square + norm + vocabulary, square + 2 * d + 2
        return embeddings + layers + cloze + verdict

    @classmethod
    def count_activations(
        cls, options: Mapping[str, Scalar], vocabulary: int, batch: int, length: int
    ) -> int:
        d, d_ff = int(options["d_model"]), int(options["d_ff"])
        weights = int(options["heads"]) * length if options["attention_dropout"] else 0
        layers = int(options["layers"]) * counting.kept_by_layer(d, d_ff, weights)
        # Words are asked for at no more than a fifth of the places: logits, their softmax and a
        # gradient.
        return batch * length * (layers + 5 * d + (3 * vocabulary + 5 * d) // 5)

    def predict(
        self,
        ids: Tensor,
        segments: Tensor,
        trace: Trace | None = None,
        places: Tensor | None = None,
    ) -> tuple[Tensor, Tensor]:
        mask = masks.padding(ids != PAD)  # (batch, 1, 1, T)
        x = self._embed(ids, segments, trace)
        for n, layer in enumerate(self.encoder):
            x, _ = layer(x, mask, trace, f"encoder.{n}")
        first = torch.tanh(self.pooler(x[:, 0]))
        if trace is not None:
            trace.tensor("pooler", first)
        if places is not None:
            # The output layer is the widest of all: it is spared where no word is asked for.
            # What remains belongs to no sentence, and so to no trace.
            x, trace = x.flatten(0, 1)[places], None
        return self.cloze(x, self.embedding.weight, trace), self.verdict(first)

    def groups(self) -> tuple[GroupLayout, ...]:
        return (
            GroupLayout(
                "encoder",
                "VVV",
                Axis("text"),
                Axis("text"),
                tuple(f"encoder.{n}.self" for n in range(len(self.encoder))),
                tuple(layer.self_attention.output_norms for layer in self.encoder),
            ),
        )

    def structure(self) -> Structure:
        vocabulary, width = self.embedding.weight.shape
        lane = Lane("encoder", "T", Axis("text"), width)
        rows = {
            "embedding.token": ("token embedding", (("E", (vocabulary, width)),)),
            "embedding.segment": ("segment embedding", (("E_AB", (2, width)),)),
            "embedding.position": ("position embedding", position_weights(self.positions)),
        }
        lane.embedding("text", rows, "text.embedding", "sum")
        lane.norm("embedding_norm", self.embedding_norm)
        for layer in self.encoder:
            lane.layer(layer, "encoder")
        encoded = lane.top
        weights = linear_weights(self.cloze.transform)
        lane.add("cloze.transform", "feed-forward", "GELU(x W + b)", weights, table="cloze.norm.in")
        lane.norm("cloze.norm", self.cloze.norm)
        tied = (("Eᵀ", (width, vocabulary)), ("b", (vocabulary,)))
        lane.add("cloze.output", "linear", "words at the blanks", tied, shape=("T", "V"))
        lane.add("cloze.softmax", "softmax", "softmax", shape=("T", "V"))
        lane.add(
            "pooler",
            "activation",
            "tanh(x W + b) at [CLS]",
            linear_weights(self.pooler),
            inputs=(encoded,),
            shape=(width,),
            table="pooler",
        )
        lane.add("verdict", "linear", "B follows A?", linear_weights(self.verdict), shape=(2,))
        lane.add("verdict.softmax", "softmax", "softmax", shape=(2,))
        tables = (*lane.tables, TableLayout("pooler", ("feature",)))
        return Structure(tuple(lane.blocks), tables)

    def embedding_table(self) -> Tensor:
        return self.embedding.weight

    def _embed(self, ids: Tensor, segments: Tensor, trace: Trace | None) -> Tensor:
        rows = {
            "embedding.token": self.embedding(ids),
            "embedding.segment": self.segments(segments),
            "embedding.position": self.positions.rows(0, ids.shape[1]),
        }
        total = summed(rows, "text.embedding", trace)
        embedded: Tensor = self.dropout(
            normalised(self.embedding_norm, total, trace, "embedding_norm")
        )
        return embedded
