"""Encoder and decoder layers (Vaswani et al. 2017, section 3.1): sublayers with residuals.

Post-norm is the paper's: LayerNorm(x + Dropout(Sublayer(x))). Pre-norm normalises the sublayer's
input instead, x + Dropout(Sublayer(LayerNorm(x))), and needs one more norm after the stack.
"""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor, nn

from engine.layers.attention import MultiHeadAttention
from engine.trace import Trace


class Sublayer(nn.Module):
    """The residual connection, dropout and layer norm around one sublayer."""

    def __init__(self, d_model: int, dropout: float, pre_norm: bool) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(d_model, eps=1e-5)
        self.dropout = nn.Dropout(dropout)
        self.pre_norm = pre_norm

    def forward(self, x: Tensor, function: Callable[[Tensor], Tensor]) -> Tensor:
        if self.pre_norm:
            y: Tensor = x + self.dropout(function(self.norm(x)))
        else:
            y = self.norm(x + self.dropout(function(x)))
        return y


class FeedForward(nn.Sequential):
    """max(0, x W_1 + b_1) W_2 + b_2, at each position alike (eq. 2)."""

    def __init__(self, d_model: int, d_ff: int, dropout: float) -> None:
        super().__init__(
            nn.Linear(d_model, d_ff),
            nn.ReLU(),
            nn.Dropout(dropout),
            nn.Linear(d_ff, d_model),
        )


class EncoderLayer(nn.Module):
    """Self-attention, then feed-forward."""

    def __init__(
        self, d_model: int, heads: int, d_ff: int, dropout: float, pre_norm: bool
    ) -> None:
        super().__init__()
        self.self_attention = MultiHeadAttention(d_model, heads, dropout)
        self.feed_forward = FeedForward(d_model, d_ff, dropout)
        self.around_self = Sublayer(d_model, dropout, pre_norm)
        self.around_feed_forward = Sublayer(d_model, dropout, pre_norm)

    def forward(
        self, x: Tensor, mask: Tensor | None, trace: Trace | None = None, name: str = ""
    ) -> Tensor:
        """x : (batch, source, d_model), mask : (batch, 1, 1, source)."""
        x = self.around_self(
            x, lambda y: self.self_attention(y, mask=mask, trace=trace, name=f"{name}.self")
        )
        x = self.around_feed_forward(x, self.feed_forward)
        return x


class DecoderLayer(nn.Module):
    """Masked self-attention, attention over the encoder's output, then feed-forward."""

    def __init__(
        self, d_model: int, heads: int, d_ff: int, dropout: float, pre_norm: bool
    ) -> None:
        super().__init__()
        self.self_attention = MultiHeadAttention(d_model, heads, dropout)
        self.cross_attention = MultiHeadAttention(d_model, heads, dropout)
        self.feed_forward = FeedForward(d_model, d_ff, dropout)
        self.around_self = Sublayer(d_model, dropout, pre_norm)
        self.around_cross = Sublayer(d_model, dropout, pre_norm)
        self.around_feed_forward = Sublayer(d_model, dropout, pre_norm)

    def forward(
        self,
        x: Tensor,
        memory: tuple[Tensor, Tensor],
        self_mask: Tensor | None,
        cross_mask: Tensor | None,
        trace: Trace | None = None,
        name: str = "",
    ) -> Tensor:
        """x : (batch, target, d_model); memory : this layer's K and V of the encoder's output."""
        x = self.around_self(
            x, lambda y: self.self_attention(y, mask=self_mask, trace=trace, name=f"{name}.self")
        )
        x = self.around_cross(
            x,
            lambda y: self.cross_attention(
                y, memory=memory, mask=cross_mask, trace=trace, name=f"{name}.cross"
            ),
        )
        x = self.around_feed_forward(x, self.feed_forward)
        return x
