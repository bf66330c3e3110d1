"""Norms and embeddings: the numbers told are those that entered and left the model."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from torch import nn

from tests.visualizer.inspector.models import seen
from visualizer.inspector import choices
from visualizer.inspector.embedding import embedded_token
from visualizer.inspector.norm import normed_token
from visualizer.inspector.page import Page, Strip
from visualizer.inspector.pages import embedding, norm
from visualizer.inspector.place import token_axis
from visualizer.selection import Pair, TokenReference


def word(sequence: str, position: int) -> Pair:
    token = TokenReference(sequence, position)
    return Pair(token, token)


@pytest.mark.parametrize(
    ("architecture", "options"),
    [("transformer", {}), ("transformer", {"norm": "pre"}), ("gpt", {}), ("bert", {})],
)
def test_a_norm_is_over_the_features_of_one_token(
    architecture: str, options: dict[str, str]
) -> None:
    look, structure, model = seen(architecture, **options)
    norms = choices.norms(structure)
    modules = {name: part for name, part in model.named_modules() if isinstance(part, nn.LayerNorm)}
    assert {choice.block.name for choice in norms} == set(modules)
    assert len({choice.title for choice in norms}) == len(norms)
    for choice in norms:
        entering, leaving, parameters = (look.tables[name].values for name in choice.tables)
        module = modules[choice.block.name]
        for place in range(len(entering)):
            numbers = normed_token(entering, leaving, parameters, place)
            assert numbers.epsilon == pytest.approx(module.eps)
            np.testing.assert_allclose(numbers.output, numbers.shown, atol=1e-5)
            assert numbers.mean == pytest.approx(float(entering[place].mean()), rel=1e-5, abs=1e-6)
            np.testing.assert_array_equal(numbers.gain, module.weight.detach().numpy())
            np.testing.assert_array_equal(numbers.bias, module.bias.detach().numpy())


def test_the_embedding_is_the_rows_that_the_one_hots_select() -> None:
    look, structure, model = seen("gpt")
    (choice,) = choices.embeddings(structure)
    table = look.tables[choice.total]
    axis = token_axis(table)
    assert axis is not None
    numbers = embedded_token(look, look.tables, choice, axis, 3)
    token, position = numbers.rows
    assert numbers.token.text == look.sequences["text"][2].text, "inputs are shifted by one"
    table_of_words = model.embedding_table()
    assert table_of_words is not None
    weights = table_of_words.detach().numpy()
    one_hot = np.eye(len(weights))[numbers.token.id]
    np.testing.assert_allclose(token.values, one_hot @ weights, atol=1e-7)
    assert (token.index, token.size, token.factor) == (numbers.token.id, len(weights), 1)
    assert (position.says, position.index, position.size) == ("position", 3, 64)
    np.testing.assert_allclose(numbers.total, numbers.shown, atol=1e-6)
    assert [row.symbol for row in numbers.rows] == ["Wₑ", "Wₚ"]


def test_the_transformers_embedding_is_scaled_and_its_positions_are_sines() -> None:
    look, structure, model = seen("transformer")
    source, target = choices.embeddings(structure)
    axis = token_axis(look.tables[target.total])
    assert axis is not None and axis.shift == -1
    numbers = embedded_token(look, look.tables, target, axis, 2)
    token, position = numbers.rows
    weights = model.embedding_table()
    assert weights is not None
    assert token.factor == pytest.approx(math.sqrt(16))
    expected = weights[numbers.token.id].detach() * math.sqrt(16)
    assert torch.allclose(torch.tensor(token.values).float(), expected)
    assert (position.symbol, position.size) == ("PE", 0)
    assert position.values[:2] == pytest.approx([math.sin(2), math.cos(2)], abs=1e-6)
    np.testing.assert_allclose(numbers.total, numbers.shown, atol=1e-6)
    page = embedding.page(look, source, word("source", 1))
    assert isinstance(page, Page) and "U′ = √d U E + PE" in page.as_text()


def test_berts_embedding_has_a_row_for_the_segment() -> None:
    look, structure, _ = seen("bert")
    (choice,) = choices.embeddings(structure)
    axis = token_axis(look.tables[choice.total])
    assert axis is not None
    last = len(look.segments) - 1
    for place, segment in ((1, 0), (last, 1)):
        numbers = embedded_token(look, look.tables, choice, axis, place)
        assert {row.says: row.index for row in numbers.rows}["segment"] == segment
        np.testing.assert_allclose(numbers.total, numbers.shown, atol=1e-6)
    page = embedding.page(look, choice, word("text", last))
    assert isinstance(page, Page) and "Segment B selects row 1 of 0 – 1" in page.as_text()


@pytest.mark.parametrize("architecture", ["bahdanau", "seq2seq", "nnlm"])
def test_an_embedding_without_positions_is_one_row(architecture: str) -> None:
    look, structure, _ = seen(architecture)
    for choice in choices.embeddings(structure):
        axis = token_axis(look.tables[choice.total])
        assert axis is not None
        page = embedding.page(look, choice, word(axis.sequence, 1))
        assert isinstance(page, Page)
        assert [item.symbol for item in page.items if isinstance(item, Strip)] in (["E"], ["C"])


def test_what_is_to_be_done_is_told_where_there_are_no_numbers() -> None:
    look, structure, _ = seen("transformer")
    source, target = choices.embeddings(structure)
    last = len(look.sequences["target"]) - 1
    assert embedding.page(look, source, None) == "Click a word of the source to see its numbers."
    assert "never goes in" in str(embedding.page(look, target, word("target", last)))
    assert "Click a word" in str(norm.page(look, choices.norms(structure)[0], None))
