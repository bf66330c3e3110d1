"""Encoder and decoder layers (Vaswani et al. 2017, section 3.1): sublayers with residuals.

Post-norm is the paper's: LayerNorm(x + Dropout(Sublayer(x))). Pre-norm normalises the sublayer's
input instead, x + Dropout(Sublayer(LayerNorm(x))), and needs one more norm after the stack.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

from torch import Tensor, nn

from engine.layers.attention import KeysAndValues, MultiHeadAttention
from engine.trace import Trace

Layer = TypeVar("Layer", bound=nn.Module)


class Sublayer(nn.Module):
    """The residual connection, dropout and layer norm around one sublayer."""

    def __init__(self, d_model: int, dropout: float, pre_norm: bool) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(d_model, eps=1e-5)
        self.dropout = nn.Dropout(dropout)
        self.pre_norm = pre_norm

    def before(self, x: Tensor) -> Tensor:
        """What the sublayer is given."""
        normed: Tensor = self.norm(x) if self.pre_norm else x
        return normed

    def after(self, x: Tensor, y: Tensor) -> Tensor:
        """x, and what the sublayer made of it, joined."""
        joined: Tensor = x + self.dropout(y)
        return joined if self.pre_norm else self.norm(joined)


class FeedForward(nn.Sequential):
    """max(0, x W_1 + b_1) W_2 + b_2, at each position alike (eq. 2)."""

    def __init__(self, d_model: int, d_ff: int) -> None:
        super().__init__(
            nn.Linear(d_model, d_ff),
            nn.ReLU(),
            nn.Linear(d_ff, d_model),
        )


class EncoderLayer(nn.Module):
    """Self-attention, then feed-forward."""

    def __init__(self, d_model: int, heads: int, d_ff: int, dropout: float, pre_norm: bool) -> None:
        super().__init__()
        self.self_attention = MultiHeadAttention(d_model, heads)
        self.feed_forward = FeedForward(d_model, d_ff)
        self.around_self = Sublayer(d_model, dropout, pre_norm)
        self.around_feed_forward = Sublayer(d_model, dropout, pre_norm)

    def forward(
        self, x: Tensor, mask: Tensor | None, trace: Trace | None = None, name: str = ""
    ) -> Tensor:
        """x : (batch, source, d_model), mask : (batch, 1, 1, source)."""
        attended, _ = self.self_attention(
            self.around_self.before(x), mask=mask, trace=trace, name=f"{name}.self"
        )
        x = self.around_self.after(x, attended)
        return self.around_feed_forward.after(
            x, self.feed_forward(self.around_feed_forward.before(x))
        )


class DecoderLayer(nn.Module):
    """Masked self-attention, attention over the encoder's output, then feed-forward."""

    def __init__(self, d_model: int, heads: int, d_ff: int, dropout: float, pre_norm: bool) -> None:
        super().__init__()
        self.self_attention = MultiHeadAttention(d_model, heads)
        self.cross_attention = MultiHeadAttention(d_model, heads)
        self.feed_forward = FeedForward(d_model, d_ff)
        self.around_self = Sublayer(d_model, dropout, pre_norm)
        self.around_cross = Sublayer(d_model, dropout, pre_norm)
        self.around_feed_forward = Sublayer(d_model, dropout, pre_norm)

    def forward(
        self,
        x: Tensor,
        memory: KeysAndValues,
        self_mask: Tensor | None,
        cross_mask: Tensor | None,
        trace: Trace | None = None,
        name: str = "",
        past: KeysAndValues | None = None,
    ) -> tuple[Tensor, KeysAndValues]:
        """x : (batch, target, d_model); memory : this layer's K and V of the encoder's output.

        Returns the layer's output and the keys and values of all target positions so far.
        """
        attended, so_far = self.self_attention(
            self.around_self.before(x),
            mask=self_mask,
            trace=trace,
            name=f"{name}.self",
            past=past,
        )
        x = self.around_self.after(x, attended)
        attended, _ = self.cross_attention(
            self.around_cross.before(x),
            memory=memory,
            mask=cross_mask,
            trace=trace,
            name=f"{name}.cross",
        )
        x = self.around_cross.after(x, attended)
        x = self.around_feed_forward.after(x, self.feed_forward(self.around_feed_forward.before(x)))
        return x, so_far


class Stack(nn.ModuleList, Generic[Layer]):
    """Layers of one kind, one upon another; a ModuleList that tells its layers' type."""

    def __iter__(self) -> Iterator[Layer]:
        layers: Iterator[Layer] = super().__iter__()  # type: ignore[assignment]
        return layers
