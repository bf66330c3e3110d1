"""What is drawn of a structure: every block, or one open layer and the others folded together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.structure import Block, Structure

#: Stacks of more layers than this are folded.
MOST_OPEN = 3


@dataclass(frozen=True)
class Node:
    """One thing that is drawn: a block, or layers that are folded together.

    Attributes
    ----------
    name : the block's, or "fold:" with the lane and the first layer.
    blocks : the blocks that it stands for, from the input on.
    lane : as in :class:`engine.structure.Block`.
    layers : numbers from 0 of the layers folded; () for a block.
    inputs : names of the nodes it takes its input from.
    """

    name: str
    blocks: tuple[Block, ...]
    lane: str
    layers: tuple[int, ...] = ()
    inputs: tuple[str, ...] = ()

    @property
    def block(self) -> Block | None:
        """The block; None for a fold."""
        return None if self.layers else self.blocks[0]

    @property
    def layer(self) -> int:
        """The layer that it belongs to; -1 outside of layers and for a fold."""
        return -1 if self.layers else self.blocks[0].layer


def layer_counts(structure: Structure) -> dict[str, int]:
    """How many layers each lane has."""
    counts: dict[str, int] = {}
    for block in structure.blocks:
        if block.layer >= 0:
            counts[block.lane] = max(counts.get(block.lane, 0), block.layer + 1)
    return counts


def nodes(structure: Structure, opened: Mapping[str, int]) -> tuple[Node, ...]:
    """The nodes of the diagram from the input on.

    opened : for each lane the layer that stays open where its layers are folded; by default the
        last.
    """
    counts = layer_counts(structure)
    stands_for: dict[str, str] = {}
    members: dict[str, list[Block]] = {}
    for block in structure.blocks:
        name = _fold_of(block, counts.get(block.lane, 0), opened) or block.name
        stands_for[block.name] = name
        members.setdefault(name, []).append(block)
    return tuple(_node(name, tuple(blocks), stands_for) for name, blocks in members.items())


def _fold_of(block: Block, count: int, opened: Mapping[str, int]) -> str:
    """The name of the fold that a block disappears in; "" where it is drawn."""
    if block.layer < 0 or count <= MOST_OPEN:
        return ""
    shown = min(max(opened.get(block.lane, count - 1), 0), count - 1)
    if block.layer == shown:
        return ""
    return f"fold:{block.lane}:{0 if block.layer < shown else shown + 1}"


def _node(name: str, blocks: tuple[Block, ...], stands_for: Mapping[str, str]) -> Node:
    inputs = dict.fromkeys(
        stands_for[source] for block in blocks for source in block.inputs if source in stands_for
    )
    inputs.pop(name, None)
    layers = tuple(dict.fromkeys(block.layer for block in blocks)) if name[:5] == "fold:" else ()
    return Node(name, blocks, blocks[0].lane, layers, tuple(inputs))
