"""The LSTM equals torch.nn.LSTM, and padding before a sentence leaves no trace in it."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from engine.layers.lstm import LSTM, LSTMStack, LSTMState, arranged, marked
from engine.layers.reading import reading_order


def reference_for(stack: LSTMStack) -> nn.LSTM:
    """torch's own with the same weights; of its two biases the second is 0."""
    features = stack.layers[0].input_weights.shape[1]
    theirs = nn.LSTM(features, stack.hidden, len(stack.layers), batch_first=True)
    theirs = theirs.to(stack.layers[0].bias.dtype)
    with torch.no_grad():
        for n, layer in enumerate(stack.layers):
            getattr(theirs, f"weight_ih_l{n}").copy_(layer.input_weights)
            getattr(theirs, f"weight_hh_l{n}").copy_(layer.recurrent_weights)
            getattr(theirs, f"bias_ih_l{n}").copy_(layer.bias)
            getattr(theirs, f"bias_hh_l{n}").zero_()
    return theirs


def small() -> tuple[LSTMStack, Tensor]:
    torch.manual_seed(2)
    stack = LSTMStack(5, 7, 2, dropout=0.0).double()
    with torch.no_grad():
        for parameter in stack.parameters():
            parameter.mul_(10.0)
    return stack, torch.randn(3, 8, 5, dtype=torch.float64)


def test_states_and_gradients_equal_torchs() -> None:
    stack, x = small()
    theirs = reference_for(stack)
    mine_x, their_x = x.clone().requires_grad_(), x.clone().requires_grad_()
    hidden, cell = torch.randn(2, 2, 3, 7, dtype=torch.float64)
    before = [LSTMState(*layer) for layer in zip(hidden, cell, strict=True)]
    states, after = stack(mine_x, before)
    expected, (hidden, cell) = theirs(their_x, (hidden, cell))
    torch.testing.assert_close(states, expected, rtol=0, atol=1e-12)
    torch.testing.assert_close(torch.stack([s.hidden for s in after]), hidden, rtol=0, atol=1e-12)
    torch.testing.assert_close(torch.stack([s.cell for s in after]), cell, rtol=0, atol=1e-12)
    (states.pow(2).sum() + after[0].cell.sum()).backward()
    (expected.pow(2).sum() + cell[0].sum()).backward()
    torch.testing.assert_close(mine_x.grad, their_x.grad, rtol=0, atol=1e-12)
    for n, layer in enumerate(stack.layers):
        for ours, name in (
            (layer.input_weights, "weight_ih"),
            (layer.recurrent_weights, "weight_hh"),
            (layer.bias, "bias_ih"),
        ):
            gradient = getattr(theirs, f"{name}_l{n}").grad
            torch.testing.assert_close(ours.grad, gradient, rtol=0, atol=1e-12)


def test_padding_before_a_sentence_equals_packing_it() -> None:
    """torch's packed sequences compute only real tokens: the same states and gradients."""
    stack, x = small()
    theirs = reference_for(stack)
    lengths = torch.tensor([8, 3, 1])
    real = torch.arange(8) < lengths[:, None]
    x = x * real[..., None]
    order = reading_order(real, reverse=False)
    mine_x, their_x = x.clone().requires_grad_(), x.clone().requires_grad_()
    present = arranged(real, order)
    read = marked(arranged(mine_x, order), (~present)[..., None].double())
    states, after = stack(read, stack.zeros(x), padded=True)
    assert (states[~present] == 0).all()
    packed = nn.utils.rnn.pack_padded_sequence(their_x, lengths, batch_first=True)
    expected, (hidden, cell) = theirs(packed)
    expected = nn.utils.rnn.pad_packed_sequence(expected, batch_first=True)[0]
    in_place = arranged(states, order.argsort(1))
    torch.testing.assert_close(in_place, expected, rtol=0, atol=1e-12)
    torch.testing.assert_close(torch.stack([s.hidden for s in after]), hidden, rtol=0, atol=1e-12)
    torch.testing.assert_close(torch.stack([s.cell for s in after]), cell, rtol=0, atol=1e-12)
    (states.pow(2).sum() + after[1].cell.sum()).backward()
    (expected.pow(2).sum() + cell[1].sum()).backward()
    torch.testing.assert_close(mine_x.grad[real], their_x.grad[real], rtol=0, atol=1e-12)
    for n, layer in enumerate(stack.layers):
        gradient = getattr(theirs, f"bias_ih_l{n}").grad
        torch.testing.assert_close(layer.bias.grad, gradient, rtol=0, atol=1e-12)
        gradient = getattr(theirs, f"weight_ih_l{n}").grad
        torch.testing.assert_close(layer.input_weights.grad, gradient, rtol=0, atol=1e-12)


def test_gradients_flow_in_eval_mode_too() -> None:
    stack, x = small()
    stack.eval().float()
    x = x.float().requires_grad_()
    stack(x, stack.zeros(x))[0].sum().backward()
    assert x.grad is not None and x.grad.abs().min() > 0


def test_one_layer_alone_has_weights_from_the_start() -> None:
    layer = LSTM(3, 4)
    assert all(0 < p.abs().max() <= 0.08 for p in layer.parameters())


def test_reading_orders() -> None:
    real = torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0], [1, 0, 0, 0]]).bool()
    forward = [[0, 1, 2, 3], [3, 0, 1, 2], [1, 2, 3, 0]]
    backward = [[2, 1, 0, 3], [3, 1, 0, 2], [3, 2, 1, 0]]
    assert reading_order(real, reverse=False).tolist() == forward
    assert reading_order(real, reverse=True).tolist() == backward
