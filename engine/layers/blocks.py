"""Encoder and decoder layers (Vaswani et al. 2017, section 3.1): sublayers with residuals.

Post-norm is the paper's: LayerNorm(x + Dropout(Sublayer(x))). Pre-norm normalises the sublayer's
input instead, x + Dropout(Sublayer(LayerNorm(x))), and needs one more norm after the stack.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from torch import Tensor, nn

from engine.layers.activations import Activation, activation
from engine.layers.attention import KeysAndValues, MultiHeadAttention
from engine.layers.norms import normalised
from engine.layers.past import Past
from engine.trace import Trace

Layer = TypeVar("Layer", bound=nn.Module)


@dataclass(frozen=True)
class LayerOptions:
    """Sizes and switches that all layers of a stack share.

    Attributes
    ----------
    d_model, heads, d_ff : widths of the model and of the feed-forward net, heads of attention.
    dropout, attention_dropout : shares dropped of what a sublayer adds, and of its weights.
    pre_norm : norms before the sublayers.
    activation, epsilon : of the feed-forward net, and of the norms.
    """

    d_model: int
    heads: int
    d_ff: int
    dropout: float = 0.0
    attention_dropout: float = 0.0
    pre_norm: bool = False
    activation: Activation = "relu"
    epsilon: float = 1e-5

    def attention(self) -> MultiHeadAttention:
        """A multi-head attention of these sizes."""
        return MultiHeadAttention(self.d_model, self.heads, self.attention_dropout)


class Sublayer(nn.Module):
    """The residual connection, dropout and layer norm around one sublayer."""

    def __init__(self, options: LayerOptions) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(options.d_model, eps=options.epsilon)
        self.dropout = nn.Dropout(options.dropout)
        self.pre_norm = options.pre_norm

    def before(self, x: Tensor, trace: Trace | None = None, name: str = "") -> Tensor:
        """What the sublayer is given."""
        return normalised(self.norm, x, trace, f"{name}.norm") if self.pre_norm else x

    def after(self, x: Tensor, y: Tensor, trace: Trace | None = None, name: str = "") -> Tensor:
        """x, and what the sublayer made of it, joined."""
        joined: Tensor = x + self.dropout(y)
        return joined if self.pre_norm else normalised(self.norm, joined, trace, f"{name}.norm")


class FeedForward(nn.Sequential):
    """f(x W_1 + b_1) W_2 + b_2, at each position alike (eq. 2, where f(z) = max(0, z))."""

    def __init__(self, options: LayerOptions) -> None:
        super().__init__(
            nn.Linear(options.d_model, options.d_ff),
            activation(options.activation),
            nn.Linear(options.d_ff, options.d_model),
        )

    @property
    def project_in(self) -> nn.Linear:
        """The layer to the inner width."""
        return cast(nn.Linear, self[0])

    @property
    def project_out(self) -> nn.Linear:
        """The layer back to the model's width."""
        return cast(nn.Linear, self[2])


class SelfAttentionLayer(nn.Module):
    """Self-attention, then feed-forward.

    Unmasked it is an encoder's layer; under a causal mask it is a decoder's that has no source.
    """

    def __init__(self, options: LayerOptions) -> None:
        super().__init__()
        self.self_attention = options.attention()
        self.feed_forward = FeedForward(options)
        self.around_self = Sublayer(options)
        self.around_feed_forward = Sublayer(options)

    def forward(
        self,
        x: Tensor,
        mask: Tensor | None,
        trace: Trace | None = None,
        name: str = "",
        past: Past | None = None,
    ) -> tuple[Tensor, Past | None]:
        """x : (batch, position, d_model), mask : see :func:`engine.layers.attention.attend`.

        Returns the layer's output, and `past` with the keys and values of x behind it. A trace is
        given attention as "<name>.self" and the output as "<name>.output".
        """
        around = f"{name}.around_self"
        attended, so_far = self.self_attention(
            self.around_self.before(x, trace, around),
            mask=mask,
            trace=trace,
            name=f"{name}.self",
            past=past,
        )
        x = self.around_self.after(x, attended, trace, around)
        return _fed_forward(self, x, trace, name), so_far


class DecoderLayer(nn.Module):
    """Masked self-attention, attention over the encoder's output, then feed-forward."""

    def __init__(self, options: LayerOptions) -> None:
        super().__init__()
        self.self_attention = options.attention()
        self.cross_attention = options.attention()
        self.feed_forward = FeedForward(options)
        self.around_self = Sublayer(options)
        self.around_cross = Sublayer(options)
        self.around_feed_forward = Sublayer(options)

    def forward(
        self,
        x: Tensor,
        memory: KeysAndValues,
        self_mask: Tensor | None,
        cross_mask: Tensor | None,
        trace: Trace | None = None,
        name: str = "",
        past: Past | None = None,
    ) -> tuple[Tensor, Past | None]:
        """x : (batch, target, d_model); memory : this layer's K and V of the encoder's output.

        Returns the layer's output, and `past` with the keys and values of x behind it. A trace is
        given attention as "<name>.self" and "<name>.cross", the output as "<name>.output".
        """
        around = f"{name}.around_self"
        attended, so_far = self.self_attention(
            self.around_self.before(x, trace, around),
            mask=self_mask,
            trace=trace,
            name=f"{name}.self",
            past=past,
        )
        x = self.around_self.after(x, attended, trace, around)
        around = f"{name}.around_cross"
        attended, _ = self.cross_attention(
            self.around_cross.before(x, trace, around),
            memory=memory,
            mask=cross_mask,
            trace=trace,
            name=f"{name}.cross",
        )
        x = self.around_cross.after(x, attended, trace, around)
        return _fed_forward(self, x, trace, name), so_far


def _fed_forward(
    layer: SelfAttentionLayer | DecoderLayer, x: Tensor, trace: Trace | None, name: str
) -> Tensor:
    """The last sublayer, with which the layer's output is made."""
    around = f"{name}.around_feed_forward"
    made = layer.feed_forward(layer.around_feed_forward.before(x, trace, around))
    x = layer.around_feed_forward.after(x, made, trace, around)
    if trace is not None:
        trace.tensor(f"{name}.output", x)
    return x


class Stack(nn.ModuleList, Generic[Layer]):
    """Layers of one kind, one upon another; a ModuleList that tells its layers' type."""

    def __iter__(self) -> Iterator[Layer]:
        layers: Iterator[Layer] = super().__iter__()  # type: ignore[assignment]
        return layers
