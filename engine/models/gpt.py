"""GPT (Radford et al. 2018, “Improving Language Understanding by Generative Pre-Training”)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.layers import counting, masks
from engine.layers.blocks import LayerOptions, SelfAttentionLayer, Stack
from engine.layers.embeddings import summed
from engine.layers.initialisation import gaussian
from engine.layers.lane import Lane, position_weights
from engine.layers.norms import normalised
from engine.layers.past import Past
from engine.layers.positions import Positions
from engine.models.face import GroupLayout, LanguageModel
from engine.seen.tokens import Axis
from engine.specification import Scalar
from engine.structure import Structure
from engine.trace import Trace


@dataclass
class TextState:
    """A text under way: the past of every layer, and how many tokens were taken."""

    past: Sequence[Past | None]
    position: int = 0


class GPT(LanguageModel):
    """The decoder half alone: masked self-attention, nothing to cross to.

    h_0 = U W_e + W_p, h_l = layer(h_{l−1}), P(u) = softmax(h_n W_eᵀ) (eq. 2). Norms stand after
    each sublayer and none after the stack. With `pre_norm` the model is GPT-2 (Radford et al.
    2019, section 2.3): norms before each sublayer, one after the stack, and the projections that
    add to the residual stream begin smaller by 1 / √(number of sublayers).

    Fresh weights are N(0, deviation²), positions always N(0, .02²); the paper has .02 for all
    (section 4.1).
    """

    def __init__(
        self,
        vocabulary: int,
        d_model: int = 768,
        heads: int = 12,
        layers: int = 12,
        d_ff: int = 3072,
        pre_norm: bool = False,
        dropout: float = 0.0,
        embedding_dropout: float = 0.0,
        attention_dropout: float = 0.0,
        deviation: float = 0.02,
        longest: int = 512,
    ) -> None:
        super().__init__()
        self.longest = longest
        self.embedding = nn.Embedding(vocabulary, d_model)
        self.positions = Positions("learned", longest, d_model)
        self.dropout = nn.Dropout(embedding_dropout)
        options = LayerOptions(
            d_model, heads, d_ff, dropout, attention_dropout, pre_norm, activation="gelu tanh"
        )
        self.decoder: Stack[SelfAttentionLayer] = Stack(
            SelfAttentionLayer(options) for _ in range(layers)
        )
        # Pre-norm leaves the last sum of the stack unnormalised; post-norm needs nothing here.
        self.decoder_norm = nn.LayerNorm(d_model) if pre_norm else nn.Identity()
        gaussian(self, deviation)
        if pre_norm:
            with torch.no_grad():
                for layer in self.decoder:
                    layer.self_attention.project_out.weight.div_(math.sqrt(2 * layers))
                    layer.feed_forward.project_out.weight.div_(math.sqrt(2 * layers))

    @classmethod
    def build(cls, options: Mapping[str, Scalar], vocabulary: int, longest: int) -> GPT:
        return cls(
            vocabulary,
            d_model=int(options["d_model"]),
            heads=int(options["heads"]),
            layers=int(options["layers"]),
            d_ff=int(options["d_ff"]),
            pre_norm=options["norm"] == "pre",
            dropout=float(options["dropout"]),
            embedding_dropout=float(options["embedding_dropout"]),
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
        last = counting.norm(d) if options["norm"] == "pre" else 0
        return (vocabulary + longest) * d + int(options["layers"]) * counting.layer(d, d_ff) + last

    @classmethod
    def count_activations(
        cls, options: Mapping[str, Scalar], vocabulary: int, batch: int, length: int
    ) -> int:
        d, d_ff = int(options["d_model"]), int(options["d_ff"])
        weights = int(options["heads"]) * length if options["attention_dropout"] else 0
        layers = int(options["layers"]) * counting.kept_by_layer(d, d_ff, weights)
        # The output keeps logits, their softmax and a gradient.
        return batch * length * (layers + 3 * vocabulary)

    def predict(self, inputs: Tensor, trace: Trace | None = None) -> Tensor:
        # Padding stands at the end, where the causal mask already hides it from every real token.
        mask = masks.causal(inputs.shape[1], inputs.device)
        x = self._embed(inputs, trace=trace)
        for n, layer in enumerate(self.decoder):
            x, _ = layer(x, mask, trace, f"decoder.{n}")
        return self._logits(x, trace)

    def begin(self, batch: int) -> TextState:
        return TextState([Past() for _ in self.decoder])

    def step(self, state: TextState, inputs: Tensor, trace: Trace | None = None) -> Tensor:
        before, tokens = state.position, inputs.shape[1]
        # One new query sees all of the past: no mask is needed.
        mask = None if tokens == 1 else masks.causal(before + tokens, inputs.device)[:, :, before:]
        x, so_far = self._embed(inputs, before, trace), []
        for n, layer in enumerate(self.decoder):
            x, past = layer(x, mask, trace, f"decoder.{n}", state.past[n])
            so_far.append(past)
        state.past, state.position = so_far, before + tokens
        return self._logits(x[:, -1:], trace)[:, 0]

    def groups(self) -> tuple[GroupLayout, ...]:
        return (
            GroupLayout(
                "decoder",
                "VVV masked",
                Axis("text"),
                Axis("text", shift=-1),
                tuple(f"decoder.{n}.self" for n in range(len(self.decoder))),
                tuple(layer.self_attention.output_norms for layer in self.decoder),
                predicts=True,
            ),
        )

    def structure(self) -> Structure:
        vocabulary, width = self.embedding.weight.shape
        lane = Lane("decoder", "T", Axis("text", shift=-1), width)
        rows = {
            "embedding.token": ("token embedding U Wₑ", (("Wₑ", (vocabulary, width)),)),
            "embedding.position": ("position embedding Wₚ", position_weights(self.positions)),
        }
        lane.embedding("text", rows, "text.embedding", "h₀ = U Wₑ + Wₚ")
        for layer in self.decoder:
            lane.layer(layer, "decoder", masked=True)
        if isinstance(self.decoder_norm, nn.LayerNorm):
            lane.norm("decoder_norm", self.decoder_norm)
        tied = (("Wₑᵀ", (width, vocabulary)),)
        lane.add("output", "linear", "hₙ Wₑᵀ", tied, shape=("T", "V"))
        lane.add("softmax", "softmax", "softmax", shape=("T", "V"))
        return Structure(tuple(lane.blocks), tuple(lane.tables))

    def embedding_table(self) -> Tensor:
        return self.embedding.weight

    def _embed(self, ids: Tensor, start: int = 0, trace: Trace | None = None) -> Tensor:
        rows = {
            "embedding.token": self.embedding(ids),
            "embedding.position": self.positions.rows(start, ids.shape[1]),
        }
        embedded: Tensor = self.dropout(summed(rows, "text.embedding", trace))
        return embedded

    def _logits(self, x: Tensor, trace: Trace | None = None) -> Tensor:
        normed = normalised(self.decoder_norm, x, trace, "decoder_norm")
        return F.linear(normed, self.embedding.weight)
