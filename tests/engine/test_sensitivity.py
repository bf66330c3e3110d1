"""Gradients of logits by embeddings: by finite differences, and row by row."""

from __future__ import annotations

import copy

import pytest
import torch
from torch import Tensor

from engine.data.tokenizer import END, START
from engine.models.seq2seq import Seq2Seq
from engine.sensitivity import sensitivity
from engine.trace import Trace

SOURCE = torch.tensor([[7, 9, 4, 11, END]])
OUTPUTS = torch.tensor([[5, 8, END]])
INPUTS = torch.tensor([[START, 5, 8]])


def small(**options: object) -> Seq2Seq:
    torch.manual_seed(4)
    model = Seq2Seq(12, 4, 6, **{"layers": 2, "dropout": 0.5, **options}).double()  # type: ignore[arg-type]
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(8.0)
    return model


def row_by_row(model: Seq2Seq) -> Tensor:
    """One forward and backward for each output, the plain way."""
    rows = []
    for j, word in enumerate(OUTPUTS[0].tolist()):
        trace = Trace(wanted={"source.embedding"}, differentiable=True)
        logits = model.predict(SOURCE, INPUTS, trace)
        embedding = trace.tensors["source.embedding"]
        (gradient,) = torch.autograd.grad(logits[0, j, word], embedding)
        rows.append(gradient[0].norm(dim=-1))
    return torch.stack(rows)


@pytest.mark.parametrize("context_from", ["last state", "all states"])
@pytest.mark.parametrize("reverse_source", [False, True])
def test_all_rows_at_once_equal_one_after_the_other(
    context_from: str, reverse_source: bool
) -> None:
    model = small(context_from=context_from, reverse_source=reverse_source).eval()
    found = sensitivity(model, SOURCE, INPUTS, OUTPUTS)
    assert found.shape == (3, 5) and found.min() > 0
    torch.testing.assert_close(found, row_by_row(model), rtol=0, atol=1e-12)


@pytest.mark.parametrize("at_once", [1, 16])
def test_a_long_sentence_takes_several_passes(
    monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    model = small().eval()
    taken: list[int] = []
    predict = model.predict

    def counted(source: Tensor, inputs: Tensor, trace: Trace) -> Tensor:
        taken.append(len(source))
        return predict(source, inputs, trace)

    monkeypatch.setattr(model, "predict", counted)
    monkeypatch.setattr("engine.sensitivity._AT_ONCE", at_once)
    found = sensitivity(model, SOURCE, INPUTS, OUTPUTS)
    assert taken == ([1, 1, 1] if at_once == 1 else [2, 1])
    monkeypatch.undo()
    torch.testing.assert_close(found, row_by_row(model), rtol=0, atol=1e-12)


def test_every_number_equals_finite_differences() -> None:
    """Each feature of each word's embedding is moved by hand; the words of SOURCE all differ."""
    model = small(context_to="every step").eval()
    squares = torch.zeros(3, 5, dtype=torch.float64)
    weights, move = model.source_embedding.weight, 1e-5
    with torch.no_grad():
        for i, word in enumerate(SOURCE[0].tolist()):
            for feature in range(4):
                asked = []
                for sign in (1, -1):
                    weights[word, feature] += sign * move
                    logits = model.predict(SOURCE, INPUTS)[0]
                    asked.append(logits.gather(1, OUTPUTS.T)[:, 0])
                    weights[word, feature] -= sign * move
                squares[:, i] += ((asked[0] - asked[1]) / (2 * move)) ** 2
    found = sensitivity(model, SOURCE, INPUTS, OUTPUTS)
    torch.testing.assert_close(found, squares.sqrt(), rtol=1e-7, atol=1e-9)


def test_nothing_of_the_model_is_touched() -> None:
    model = small()
    model.encoder.eval()  # one part in another mode than the rest
    model.loss(SOURCE, OUTPUTS).backward()
    gradients = {name: p.grad.clone() for name, p in model.named_parameters() if p.grad is not None}
    weights = copy.deepcopy(model.state_dict())
    modes = [module.training for module in model.modules()]
    drawn = torch.get_rng_state()
    with torch.no_grad():
        found = sensitivity(model, SOURCE, INPUTS, OUTPUTS)
    assert not found.requires_grad
    assert torch.equal(torch.get_rng_state(), drawn)
    assert [module.training for module in model.modules()] == modes
    assert gradients.keys() == dict(model.named_parameters()).keys()
    for name, parameter in model.named_parameters():
        assert parameter.grad is not None
        assert torch.equal(parameter.grad, gradients[name])
    for name, tensor in model.state_dict().items():
        assert torch.equal(tensor, weights[name])
    # Twice the same in a model with dropout: it was looked at in eval mode.
    assert torch.equal(found, sensitivity(model, SOURCE, INPUTS, OUTPUTS))
