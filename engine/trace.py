"""What a forward pass leaves behind for those who look: Q and K, from which weights follow.

Passing a trace changes nothing in the computation; it keeps references to tensors that exist
anyway. Weights are computed only for the heads somebody looks at, from the Q and K of the very
forward that made the predictions shown.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from torch import Tensor


@dataclass(frozen=True)
class AttentionRecord:
    """One call of attention.

    q : (batch, head, query, feature); k, v : (batch, head, key, feature);
    mask : boolean, broadcastable to (batch, head, query, key), True = may attend; None = all may.
    """

    q: Tensor
    k: Tensor
    v: Tensor
    mask: Tensor | None

    def scores(self, head: int | slice = slice(None)) -> Tensor:
        """q·k / √d_k of some heads, before the mask: (batch, head, query, key)."""
        picked = slice(head, head + 1) if isinstance(head, int) else head
        q, k = self.q[:, picked], self.k[:, picked]
        return q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])

    def weights(self, head: int | slice = slice(None)) -> Tensor:
        """softmax(q·k / √d_k) over the open keys (Vaswani et al. 2017, eq. 1).

        (batch, head, query, key); exactly 0 where closed; a row with nothing open is all 0.
        """
        scores = self.scores(head)
        if self.mask is None:
            return scores.softmax(-1)
        mask = self.mask.expand(
            scores.shape[0], self.q.shape[1], scores.shape[-2], scores.shape[-1]
        )
        mask = mask[:, head : head + 1] if isinstance(head, int) else mask[:, head]
        scores = scores.masked_fill(~mask, -math.inf)
        return scores.softmax(-1).masked_fill(~mask, 0.0)

    def last_row(self) -> Tensor:
        """(head, key): weights of the first sentence's last query."""
        mask = self.mask
        if mask is not None:
            mask = mask.expand(*mask.shape[:2], self.q.shape[2], mask.shape[3])[:, :, -1:]
        return AttentionRecord(self.q[:, :, -1:], self.k, self.v, mask).weights()[0, :, 0]


@dataclass
class Trace:
    """Collects the attention of one forward pass by name: "encoder.0.self", "decoder.1.cross"."""

    attention: dict[str, AttentionRecord] = field(default_factory=dict)

    def keep(self, name: str, q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None) -> None:
        """Remember one call of attention; the tensors are kept, not copied."""
        self.attention[name] = AttentionRecord(q.detach(), k.detach(), v.detach(), mask)
