"""GPT equals transformers' GPT and GPT-2 in float64, and keeps its promises about the mask."""

from __future__ import annotations

import math

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.catalog import find
from engine.data.tokenizer import END, PAD, START
from engine.layers import attention
from engine.models.gpt import GPT
from engine.trace import Trace
from tests.engine.models.memory import activations_kept
from tests.engine.models.published import Beside, beside_gpt, beside_gpt2, randomised
from tests.engine.models.structures import check_structure, norms

TOLERANCE = 1e-9
LENGTHS = (12, 8, 5, 2)


def texts() -> Tensor:
    """Four texts of different lengths from <s> to </s>, padded."""
    generator = torch.Generator().manual_seed(3)
    ids = torch.randint(7, 50, (4, 12), generator=generator)
    ids[:, 0] = START
    for row, length in enumerate(LENGTHS):
        ids[row, length - 1], ids[row, length:] = END, PAD
    return ids


def small(pre_norm: bool = False, **options: float) -> GPT:
    torch.manual_seed(11)
    model = GPT(50, 24, 3, 3, 96, pre_norm, longest=16, **options)  # type: ignore[arg-type]
    randomised(model.double())
    return model


def beside(pre_norm: bool, model: GPT | None = None) -> Beside:
    model = model or small(pre_norm)
    return beside_gpt2(model) if pre_norm else beside_gpt(model)


@pytest.mark.parametrize("pre_norm", [False, True])
def test_logits_maps_loss_and_gradients_equal_transformers(pre_norm: bool) -> None:
    both = beside(pre_norm)
    both.copy_to_theirs()
    ids = texts()
    inputs, outputs = ids[:, :-1], ids[:, 1:]
    theirs = both.theirs(ids, attention_mask=(ids != PAD).double(), output_attentions=True)
    trace = Trace()
    logits = both.ours.predict(inputs, trace)
    real = outputs != PAD
    torch.testing.assert_close(logits[real], theirs.logits[:, :-1][real], rtol=0, atol=TOLERANCE)

    for n, expected in enumerate(theirs.attentions):
        shown = trace.attention[f"decoder.{n}.self"].weights()
        for row, length in enumerate(LENGTHS):
            seen = slice(length - 1)
            torch.testing.assert_close(
                shown[row, :, seen, seen], expected[row, :, seen, seen], rtol=0, atol=TOLERANCE
            )
        # What is not compared is closed: padding comes after every real query.
        assert (shown.triu(1) == 0).all()

    # Their own loss goes through float32; this is -log p, written out.
    log_p = theirs.logits[:, :-1].log_softmax(-1).gather(-1, outputs[..., None])[..., 0]
    expected_loss = -log_p[real].mean()
    loss = both.ours.loss(inputs, outputs)
    torch.testing.assert_close(loss, expected_loss, rtol=0, atol=TOLERANCE)

    loss.backward()
    expected_loss.backward()
    for pair in both.pairs:
        mine, reference = pair.gradients()
        torch.testing.assert_close(mine, reference, rtol=0, atol=TOLERANCE)
        assert mine.abs().max() > 0 or mine.dim() == 1  # the key's bias moves no softmax


@pytest.mark.parametrize("pre_norm", [False, True])
def test_weights_of_transformers_give_their_logits_here(pre_norm: bool) -> None:
    both = beside(pre_norm)
    randomised(both.theirs, seed=5)
    both.copy_to_ours()
    ids = texts()[:1]
    expected = both.theirs(ids).logits
    torch.testing.assert_close(both.ours.predict(ids), expected, rtol=0, atol=TOLERANCE)


@pytest.mark.parametrize("pre_norm", [False, True])
def test_a_later_token_changes_nothing_earlier(pre_norm: bool) -> None:
    model, ids = small(pre_norm), texts()
    changed = ids.clone()
    changed[:, 6:] = (changed[:, 6:] + 7) % 50
    one, two = model.predict(ids), model.predict(changed)
    assert torch.equal(one[:, :6], two[:, :6])
    assert not torch.equal(one[:, 6:], two[:, 6:])


def test_a_longer_batch_mate_changes_neither_logits_nor_gradients() -> None:
    model, ids = small(), texts()
    together = model.predict(ids)
    total = sum(LENGTHS) - len(LENGTHS)
    model.loss(ids[:, :-1], ids[:, 1:]).backward()
    gradients = {name: p.grad.clone() for name, p in model.named_parameters() if p.grad is not None}
    model.zero_grad()
    for row, length in enumerate(LENGTHS):
        alone = ids[row : row + 1, :length]
        torch.testing.assert_close(
            together[row, :length], model.predict(alone)[0], rtol=0, atol=1e-12
        )
        (model.loss(alone[:, :-1], alone[:, 1:]) * ((length - 1) / total)).backward()
    for name, parameter in model.named_parameters():
        torch.testing.assert_close(parameter.grad, gradients[name], rtol=0, atol=1e-12)


@pytest.mark.parametrize("pre_norm", [False, True])
def test_stepping_with_a_cache_equals_the_whole_forward(pre_norm: bool) -> None:
    model, ids = small(pre_norm), texts()
    state = model.begin(len(ids))
    whole, trace, at = Trace(), Trace(), 0
    expected = model.predict(ids, whole)
    for count in (1, 1, 4, 3, 1, 1, 1):  # several tokens at once see one another's past only
        at += count
        stepped = model.step(state, ids[:, at - count : at], trace)
        torch.testing.assert_close(stepped, expected[:, at - 1], rtol=0, atol=1e-12)
        for name, record in trace.attention.items():
            rows = whole.attention[name].weights()[:, :, at - count : at, :at]
            torch.testing.assert_close(record.weights(), rows, rtol=0, atol=1e-12)


def test_there_is_no_position_after_the_last() -> None:
    model = small()
    state = model.begin(1)
    for _ in range(16):
        model.step(state, torch.tensor([[START]]))
    with pytest.raises(ValueError, match="positions for 16 tokens, not 17"):
        model.step(state, torch.tensor([[START]]))


def test_a_trace_changes_no_bit_of_the_prediction() -> None:
    model, ids = small().float(), texts()
    tables = [table.name for table in model.structure().tables]
    assert torch.equal(model.predict(ids), model.predict(ids, Trace(wanted=tables)))


@pytest.mark.parametrize("pre_norm", [False, True])
def test_its_diagram_is_true(pre_norm: bool) -> None:
    model, ids = small(pre_norm), texts()
    symbols = {"T": 12, "V": 50}
    check_structure(model, lambda trace: model.predict(ids, trace), {"text": 12}, symbols)
    assert {table.name for table in model.structure().tables}.issuperset(norms(model))


def test_the_sum_that_enters_and_the_numbers_of_a_norm() -> None:
    model, ids = small(), texts()
    names = ["text.embedding", "embedding.token", "embedding.position"]
    first = "decoder.1.around_self.norm"
    trace = Trace(wanted=[*names, f"{first}.in", f"{first}.out"], differentiable=True)
    logits = model.predict(ids, trace)
    total, tokens, positions = (trace.tensors[name] for name in names)
    assert torch.equal(tokens, model.embedding.weight[ids])
    assert torch.equal(positions[0], model.positions.table[:12])
    assert torch.equal(total, tokens + positions)
    (gradient,) = torch.autograd.grad(logits[0, 5, 7], total)
    assert (gradient[0, :6].abs().sum(-1) > 0).all() and (gradient[0, 6:] == 0).all()

    x, normed = trace.tensors[f"{first}.in"], trace.tensors[f"{first}.out"]
    norm = model.decoder[1].around_self.norm
    assert isinstance(norm, nn.LayerNorm)
    mean, variance = x.mean(-1, keepdim=True), x.var(-1, unbiased=False, keepdim=True)
    expected = (x - mean) / (variance + 1e-5).sqrt() * norm.weight + norm.bias
    torch.testing.assert_close(normed, expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("dropout", [0.0, 0.4])
def test_weights_shown_are_before_dropout_and_after_the_mask(
    dropout: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, ids = small(attention_dropout=dropout), texts()
    fused: list[Tensor] = []
    function = F.scaled_dot_product_attention

    def remembered(*given: Tensor, **named: object) -> Tensor:
        fused.append(function(*given, **named))  # type: ignore[arg-type]
        return fused[-1]

    monkeypatch.setattr(attention.F, "scaled_dot_product_attention", remembered)
    training, trace = Trace(), Trace()
    model.train().predict(ids, training)
    in_training = fused.copy()
    fused.clear()
    model.eval().predict(ids, trace)
    for n, output in enumerate(fused):
        record = trace.attention[f"decoder.{n}.self"]
        torch.testing.assert_close(record.weights() @ record.v, output, rtol=0, atol=1e-12)
    first = training.attention["decoder.0.self"]
    assert torch.equal(first.weights(), trace.attention["decoder.0.self"].weights())
    assert torch.equal(in_training[0], fused[0]) == (dropout == 0)
    for record in training.attention.values():
        weights = record.weights()
        assert (weights.triu(1) == 0).all()
        torch.testing.assert_close(weights.sum(-1), torch.ones(4, 3, 12, dtype=torch.float64))


def test_fresh_weights_are_the_papers() -> None:
    torch.manual_seed(0)
    model = GPT(200, 64, 4, 4, 256, longest=64)
    for name, parameter in model.named_parameters():
        if parameter.dim() == 2:
            assert parameter.std().item() == pytest.approx(0.02, rel=0.05), name
        else:
            assert (parameter == (1.0 if "norm.weight" in name else 0.0)).all(), name


def test_gpt_2_begins_with_smaller_steps_in_the_residual_stream() -> None:
    torch.manual_seed(0)
    model = GPT(200, 64, 4, 4, 256, pre_norm=True, longest=64)
    for layer in model.decoder:
        for adding in (layer.self_attention.project_out, layer.feed_forward[2]):
            assert adding.weight.std().item() == pytest.approx(0.02 / math.sqrt(8), rel=0.05)
        assert layer.feed_forward[0].weight.std().item() == pytest.approx(0.02, rel=0.05)


def test_one_matrix_is_embedding_and_output() -> None:
    model = GPT(50, 24, 3, 2, 40)
    assert sum(p.shape == (50, 24) for p in model.parameters()) == 1
    storages = [t.untyped_storage().data_ptr() for t in model.state_dict().values()]
    assert len(set(storages)) == len(storages)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"norm": "pre", "layers": 2},
        {"d_model": 24, "heads": 3, "d_ff": 40, "positions": 100},
    ],
)
def test_parameters_are_counted_without_making_the_model(options: dict[str, int | str]) -> None:
    complete = find("gpt").complete(options)
    longest = GPT.longest_for(complete, 70)
    model = GPT.build(complete, 50, longest)
    assert GPT.count_parameters(complete, 50, longest) == sum(p.numel() for p in model.parameters())
    assert model.longest == max(70, int(complete["positions"]))


@pytest.mark.parametrize("dropout", [0.0, 0.1])
@pytest.mark.parametrize(
    ("sizes", "vocabulary", "batch", "length"),
    [
        ({}, 195, 16, 41),
        ({"d_model": 128, "d_ff": 512, "layers": 4, "norm": "pre"}, 2000, 8, 128),
        ({"layers": 1}, 5000, 8, 20),
    ],
)
def test_activations_are_counted_within_a_factor_of_three(
    sizes: dict[str, int | str], vocabulary: int, batch: int, length: int, dropout: float
) -> None:
    dropouts = ("dropout", "attention_dropout", "embedding_dropout")
    options = find("gpt").complete({**sizes, **dict.fromkeys(dropouts, dropout)})
    model = GPT.build(options, vocabulary, length)
    ids = torch.randint(7, vocabulary, (batch, length))
    kept = activations_kept(model, lambda: model.loss(ids, ids))
    assert kept <= GPT.count_activations(options, vocabulary, batch, length) <= 3 * kept


def test_the_papers_sizes_have_116_million_parameters() -> None:
    """With the released code's vocabulary of 40,478; the released weights have 116,534,784."""
    options = find("gpt").complete(find("gpt").presets[0].options)
    assert GPT.longest_for(options, 64) == 512
    assert GPT.count_parameters(options, 40_478, 512) == 116_534_784
