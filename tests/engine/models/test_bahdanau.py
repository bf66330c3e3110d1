"""Bahdanau's Seq2Seq equals the paper's equations, written out here word by word in float64."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from engine.catalog import find
from engine.data.tokenizer import END, PAD
from engine.generation.greedy import greedy
from engine.layers.additive import AdditiveRecord
from engine.models.bahdanau import Bahdanau
from engine.models.face import shifted_right
from engine.specification import Scalar
from engine.trace import Trace
from tests.engine.models.memory import activations_kept

TOLERANCE = 1e-9
VOCABULARY, M, N, ALIGNMENT, MAXOUT = 30, 5, 6, 7, 4
Array = NDArray[np.float64]
LENGTHS = [(9, 11), (6, 7), (2, 9), (1, 1)]

every_readout = pytest.mark.parametrize("readout", ["previous state", "new state"])


def batch() -> tuple[Tensor, Tensor]:
    """Four sentences of different lengths, padded; the last is empty but for its end."""
    generator = torch.Generator().manual_seed(3)
    source = torch.randint(4, VOCABULARY, (4, 9), generator=generator)
    target = torch.randint(4, VOCABULARY, (4, 11), generator=generator)
    for row, (s, t) in enumerate(LENGTHS):
        source[row, s - 1], source[row, s:] = END, PAD
        target[row, t - 1], target[row, t:] = END, PAD
    return source, target


def small(readout: str = "previous state", **options: Any) -> Bahdanau:
    """Float64, with biases that are not zero and weights that give uneven attention."""
    torch.manual_seed(11)
    model = Bahdanau(VOCABULARY, M, N, ALIGNMENT, MAXOUT, readout=readout, longest=32, **options)
    model.double()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(1.5).add_(torch.randn_like(parameter) * 0.1)
    return model.eval()


def gru(p: Mapping[str, Tensor], prefix: str, way: int, s: Tensor, add: list[Tensor]) -> Tensor:
    """A.1.1: s from s_{i−1} and what the inputs add to update gate, reset gate and candidate."""
    u_z, u_r = p[f"{prefix}.U_gates"][way, :, :N], p[f"{prefix}.U_gates"][way, :, N:]
    z = torch.sigmoid(add[0] + u_z.t() @ s)
    r = torch.sigmoid(add[1] + u_r.t() @ s)
    candidate = torch.tanh(add[2] + p[f"{prefix}.U"][way].t() @ (r * s))
    return (1 - z) * s + z * candidate


def written_out(
    p: Mapping[str, Tensor], source: Tensor, inputs: Tensor, readout: str
) -> dict[str, Tensor]:
    """One sentence without padding: appendix A, one token after the other."""

    def from_input(prefix: str, way: int, x: Tensor) -> list[Tensor]:
        w, b = p[f"{prefix}.W"][way], p[f"{prefix}.b"][way, 0]
        return [w[:, k : k + N].t() @ x + b[k : k + N] for k in (0, N, 2 * N)]

    x = [p["source_embedding.weight"][token] for token in source]
    forward, backward = [], [torch.zeros(0)] * len(x)
    state = torch.zeros(N, dtype=torch.float64)
    for j in range(len(x)):
        state = gru(p, "encoder", 0, state, from_input("encoder", 0, x[j]))
        forward.append(state)
    state = torch.zeros(N, dtype=torch.float64)
    for j in reversed(range(len(x))):
        state = gru(p, "encoder", 1, state, from_input("encoder", 1, x[j]))
        backward[j] = state
    h = [torch.cat([f, b]) for f, b in zip(forward, backward, strict=True)]

    s = torch.tanh(p["W_s.weight"] @ backward[0] + p["W_s.bias"])
    u_o, v_o, c_o = p["maxout.weight"].split([N, M, 2 * N], 1)
    kept: dict[str, list[Tensor]] = {"logits": [], "alpha": [], "contexts": [], "states": []}
    for token in inputs:
        y = p["target_embedding.weight"][token]
        scores = []
        for h_j in h:
            inside = p["decoder.attention.W_a.weight"] @ s + p["decoder.attention.U_a.weight"] @ h_j
            scores.append(p["decoder.attention.v_a"] @ torch.tanh(inside))
        powers = [score.exp() for score in scores]
        alpha = torch.stack([power / torch.stack(powers).sum() for power in powers])
        c = torch.stack([a * h_j for a, h_j in zip(alpha, h, strict=True)]).sum(0)
        add = from_input("decoder.gru", 0, y)
        for k in range(3):
            add[k] = add[k] + p["decoder.C"][:, k * N : (k + 1) * N].t() @ c
        before, s = s, gru(p, "decoder.gru", 0, s, add)
        read = before if readout == "previous state" else s
        t = u_o @ read + v_o @ y + c_o @ c + p["maxout.bias"]
        t = torch.stack([torch.max(t[2 * k], t[2 * k + 1]) for k in range(MAXOUT)])
        for name, value in zip(kept, (p["W_o.weight"] @ t, alpha, c, s), strict=True):
            kept[name].append(value)
    return {name: torch.stack(values) for name, values in kept.items()} | {"h": torch.stack(h)}


@every_readout
def test_all_that_is_computed_is_the_papers(readout: str) -> None:
    model = small(readout)
    source, target = batch()
    inputs = shifted_right(target)
    p = {name: w.detach().clone().requires_grad_() for name, w in model.named_parameters()}
    trace = Trace(wanted=("contexts", "decoder.states", "encoder.states"))
    logits = model.predict(source, inputs, trace)
    weights = trace.attention["decoder.0.cross"].weights()[:, 0]

    log_p = []
    for row, (s, t) in enumerate(LENGTHS):
        theirs = written_out(p, source[row, :s], inputs[row, :t], readout)
        for ours, name in (
            (logits[row, :t], "logits"),
            (weights[row, :t, :s], "alpha"),
            (trace.tensors["contexts"][row, :t], "contexts"),
            (trace.tensors["decoder.states"][row, :t], "states"),
            (trace.tensors["encoder.states"][row, :s], "h"),
        ):
            torch.testing.assert_close(ours, theirs[name], rtol=0, atol=TOLERANCE)
        log_p += list(theirs["logits"].log_softmax(-1)[torch.arange(t), target[row, :t]])
    assert weights.std() > 0.1  # even weights would hide a wrong score

    expected, loss = -torch.stack(log_p).mean(), model.loss(source, target)
    torch.testing.assert_close(loss, expected, rtol=0, atol=TOLERANCE)
    expected.backward()
    loss.backward()
    for name, parameter in model.named_parameters():
        assert p[name].grad is not None and parameter.grad is not None
        assert parameter.grad.any()
        torch.testing.assert_close(parameter.grad, p[name].grad, rtol=0, atol=TOLERANCE)


@every_readout
def test_padding_is_never_attended_and_changes_nothing(readout: str) -> None:
    model = small(readout)
    source, target = batch()
    inputs = shifted_right(target)
    trace = Trace()
    together = model.predict(source, inputs, trace)
    weights = trace.attention["decoder.0.cross"].weights()
    for row, (s, t) in enumerate(LENGTHS):
        assert not weights[row, :, :, s:].any()
        alone = model.predict(source[row : row + 1, :s], inputs[row : row + 1, :t])
        torch.testing.assert_close(together[row, :t], alone[0], rtol=0, atol=1e-12)

    model.loss(source, target).backward()
    for embedding in (model.source_embedding, model.target_embedding):
        assert embedding.weight.grad is not None
        assert not embedding.weight.grad[PAD].any()
    before = {name: w.grad for name, w in model.named_parameters()}
    with torch.no_grad():
        model.source_embedding.weight[PAD] += 3.0
    model.zero_grad(set_to_none=True)
    longer = F.pad(source, (0, 4)), F.pad(target, (0, 2))
    model.loss(*longer).backward()
    for name, parameter in model.named_parameters():
        torch.testing.assert_close(parameter.grad, before[name], rtol=0, atol=1e-12)


def test_the_weights_shown_are_those_the_context_was_summed_with() -> None:
    model = small()
    source, target = batch()
    trace = Trace(wanted=("contexts", "encoder.states"))
    model.predict(source, shifted_right(target), trace)
    record = trace.attention["decoder.0.cross"]
    assert torch.equal(record.v[:, 0], trace.tensors["encoder.states"])
    for t in range(target.shape[1]):
        summed = torch.bmm(record.weights()[:, 0, t : t + 1], record.v[:, 0])[:, 0]
        assert torch.equal(summed, trace.tensors["contexts"][:, t])


def test_the_numbers_behind_the_weights_are_those_of_the_state_before() -> None:
    model = small()
    source, target = batch()
    trace = Trace()
    model.predict(source, shifted_right(target), trace)
    record = trace.attention["decoder.0.cross"]
    assert isinstance(record, AdditiveRecord)
    scores = record.scores().masked_fill(~record.mask, -torch.inf)
    torch.testing.assert_close(scores.softmax(-1), record.weights(), rtol=0, atol=1e-12)


@every_readout
def test_a_later_token_changes_nothing_earlier(readout: str) -> None:
    model = small(readout)
    source, target = batch()
    inputs = shifted_right(target)
    changed = inputs.clone()
    changed[:, 6:] = (changed[:, 6:] + 7) % VOCABULARY
    one, two = model.predict(source, inputs), model.predict(source, changed)
    assert torch.equal(one[:, :6], two[:, :6])
    assert not torch.equal(one[:, 6:], two[:, 6:])


@every_readout
def test_stepping_equals_the_whole_forward(readout: str) -> None:
    model = small(readout)
    source, target = batch()
    inputs = shifted_right(target)
    state = model.begin(source)
    stepped = torch.stack([model.step(state, column) for column in inputs.unbind(1)], 1)
    torch.testing.assert_close(stepped, model.predict(source, inputs), rtol=0, atol=1e-12)


def test_greedy_takes_the_likeliest_of_every_step() -> None:
    model = small()
    source, _ = batch()
    ids, _ = greedy(model, source, 6)
    assert torch.equal(model.predict(source, shifted_right(ids)).argmax(-1)[0], ids[0])


def test_a_trace_changes_no_bit() -> None:
    model = small().float()
    source, target = batch()
    inputs = shifted_right(target)
    trace = Trace(wanted=[table.name for table in model.structure().tables])
    assert torch.equal(model.predict(source, inputs), model.predict(source, inputs, trace))


def test_gradients_reach_the_traced_embedding() -> None:
    model = small()
    source, target = batch()
    trace = Trace(wanted=("source.embedding",), differentiable=True)
    logits = model.predict(source, shifted_right(target), trace)
    (gradient,) = torch.autograd.grad(logits[0, 3, 5], trace.tensors["source.embedding"])
    assert gradient[0].all(-1).all()
    assert not gradient[1:].any()


def test_every_table_and_block_has_the_shape_it_says() -> None:
    model = small()
    source, target = batch()
    structure = model.structure()
    trace = Trace(wanted=[table.name for table in structure.tables])
    model.predict(source, shifted_right(target), trace)
    symbols = {"S": 9, "T": 11, "V": VOCABULARY}
    for table in structure.tables:
        value = trace.tensors[table.name]
        assert value.dim() == 1 + len(table.axes)
        for axis, size in zip(table.axes, value.shape[1:], strict=True):
            if not isinstance(axis, str):
                assert size == symbols[axis.sequence[0].upper()]
            elif axis in table.labels:
                assert size == len(table.labels[axis])
    blocks = {block.name: block for block in structure.blocks}
    for block in structure.blocks:
        assert blocks.keys() >= set(block.inputs)
        shape = tuple(symbols[side] if isinstance(side, str) else side for side in block.shape)
        if block.table and block.name != "encoder":
            assert trace.tensors[block.table].shape[1:] == shape
    named = [weight for block in structure.blocks for weight in block.weights]
    assert sorted(named) == sorted((name, tuple(p.shape)) for name, p in model.named_parameters())


def test_its_one_map_goes_from_target_to_source() -> None:
    (group,) = small().groups()
    assert (group.name, group.kind, group.layers) == ("cross", "QVV", ("decoder.0.cross",))
    assert (group.rows.sequence, group.rows.shift, group.columns.sequence) == (
        "target", 0, "source",
    )  # fmt: skip
    assert group.predicts and group.aligns
    norms = group.value_norms[0](torch.tensor([[[[3.0, 4.0], [0.0, 2.0]]]]))
    assert norms.tolist() == [[[5.0, 2.0]]]


SIZES: list[dict[str, Scalar]] = [
    {},
    {"embedding": 9, "hidden": 10, "alignment": 11, "maxout": 7, "readout": "new state"},
]


@pytest.mark.parametrize("sizes", SIZES)
def test_parameters_are_counted_without_making_the_model(sizes: Mapping[str, Scalar]) -> None:
    options = find("bahdanau").complete(sizes)
    model = Bahdanau.build(options, VOCABULARY, 70)
    counted = Bahdanau.count_parameters(options, VOCABULARY, 70)
    assert counted == sum(parameter.numel() for parameter in model.parameters())


def test_the_papers_own_sizes_fill_in() -> None:
    entry = find("bahdanau")
    options = entry.complete(entry.presets[0].options)
    m, n, words = 620, 1000, 30_000
    embeddings, output = 2 * words * m, words * 500
    encoder, decoder = 2 * 3 * (m * n + n * n + n), 3 * (m * n + n * n + n + 2 * n * n)
    between = n * n + n + n * 1000 + 2 * n * 1000 + 1000 + 1000 * (n + m + 2 * n + 1)
    expected = embeddings + encoder + decoder + between + output
    assert Bahdanau.count_parameters(options, words, 50) == expected


@pytest.mark.parametrize(
    ("sizes", "vocabulary", "batch_size", "length"),
    [
        ({}, 41, 64, 20),
        ({"hidden": 96, "embedding": 48}, 500, 32, 12),
        ({"hidden": 24, "alignment": 96}, 3000, 16, 60),
    ],
)
def test_activations_are_bounded_within_a_factor_of_three(
    sizes: Mapping[str, Scalar], vocabulary: int, batch_size: int, length: int
) -> None:
    options = find("bahdanau").complete(sizes)
    model = Bahdanau.build(options, vocabulary, 70)
    ids = torch.randint(4, vocabulary, (batch_size, length))
    kept = activations_kept(model, lambda: model.loss(ids, ids, 0.1))
    counted = Bahdanau.count_activations(options, vocabulary, batch_size, length)
    assert kept <= counted <= 3 * kept


def test_the_small_start_is_the_papers() -> None:
    torch.manual_seed(2)
    model = Bahdanau(200, 40, 50, 60, 30, initialisation="small")
    for name, weight in model.named_parameters():
        if name.endswith((".U", ".U_gates")):
            product = weight[0, :, :50] @ weight[0, :, :50].t()
            torch.testing.assert_close(product, torch.eye(50), rtol=0, atol=1e-5)
        elif name.endswith((".b", ".bias", ".v_a")):
            assert not weight.any()
        else:
            deviation = 0.001 if name.endswith(("W_a.weight", "U_a.weight")) else 0.01
            assert 0.95 * deviation < weight.std().item() < 1.05 * deviation


def test_dropout_falls_in_training_alone() -> None:
    model = small(dropout=0.5)
    source, target = batch()
    inputs = shifted_right(target)
    still = model.predict(source, inputs)
    assert torch.equal(still, model.predict(source, inputs))
    assert not torch.equal(still, model.train().predict(source, inputs))


def test_the_gates_shown_make_the_states_shown_by_the_papers_formula() -> None:
    """A.1.1 in numpy: both ways of the encoder, and the decoder from s₀ = tanh(W_s ←h₁) on."""
    model = small()
    source, target = batch()
    wanted = {f"{side}.{part}" for side in ("encoder", "decoder") for part in ("gates", "states")}
    trace = Trace(wanted=frozenset({*wanted, "decoder.start"}))
    untraced = model.predict(source, shifted_right(target))
    assert torch.equal(model.predict(source, shifted_right(target), trace), untraced)
    kept = {name: value.detach().numpy() for name, value in trace.tensors.items()}
    for row, (s, t) in enumerate(LENGTHS):
        gates, states = kept["encoder.gates"][row], kept["encoder.states"][row]
        for way, order in enumerate((range(s), reversed(range(s)))):
            mine = slice(way * N, (way + 1) * N)
            state = np.zeros(N)
            for place in order:
                z, r, candidate = gates[place, :, mine]
                by_hand = _candidate(model, way, source[row, place], r * state)
                np.testing.assert_allclose(candidate, by_hand, rtol=0, atol=1e-12)
                state = (1 - z) * state + z * candidate
                np.testing.assert_allclose(states[place, mine], state, rtol=0, atol=1e-12)
        state = kept["decoder.start"][row]
        first = kept["encoder.states"][row, 0, N:]
        start = np.tanh(model.W_s.weight.detach().numpy() @ first + model.W_s.bias.detach().numpy())
        np.testing.assert_allclose(state, start, rtol=0, atol=1e-12)
        for place in range(t):
            z, _, candidate = kept["decoder.gates"][row, place]
            state = (1 - z) * state + z * candidate
            np.testing.assert_allclose(
                kept["decoder.states"][row, place], state, rtol=0, atol=1e-12
            )


def _candidate(model: Bahdanau, way: int, token: Tensor, reset: Array) -> Array:
    """tanh(W x + U [r ∘ s] + b) of the encoder."""
    p = {name: value.detach().numpy() for name, value in model.named_parameters()}
    x = p["source_embedding.weight"][int(token)]
    driven = x @ p["encoder.W"][way][:, 2 * N :] + p["encoder.b"][way, 0, 2 * N :]
    candidate: Array = np.tanh(driven + reset @ p["encoder.U"][way])
    return candidate
