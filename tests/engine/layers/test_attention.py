"""attend() is the one door for attention; what is shown is what was used."""

from __future__ import annotations

import math

import pytest
import torch

from engine.layers import masks
from engine.layers.attention import MultiHeadAttention, attend
from engine.trace import Trace
from tests.engine.models.reference import copy_attention


def tensors(*shapes: tuple[int, ...]) -> list[torch.Tensor]:
    generator = torch.Generator().manual_seed(5)
    return [torch.randn(s, generator=generator, dtype=torch.float64) for s in shapes]


MASKS = {
    "none": None,
    "causal": masks.causal(6),
    "padding": masks.padding(torch.tensor([[True] * 6, [True] * 4 + [False] * 2])),
    "a row with nothing open": torch.ones(2, 1, 6, 6, dtype=torch.bool).tril(-1),
}


@pytest.mark.parametrize("kind", MASKS)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_weights_shown_times_values_equal_the_fused_output(kind: str, dtype: torch.dtype) -> None:
    q, k, v = (t.to(dtype) for t in tensors((2, 3, 6, 8), (2, 3, 6, 8), (2, 3, 6, 8)))
    trace = Trace()
    fused = attend(q, k, v, MASKS[kind], trace, "here")
    weights = trace.attention["here"].weights()
    tolerance = 1e-6 if dtype == torch.float32 else 1e-12
    torch.testing.assert_close(weights @ v, fused, rtol=0, atol=tolerance)
    mask = MASKS[kind]
    if mask is not None:
        closed = ~mask.expand_as(weights)
        assert (weights[closed] == 0).all()
        open_rows = mask.expand_as(weights).any(-1)
        torch.testing.assert_close(
            weights.sum(-1)[open_rows], torch.ones_like(weights.sum(-1)[open_rows])
        )


def test_a_row_that_may_attend_nowhere_gives_zeros_and_finite_gradients() -> None:
    q, k, v = (t.requires_grad_() for t in tensors((2, 3, 6, 8), (2, 3, 6, 8), (2, 3, 6, 8)))
    trace = Trace()
    out = attend(q, k, v, MASKS["a row with nothing open"], trace, "here")
    assert (out[:, :, 0] == 0).all()
    assert (trace.attention["here"].weights()[:, :, 0] == 0).all()
    out.sum().backward()
    for tensor in (q, k, v):
        assert tensor.grad is not None and tensor.grad.isfinite().all()


def test_attend_is_equation_1_written_out() -> None:
    q, k, v = tensors((1, 1, 3, 4), (1, 1, 5, 4), (1, 1, 5, 2))
    out = attend(q, k, v)
    for i in range(3):
        scores = [
            sum(q[0, 0, i, c].item() * k[0, 0, j, c].item() for c in range(4)) / math.sqrt(4)
            for j in range(5)
        ]
        total = sum(math.exp(s) for s in scores)
        for c in range(2):
            expected = sum(math.exp(s) / total * v[0, 0, j, c].item() for j, s in enumerate(scores))
            assert out[0, 0, i, c].item() == pytest.approx(expected, abs=1e-12)


def test_dropout_falls_on_the_weights_alone() -> None:
    """With the identity for values the output is the weights themselves: dropped or doubled."""
    q, k = tensors((2, 3, 6, 8), (2, 3, 6, 8))
    v = torch.eye(6, dtype=torch.float64).expand(2, 3, 6, 6)
    trace = Trace()
    torch.manual_seed(4)
    out = attend(q, k, v, MASKS["causal"], trace, "here", dropout=0.5)
    weights = trace.attention["here"].weights()
    kept = out != 0
    torch.testing.assert_close(out[kept], 2 * weights[kept], rtol=0, atol=1e-12)
    share = kept.sum() / (weights != 0).sum()
    assert 0.3 < share < 0.7
    assert torch.equal(weights, weights.tril())


@pytest.mark.parametrize("cross", [False, True])
def test_multi_head_attention_equals_torch(cross: bool) -> None:
    torch.manual_seed(2)
    ours = MultiHeadAttention(12, 3).double()
    with torch.no_grad():
        ours.project_in.bias.normal_()
        ours.project_out.bias.normal_()
    theirs = torch.nn.MultiheadAttention(12, 3, batch_first=True, dtype=torch.float64)
    copy_attention(ours, theirs)
    x, y = tensors((2, 6, 12), (2, 5, 12))
    x.requires_grad_()
    other = y if cross else x
    trace = Trace()
    memory = ours.keys_and_values(y) if cross else None
    out, _ = ours(x, memory, trace=trace, name="here")
    expected, weights = theirs(x, other, other, average_attn_weights=False)
    torch.testing.assert_close(out, expected, rtol=0, atol=1e-9)
    torch.testing.assert_close(trace.attention["here"].weights(), weights, rtol=0, atol=1e-9)
    mine = torch.autograd.grad(out.pow(2).sum(), [x, ours.project_in.weight])
    reference = torch.autograd.grad(expected.pow(2).sum(), [x, theirs.in_proj_weight])
    for a, b in zip(mine, reference, strict=True):
        torch.testing.assert_close(a, b, rtol=0, atol=1e-9)


def test_one_heads_weights_are_that_heads() -> None:
    q, k, v = tensors((2, 3, 6, 8), (2, 3, 6, 8), (2, 3, 6, 8))
    trace = Trace()
    attend(q, k, v, MASKS["padding"], trace, "here")
    record = trace.attention["here"]
    assert torch.equal(record.weights(1), record.weights()[:, 1:2])


def test_value_norms_are_what_a_key_adds_at_weight_one() -> None:
    """The sum over keys of weight x value through W^O is the head's part of the output."""
    torch.manual_seed(4)
    layer = MultiHeadAttention(8, 2).double()
    x = tensors((1, 5, 8))[0]
    trace = Trace()
    layer(x, trace=trace, name="here")
    v = trace.attention["here"].v
    norms = layer.output_norms(v)
    for head in range(2):
        share = layer.project_out.weight[:, 4 * head : 4 * head + 4]
        for key in range(5):
            expected = (share @ v[0, head, key]).norm()
            torch.testing.assert_close(norms[0, head, key], expected)


def test_heads_must_divide_the_width() -> None:
    with pytest.raises(ValueError, match="3 heads do not divide a model width of 8"):
        MultiHeadAttention(8, 3)
