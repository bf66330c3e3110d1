"""A text through a language model: what is shown is what the model computed."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engine import catalog
from engine.data.tokenizer import END, START, Tokenizer
from engine.models.gpt import GPT
from engine.probing.asked import Asked
from engine.probing.language import look
from engine.problem import Problem
from engine.seen.maps import DotProduct, HeadReference

TEXT = "lena has a red ball ."


@pytest.fixture
def vocabulary() -> Tokenizer:
    return Tokenizer.fit([TEXT, "tom has a hat ."], "word", 100, cloze=True)


@pytest.fixture
def model(vocabulary: Tokenizer) -> GPT:
    torch.manual_seed(0)
    sizes = {"d_model": 16, "heads": 2, "layers": 2, "d_ff": 32, "dropout": 0.1}
    return GPT.build(catalog.find("gpt").complete(sizes), len(vocabulary), 64).train()


@torch.no_grad()
def test_rows_are_the_models_own_predictions(model: GPT, vocabulary: Tokenizer) -> None:
    seen = look(model, vocabulary, Asked(TEXT))
    assert model.training, "left as it was found"
    tokens = seen.sequences["text"]
    assert [token.text for token in tokens] == [*TEXT.split(), "</s>"]
    predictions = seen.predictions
    assert predictions is not None
    model.eval()
    ids = [token.id for token in tokens]
    for row, id in enumerate(ids):
        logits = model.predict(torch.tensor([[START, *ids[:row]]]))[0, -1]
        best = logits.softmax(-1)
        assert predictions.expected[row] == pytest.approx(float(best[id]), abs=1e-6)
        assert predictions.ids[row, 0] == int(best.argmax())
    assert predictions.rows.sequence == "text"
    assert predictions.counted is None
    assert ids[-1] == END


def test_maps_follow_from_the_parts_they_are_made_of(model: GPT, vocabulary: Tokenizer) -> None:
    asked = (HeadReference("decoder", 1, 0), HeadReference("decoder", 0, -1))
    group = look(model, vocabulary, Asked(TEXT, heads=asked)).groups["decoder"]
    assert set(group.parts) == {(1, 0), (0, 0), (0, 1)}
    for place, parts in group.parts.items():
        assert isinstance(parts, DotProduct)
        scores = parts.query @ parts.key.T / np.sqrt(parts.query.shape[1])
        scores[group.closed != 0] = -np.inf
        weights = np.exp(scores - scores.max(1, keepdims=True))
        weights /= weights.sum(1, keepdims=True)
        np.testing.assert_allclose(group.weights[place], weights, atol=1e-6)


def test_what_the_grammar_knows_stands_beside_it(model: GPT, vocabulary: Tokenizer) -> None:
    known = tuple(-0.1 * n for n in range(7))
    seen = look(model, vocabulary, Asked(TEXT), lambda text: known if text == TEXT else None)
    assert seen.predictions is not None
    assert seen.predictions.known is not None
    np.testing.assert_allclose(seen.predictions.known, known, rtol=1e-6)
    for grammar in (lambda _: None, lambda _: known[:3], None):
        foreign = look(model, vocabulary, Asked(TEXT), grammar).predictions
        assert foreign is not None
        assert foreign.known is None


def test_what_cannot_be_looked_at_is_said(model: GPT, vocabulary: Tokenizer) -> None:
    with pytest.raises(Problem, match="The text is empty"):
        look(model, vocabulary, Asked("  "))
    with pytest.raises(Problem, match=r"65 tokens; this model has positions for 64\. Shorten it"):
        look(model, vocabulary, Asked("a " * 64))


def test_looking_draws_nothing_and_leaves_no_gradient(model: GPT, vocabulary: Tokenizer) -> None:
    before = torch.get_rng_state()
    look(model, vocabulary, Asked(TEXT, tables=("text.embedding", "embedding.plane")))
    assert torch.equal(before, torch.get_rng_state())
    assert all(parameter.grad is None for parameter in model.parameters())
