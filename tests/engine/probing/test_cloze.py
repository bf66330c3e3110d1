"""A text with blanks through BERT: the draw, the segments, what the model was given."""

from __future__ import annotations

import pytest
import torch

from engine import catalog
from engine.data.tokenizer import MASK, Tokenizer
from engine.models.bert import BERT
from engine.probing.asked import Asked
from engine.probing.cloze import look, segments
from engine.problem import Problem

TEXT = "lena has a red ball . she gives the red ball to tom . tom thanks her ."


@pytest.fixture
def vocabulary() -> Tokenizer:
    return Tokenizer.fit([TEXT], "word", 100, cloze=True)


@pytest.fixture
def model(vocabulary: Tokenizer) -> BERT:
    torch.manual_seed(0)
    sizes = {"d_model": 16, "heads": 2, "layers": 2, "d_ff": 32}
    return BERT.build(catalog.find("bert").complete(sizes), len(vocabulary), 64).train()


def test_the_first_half_of_the_sentences_is_a() -> None:
    assert segments("one . two . three .") == ("one . two .", "three .")
    assert segments("one .") == ("one .", "")


@torch.no_grad()
def test_the_model_is_given_what_is_shown(model: BERT, vocabulary: Tokenizer) -> None:
    seen = look(model, vocabulary, Asked(TEXT, draw=2, genuine=True))
    tokens = seen.sequences["text"]
    frame = [n for n, token in enumerate(tokens) if token.text in ("[CLS]", "[SEP]")]
    assert [tokens[n].text for n in frame] == ["[CLS]", "[SEP]", "[SEP]"]
    assert seen.segments == (0,) * (frame[1] + 1) + (1,) * (len(tokens) - frame[1] - 1)
    stood = [token.original if token.drawn else token.text for token in tokens]
    assert " ".join(stood[1:]).replace("[SEP]", "").split() == TEXT.split()
    drawn = [n for n, token in enumerate(tokens) if token.drawn]
    assert len(drawn) == round(len(tokens) * 0.15)
    for n in drawn:
        assert (tokens[n].id == MASK) == (tokens[n].drawn == "masked")
    predictions, verdict = seen.predictions, seen.next_sentence
    assert predictions is not None
    assert predictions.counted is not None
    assert [n for n, counted in enumerate(predictions.counted) if counted] == drawn
    model.eval()
    ids = torch.tensor([[token.id for token in tokens]])
    words, follows = model.predict(ids, torch.tensor([seen.segments]))
    likeliest = words[0].argmax(-1).tolist()
    assert predictions.ids[:, 0].tolist() == likeliest
    right = vocabulary.encode(tokens[drawn[0]].original)[0]
    expected = float(words[0, drawn[0]].softmax(-1)[right])
    assert predictions.expected[drawn[0]] == pytest.approx(expected, abs=1e-6)
    assert verdict is not None
    assert verdict.is_next is True
    assert verdict.probability == pytest.approx(float(follows[0].softmax(-1)[0]), abs=1e-6)


def test_the_same_number_draws_the_same_words(model: BERT, vocabulary: Tokenizer) -> None:
    def drawn(number: int) -> list[str]:
        return [
            token.drawn
            for token in look(model, vocabulary, Asked(TEXT, draw=number)).sequences["text"]
        ]

    assert drawn(1) == drawn(1)
    assert len({tuple(drawn(number)) for number in range(6)}) > 3


def test_typed_blanks_are_guessed_and_nothing_else_is_drawn(
    model: BERT, vocabulary: Tokenizer
) -> None:
    seen = look(model, vocabulary, Asked("lena has a [MASK] ball . she has it ."))
    tokens = seen.sequences["text"]
    assert [token.text for token in tokens if token.drawn] == ["[MASK]"]
    assert seen.predictions is not None
    assert seen.predictions.counted is not None
    assert seen.predictions.counted.sum() == 1
    assert seen.next_sentence is not None
    assert seen.next_sentence.is_next is None, "nobody knows"


def test_nothing_follows_a_single_sentence(model: BERT, vocabulary: Tokenizer) -> None:
    """There is no B that could: whether it does is not known, even of a text from the data."""
    seen = look(model, vocabulary, Asked("lena has a red ball .", genuine=True))
    assert [token.text for token in seen.sequences["text"]][-2:] == ["[SEP]", "[SEP]"]
    assert seen.next_sentence is not None
    assert seen.next_sentence.is_next is None


def test_what_cannot_be_looked_at_is_said(model: BERT, vocabulary: Tokenizer) -> None:
    with pytest.raises(Problem, match="The text is empty"):
        look(model, vocabulary, Asked(" "))
    with pytest.raises(Problem, match=r"73 tokens, \[CLS\] and \[SEP\] included"):
        look(model, vocabulary, Asked("a " * 70))
