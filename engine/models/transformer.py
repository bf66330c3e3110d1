"""Transformer (Vaswani et al. 2017, “Attention Is All You Need”)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.data.tokenizer import PAD
from engine.layers import counting, masks
from engine.layers.attention import KeysAndValues
from engine.layers.blocks import DecoderLayer, LayerOptions, SelfAttentionLayer, Stack
from engine.layers.embeddings import summed
from engine.layers.lane import Lane, position_weights
from engine.layers.norms import normalised
from engine.layers.past import Past
from engine.layers.positions import Positions
from engine.models.face import GroupLayout, Translator
from engine.seen.tokens import Axis
from engine.specification import Scalar
from engine.structure import Structure
from engine.trace import Trace


@dataclass
class DecoderState:
    """A generation under way: the encoded source and the past of every decoder layer.

    source_mask : (batch, 1, 1, source); memory, past : one entry a layer; position : how many
    tokens the decoder has taken.
    """

    source_mask: Tensor
    memory: list[KeysAndValues]
    past: Sequence[Past | None]
    position: int = 0


class Transformer(Translator):
    """Encoder and decoder stacks over one shared vocabulary.

    One matrix serves as source embedding, target embedding and pre-softmax projection
    (section 3.4); embeddings are multiplied by √d_model. Dropout falls on the sum of embedding and
    position and on each sublayer's output (section 5.4).
    """

    def __init__(
        self,
        vocabulary: int,
        d_model: int = 512,
        heads: int = 8,
        encoder_layers: int = 6,
        decoder_layers: int = 6,
        d_ff: int = 2048,
        dropout: float = 0.0,
        pre_norm: bool = False,
        positions: str = "sinusoid",
        longest: int = 512,
    ) -> None:
        super().__init__()
        self.longest = longest
        self.embedding = nn.Embedding(vocabulary, d_model)
        self.positions = Positions(positions, longest, d_model)
        self.dropout = nn.Dropout(dropout)
        options = LayerOptions(d_model, heads, d_ff, dropout, pre_norm=pre_norm)
        self.encoder: Stack[SelfAttentionLayer] = Stack(
            SelfAttentionLayer(options) for _ in range(encoder_layers)
        )
        self.decoder: Stack[DecoderLayer] = Stack(
            DecoderLayer(options) for _ in range(decoder_layers)
        )
        # Pre-norm leaves the last sum of each stack unnormalised; post-norm needs nothing here.
        self.encoder_norm = nn.LayerNorm(d_model) if pre_norm else nn.Identity()
        self.decoder_norm = nn.LayerNorm(d_model) if pre_norm else nn.Identity()
        with torch.no_grad():
            # So that embeddings times √d have unit variance, like the sinusoids' order of size.
            self.embedding.weight.normal_(0.0, d_model**-0.5)

    @classmethod
    def build(cls, options: Mapping[str, Scalar], vocabulary: int, longest: int) -> Transformer:
        return cls(
            vocabulary,
            d_model=int(options["d_model"]),
            heads=int(options["heads"]),
            encoder_layers=int(options["encoder_layers"]),
            decoder_layers=int(options["decoder_layers"]),
            d_ff=int(options["d_ff"]),
            dropout=float(options["dropout"]),
            pre_norm=options["norm"] == "pre",
            positions=str(options["positions"]),
            longest=longest,
        )

    @classmethod
    def count_parameters(cls, options: Mapping[str, Scalar], vocabulary: int, longest: int) -> int:
        d, d_ff = int(options["d_model"]), int(options["d_ff"])
        encoder = int(options["encoder_layers"]) * counting.layer(d, d_ff)
        decoder = int(options["decoder_layers"]) * counting.layer(d, d_ff, attentions=2)
        stacks = 2 * counting.norm(d) if options["norm"] == "pre" else 0
        positions = longest * d if options["positions"] == "learned" else 0
        return vocabulary * d + encoder + decoder + stacks + positions

    @classmethod
    def count_activations(
        cls, options: Mapping[str, Scalar], vocabulary: int, batch: int, length: int
    ) -> int:
        each = counting.kept_by_layer(int(options["d_model"]), int(options["d_ff"]))
        # A decoder layer keeps 1.6 times as much; the output logits, their softmax and a gradient.
        layers = int(options["encoder_layers"]) + 1.6 * int(options["decoder_layers"])
        return int(batch * length * (layers * each + 3 * vocabulary))

    def predict(self, source: Tensor, inputs: Tensor, trace: Trace | None = None) -> Tensor:
        source_mask = masks.padding(source != PAD)  # (batch, 1, 1, S)
        memory = self.encode(source, source_mask, trace)
        # Padding stands at the end, where the causal mask already hides it from every real
        # token; inputs that start with <s> leave no row empty.
        target_mask = masks.causal(inputs.shape[1], inputs.device)
        x = self._embed(inputs, trace=trace, name="target.embedding")
        for n, layer in enumerate(self.decoder):
            keys_and_values = layer.cross_attention.keys_and_values(memory)
            x, _ = layer(x, keys_and_values, target_mask, source_mask, trace, f"decoder.{n}")
        return self._logits(x, trace)

    def encode(
        self, source: Tensor, source_mask: Tensor | None, trace: Trace | None = None
    ) -> Tensor:
        """(batch, S) -> the encoder's output, (batch, S, d_model)."""
        x = self._embed(source, trace=trace, name="source.embedding")
        for n, layer in enumerate(self.encoder):
            x, _ = layer(x, source_mask, trace, f"encoder.{n}")
        return normalised(self.encoder_norm, x, trace, "encoder_norm")

    def begin(self, source: Tensor) -> DecoderState:
        source_mask = masks.padding(source != PAD)
        encoded = self.encode(source, source_mask)
        memory: list[KeysAndValues] = [
            layer.cross_attention.keys_and_values(encoded) for layer in self.decoder
        ]
        return DecoderState(source_mask, memory, [Past() for _ in self.decoder])

    def step(self, state: DecoderState, inputs: Tensor, trace: Trace | None = None) -> Tensor:
        x = self._embed(inputs[:, None], state.position, trace, "target.embedding")
        mask, so_far = state.source_mask, []
        for n, layer in enumerate(self.decoder):
            # One new query sees all of the past: it needs no mask over the target.
            x, past = layer(x, state.memory[n], None, mask, trace, f"decoder.{n}", state.past[n])
            so_far.append(past)
        state.past, state.position = so_far, state.position + 1
        return self._logits(x, trace)[:, 0]

    def groups(self) -> tuple[GroupLayout, ...]:
        source, outputs, inputs = Axis("source"), Axis("target"), Axis("target", shift=-1)
        encoder, decoder = self.encoder, self.decoder
        return (
            GroupLayout(
                "encoder",
                "VVV",
                source,
                source,
                tuple(f"encoder.{n}.self" for n in range(len(encoder))),
                tuple(layer.self_attention.output_norms for layer in encoder),
            ),
            GroupLayout(
                "decoder",
                "VVV masked",
                outputs,
                inputs,
                tuple(f"decoder.{n}.self" for n in range(len(decoder))),
                tuple(layer.self_attention.output_norms for layer in decoder),
                predicts=True,
            ),
            GroupLayout(
                "cross",
                "QVV",
                outputs,
                source,
                tuple(f"decoder.{n}.cross" for n in range(len(decoder))),
                tuple(layer.cross_attention.output_norms for layer in decoder),
                predicts=True,
                aligns=True,
            ),
        )

    def structure(self) -> Structure:
        vocabulary, width = self.embedding.weight.shape
        encoder = self._lane("encoder", "source", "S", Axis("source"))
        for layer in self.encoder:
            encoder.layer(layer, "encoder")
        if isinstance(self.encoder_norm, nn.LayerNorm):
            encoder.norm("encoder_norm", self.encoder_norm)
        decoder = self._lane("decoder", "target", "T", Axis("target", shift=-1))
        for decoding in self.decoder:
            decoder.layer(decoding, "decoder", masked=True, memory=encoder.top)
        if isinstance(self.decoder_norm, nn.LayerNorm):
            decoder.norm("decoder_norm", self.decoder_norm)
        decoder.add("output", "linear", "linear", (("Eᵀ", (width, vocabulary)),), shape=("T", "V"))
        decoder.add("softmax", "softmax", "softmax", shape=("T", "V"))
        return Structure((*encoder.blocks, *decoder.blocks), (*encoder.tables, *decoder.tables))

    def embedding_table(self) -> Tensor:
        return self.embedding.weight

    def _lane(self, name: str, side: str, symbol: str, axis: Axis) -> Lane:
        vocabulary, width = self.embedding.weight.shape
        lane = Lane(name, symbol, axis, width)
        total = f"{side}.embedding"
        rows = {
            f"{total}.token": (f"{side} embedding √d E", (("E", (vocabulary, width)),)),
            f"{total}.position": ("positional encoding", position_weights(self.positions)),
        }
        lane.embedding(side, rows, total, "sum")
        return lane

    def _embed(
        self, ids: Tensor, start: int = 0, trace: Trace | None = None, name: str = ""
    ) -> Tensor:
        rows = {
            f"{name}.token": self.embedding(ids) * math.sqrt(self.embedding.embedding_dim),
            f"{name}.position": self.positions.rows(start, ids.shape[1]),
        }
        embedded: Tensor = self.dropout(summed(rows, name, trace))
        return embedded

    def _logits(self, x: Tensor, trace: Trace | None = None) -> Tensor:
        normed = normalised(self.decoder_norm, x, trace, "decoder_norm")
        return F.linear(normed, self.embedding.weight)
