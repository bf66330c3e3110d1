"""Additive attention by hand, and the record of it."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from engine.layers.additive import AdditiveAttention

BATCH, QUERIES, KEYS, STATE, FEATURES, UNITS = 3, 2, 5, 4, 6, 7
LENGTHS = (5, 3, 1)


def attention() -> AdditiveAttention:
    torch.manual_seed(8)
    return AdditiveAttention(STATE, FEATURES, UNITS).double()


def sentences() -> tuple[Tensor, Tensor, Tensor]:
    """States (batch, query, state), annotations (batch, key, features), and which are real."""
    generator = torch.Generator().manual_seed(9)
    states = torch.randn(BATCH, QUERIES, STATE, generator=generator, dtype=torch.float64)
    h = torch.randn(BATCH, KEYS, FEATURES, generator=generator, dtype=torch.float64)
    return states, h, torch.arange(KEYS) < torch.tensor(LENGTHS)[:, None]


def test_scores_weights_and_context_are_the_papers() -> None:
    layer, (states, h, present) = attention(), sentences()
    w, u, v = layer.W_a.weight.tolist(), layer.U_a.weight.tolist(), layer.v_a.tolist()
    source = layer.annotate(h, present)
    for query in range(QUERIES):
        c, alpha = layer(states[:, query], source)
        for row, length in enumerate(LENGTHS):
            s = states[row, query].tolist()
            scores = []
            for j in range(length):
                score = 0.0
                for k in range(UNITS):
                    inside = sum(w[k][i] * s[i] for i in range(STATE))
                    inside += sum(u[k][i] * h[row, j, i].item() for i in range(FEATURES))
                    score += v[k] * math.tanh(inside)
                scores.append(score)
            total = sum(math.exp(score) for score in scores)
            weights = [math.exp(score) / total for score in scores]
            torch.testing.assert_close(
                alpha[row, :length], torch.tensor(weights, dtype=torch.float64), rtol=0, atol=1e-12
            )
            for i in range(FEATURES):
                summed = sum(weights[j] * h[row, j, i].item() for j in range(length))
                assert abs(c[row, i].item() - summed) < 1e-12


def test_padding_has_weight_zero_and_no_influence() -> None:
    layer, (states, h, present) = attention(), sentences()
    c, alpha = layer(states[:, 0], layer.annotate(h, present))
    assert not alpha[~present].any()
    assert (alpha[present] > 0).all()
    torch.testing.assert_close(alpha.sum(1), torch.ones(BATCH).double(), rtol=0, atol=1e-12)
    other = h.masked_fill(~present[..., None], 1e6)
    changed, _ = layer(states[:, 0], layer.annotate(other, present))
    assert torch.equal(c, changed)


def test_the_record_gives_what_was_used_and_what_it_was_made_of() -> None:
    layer, (states, h, present) = attention(), sentences()
    source = layer.annotate(h, present)
    steps = [layer(state, source) for state in states.unbind(1)]
    used = torch.stack([alpha for _, alpha in steps], 1)
    record = layer.record(states, source, used)
    assert record.shape == (1, QUERIES, KEYS)
    assert torch.equal(record.weights(), used[:, None])
    assert torch.equal(record.weights(0), used[:, None])
    assert torch.equal(record.last_row(), used[:1, -1])
    summed = record.weights() @ record.v
    contexts = torch.stack([c for c, _ in steps], 1)[:, None]
    torch.testing.assert_close(summed, contexts, rtol=0, atol=1e-15)
    hidden = torch.tanh(record.query[:, :, None] + record.key[:, None])
    scores = (hidden * record.v_a).sum(-1)[:, None]
    torch.testing.assert_close(record.scores(), scores, rtol=0, atol=1e-12)
    again = scores.masked_fill(~record.mask, -math.inf).softmax(-1)
    torch.testing.assert_close(again, record.weights(), rtol=0, atol=1e-12)
