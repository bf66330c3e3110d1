"""Numbers in the diagram against the models themselves."""

from __future__ import annotations

import pytest

from tests.visualizer.diagram.models import MODELS, model, structure
from tests.visualizer.inspector.models import seen
from tests.visualizer.looks import example_look, gpt_look
from visualizer.diagram.quantities import lengths, parameters, shape_text


@pytest.mark.parametrize("name", MODELS)
def test_the_parameters_of_all_blocks_are_those_of_the_model(name: str) -> None:
    counted = parameters(structure(name))
    assert sum(counted.values()) == sum(p.numel() for p in model(name).parameters())


@pytest.mark.parametrize("architecture", ["nnlm", "seq2seq", "bahdanau", "transformer", "gpt"])
def test_symbols_stand_for_the_lengths_that_tables_have(architecture: str) -> None:
    look, shown, _ = seen(architecture)
    known = lengths(look, 0)
    for block in shown.blocks:
        # Bahdanau's two directions stand beside one another in their table.
        if block.table and block.shape[0] in ("S", "T"):
            values = look.tables[block.table].values
            assert shape_text(block.shape, known) == " × ".join(f"{n}" for n in values.shape)


def test_source_and_target_have_lengths_of_their_own() -> None:
    look = example_look(source="a b c </s>", target="le chat </s>")
    assert lengths(look, 50) == {"S": 4, "T": 3, "V": 50}
    assert lengths(gpt_look("one two </s>"), 0) == {"T": 3}
    assert lengths(None, 50) == {"V": 50}


def test_a_shape_reads_by_symbols_or_in_numbers() -> None:
    assert shape_text(("S", 64)) == "S × 64"
    assert shape_text(("S", 64), {"S": 13}) == "13 × 64"
    assert shape_text(("T", "V"), {"T": 5}) == "5 × V"
    assert shape_text((50257, 768)) == "50,257 × 768"
