"""Every equation's symbols: found in it, tied to real blocks, true in their sizes."""

from __future__ import annotations

import pytest

from engine.catalog import ARCHITECTURES, find
from engine.catalog.entry import Architecture, Symbol
from engine.specification import Scalar
from tests.visualizer.inspector.models import SIZES, seen
from visualizer.diagram.quantities import lengths
from visualizer.diagram.symbols import named, pieces, size

NAMES = [entry.name for entry in ARCHITECTURES]


def symbol(entry: Architecture, text: str) -> Symbol:
    return next(found for found in entry.symbols if found.text == text)


def say(architecture: str, text: str, **options: Scalar) -> str:
    look, structure, _ = seen(architecture, **options)
    entry = find(architecture)
    whole = entry.complete({**SIZES[architecture], **options})
    return size(symbol(entry, text), structure, whole, lengths(look, 0))


@pytest.mark.parametrize("name", NAMES)
def test_the_equation_is_cut_at_every_symbol_and_nowhere_else(name: str) -> None:
    entry = find(name)
    cut = pieces(entry.equation, entry.symbols)
    assert "".join(piece.text for piece in cut) == entry.equation
    assert {piece.symbol.text for piece in cut if piece.symbol} == {s.text for s in entry.symbols}
    for before, piece, after in zip(cut, cut[1:], cut[2:], strict=False):
        if piece.symbol is not None and piece.text[0].islower():
            # A letter within a word is no symbol.
            sides = before.text[-1] + after.text[0] if not (before.symbol or after.symbol) else ""
            assert not any(letter.isalpha() for letter in sides), piece.text


@pytest.mark.parametrize("name", NAMES)
def test_every_symbol_is_some_block_of_the_running_model(name: str) -> None:
    _, structure, _ = seen(name, **({"direct": True} if name == "nnlm" else {}))
    for each in find(name).symbols:
        blocks = named(each, structure)
        assert blocks, each.text
        if each.weight:
            weights = {weight for block in blocks for weight, _ in block.weights}
            assert each.weight in weights, each.text


@pytest.mark.parametrize("name", NAMES)
def test_every_symbol_says_how_large_it_is(name: str) -> None:
    options: dict[str, Scalar] = {"direct": True} if name == "nnlm" else {}
    for each in find(name).symbols:
        assert say(name, each.text, **options), each.text


def test_sizes_are_those_of_the_numbers_on_screen() -> None:
    look, _, _ = seen("transformer")
    width = next(iter(look.groups["cross"].parts.values())).key.shape[1]
    assert say("transformer", "Q").startswith(f"{width} numbers")
    assert say("transformer", "√d_k").startswith(f"d_k = {width} numbers a head")
    look, _, _ = seen("bahdanau")
    assert say("bahdanau", "c_i") == f"{look.tables['contexts'].values.shape[1]} numbers"
    rows, columns = look.groups["cross"].closed.shape
    assert say("bahdanau", "α_ij") == f"T × S = {rows} × {columns}"
    assert say("bahdanau", "W") == "20 × 10"
    assert say("nnlm", "H") == "12 × 32"
    assert say("seq2seq", "c") == "12"


def test_a_symbol_may_name_the_last_layer_or_none_at_all() -> None:
    _, structure, _ = seen("gpt", norm="pre")
    entry = find("gpt")
    assert [block.name for block in named(symbol(entry, "hₙ"), structure)] == [
        "decoder.1.around_feed_forward.add"
    ]
    _, structure, _ = seen("nnlm", direct=True, h=0)
    assert named(symbol(find("nnlm"), "H"), structure) == ()
    assert say("nnlm", "H", direct=True, h=0) == ""
