"""Seq2Seq from the papers' equations, one sentence, one token and one gate at a time.

Nothing here is built from Heed's layers; only parameter values are copied, by name.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

START = 1
Weights = Mapping[str, Tensor]


def _lstm(weights: Weights, name: str, x: Tensor, h: Tensor, c: Tensor) -> tuple[Tensor, Tensor]:
    """One step of one layer: gates stand in the order i, f, g, o, as in torch.nn.LSTM."""
    units = len(h)
    by_input, by_state = weights[f"{name}.input_weights"], weights[f"{name}.recurrent_weights"]
    bias = weights[f"{name}.bias"]

    def summed(gate: int) -> Tensor:
        rows = slice(gate * units, (gate + 1) * units)
        return by_input[rows] @ x + by_state[rows] @ h + bias[rows]

    i, f, o = (1 / (1 + torch.exp(-summed(gate))) for gate in (0, 1, 3))
    c = f * c + i * torch.tanh(summed(2))
    return o * torch.tanh(c), c


def _stack(
    weights: Weights, side: str, x: Tensor, states: list[tuple[Tensor, Tensor]]
) -> list[tuple[Tensor, Tensor]]:
    """One token through all layers."""
    after = []
    for n, (h, c) in enumerate(states):
        h, c = _lstm(weights, f"{side}.layers.{n}", x, h, c)
        after.append((h, c))
        x = h
    return after


def logits(
    weights: Weights,
    source: list[int],
    inputs: list[int],
    layers: int,
    context_from: str,
    context_to: str,
    reverse_source: bool,
) -> Tensor:
    """One sentence without padding: (T, vocabulary)."""
    *words, end = source
    reading = [*reversed(words), end] if reverse_source else source
    units = weights["output.weight"].shape[1]
    zero = torch.zeros(units, dtype=torch.float64)
    states = [(zero, zero)] * layers
    tops = []
    for word in reading:
        states = _stack(weights, "encoder", weights["source_embedding.weight"][word], states)
        tops.append(states[-1][0])
    context = tops[-1]
    if context_from == "all states":
        mean = sum(tops[1:], tops[0]) / len(tops)
        into_c, into_first = weights["summary.summary.weight"], weights["summary.start.weight"]
        context = torch.tanh(into_c @ mean + weights["summary.summary.bias"])
        first = torch.tanh(into_first @ context + weights["summary.start.bias"])
        states = [(first[n * units : (n + 1) * units], zero) for n in range(layers)]
    rows = []
    for word in inputs:
        x = weights["target_embedding.weight"][word]
        if context_to == "every step":
            x = torch.cat([x, context])
        states = _stack(weights, "decoder", x, states)
        rows.append(weights["output.weight"] @ states[-1][0] + weights["output.bias"])
    return torch.stack(rows)


def loss(weights: Weights, pairs: list[tuple[list[int], list[int]]], **options: object) -> Tensor:
    """Mean −log p over all target tokens of all pairs."""
    found = []
    for source, target in pairs:
        rows = logits(weights, source, [START, *target[:-1]], **options)  # type: ignore[arg-type]
        for row, right in zip(rows, target, strict=True):
            found.append(torch.log(torch.exp(row).sum()) - row[right])
    return torch.stack(found).mean()
