"""The paper's gated unit, by hand, and in what it is not torch's."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from engine.layers.gru import GRU

INPUTS, UNITS, TIME, BATCH = 4, 5, 7, 3


def unit(directions: int = 1) -> GRU:
    """Float64, with biases that are not zero."""
    torch.manual_seed(5)
    gru = GRU(INPUTS, UNITS, directions).double()
    with torch.no_grad():
        for parameter in gru.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.5)
    return gru


def inputs(directions: int = 1) -> Tensor:
    generator = torch.Generator().manual_seed(6)
    return torch.randn(directions, TIME, BATCH, INPUTS, generator=generator, dtype=torch.float64)


def by_hand(gru: GRU, direction: int, x: Tensor) -> Tensor:
    """Cho et al. 2014, version 3, eq. 5-8: one sentence, one step, one unit after the other."""
    w, b = gru.W[direction], gru.b[direction, 0]
    w_z, w_r, w_s = w[:, :UNITS], w[:, UNITS : 2 * UNITS], w[:, 2 * UNITS :]
    b_z, b_r, b_s = b[:UNITS], b[UNITS : 2 * UNITS], b[2 * UNITS :]
    u_z, u_r = gru.U_gates[direction, :, :UNITS], gru.U_gates[direction, :, UNITS:]
    u = gru.U[direction]
    sentences = []
    for sentence in range(BATCH):
        s = [torch.zeros((), dtype=torch.float64)] * UNITS
        states = []
        for now in x[:, sentence]:
            z = [torch.sigmoid(now @ w_z[:, k] + _dot(s, u_z[:, k]) + b_z[k]) for k in range(UNITS)]
            r = [torch.sigmoid(now @ w_r[:, k] + _dot(s, u_r[:, k]) + b_r[k]) for k in range(UNITS)]
            kept = [r[k] * s[k] for k in range(UNITS)]
            new = [torch.tanh(now @ w_s[:, k] + _dot(kept, u[:, k]) + b_s[k]) for k in range(UNITS)]
            s = [(1 - z[k]) * s[k] + z[k] * new[k] for k in range(UNITS)]
            states.append(torch.stack(s))
        sentences.append(torch.stack(states))
    return torch.stack(sentences, 1)


def _dot(values: list[Tensor], weights: Tensor) -> Tensor:
    total = torch.zeros((), dtype=torch.float64)
    for value, weight in zip(values, weights, strict=True):
        total = total + value * weight
    return total


def test_states_and_gradients_are_the_papers() -> None:
    gru, x = unit(2), inputs(2).requires_grad_()
    pull = torch.randn(2, TIME, BATCH, UNITS, dtype=torch.float64)
    expected = torch.stack([by_hand(gru, d, x[d]) for d in (0, 1)])
    wanted = torch.autograd.grad((expected * pull).sum(), [x, *gru.parameters()])
    states = gru(x)
    torch.testing.assert_close(states, expected, rtol=0, atol=1e-12)
    found = torch.autograd.grad((states * pull).sum(), [x, *gru.parameters()])
    for ours, theirs in zip(found, wanted, strict=True):
        torch.testing.assert_close(ours, theirs, rtol=0, atol=1e-11)


def as_torchs(gru: GRU, update_sign: float) -> nn.GRU:
    """torch.nn.GRU with these weights, in its order: reset, update, new."""
    theirs = nn.GRU(INPUTS, UNITS).double()
    w, b = gru.W[0].t().split(UNITS), gru.b[0, 0].split(UNITS)
    u_z, u_r = gru.U_gates[0].t().split(UNITS)
    with torch.no_grad():
        theirs.weight_ih_l0.copy_(torch.cat([w[1], update_sign * w[0], w[2]]))
        theirs.weight_hh_l0.copy_(torch.cat([u_r, update_sign * u_z, gru.U[0].t()]))
        theirs.bias_ih_l0.copy_(torch.cat([b[1], update_sign * b[0], b[2]]))
        theirs.bias_hh_l0.zero_()
    return theirs


def test_torchs_gru_is_another_unit() -> None:
    gru, x = unit(), inputs()
    ours = gru(x)[0]
    for sign in (1.0, -1.0):
        theirs, _ = as_torchs(gru, sign)(x[0])
        assert (ours - theirs).abs().max() > 0.01


def test_it_differs_from_torchs_in_the_update_gates_sense_and_the_resets_place_alone() -> None:
    """σ(−a) = 1 − σ(a) turns the update gate round; a reset gate of 1 has no place."""
    gru, x = unit(), inputs()
    with torch.no_grad():
        gru.b[0, 0, UNITS : 2 * UNITS] = 1000.0
    theirs, _ = as_torchs(gru, -1.0)(x[0])
    torch.testing.assert_close(gru(x)[0], theirs, rtol=0, atol=1e-12)


def test_recurrent_matrices_begin_orthogonal() -> None:
    gru = GRU(INPUTS, UNITS, 2)
    for matrix in (*gru.U_gates[0].split(UNITS, 1), *gru.U_gates[1].split(UNITS, 1), *gru.U):
        torch.testing.assert_close(matrix @ matrix.t(), torch.eye(UNITS), rtol=0, atol=1e-5)
    assert not gru.b.any()
