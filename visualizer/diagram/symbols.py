"""The symbols of an equation: where they stand in it, what they are, which blocks they name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from engine.catalog.entry import Symbol
from engine.specification import Scalar
from engine.structure import Block, Structure
from visualizer.diagram.folding import layer_counts
from visualizer.diagram.quantities import shape_text


@dataclass(frozen=True)
class Piece:
    """A part of an equation: a symbol's text, or what stands between two symbols."""

    text: str
    symbol: Symbol | None = None


def pieces(equation: str, symbols: Sequence[Symbol]) -> tuple[Piece, ...]:
    """The equation from left to right; of symbols that begin alike the longest is meant."""
    longest = sorted(symbols, key=lambda symbol: -len(symbol.text))
    found: list[Piece] = []
    plain, place = "", 0
    while place < len(equation):
        symbol = next((s for s in longest if equation.startswith(s.text, place)), None)
        if symbol is None:
            plain += equation[place]
            place += 1
            continue
        if plain:
            found.append(Piece(plain))
        found.append(Piece(symbol.text, symbol))
        plain, place = "", place + len(symbol.text)
    return (*found, Piece(plain)) if plain else tuple(found)


def named(symbol: Symbol, structure: Structure) -> tuple[Block, ...]:
    """The blocks that a symbol stands for in this model; () where the model lacks them."""
    found, layers = [], layer_counts(structure)
    for block in structure.blocks:
        last = layers.get(block.lane, 0) - 1
        patterns = [name.replace(".-1.", f".{last}.") for name in symbol.blocks]
        if any(fnmatchcase(n, p) for p in patterns for n in (block.name, block.table) if n):
            found.append(block)
    return tuple(found)


def size(
    symbol: Symbol,
    structure: Structure,
    options: Mapping[str, Scalar],
    known: Mapping[str, int],
) -> str:
    """How large it is in the model that runs; "" where the model lacks it.

    options : the model's, complete; known : what the symbols of shapes stand for.
    """
    blocks = named(symbol, structure)
    if not blocks:
        return ""
    if symbol.weight:
        shapes = (s for block in blocks for name, s in block.weights if name == symbol.weight)
        return shape_text(next(shapes, ()))
    if symbol.size is not None:
        return symbol.size(options)
    shape = blocks[0].shape
    letters, numbers = shape_text(shape), shape_text(shape, known)
    return letters if letters == numbers else f"{letters} = {numbers}"
