"""Scaled dot-product and multi-head attention (Vaswani et al. 2017, section 3.2)."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.layers.past import Past
from engine.trace import Trace

#: K and V of one layer, each (batch, head, key, feature).
KeysAndValues = tuple[Tensor, Tensor]


def attend(
    q: Tensor,
    k: Tensor,
    v: Tensor,
    mask: Tensor | None = None,
    trace: Trace | None = None,
    name: str = "",
    dropout: float = 0.0,
) -> Tensor:
    """softmax(q kᵀ / √d_k) v, the single door for dot-product attention (eq. 1).

    q : (batch, head, query, feature); k, v : (batch, head, key, feature);
    mask : boolean, broadcastable to (batch, head, query, key), True = may attend.
    dropout : share of the weights to drop, the others growing by 1 / (1 − dropout).
    A query that may attend nowhere yields zeros.

    Returns (batch, head, query, feature). The result is the same whether or not `trace` is given;
    the weights a trace shows are those before dropout.
    """
    if trace is not None:
        trace.keep(name, q, k, v, mask)
    return F.scaled_dot_product_attention(q, k, v, attn_mask=mask, dropout_p=dropout)


class MultiHeadAttention(nn.Module):
    """Concat(head_1 … head_h) W^O with head_i = attention(Q W_i^Q, K W_i^K, V W_i^V).

    Self-attention is VVV: queries, keys and values are made from one sequence. Encoder-decoder
    attention is QVV: queries from the decoder, keys and values from the encoder. In training a
    share `dropout` of the weights is dropped.
    """

    def __init__(self, d_model: int, heads: int, dropout: float = 0.0) -> None:
        super().__init__()
        if d_model % heads:
            raise ValueError(f"{heads} heads do not divide a model width of {d_model}.")
        self.heads = heads
        self.dropout = dropout
        # W^Q, W^K and W^V of all heads side by side: one product instead of three.
        self.project_in = nn.Linear(d_model, 3 * d_model)
        self.project_out = nn.Linear(d_model, d_model)
        nn.init.xavier_uniform_(self.project_in.weight)
        nn.init.zeros_(self.project_in.bias)
        nn.init.zeros_(self.project_out.bias)

    def forward(
        self,
        x: Tensor,
        memory: KeysAndValues | None = None,
        mask: Tensor | None = None,
        trace: Trace | None = None,
        name: str = "",
        past: Past | None = None,
    ) -> tuple[Tensor, Past | None]:
        """x : (batch, query, d_model) -> (batch, query, d_model), and `past` with x behind it.

        `memory` holds keys and values from :meth:`keys_and_values`; None means self-attention,
        then `past` may hold those of earlier positions, which stand before x; None keeps none.
        """
        if memory is None:
            q, k, v = self._split(self.project_in(x), 3)
            if past is not None:
                past = past.extended(k, v)
                k, v = past.keys, past.values
        else:
            d_model = x.shape[-1]
            weight, bias = self.project_in.weight[:d_model], self.project_in.bias[:d_model]
            (q,) = self._split(F.linear(x, weight, bias), 1)
            k, v = memory
        heads = attend(q, k, v, mask, trace, name, self.dropout if self.training else 0.0)
        joined: Tensor = self.project_out(heads.transpose(1, 2).flatten(2))
        return joined, past

    def keys_and_values(self, y: Tensor) -> KeysAndValues:
        """(batch, key, d_model) -> K and V, each (batch, head, key, feature)."""
        d_model = y.shape[-1]
        weight, bias = self.project_in.weight[d_model:], self.project_in.bias[d_model:]
        k, v = self._split(F.linear(y, weight, bias), 2)
        return k, v

    def output_norms(self, v: Tensor) -> Tensor:
        """(batch, head, key): the norm of what each key's value adds to the output at weight 1.

        A head's values pass through its own columns of W^O (Kobayashi et al. 2020, eq. 4, with
        the bias left out as it belongs to no key).
        """
        # W^O as (d_model, head, feature)
        shares = self.project_out.weight.view(len(self.project_out.weight), self.heads, -1)
        norms: Tensor = torch.einsum("bhkf,dhf->bhkd", v, shares).norm(dim=-1)
        return norms

    def _split(self, joined: Tensor, parts: int) -> tuple[Tensor, ...]:
        # (batch, position, parts * d_model) -> parts x (batch, head, position, feature)
        batch, length, _ = joined.shape
        return joined.view(batch, length, parts, self.heads, -1).permute(2, 0, 3, 1, 4).unbind(0)
