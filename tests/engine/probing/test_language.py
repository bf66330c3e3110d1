"""A text through a language model: what is shown is what the model computed."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engine import catalog
from engine.data.tokenizer import END, START, Tokenizer
from engine.data.worlds.stories import STORIES, Link
from engine.models.gpt import GPT
from engine.probing.asked import Asked
from engine.probing.language import look
from engine.problem import Problem
from engine.seen.maps import DotProduct, HeadReference
from engine.seen.predictions import Decision

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


class Grammar:
    """Knows one text: a log p for each token, and that the first word decides the fourth."""

    def __init__(self, known: tuple[float, ...]) -> None:
        self.known = known

    def log_probabilities(self, story: str) -> tuple[float, ...] | None:
        return self.known if story == TEXT else None

    def phenomena(self, story: str) -> tuple[Link, ...]:
        return (Link("colour", 3, frozenset({2, 0})),)


KNOWN = tuple(-0.1 * n for n in range(7))


def test_what_the_grammar_knows_stands_beside_it(model: GPT, vocabulary: Tokenizer) -> None:
    seen = look(model, vocabulary, Asked(TEXT), Grammar(KNOWN)).predictions
    assert seen is not None and seen.known is not None
    np.testing.assert_allclose(seen.known, KNOWN, rtol=1e-6)
    assert seen.decisions == {3: Decision("colour", (0, 2))}


@pytest.mark.parametrize(
    ("text", "grammar"),
    [("tom has a hat .", Grammar(KNOWN)), (TEXT, Grammar(KNOWN[:3])), (TEXT, None)],
    ids=["another text", "cut otherwise", "no grammar"],
)
def test_what_the_grammar_does_not_know_is_not_said(
    model: GPT, vocabulary: Tokenizer, text: str, grammar: Grammar | None
) -> None:
    seen = look(model, vocabulary, Asked(text), grammar).predictions
    assert seen is not None
    assert seen.known is None and not seen.decisions


def test_a_story_says_which_words_decide_which(model: GPT) -> None:
    story = STORIES.examples[2]
    assert "the key to the cabinets is under" in story
    vocabulary = Tokenizer.fit(STORIES.examples, "word", 200, cloze=True)
    torch.manual_seed(0)
    reader = GPT.build(catalog.find("gpt").complete({}), len(vocabulary), 64)
    seen = look(reader, vocabulary, Asked(story), STORIES)
    assert seen.predictions is not None
    words = [token.text for token in seen.sequences["text"]]
    said = {
        (words[row], decision.how, *(words[at] for at in decision.words))
        for row, decision in seen.predictions.decisions.items()
    }
    assert ("is", "agreement", "key") in said, "and not the cabinets beside it"
    assert any(row[:2] == ("reads", "use") and set(row[2:]) == {"letter"} for row in said)


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
