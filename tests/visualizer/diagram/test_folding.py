"""Which blocks are drawn, and which are folded together."""

from __future__ import annotations

import pytest

from tests.visualizer.diagram.models import MODELS, structure
from visualizer.diagram.folding import nodes


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("opened", [{}, {"encoder": 0, "decoder": 2}])
def test_every_block_stands_in_one_node_and_every_input_in_a_node(
    name: str, opened: dict[str, int]
) -> None:
    found = nodes(structure(name), opened)
    held = [block.name for node in found for block in node.blocks]
    assert sorted(held) == sorted(block.name for block in structure(name).blocks)
    names = {node.name for node in found}
    for node in found:
        assert names.issuperset(node.inputs) and node.name not in node.inputs


def test_few_layers_are_all_drawn() -> None:
    assert not [node for node in nodes(structure("transformer"), {}) if node.layers]


def test_of_many_layers_one_is_open_and_the_others_stand_in_their_order() -> None:
    def folds(opened: dict[str, int]) -> list[tuple[int, ...]]:
        return [node.layers for node in nodes(structure("gpt, deep"), opened) if node.layers]

    assert folds({}) == [tuple(range(11))]
    assert folds({"decoder": 0}) == [tuple(range(1, 12))]
    assert folds({"decoder": 4}) == [tuple(range(4)), tuple(range(5, 12))]
    opened = {n.layer for n in nodes(structure("gpt, deep"), {"decoder": 4}) if not n.layers}
    assert opened == {-1, 4}


def test_folded_layers_read_the_encoder_and_hand_on_to_the_open_one() -> None:
    found = {node.name: node for node in nodes(structure("transformer, deep"), {"decoder": 3})}
    below, above = found["fold:decoder:0"], found["fold:decoder:4"]
    top = "encoder.4.around_feed_forward.norm"
    assert top in below.inputs and top in above.inputs
    assert "fold:decoder:0" in found["decoder.3.self"].inputs
    assert "decoder.3.around_feed_forward.norm" in above.inputs
