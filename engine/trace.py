"""What a forward pass leaves behind for those who look: what attention was made of, and tensors.

Passing a trace changes nothing in the computation; it keeps references to tensors that exist
anyway. Weights are computed only for the heads somebody looks at, from the very numbers of the
forward that made the predictions shown.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Protocol

from torch import Tensor


class AttentionRecord(Protocol):
    """One call of attention, whatever scores it.

    v : (batch, head, key, feature), what is summed; mask : boolean, broadcastable to
    (batch, head, query, key), True = may attend, None = all may; shape : (head, query, key).
    """

    @property
    def v(self) -> Tensor: ...

    @property
    def mask(self) -> Tensor | None: ...

    @property
    def shape(self) -> tuple[int, int, int]: ...

    def weights(self, head: int | slice = slice(None)) -> Tensor:
        """(batch, head, query, key): as used; exactly 0 where closed, 0 in a row all closed."""

    def last_row(self) -> Tensor:
        """(head, key): weights of the first sentence's last query."""


@dataclass(frozen=True)
class DotProductRecord:
    """Scaled dot-product attention.

    q : (batch, head, query, feature); k, v : (batch, head, key, feature);
    mask : boolean, broadcastable to (batch, head, query, key), True = may attend; None = all may.
    """

    q: Tensor
    k: Tensor
    v: Tensor
    mask: Tensor | None

    @property
    def shape(self) -> tuple[int, int, int]:
        return self.q.shape[1], self.q.shape[2], self.k.shape[2]

    def scores(self, head: int | slice = slice(None)) -> Tensor:
        """q·k / √d_k of some heads, before the mask: (batch, head, query, key)."""
        picked = slice(head, head + 1) if isinstance(head, int) else head
        q, k = self.q[:, picked], self.k[:, picked]
        return q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])

    def weights(self, head: int | slice = slice(None)) -> Tensor:
        """softmax(q·k / √d_k) over the open keys (Vaswani et al. 2017, eq. 1).

        (batch, head, query, key); exactly 0 where closed; a row with nothing open is all 0.
        """
        return masked_softmax(self.scores(head), self.mask, head)

    def last_row(self) -> Tensor:
        """(head, key): weights of the first sentence's last query."""
        mask = self.mask
        if mask is not None:
            mask = mask.expand(*mask.shape[:2], self.q.shape[2], mask.shape[3])[:, :, -1:]
        return DotProductRecord(self.q[:, :, -1:], self.k, self.v, mask).weights()[0, :, 0]


def masked_softmax(scores: Tensor, mask: Tensor | None, head: int | slice = slice(None)) -> Tensor:
    """Softmax over the open keys: exactly 0 where closed, a row with nothing open is all 0.

    scores : (batch, some heads, query, key), those that `head` picks; mask : for all heads.
    """
    if mask is None:
        return scores.softmax(-1)
    if mask.shape[1] > 1:
        mask = mask[:, head : head + 1] if isinstance(head, int) else mask[:, head]
    mask = mask.expand_as(scores)
    return scores.masked_fill(~mask, -math.inf).softmax(-1).masked_fill(~mask, 0.0)


@dataclass
class Trace:
    """Collects what one forward pass made, by name.

    Attributes
    ----------
    wanted : names of the tensors to keep besides attention; those nobody wants cost nothing.
    differentiable : keep tensors in the graph, for gradients with respect to them.
    attention : records by name: "encoder.0.self", "decoder.1.cross".
    tensors : by name, first dimension the batch.
    """

    wanted: Collection[str] = ()
    differentiable: bool = False
    attention: dict[str, AttentionRecord] = field(default_factory=dict)
    tensors: dict[str, Tensor] = field(default_factory=dict)

    def keep(self, name: str, q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None) -> None:
        """Remember one call of dot-product attention; the tensors are kept, not copied."""
        self.attention[name] = DotProductRecord(q.detach(), k.detach(), v.detach(), mask)

    def tensor(self, name: str, value: Tensor) -> None:
        """Keep a tensor if somebody wants one of that name."""
        if name in self.wanted:
            self.tensors[name] = value if self.differentiable else value.detach()
