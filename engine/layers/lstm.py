"""Long short-term memory (Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al. 2000).

With σ the logistic function and ∘ the product unit by unit:
    i = σ(W_i x_t + U_i h_{t−1} + b_i)    input gate
    f = σ(W_f x_t + U_f h_{t−1} + b_f)    forget gate
    g = tanh(W_g x_t + U_g h_{t−1} + b_g) candidate
    o = σ(W_o x_t + U_o h_{t−1} + b_o)    output gate
    c_t = f ∘ c_{t−1} + i ∘ g             cell
    h_t = o ∘ tanh(c_t)                   hidden state
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.layers.blocks import Stack
from engine.trace import Trace

#: The order in which weights, and tables of gates, hold them.
GATES = ("input", "forget", "candidate", "output")

#: Every parameter begins uniform between −0.08 and 0.08 (Sutskever et al. 2014, section 3.4).
INITIAL = 0.08

#: What padding adds to what opens a gate: σ of it is 0 in every precision.
SHUT = -1e4


class LSTMState(NamedTuple):
    """What a layer knows between two tokens: hidden state and cell, both (batch, hidden)."""

    hidden: Tensor
    cell: Tensor


class LSTM(nn.Module):
    """One layer, by torch.nn.LSTM's kernel, with one bias as in the equations.

    input_weights : (4 hidden, features), recurrent_weights : (4 hidden, hidden), bias :
    (4 hidden,), each in the order of :data:`GATES`.
    """

    def __init__(self, features: int, hidden: int) -> None:
        super().__init__()
        self.input_weights = nn.Parameter(torch.empty(4 * hidden, features))
        self.recurrent_weights = nn.Parameter(torch.empty(4 * hidden, hidden))
        self.bias = nn.Parameter(torch.empty(4 * hidden))
        for parameter in self.parameters():
            nn.init.uniform_(parameter, -INITIAL, INITIAL)

    def forward(
        self, x: Tensor, before: LSTMState, padded: bool = False
    ) -> tuple[Tensor, LSTMState]:
        """Hidden states of every token, and the state after the last.

        x : (batch, T, features); padded : some sentences have padding, which stands first and is
        told from words by one more feature (:func:`marked`) -> (batch, T, hidden). A state of 0
        stays exactly 0 through padding, so that one kernel takes sentences of different lengths.
        """
        weights = self._weights(padded)
        states, hidden, cell = torch.lstm(
            x.transpose(0, 1),  # The kernel works time first.
            (before.hidden[None], before.cell[None]),
            # The kernel adds two biases. It can be told that there are none, but then makes zeros
            # as large as all its weights.
            (weights, self.recurrent_weights, self.bias, torch.zeros_like(self.bias)),
            has_biases=True,
            num_layers=1,
            dropout=0.0,
            train=torch.is_grad_enabled(),  # whether to keep what backward needs
            bidirectional=False,
            batch_first=False,
        )
        return states.transpose(0, 1), LSTMState(hidden.squeeze(0), cell.squeeze(0))

    def gate_inputs(
        self, x: Tensor, states: Tensor, before: LSTMState, padded: bool = False
    ) -> Tensor:
        """W x_t + U h_{t−1} + b of a forward pass: (batch, T, 4, hidden).

        The kernel keeps no gates. They follow from its inputs and from the hidden states that it
        gave, each from its own predecessor, so that nothing is computed a second way over time.
        """
        previous = torch.cat([before.hidden[:, None], states[:, :-1]], 1)
        summed = F.linear(x, self._weights(padded), self.bias)
        summed = summed + F.linear(previous, self.recurrent_weights)
        return summed.reshape(*summed.shape[:2], 4, -1)

    def _weights(self, padded: bool) -> Tensor:
        """The weights of the input; the mark of padding shuts every gate."""
        return F.pad(self.input_weights, (0, 1), value=SHUT) if padded else self.input_weights


def marked(x: Tensor, mark: Tensor) -> Tensor:
    """Padding told from words by one more feature: (batch, T, d) -> (batch, T, d + 1).

    mark : (batch, T, 1), 1 for padding, 0 for words. The result lies in memory as the kernel reads
    it, time first.
    """
    return torch.cat([x.transpose(0, 1), mark.transpose(0, 1)], 2).transpose(0, 1)


def gates(gate_inputs: Tensor) -> Tensor:
    """i, f, g and o, the same shape: σ, but tanh for the candidate."""
    i, f, g, o = gate_inputs.unbind(-2)
    return torch.stack([i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()], -2)


def cells(gates: Tensor, before: LSTMState) -> Tensor:
    """c_t = f ∘ c_{t−1} + i ∘ g: (batch, T, 4, hidden) -> (batch, T, hidden)."""
    i, f, g, _ = gates.unbind(-2)
    cell, found = before.cell, []
    for t in range(gates.shape[1]):
        cell = f[:, t] * cell + i[:, t] * g[:, t]
        found.append(cell)
    return torch.stack(found, 1)


class LSTMStack(nn.Module):
    """Layers of LSTM, each reading the hidden states of the one below, with dropout in between."""

    def __init__(self, features: int, hidden: int, layers: int, dropout: float) -> None:
        super().__init__()
        self.hidden = hidden
        widths = [features, *[hidden] * (layers - 1)]
        self.layers: Stack[LSTM] = Stack(LSTM(width, hidden) for width in widths)
        self.dropout = nn.Dropout(dropout)

    def zeros(self, x: Tensor) -> tuple[LSTMState, ...]:
        """States of 0 to begin with, for a batch like `x`."""
        zeros = x.new_zeros(x.shape[0], self.hidden)
        return (LSTMState(zeros, zeros),) * len(self.layers)

    def forward(
        self,
        x: Tensor,
        before: Sequence[LSTMState],
        padded: bool = False,
        trace: Trace | None = None,
        name: str = "",
        places: Tensor | None = None,
    ) -> tuple[Tensor, tuple[LSTMState, ...]]:
        """The top layer's hidden states, and every layer's state after the last token.

        x, padded : as in :class:`LSTM`; before : one state a layer -> (batch, T, hidden).
        The trace is offered "<name>.<layer>.output", and of the top layer "<name>.states",
        ".gate_inputs", ".gates" and ".cells". places : (batch, T) the step at which the token
        at each place of the tables was read; None = in their order.
        """
        after = []
        inputs = read = x
        for n, (layer, state) in enumerate(zip(self.layers, before, strict=True)):
            if n:
                inputs = self.dropout(x)
                if padded:
                    inputs = marked(inputs, read[..., -1:].detach())
            x, last = layer(inputs, state, padded)
            after.append(last)
            if trace is not None:
                _offer(trace, f"{name}.{n}.output", x, places)
        if trace is not None:
            _offer(trace, f"{name}.states", x, places)
            if any(f"{name}.{part}" in trace.wanted for part in ("gate_inputs", "gates", "cells")):
                summed = layer.gate_inputs(inputs, x, state, padded)
                opened = gates(summed)
                _offer(trace, f"{name}.gate_inputs", summed, places)
                _offer(trace, f"{name}.gates", opened, places)
                _offer(trace, f"{name}.cells", cells(opened, state), places)
        return x, tuple(after)


def _offer(trace: Trace, name: str, value: Tensor, places: Tensor | None) -> None:
    if name in trace.wanted:
        trace.tensor(name, value if places is None else arranged(value, places))


def arranged(x: Tensor, order: Tensor) -> Tensor:
    """Each sentence's rows in another order: (batch, T, …) by (batch, T) -> (batch, T, …)."""
    return x.take_along_dim(order.reshape(*order.shape, *[1] * (x.dim() - 2)), 1)
