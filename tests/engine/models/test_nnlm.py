"""The NNLM equals its equation written out in loops, and sees its window and nothing else."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.catalog.nnlm import NNLM as ENTRY
from engine.data.tokenizer import END, PAD, START
from engine.memory import estimate
from engine.models.nnlm import NNLM
from engine.trace import Trace
from tests.engine.models.memory import activations_kept

VOCABULARY = 23
TOLERANCE = 1e-12
#: n, m, h, direct: all there is, no direct connections, no hidden units, a window of one word.
SHAPES = [(4, 5, 6, True), (5, 3, 7, False), (3, 4, 0, True), (2, 6, 4, True), (10, 2, 3, False)]
every_shape = pytest.mark.parametrize("shape", SHAPES)
Shape = tuple[int, int, int, bool]


def small(shape: Shape) -> NNLM:
    torch.manual_seed(5)
    return NNLM(VOCABULARY, *shape).double().eval()


def batch() -> tuple[Tensor, Tensor]:
    """Inputs and outputs of three texts; the last is a piece from within a document."""
    generator = torch.Generator().manual_seed(3)
    rows = torch.randint(4, VOCABULARY, (3, 9), generator=generator)
    rows[:2, 0] = START
    for row, length in enumerate((9, 6, 4)):
        rows[row, length - 1], rows[row, length:] = END, PAD
    inputs, outputs = rows[:, :-1].clone(), rows[:, 1:]
    inputs[outputs == PAD] = PAD
    return inputs, outputs


class WrittenOut:
    """y = b + W x + U tanh(d + H x) for one window, by hand from copied weights."""

    def __init__(self, model: NNLM, shape: Shape) -> None:
        n, m, h, direct = shape
        weights = {name: p.detach().numpy().copy() for name, p in model.named_parameters()}
        wide = (n - 1) * m if direct else 0
        self.k = n - 1
        self.C = weights["embedding.weight"]
        self.b = weights["output.bias"]
        self.W = (
            weights["output.weight"][:, :wide] if direct else np.zeros((VOCABULARY, self.k * m))
        )
        self.U = weights["output.weight"][:, wide:]
        self.H = weights.get("hidden.weight", np.zeros((0, self.k * m)))
        self.d = weights.get("hidden.bias", np.zeros(0))
        assert self.U.shape == (VOCABULARY, h)

    def logits(self, text: list[int], t: int) -> NDArray[np.float64]:
        """What follows text[: t + 1]."""
        x: list[float] = []
        for back in range(self.k):
            x.extend(self.C[text[t - back] if t >= back else START])
        hidden = [
            math.tanh(d + sum(w * value for w, value in zip(row, x, strict=True)))
            for d, row in zip(self.d, self.H, strict=True)
        ]
        return np.array(
            [
                b
                + sum(w * value for w, value in zip(direct, x, strict=True))
                + sum(u * unit for u, unit in zip(to, hidden, strict=True))
                for b, direct, to in zip(self.b, self.W, self.U, strict=True)
            ]
        )


@every_shape
def test_logits_loss_and_perplexity_are_the_equations(shape: Shape) -> None:
    model = small(shape)
    expected = WrittenOut(model, shape)
    inputs, outputs = batch()
    logits = model.predict(inputs).detach().numpy()
    negative_log_p = []
    for row, text in enumerate(inputs.tolist()):
        for t in range(len(text)):
            y = expected.logits(text, t)
            np.testing.assert_allclose(logits[row, t], y, rtol=0, atol=TOLERANCE)
            if outputs[row, t] != PAD:
                negative_log_p.append(np.log(np.exp(y).sum()) - y[outputs[row, t]])
    loss = model.loss(inputs, outputs).item()
    assert loss == pytest.approx(np.mean(negative_log_p), abs=TOLERANCE)
    likelihood = np.prod(np.exp(-np.array(negative_log_p)))
    assert math.exp(loss) == pytest.approx(likelihood ** (-1 / len(negative_log_p)), rel=1e-12)


@every_shape
def test_gradients_are_those_of_the_written_out_equation(shape: Shape) -> None:
    model = small(shape)
    n, m, _, direct = shape
    inputs, outputs = batch()
    model.loss(inputs, outputs).backward()  # type: ignore[no-untyped-call]
    theirs = {name: p.detach().clone().requires_grad_() for name, p in model.named_parameters()}
    wide = (n - 1) * m if direct else 0
    total, count = torch.zeros((), dtype=torch.float64), 0
    for text, following in zip(inputs.tolist(), outputs.tolist(), strict=True):
        for t, word in enumerate(following):
            if word == PAD:
                continue
            window = [text[t - back] if t >= back else START for back in range(n - 1)]
            x = torch.cat([theirs["embedding.weight"][id] for id in window])
            y = theirs["output.bias"].clone()
            if direct:
                y = y + theirs["output.weight"][:, :wide] @ x
            if "hidden.weight" in theirs:
                hidden = torch.tanh(theirs["hidden.bias"] + theirs["hidden.weight"] @ x)
                y = y + theirs["output.weight"][:, wide:] @ hidden
            total, count = total + y.logsumexp(0) - y[word], count + 1
    (total / count).backward()  # type: ignore[no-untyped-call]
    for name, parameter in model.named_parameters():
        torch.testing.assert_close(parameter.grad, theirs[name].grad, rtol=0, atol=TOLERANCE)


@every_shape
@pytest.mark.parametrize("double", [True, False])
def test_it_is_markov_of_order_k_exactly(shape: Shape, double: bool) -> None:
    """Logits at t depend on inputs t − k + 1 … t, on each of them, and on no other."""
    model = small(shape) if double else small(shape).float()
    k, length = shape[0] - 1, 14
    inputs = torch.randint(4, VOCABULARY, (2, length), generator=torch.Generator().manual_seed(1))
    inputs[:, 0] = START
    before = model.predict(inputs)
    for place in range(length):
        changed = inputs.clone()
        changed[:, place] = (changed[:, place] + 7) % VOCABULARY
        after = model.predict(changed)
        for t in range(length):
            assert torch.equal(before[:, t], after[:, t]) != (place <= t < place + k), (place, t)


def test_a_texts_first_words_are_seen_behind_starts() -> None:
    model = small((4, 5, 6, True))
    inputs = torch.tensor([[START, 7, 9, 11]])
    led = torch.tensor([[START, START, START, 7, 9, 11]])
    expected = model.predict(led)[:, 2:]
    torch.testing.assert_close(model.predict(inputs), expected, rtol=0, atol=TOLERANCE)


@every_shape
def test_words_one_by_one_give_the_same(shape: Shape) -> None:
    model = small(shape)
    inputs, _ = batch()
    whole = model.predict(inputs)
    state = model.begin(len(inputs))
    at = 0
    for count in (1, 2, 1, 1, 3):
        at += count
        stepped = model.step(state, inputs[:, at - count : at])
        torch.testing.assert_close(stepped, whole[:, at - 1], rtol=0, atol=TOLERANCE)


def test_padding_changes_nothing() -> None:
    model = small((4, 5, 6, True))
    inputs, outputs = batch()
    together = model.predict(inputs)
    model.loss(inputs, outputs).backward()  # type: ignore[no-untyped-call]
    gradients = {name: p.grad for name, p in model.named_parameters()}
    model.zero_grad()
    lengths = (outputs != PAD).sum(1).tolist()
    for row, length in enumerate(lengths):
        single = (inputs[row : row + 1, :length], outputs[row : row + 1, :length])
        alone = model.predict(single[0])
        torch.testing.assert_close(together[row, :length], alone[0], rtol=0, atol=TOLERANCE)
        share = length / sum(lengths)
        (model.loss(*single) * share).backward()
    for name, parameter in model.named_parameters():
        torch.testing.assert_close(parameter.grad, gradients[name], rtol=0, atol=TOLERANCE)


@every_shape
def test_a_trace_changes_nothing_and_keeps_what_is_wanted(shape: Shape) -> None:
    n, m, h, _ = shape
    model = small(shape)
    inputs, _ = batch()
    layouts = {layout.name: layout.axes for layout in model.structure().tables}
    trace = Trace(wanted=list(layouts), differentiable=True)
    logits = model.predict(inputs, trace)
    assert torch.equal(logits, model.predict(inputs))
    assert set(trace.tensors) == set(layouts)
    assert all(trace.tensors[name].dim() == len(axes) + 1 for name, axes in layouts.items())
    table = model.embedding.weight
    assert torch.equal(trace.tensors["embedding.table"], table[None])
    assert torch.equal(model.embedding_table(), table)
    assert torch.equal(trace.tensors["text.embedding"], table[inputs])
    assert trace.tensors["text.embedding"].shape == (3, 8, m)
    if h:
        windows = torch.nn.functional.pad(inputs, (n - 2, 0), value=START).unfold(1, n - 1, 1)
        x = table[windows.flip(-1)].flatten(2)
        assert model.hidden is not None
        expected = torch.tanh(x @ model.hidden.weight.T + model.hidden.bias)
        torch.testing.assert_close(trace.tensors["hidden"], expected, rtol=0, atol=TOLERANCE)

    # The gradient of a logit with respect to what entered reaches back over the window alone.
    (gradient,) = torch.autograd.grad(logits[0, 5, 8], trace.tensors["text.embedding"])
    reached = gradient[0].abs().sum(-1) > 0
    assert reached.tolist() == [5 - (n - 1) < t <= 5 for t in range(8)]
    assert not gradient[1:].any()


def test_nobody_who_wants_nothing_is_given_anything() -> None:
    trace = Trace()
    small((4, 5, 6, True)).predict(batch()[0], trace)
    assert not trace.tensors and not trace.attention


@every_shape
def test_parameters_are_counted_as_in_the_paper(shape: Shape) -> None:
    n, m, h, direct = shape
    options = ENTRY.complete({"n": n, "m": m, "h": h, "direct": direct})
    model = NNLM.build(options, VOCABULARY, 640)
    held = sum(p.numel() for p in model.parameters())
    assert NNLM.count_parameters(options, VOCABULARY, 640) == held
    paper = VOCABULARY * (1 + n * m + h) + h * (1 + (n - 1) * m)
    assert held == (paper if direct else paper - VOCABULARY * (n - 1) * m)
    shown = [weight for block in model.structure().blocks for weight in block.weights]
    assert sum(math.prod(size) for _, size in shown) == held
    assert {name for name, _ in shown} == set("Cb" + "HdU" * bool(h) + "W" * direct)


@pytest.mark.parametrize(
    ("options", "vocabulary", "length"),
    [({}, 209, 40), ({"direct": True}, 209, 40), ({"n": 10, "m": 64, "h": 500}, 2000, 64)],
)
def test_the_estimate_of_memory_is_an_upper_bound_within_a_factor_of_three(
    options: dict[str, int], vocabulary: int, length: int
) -> None:
    complete = ENTRY.complete(options)
    model = NNLM.build(complete, vocabulary, 640)
    ids = torch.randint(4, vocabulary, (16, length))
    activations = activations_kept(model, lambda: model.loss(ids, ids))
    parameters = sum(p.numel() for p in model.parameters())
    measured = 4 * (activations + 4 * parameters)  # weights, gradients, two moments
    counted = NNLM.count_activations(complete, vocabulary, 16, length)
    assert measured <= estimate(parameters, counted) <= 3 * measured


def test_a_model_that_nothing_leads_through_is_refused() -> None:
    with pytest.raises(ValueError, match="needs direct connections"):
        ENTRY.complete({"h": 0})
    with pytest.raises(ValueError, match="needs direct connections"):
        NNLM(VOCABULARY, h=0, direct=False)


def test_the_structure_shows_the_window() -> None:
    model = small((4, 5, 6, True))
    blocks = {block.name: block for block in model.structure().blocks}
    assert blocks["window"].shape == ("T", model.window, 5) == ("T", 3, 5)
    assert all(name in blocks for block in blocks.values() for name in block.inputs)
    assert blocks["output"].inputs == ("hidden", "window")


def test_bengios_own_sizes_fill_in() -> None:
    """MLP1 and MLP9 of his table 1, with his 16,383 words: 5.8 and 2.2 million numbers."""
    counts = [
        NNLM.count_parameters(ENTRY.complete(preset.options), 16_383, 640)
        for preset in ENTRY.presets
    ]
    assert counts == [
        16_383 * (1 + 5 * 60 + 50) + 50 * (1 + 4 * 60),
        16_383 * (1 + 30 + 100) + 100 * (1 + 4 * 30),
    ]
