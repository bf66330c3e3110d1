"""Sizes as they are written in the diagram: shapes of tensors, numbers of parameters."""

from __future__ import annotations

import math
from collections.abc import Mapping

from engine.seen.look import Look
from engine.structure import Block, Structure

#: Weights that several blocks share, as in `engine.layers`: they are counted where first drawn.
_SHARED = ("E", "Wₑ", "Wₚ")


def lengths(look: Look | None, vocabulary: int) -> dict[str, int]:
    """What the symbols S, T and V of shapes stand for, as far as it is known."""
    found = {"V": vocabulary} if vocabulary else {}
    for symbol, names in (("S", ("source",)), ("T", ("target", "text"))):
        for name in names:
            if look is not None and look.sequences.get(name):
                found[symbol] = len(look.sequences[name])
    return found


def shape_text(shape: tuple[str | int, ...], known: Mapping[str, int] | None = None) -> str:
    """A shape as ("S", 64) or, where the symbols are `known`, with their numbers: "13 × 64"."""
    sizes = ((known or {}).get(size, size) if isinstance(size, str) else size for size in shape)
    return " × ".join(f"{size:,}" if isinstance(size, int) else size for size in sizes)


def parameters(structure: Structure) -> dict[str, int]:
    """How many numbers each block learns, by its name; shared ones count where first drawn."""
    counted: set[str] = set()
    found = {}
    for block in structure.blocks:
        found[block.name] = 0
        for name, shape in block.weights:
            if name in counted or name.endswith("ᵀ"):
                continue
            if name in _SHARED:
                counted.add(name)
            found[block.name] += math.prod(shape)
    return found


def shared(block: Block, count: int) -> bool:
    """Whether some of a block's weights, `count` of which are its own, belong to another block."""
    return sum(math.prod(shape) for _, shape in block.weights) > count
