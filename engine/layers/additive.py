"""Additive attention (Bahdanau et al. 2015, section 3.1 and appendix A.1.2)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class Annotations:
    """An encoded source, ready to be attended to.

    h : (batch, key, features), the annotations h_j; twice_key : (batch, key, n') of 2 U_a h_j;
    closed : (batch · key,) 0 where a token stands, −∞ where padding does;
    present : (batch, key) True where a token stands.
    """

    h: Tensor
    twice_key: Tensor
    closed: Tensor
    present: Tensor


class AdditiveAttention(nn.Module):
    """e_ij = v_aᵀ tanh(W_a s_{i−1} + U_a h_j), α_ij = softmax_j e_ij, c_i = Σ_j α_ij h_j.

    The paper's score has no bias.
    """

    def __init__(self, state: int, features: int, units: int) -> None:
        super().__init__()
        self.W_a = nn.Linear(state, units, bias=False)
        self.U_a = nn.Linear(features, units, bias=False)
        self.v_a = nn.Parameter(torch.empty(units).normal_(0.0, units**-0.5))
        nn.init.xavier_uniform_(self.W_a.weight)
        nn.init.xavier_uniform_(self.U_a.weight)

    def annotate(self, h: Tensor, present: Tensor) -> Annotations:
        """U_a h_j of every annotation, which no decoder step changes.

        h : (batch, key, features); present : (batch, key), False at padding.
        """
        closed = torch.zeros_like(h[..., 0]).masked_fill_(~present, -math.inf)
        return Annotations(h, 2 * self.U_a(h), closed.flatten(), present)

    def forward(self, state: Tensor, source: Annotations) -> tuple[Tensor, Tensor]:
        """One decoder step: s_{i−1} (batch, state) -> c_i (batch, features), α_i (batch, key).

        α is exactly 0 at padding.
        """
        batch, keys, units = source.twice_key.shape
        # v·tanh(x) is 2 v·σ(2x) − Σ v, whose last term is the same for all keys and falls out of
        # the softmax. On a CPU torch's σ takes a quarter of its tanh's time.
        twice = torch.add(source.twice_key, self.W_a(state)[:, None], alpha=2)
        hidden = twice.sigmoid().view(batch * keys, units)
        scores = torch.addmv(source.closed, hidden, self.v_a, alpha=2)
        alpha = scores.view(batch, 1, keys).softmax(-1)
        return torch.bmm(alpha, source.h)[:, 0], alpha[:, 0]

    def record(self, states: Tensor, source: Annotations, alpha: Tensor) -> AdditiveRecord:
        """What a trace keeps: states (batch, query, state) of all steps and α as it was used."""
        return AdditiveRecord(
            query=self.W_a(states).detach(),
            key=source.twice_key.detach() / 2,
            v_a=self.v_a.detach(),
            v=source.h.detach()[:, None],
            mask=source.present[:, None, None],
            alpha=alpha.detach()[:, None],
        )


@dataclass(frozen=True)
class AdditiveRecord:
    """Additive attention with one head, as it was used.

    query : (batch, query, n') of W_a s_{i−1}; key : (batch, key, n') of U_a h_j; v_a : (n',);
    v : (batch, 1, key, features), the annotations h_j; mask : (batch, 1, 1, key), True where a
    token stands; alpha : (batch, 1, query, key).
    """

    query: Tensor
    key: Tensor
    v_a: Tensor
    v: Tensor
    mask: Tensor
    alpha: Tensor

    @property
    def shape(self) -> tuple[int, int, int]:
        return self.alpha.shape[1], self.alpha.shape[2], self.alpha.shape[3]

    def scores(self, head: int | slice = slice(None)) -> Tensor:
        """v_aᵀ tanh(W_a s_{i−1} + U_a h_j), before the mask: (batch, head, query, key)."""
        rows = [torch.tanh(q[:, None] + self.key) @ self.v_a for q in self.query.unbind(1)]
        return torch.stack(rows, 1)[:, None][:, _slice(head)]

    def weights(self, head: int | slice = slice(None)) -> Tensor:
        """α, (batch, head, query, key): the numbers that c_i was summed with."""
        return self.alpha[:, _slice(head)]

    def last_row(self) -> Tensor:
        """(head, key): α of the first sentence's last query."""
        return self.alpha[0, :, -1]


def _slice(head: int | slice) -> slice:
    return slice(head, head + 1) if isinstance(head, int) else head
