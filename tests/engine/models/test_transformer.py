"""The Transformer equals torch.nn.Transformer in float64, and keeps its promises about masks."""

from __future__ import annotations

import math

import pytest
import torch
import torch.nn.functional as F

from engine.data.tokenizer import END, PAD, START
from engine.models.face import shifted_right
from engine.models.transformer import Transformer
from engine.trace import Trace
from tests.engine.models.reference import reference_for, reference_logits
from tests.engine.models.structures import check_structure, norms

TOLERANCE = 1e-9


def batch() -> tuple[torch.Tensor, torch.Tensor]:
    """Four sentences of different lengths, padded."""
    generator = torch.Generator().manual_seed(3)
    source = torch.randint(4, 50, (4, 9), generator=generator)
    target = torch.randint(4, 50, (4, 11), generator=generator)
    for row, (s, t) in enumerate([(9, 11), (6, 7), (3, 9), (1, 1)]):
        source[row, s - 1], source[row, s:] = END, PAD
        target[row, t - 1], target[row, t:] = END, PAD
    return source, target


def small(pre_norm: bool = False, positions: str = "sinusoid") -> Transformer:
    torch.manual_seed(11)
    # Born in float64: a table of sinusoids rounded to float32 first would be off by 1e-8.
    torch.set_default_dtype(torch.float64)
    try:
        model = Transformer(50, 24, 3, 3, 2, 40, pre_norm=pre_norm, positions=positions, longest=32)
    finally:
        torch.set_default_dtype(torch.float32)
    # Biases and norms start at 0 and 1: random ones make sure that they are used at all.
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.dim() == 1:
                parameter.add_(torch.randn_like(parameter) * 0.3)
    return model


@pytest.mark.parametrize("pre_norm", [False, True])
def test_logits_loss_and_gradients_equal_torch(pre_norm: bool) -> None:
    model = small(pre_norm)
    theirs = reference_for(model)
    source, target = batch()
    real = target != PAD

    embedding = model.embedding.weight.detach().clone().requires_grad_()
    expected = reference_logits(theirs, embedding, source, shifted_right(target))
    logits = model.predict(source, shifted_right(target))
    torch.testing.assert_close(logits[real], expected[real], rtol=0, atol=TOLERANCE)

    # Mean over real tokens of -sum q log p, q = 0.9 one-hot + 0.1 uniform: written out.
    log_p = expected.log_softmax(-1)[real]
    one_hot = F.one_hot(target[real], 50).double()
    expected_loss = -((0.9 * one_hot + 0.1 / 50) * log_p).sum(-1).mean()
    loss = model.loss(source, target, label_smoothing=0.1)
    torch.testing.assert_close(loss, expected_loss, rtol=0, atol=TOLERANCE)

    loss.backward()
    expected_loss.backward()
    assert embedding.grad is not None
    pairs = [(model.embedding.weight.grad, embedding.grad)]
    for mine, reference in zip(model.encoder, theirs.encoder.layers, strict=True):
        pairs += [
            (mine.self_attention.project_in.weight.grad, reference.self_attn.in_proj_weight.grad),
            (mine.self_attention.project_in.bias.grad, reference.self_attn.in_proj_bias.grad),
            (mine.feed_forward[0].weight.grad, reference.linear1.weight.grad),
            (mine.around_feed_forward.norm.bias.grad, reference.norm2.bias.grad),
        ]
    for mine, reference in zip(model.decoder, theirs.decoder.layers, strict=True):
        cross = reference.multihead_attn
        pairs += [
            (mine.self_attention.project_out.weight.grad, reference.self_attn.out_proj.weight.grad),
            (mine.cross_attention.project_in.weight.grad, cross.in_proj_weight.grad),
            (mine.cross_attention.project_out.bias.grad, cross.out_proj.bias.grad),
            (mine.around_cross.norm.weight.grad, reference.norm2.weight.grad),
            (mine.feed_forward[2].weight.grad, reference.linear2.weight.grad),
        ]
    for ours, expected_gradient in pairs:
        torch.testing.assert_close(ours, expected_gradient, rtol=0, atol=TOLERANCE)


def test_every_traced_map_equals_torchs_need_weights() -> None:
    """The reference's layers, run one by one with need_weights, give the maps that are shown."""
    model = small()
    theirs = reference_for(model)
    source, target = batch()
    inputs = shifted_right(target)
    trace = Trace()
    model.predict(source, inputs, trace)

    padded = source == PAD
    future = torch.ones(inputs.shape[1], inputs.shape[1], dtype=torch.bool).triu(1)
    scale = math.sqrt(24)
    table = model.positions.table
    x = model.embedding(source) * scale + table[: source.shape[1]]
    for n, layer in enumerate(theirs.encoder.layers):
        _, weights = layer.self_attn(
            x, x, x, key_padding_mask=padded, need_weights=True, average_attn_weights=False
        )
        shown = trace.attention[f"encoder.{n}.self"].weights()
        torch.testing.assert_close(shown, weights, rtol=0, atol=TOLERANCE)
        x = layer(x, src_key_padding_mask=padded)
    memory, y = x, model.embedding(inputs) * scale + table[: inputs.shape[1]]
    for n, layer in enumerate(theirs.decoder.layers):
        a, weights = layer.self_attn(
            y, y, y, attn_mask=future, need_weights=True, average_attn_weights=False
        )
        shown = trace.attention[f"decoder.{n}.self"].weights()
        torch.testing.assert_close(shown, weights, rtol=0, atol=TOLERANCE)
        z = layer.norm1(y + a)
        b, weights = layer.multihead_attn(
            z, memory, memory, key_padding_mask=padded, average_attn_weights=False
        )
        shown = trace.attention[f"decoder.{n}.cross"].weights()
        torch.testing.assert_close(shown, weights, rtol=0, atol=TOLERANCE)
        z = layer.norm2(z + b)
        y = layer.norm3(z + layer.linear2(F.relu(layer.linear1(z))))


@pytest.mark.parametrize("positions", ["sinusoid", "sinusoid halves", "learned"])
def test_a_later_token_changes_nothing_earlier(positions: str) -> None:
    model = small(positions=positions)
    source, target = batch()
    inputs = shifted_right(target)
    changed = inputs.clone()
    changed[:, 6:] = (changed[:, 6:] + 7) % 50
    before, after = Trace(), Trace()
    one, two = model.predict(source, inputs, before), model.predict(source, changed, after)
    assert torch.equal(one[:, :6], two[:, :6])
    assert not torch.equal(one[:, 6:], two[:, 6:])
    for name in ("decoder.1.self", "decoder.1.cross"):
        a, b = before.attention[name].weights(), after.attention[name].weights()
        assert torch.equal(a[:, :, :6], b[:, :, :6])


@pytest.mark.parametrize("pre_norm", [False, True])
def test_a_longer_batch_mate_changes_nothing(pre_norm: bool) -> None:
    model = small(pre_norm)
    source, target = batch()
    together = model.predict(source, shifted_right(target))
    for row, (s, t) in enumerate([(9, 11), (6, 7), (3, 9), (1, 1)]):
        alone = model.predict(source[row : row + 1, :s], shifted_right(target[row : row + 1, :t]))
        torch.testing.assert_close(together[row, :t], alone[0], rtol=0, atol=1e-12)


def test_stepping_with_a_cache_equals_the_whole_forward() -> None:
    model = small()
    source, target = batch()
    inputs = shifted_right(target)
    state = model.begin(source)
    stepped = torch.stack([model.step(state, column) for column in inputs.unbind(1)], 1)
    torch.testing.assert_close(stepped, model.predict(source, inputs), rtol=0, atol=1e-12)


def test_a_trace_changes_no_bit_of_the_prediction() -> None:
    model = small().float()
    source, target = batch()
    inputs = shifted_right(target)
    assert torch.equal(model.predict(source, inputs), model.predict(source, inputs, Trace()))


@pytest.mark.parametrize("pre_norm", [False, True])
@pytest.mark.parametrize("positions", ["sinusoid", "learned"])
def test_its_diagram_is_true(pre_norm: bool, positions: str) -> None:
    model = small(pre_norm, positions)
    source, target = batch()
    inputs = shifted_right(target)
    check_structure(
        model,
        lambda trace: model.predict(source, inputs, trace),
        {"source": 9, "target": 11},
        {"S": 9, "T": 11, "V": 50},
    )
    assert {table.name for table in model.structure().tables}.issuperset(norms(model))


def test_what_enters_is_the_scaled_embedding_plus_its_position() -> None:
    model = small()
    source, target = batch()
    names = ["source.embedding", "source.embedding.token", "source.embedding.position"]
    trace = Trace(wanted=names, differentiable=True)
    logits = model.predict(source, shifted_right(target), trace)
    total, tokens, positions = (trace.tensors[name] for name in names)
    assert torch.equal(tokens, model.embedding.weight[source] * math.sqrt(24))
    assert torch.equal(positions[1], model.positions.table[:9])
    assert torch.equal(total, tokens + positions)
    (gradient,) = torch.autograd.grad(logits[1, 2, 7], total)
    # Sentence 1 has six tokens; the rest is padding, and the other sentences are not asked.
    assert (gradient[1, :6].abs().sum(-1) > 0).all()
    assert (gradient[1, 6:] == 0).all() and (gradient[[0, 2, 3]] == 0).all()


def test_inputs_are_the_target_shifted_by_one() -> None:
    target = torch.tensor([[7, 8, END], [9, END, PAD]])
    assert shifted_right(target).tolist() == [[START, 7, 8], [START, 9, END]]
    assert target.tolist() == [[7, 8, END], [9, END, PAD]]


def test_one_matrix_serves_three_purposes() -> None:
    model = Transformer(50, 24, 3, 1, 1, 40)
    matrices = [p for p in model.parameters() if p.shape == (50, 24)]
    assert len(matrices) == 1
