"""The gated unit of Cho et al. 2014 as Bahdanau et al. 2015 use it (appendix A.1.1)."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor, nn


class GRU(nn.Module):
    """Gated recurrent units, one set for each direction in which a sequence is read.

        [z, r] = σ(W_zr x + U_zr s + b_zr)         update and reset gate
        s̃ = tanh(W x + U [r ∘ s] + b)              candidate
        s ← (1 − z) ∘ s + z ∘ s̃

    torch.nn.GRU is another unit: there the reset gate multiplies U s after the product, and the
    update gate keeps the old state where this one takes the new.

    Weights of all directions lie in one tensor, so that one product serves them all: `W`
    (direction, inputs, 3 · units) holds update, reset and candidate side by side, as does `b`;
    `U_gates` (direction, units, 2 · units) holds U_z and U_r, `U` (direction, units, units).
    At first U's are orthogonal (appendix B.1), W is uniform as in Glorot & Bengio 2010, b zero.
    """

    def __init__(self, inputs: int, units: int, directions: int = 1) -> None:
        super().__init__()
        self.units = units
        self.W = nn.Parameter(torch.empty(directions, inputs, 3 * units))
        self.b = nn.Parameter(torch.zeros(directions, 1, 3 * units))
        self.U_gates = nn.Parameter(torch.empty(directions, units, 2 * units))
        self.U = nn.Parameter(torch.empty(directions, units, units))
        with torch.no_grad():
            for direction in range(directions):
                for block in torch.split(self.W[direction], units, 1):
                    nn.init.xavier_uniform_(block)
                for square in (*torch.split(self.U_gates[direction], units, 1), self.U[direction]):
                    square.copy_(nn.init.orthogonal_(torch.empty(units, units)))

    def drive(self, x: Tensor) -> Tensor:
        """What the inputs of all time steps add to gates and candidate, in one product.

        x : (direction, time, batch, inputs) -> (time, direction, batch, 3 · units).
        """
        directions, time, batch, inputs = x.shape
        driven = torch.baddbmm(self.b, x.reshape(directions, time * batch, inputs), self.W)
        return driven.view(directions, time, batch, -1).transpose(0, 1)

    def step(self, state: Tensor, drive: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """One time step of every direction.

        state : (direction, batch, units), drive : (direction, batch, 3 · units)
        -> the new state, both gates (direction, batch, 2 · units) and the candidate.
        """
        for_gates, for_candidate = torch.split(drive, [2 * self.units, self.units], -1)
        gates = torch.baddbmm(for_gates, state, self.U_gates).sigmoid()
        update, reset = gates.chunk(2, -1)
        candidate = torch.baddbmm(for_candidate, reset * state, self.U).tanh()
        return torch.lerp(state, candidate, update), gates, candidate

    def forward(self, x: Tensor) -> Tensor:
        """All states from one of zeros on.

        x : (direction, time, batch, inputs) -> (direction, time, batch, units).
        """
        return torch.stack([state for state, _, _ in self.steps(x)], 1)

    def steps(self, x: Tensor) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
        """Step after step what :meth:`step` gives, from a state of zeros on; x as above."""
        state = x.new_zeros(x.shape[0], x.shape[2], self.units)
        for drive in self.drive(x).unbind(0):
            state, gates, candidate = self.step(state, drive)
            yield state, gates, candidate


def gate_rows(gates: Tensor, candidate: Tensor) -> Tensor:
    """Update gate, reset gate and candidate below one another: (…, 3, units).

    gates : (…, 2 · units), candidate : (…, units), as :meth:`GRU.step` gives them.
    """
    return torch.stack([*gates.chunk(2, -1), candidate], -2)
