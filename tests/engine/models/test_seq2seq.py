"""Seq2Seq equals the papers' equations in float64, and keeps its promises about padding."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import Tensor

from engine.catalog import find
from engine.data.tokenizer import END, PAD, START
from engine.generation.greedy import greedy
from engine.models.face import shifted_right
from engine.models.seq2seq import Seq2Seq
from engine.trace import Trace
from tests.engine.models import seq2seq_reference
from tests.engine.models.memory import activations_kept

TOLERANCE = 1e-9
VOCABULARY = 30
LENGTHS = [(9, 11), (6, 7), (2, 9), (1, 1)]

every_combination = pytest.mark.parametrize(
    "options",
    [
        {
            "layers": layers,
            "context_from": context_from,
            "context_to": context_to,
            "reverse_source": reverse_source,
        }
        for layers in (1, 2)
        for context_from in ("last state", "all states")
        for context_to in ("first step", "every step")
        for reverse_source in (False, True)
    ],
    ids=lambda options: " ".join(str(value) for value in options.values()),
)


def batch() -> tuple[Tensor, Tensor]:
    """Four sentences of different lengths, padded; the last is empty but for its end."""
    generator = torch.Generator().manual_seed(3)
    source = torch.randint(4, VOCABULARY, (4, 9), generator=generator)
    target = torch.randint(4, VOCABULARY, (4, 11), generator=generator)
    for row, (s, t) in enumerate(LENGTHS):
        source[row, s - 1], source[row, s:] = END, PAD
        target[row, t - 1], target[row, t:] = END, PAD
    return source, target


def small(**options: Any) -> Seq2Seq:
    """Float64, with weights large enough for every gate to leave its middle."""
    torch.manual_seed(11)
    model = Seq2Seq(VOCABULARY, 5, 6, **{"layers": 1, **options}, longest=32).double()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(8.0)
    return model.eval()


def pairs() -> list[tuple[list[int], list[int]]]:
    source, target = batch()
    return [
        (source[row, :s].tolist(), target[row, :t].tolist()) for row, (s, t) in enumerate(LENGTHS)
    ]


def everything(model: Seq2Seq) -> Trace:
    return Trace(wanted={table.name for table in model.structure().tables})


@every_combination
def test_logits_loss_and_gradients_equal_the_equations(options: dict[str, Any]) -> None:
    model = small(**options)
    weights = {n: p.detach().clone().requires_grad_() for n, p in model.named_parameters()}
    source, target = batch()

    logits = model.predict(source, shifted_right(target))
    for row, (of_source, of_target) in enumerate(pairs()):
        inputs = [START, *of_target[:-1]]
        expected = seq2seq_reference.logits(weights, of_source, inputs, **options)
        torch.testing.assert_close(logits[row, : len(inputs)], expected, rtol=0, atol=TOLERANCE)

    loss = model.loss(source, target)
    expected = seq2seq_reference.loss(weights, pairs(), **options)
    torch.testing.assert_close(loss, expected, rtol=0, atol=TOLERANCE)
    loss.backward()
    expected.backward()
    for name, parameter in model.named_parameters():
        theirs = weights[name].grad
        assert theirs is not None and theirs.abs().max() > 0, name
        torch.testing.assert_close(parameter.grad, theirs, rtol=0, atol=TOLERANCE)


@every_combination
def test_padding_changes_nothing(options: dict[str, Any]) -> None:
    """Logits, loss and gradients of a batch are those of its sentences one by one."""
    model = small(**options)
    source, target = batch()
    together = model.predict(source, shifted_right(target))
    tokens = sum(t for _, t in LENGTHS)
    model.loss(source, target).backward()
    padded = {name: p.grad.clone() for name, p in model.named_parameters() if p.grad is not None}
    model.zero_grad()
    for row, (s, t) in enumerate(LENGTHS):
        alone = source[row : row + 1, :s], target[row : row + 1, :t]
        logits = model.predict(alone[0], shifted_right(alone[1]))
        torch.testing.assert_close(together[row, :t], logits[0], rtol=0, atol=1e-12)
        (model.loss(*alone) * t / tokens).backward()
    for name, parameter in model.named_parameters():
        torch.testing.assert_close(parameter.grad, padded[name], rtol=0, atol=1e-12)


@every_combination
def test_stepping_equals_the_whole_forward(options: dict[str, Any]) -> None:
    model = small(**options)
    source, target = batch()
    inputs = shifted_right(target)
    state = model.begin(source)
    stepped = torch.stack([model.step(state, column) for column in inputs.unbind(1)], 1)
    torch.testing.assert_close(stepped, model.predict(source, inputs), rtol=0, atol=1e-12)


@every_combination
def test_a_later_token_changes_nothing_earlier(options: dict[str, Any]) -> None:
    model = small(**options)
    source, target = batch()
    inputs = shifted_right(target)
    changed = inputs.clone()
    changed[:, 6:] = (changed[:, 6:] + 7) % VOCABULARY
    one, two = model.predict(source, inputs), model.predict(source, changed)
    assert torch.equal(one[:, :6], two[:, :6])
    assert not torch.equal(one[:, 6:], two[:, 6:])


@every_combination
def test_the_gates_shown_are_those_of_the_computation(options: dict[str, Any]) -> None:
    """o ∘ tanh(c) of the tables is the hidden state that the kernel returned, padding or not."""
    model = small(**options)
    source, target = batch()
    trace = everything(model)
    model.predict(source, shifted_right(target), trace)
    for side in ("encoder", "decoder"):
        gates, cells = trace.tensors[f"{side}.gates"], trace.tensors[f"{side}.cells"]
        states = trace.tensors[f"{side}.states"]
        assert states.abs().max() > 0.1
        shown = gates[:, :, 3] * cells.tanh()
        torch.testing.assert_close(shown, states, rtol=0, atol=1e-12)
        inputs = trace.tensors[f"{side}.gate_inputs"]
        torch.testing.assert_close(inputs[:, :, 1].sigmoid(), gates[:, :, 1], rtol=0, atol=1e-15)
        torch.testing.assert_close(inputs[:, :, 2].tanh(), gates[:, :, 2], rtol=0, atol=1e-15)


def test_cells_and_gates_equal_the_equations_one_by_one() -> None:
    """The last cell of each table, from the written-out recurrence of the reference."""
    model = small(layers=2, reverse_source=True)
    weights = dict(model.named_parameters())
    source = batch()[0][1:2, :6]
    trace = everything(model)
    model.predict(source, torch.tensor([[START]]), trace)
    states = [(torch.zeros(6, dtype=torch.float64),) * 2] * 2
    *words, end = source[0].tolist()
    for place, word in [*reversed(list(enumerate(words))), (5, end)]:
        embedded = weights["source_embedding.weight"][word]
        states = seq2seq_reference._stack(weights, "encoder", embedded, states)
        # The table stands in the order of the sentence, whatever the order of reading.
        for name, expected in zip(("states", "cells"), states[-1], strict=True):
            shown = trace.tensors[f"encoder.{name}"][0, place]
            torch.testing.assert_close(shown, expected, rtol=0, atol=1e-12)
        torch.testing.assert_close(trace.tensors["source.embedding"][0, place], embedded)
    start = trace.tensors["decoder.start"][0]
    torch.testing.assert_close(start, torch.stack([part for layer in states for part in layer]))


@every_combination
def test_tables_are_all_there_in_the_shapes_announced(options: dict[str, Any]) -> None:
    model = small(**options)
    source, target = batch()
    structure, trace = model.structure(), everything(model)
    model.predict(source, shifted_right(target), trace)
    assert set(trace.tensors) == {table.name for table in structure.tables}
    symbols = {"S": 9, "T": 11, "V": VOCABULARY}
    for block in structure.blocks:
        assert set(block.inputs) <= {other.name for other in structure.blocks}
        if block.table:
            shape = tuple(symbols.get(str(side), side) for side in block.shape)
            assert trace.tensors[block.table].shape == (4, *shape)
    for table in structure.tables:
        shape = trace.tensors[table.name].shape[1:]
        for axis, size in zip(table.axes, shape, strict=True):
            if not isinstance(axis, str):
                assert size == {"source": 9, "target": 11}[axis.sequence]
            elif axis in table.labels:
                assert size == len(table.labels[axis])
    drawn = sorted(shape for block in structure.blocks for _, shape in block.weights)
    assert drawn == sorted(tuple(parameter.shape) for parameter in model.parameters())


def test_a_trace_changes_no_bit_and_keeps_only_what_is_wanted() -> None:
    model = small(layers=2).float()
    source, target = batch()
    inputs = shifted_right(target)
    trace = everything(model)
    assert torch.equal(model.predict(source, inputs), model.predict(source, inputs, trace))
    nothing = Trace()
    model.predict(source, inputs, nothing)
    assert not nothing.tensors and not nothing.attention


@pytest.mark.parametrize("sentences", [1, 40], ids=["fewer words than types", "more"])
def test_words_are_marked_in_the_table_or_in_the_batch_with_the_same_result(sentences: int) -> None:
    """Bit for bit the embeddings, 0 beside words and 1 beside padding; gradients too."""
    model = small().float()
    ids = batch()[0][1:].repeat(sentences, 1).T
    assert (ids.numel() > VOCABULARY) == (sentences > 1) and (ids == PAD).any()
    table = model.source_embedding.weight
    read = model._read(ids, padded=True)
    assert torch.equal(read, torch.cat([table[ids], (ids == PAD)[..., None].float()], 2))
    upstream = torch.randn(read.shape, generator=torch.Generator().manual_seed(5))
    (gradient,) = torch.autograd.grad(read, table, upstream)
    expected = torch.zeros_like(table).index_put_((ids,), upstream[..., :-1], accumulate=True)
    expected[PAD] = 0.0
    torch.testing.assert_close(gradient, expected, rtol=1e-5, atol=1e-5)


def test_padding_stays_exactly_zero_in_float32() -> None:
    """The fused kernel's own tanh gives 0 for 0, so that a state of 0 stays one."""
    model = small(layers=2).float()
    source, target = batch()
    trace = everything(model)
    model.predict(source, shifted_right(target), trace)
    for n in range(2):
        assert (trace.tensors[f"encoder.{n}.output"][source == PAD] == 0).all()


def test_the_last_state_is_c_and_every_step_sees_it() -> None:
    source, target = batch()
    for reverse_source in (False, True):
        model = small(context_to="every step", reverse_source=reverse_source)
        trace = everything(model)
        model.predict(source, shifted_right(target), trace)
        states, context = trace.tensors["encoder.states"], trace.tensors["context"]
        for row, (s, _) in enumerate(LENGTHS):
            # </s> is read last whichever way the words are read.
            assert torch.equal(states[row, s - 1], context[row])
    # With c cut off from the first state, only a decoder that reads c at every step has it.
    state = model.begin(source)
    state.layers = model.decoder.zeros(state.context)
    logits = model.step(state, source[:, 0] * 0 + START)
    assert not torch.allclose(logits[0], logits[1])


def test_reversing_the_source_reverses_its_words_alone() -> None:
    forward, backward = small(reverse_source=False), small(reverse_source=True)
    turned = torch.tensor([[7, 6, 5, 4, END, PAD]])
    straight = torch.tensor([[4, 5, 6, 7, END]])
    inputs = torch.tensor([[START, 9, 8]])
    one, two = backward.predict(turned, inputs), forward.predict(straight, inputs)
    torch.testing.assert_close(one, two, rtol=0, atol=1e-12)


def test_every_weight_begins_within_the_papers_bounds() -> None:
    torch.manual_seed(5)
    model = Seq2Seq(200, 40, 50, layers=2, context_from="all states")
    for name, parameter in model.named_parameters():
        values = parameter.detach()
        assert 0.07 < values.abs().max() <= 0.08, name
        # Uniform: mean 0 and variance 0.08² / 3, within what so many draws allow.
        assert values.mean().abs() < 4 * 0.08 / (3 * values.numel()) ** 0.5, name
    assert (model.source_embedding.weight[PAD] == 0).all()


def test_dropout_falls_between_layers_alone() -> None:
    source, target = batch()
    inputs = shifted_right(target)
    one = small(layers=1, dropout=0.5).train()
    assert torch.equal(one.predict(source, inputs), one.predict(source, inputs))
    two = small(layers=2, dropout=0.5).train()
    assert not torch.equal(two.predict(source, inputs), two.predict(source, inputs))
    assert torch.equal(two.eval().predict(source, inputs), small(layers=2).predict(source, inputs))


@every_combination
def test_greedy_decoding_follows_the_likeliest_token(options: dict[str, Any]) -> None:
    model = small(**options)
    source, _ = batch()
    ids, probabilities = greedy(model, source, 6)
    logits = model.predict(source, shifted_right(ids))
    for row in range(4):
        ended = (ids[row] == END).nonzero()[:1].flatten().tolist()
        length = ended[0] + 1 if ended else ids.shape[1]
        likeliest = logits[row, :length].softmax(-1).max(-1)
        assert torch.equal(likeliest.indices, ids[row, :length])
        torch.testing.assert_close(likeliest.values, probabilities[row, :length])


@every_combination
def test_parameters_are_counted_without_making_the_model(options: dict[str, Any]) -> None:
    complete = find("seq2seq").complete({**options, "embedding": 7, "hidden": 11})
    model = Seq2Seq.build(complete, VOCABULARY, 70)
    counted = Seq2Seq.count_parameters(complete, VOCABULARY, 70)
    assert counted == sum(parameter.numel() for parameter in model.parameters())


def test_the_papers_model_has_384_million_parameters_64_million_of_them_recurrent() -> None:
    """Sutskever et al. 2014, section 3.4: 160,000 source words, 80,000 target words.

    Heed has one vocabulary for both sides; the paper's two enter here one by one.
    """
    complete = find("seq2seq").complete(find("seq2seq").presets[0].options)
    one, two = (Seq2Seq.count_parameters(complete, size, 512) for size in (0, 1))
    # A word of the vocabulary costs two embeddings of 1000 and an output row of 1001.
    assert two - one == 3001
    assert round(one / 1e6) == 64
    assert round((one + 160_000 * 1000 + 80_000 * 2001) / 1e6) == 384


@pytest.mark.parametrize(
    ("embedding", "hidden", "layers", "vocabulary", "length", "context_to"),
    [
        (48, 192, 1, 500, 15, "every step"),
        (32, 128, 2, 40, 30, "first step"),
        (256, 256, 4, 2000, 40, "every step"),
    ],
)
def test_the_estimate_of_memory_is_an_upper_bound_within_a_factor_of_three(
    embedding: int, hidden: int, layers: int, vocabulary: int, length: int, context_to: str
) -> None:
    options = find("seq2seq").complete(
        {"embedding": embedding, "hidden": hidden, "layers": layers, "context_to": context_to}
    )
    model = Seq2Seq.build(options, vocabulary, 512)
    ids = torch.randint(4, vocabulary, (16, length))
    kept = activations_kept(model, lambda: model.loss(ids, ids))
    assert kept <= Seq2Seq.count_activations(options, vocabulary, 16, length) <= 3 * kept
