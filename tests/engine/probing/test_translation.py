"""A look shows what the model used: maps, predictions, free output, closed cells."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
import torch

from engine.data.tokenizer import END, START, Tokenizer
from engine.models.transformer import Transformer
from engine.probing import translation
from engine.probing.asked import Asked
from engine.probing.translation import Align
from engine.problem import Problem
from engine.seen.look import Look
from engine.seen.maps import MEAN, Closed, HeadReference
from engine.trace import Trace


def look(
    model: Transformer,
    vocabulary: Tokenizer,
    source: str,
    target: str | None,
    heads: Sequence[HeadReference] = (),
    align: Align | None = None,
    limit: int = 64,
) -> Look:
    asked = Asked(source, target, tuple(heads), limit=limit)
    return translation.look(model, vocabulary, asked, align)


WORDS = "a b c d e f g"


@pytest.fixture
def tokenizer() -> Tokenizer:
    return Tokenizer.fit([WORDS], "word", 50)


@pytest.fixture
def model(tokenizer: Tokenizer) -> Transformer:
    torch.manual_seed(1)
    return Transformer(len(tokenizer), 16, 2, 2, 2, 32, longest=2000)


def test_maps_are_those_of_the_forward_that_made_the_predictions(
    model: Transformer, tokenizer: Tokenizer
) -> None:
    seen = look(model, tokenizer, "a b c", "d e")
    source = torch.tensor([[*tokenizer.encode("a b c"), END]])
    inputs = torch.tensor([[START, *tokenizer.encode("d e")]])
    trace = Trace()
    model.eval()
    with torch.no_grad():
        logits = model.predict(source, inputs, trace)[0]
    for group, names in (
        ("encoder", ["encoder.0.self", "encoder.1.self"]),
        ("decoder", ["decoder.0.self", "decoder.1.self"]),
        ("cross", ["decoder.0.cross", "decoder.1.cross"]),
    ):
        for layer, name in enumerate(names):
            for head in range(2):
                shown = seen.groups[group].map(layer, head)
                used = trace.attention[name].weights()[0, head].numpy()
                np.testing.assert_allclose(shown, used, atol=1e-6)
    assert seen.predictions is not None
    p = logits.softmax(-1)
    assert seen.predictions.ids[:, 0].tolist() == p.argmax(-1).tolist()
    expected = p[[0, 1, 2], [*tokenizer.encode("d e"), END]]
    np.testing.assert_allclose(seen.predictions.expected, expected, atol=1e-6)


def test_shapes_tokens_and_closed_cells(model: Transformer, tokenizer: Tokenizer) -> None:
    seen = look(model, tokenizer, "a b zebra", "c d")
    assert [t.text for t in seen.sequences["source"]] == ["a", "b", "zebra", "</s>"]
    assert [t.unknown for t in seen.sequences["source"]] == [False, False, True, False]
    shapes = {name: group.closed.shape for name, group in seen.groups.items()}
    assert shapes == {"encoder": (4, 4), "decoder": (3, 3), "cross": (3, 4)}
    closed = seen.groups["decoder"].closed
    assert (closed == np.where(np.triu(np.ones((3, 3)), 1), Closed.CAUSAL, Closed.OPEN)).all()
    for name in ("encoder", "cross"):
        assert (seen.groups[name].closed == Closed.OPEN).all()
    for group in seen.groups.values():
        for weights in group.weights.values():
            assert (weights[group.closed != 0] == 0).all()
            np.testing.assert_allclose(weights.sum(1), 1, atol=1e-6)
    decoder = seen.groups["decoder"]
    assert [t.text for t in seen.axis_tokens(decoder.columns, 3)] == ["<s>", "c", "d"]
    assert [t.text for t in seen.axis_tokens(decoder.rows, 3)] == ["c", "d", "</s>"]


def test_without_a_target_rows_follow_the_models_own_output(
    model: Transformer, tokenizer: Tokenizer
) -> None:
    seen = look(model, tokenizer, "a b c", None, limit=7)
    assert seen.rows_from == "own" and seen.free is not None and seen.predictions is not None
    assert seen.sequences["target"] == seen.free.tokens
    # Teacher-forced on its own output, the model predicts that output.
    assert seen.predictions.ids[:, 0].tolist() == [t.id for t in seen.free.tokens]
    np.testing.assert_allclose(
        seen.predictions.probabilities[:, 0], seen.free.probabilities, atol=1e-5
    )
    assert np.isnan(seen.predictions.expected).all()
    assert seen.free.ended or len(seen.free.tokens) == 64 or len(seen.free.tokens) == 7


def test_looking_leaves_the_model_and_the_generator_alone(
    model: Transformer, tokenizer: Tokenizer
) -> None:
    model.train()
    before = {name: value.clone() for name, value in model.state_dict().items()}
    state = torch.get_rng_state()
    look(model, tokenizer, "a b c", None)
    assert model.training and torch.equal(torch.get_rng_state(), state)
    assert all(torch.equal(before[name], value) for name, value in model.state_dict().items())
    assert all(p.grad is None for p in model.parameters())


def test_of_a_long_sentence_only_what_was_asked_for_is_captured(
    model: Transformer, tokenizer: Tokenizer
) -> None:
    text = " ".join(["a"] * 599)
    asked = (HeadReference("encoder", 1, 0), HeadReference("cross", -1, MEAN))
    seen = look(model, tokenizer, text, "b c", asked)
    encoder = seen.groups["encoder"]
    assert encoder.map(0, 0) is None and encoder.map(1, 1) is None
    assert encoder.map(1, MEAN) is None
    captured = encoder.map(1, 0)
    assert captured is not None and captured.shape == (600, 600)
    assert encoder.thumbnails.shape == (2, 2, 64, 64)
    assert encoder.thumbnails.max() == pytest.approx(max(captured.max(), encoder.thumbnails.max()))
    assert seen.groups["cross"].map(1, MEAN) is not None


def test_the_mean_of_heads_and_value_weighted_maps(
    model: Transformer, tokenizer: Tokenizer
) -> None:
    group = look(model, tokenizer, "a b c", "d e").groups["cross"]
    np.testing.assert_allclose(
        group.map(0, MEAN), (group.weights[0, 0] + group.weights[0, 1]) / 2, atol=1e-7
    )
    weighted = group.value_weighted(0, 1)
    assert weighted is not None
    product = group.weights[0, 1] * group.value_norms[0, 1][None, :]
    np.testing.assert_allclose(weighted, product / product.sum(1, keepdims=True), atol=1e-6)


@pytest.mark.parametrize(
    ("source", "sentence"), [("", "source is empty"), ("a " * 2000, "2001 tokens")]
)
def test_what_cannot_be_looked_at_is_said(
    model: Transformer, tokenizer: Tokenizer, source: str, sentence: str
) -> None:
    with pytest.raises(Problem, match=sentence):
        look(model, tokenizer, source, None)


def test_right_source_positions_come_along(model: Transformer, tokenizer: Tokenizer) -> None:
    def right(source: Sequence[str], target: Sequence[str]) -> tuple[frozenset[int], ...]:
        assert list(source) == ["a", "b", "c"]
        return tuple(frozenset({n}) for n, _ in enumerate(target))

    seen: Look = look(model, tokenizer, "a b c", "d e", align=right)
    assert seen.right_source == (frozenset({0}), frozenset({1}))


def test_beside_a_reference_the_free_output_is_what_the_model_writes_by_itself(
    model: Transformer, tokenizer: Tokenizer
) -> None:
    """Both ways to it: decoded, and read off where teacher forcing was right everywhere."""
    own = look(model, tokenizer, "a b c", None, limit=7)
    assert own.free is not None
    wrong = look(model, tokenizer, "a b c", "d e")
    assert wrong.free is not None and wrong.rows_from == "reference"
    count = min(len(own.free.tokens), len(wrong.free.tokens))
    assert own.free.tokens[:count] == wrong.free.tokens[:count]
    # A model taught to end: its own output as the reference is right everywhere.
    with torch.no_grad():
        model.decoder_norm = torch.nn.LayerNorm(16)
        model.decoder_norm.weight.zero_()
        model.decoder_norm.bias.copy_(model.embedding.weight[END] * 9)
    ended = look(model, tokenizer, "a b c", None)
    right = look(model, tokenizer, "a b c", "")
    assert ended.free is not None and right.free is not None and ended.free.ended
    assert ended.free.tokens == right.free.tokens
    np.testing.assert_allclose(ended.free.probabilities, right.free.probabilities, atol=1e-6)


def test_a_look_carries_what_was_looked_at_as_text() -> None:
    """Pieces tell neither where spaces stood nor how often."""
    texts = ["Dogs bark at cats.", "Cats do not bark.", "Dogs and cats."] * 3
    pieces = Tokenizer.fit(texts, "bpe", 40)
    torch.manual_seed(1)
    model = Transformer(len(pieces), 16, 2, 1, 1, 32, longest=100)
    seen = look(model, pieces, "Dogs  bark.", "Cats  bark")
    assert (seen.source_text, seen.target_text) == ("Dogs  bark.", "Cats  bark")
    own = look(model, pieces, "Dogs  bark.", None, limit=5)
    assert own.free is not None and own.source_text == "Dogs  bark."
    assert own.target_text == pieces.decode(token.id for token in own.free.tokens)
    assert "▁" not in own.target_text


def test_a_sentence_too_long_for_gradients_has_none(
    monkeypatch: pytest.MonkeyPatch, model: Transformer, tokenizer: Tokenizer
) -> None:
    name = translation.GRADIENTS.name
    asked = Asked("a b c", "d e", tables=(name,))
    rows, columns = translation.look(model, tokenizer, asked).tables[name].values.shape
    assert (rows, columns) == (3, 4)
    monkeypatch.setattr(translation, "_COPIED_TOKENS", rows * (rows + columns) - 1)
    assert translation.look(model, tokenizer, asked).tables[name].values.shape == (0, columns)
