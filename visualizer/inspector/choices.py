"""What of a model can be looked into besides its maps, by the tables that it offers."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from engine.seen.tokens import Axis
from engine.structure import Block, Structure

#: Suffixes of a norm's tables (see engine.layers.norms), and of a recurrence's.
_NORM = ("in", "out", "parameters")
_UNIT = ("gates", "gate_inputs", "cells", "states")
#: What an LSTM's decoder begins with.
_START = "decoder.start"


@dataclass(frozen=True)
class NormChoice:
    """A norm: its block, what it is called, and the name of the tokens that go through it."""

    block: Block
    title: str
    sequence: str

    @property
    def tables(self) -> tuple[str, ...]:
        """What enters, what leaves, and γ, β, ε."""
        return tuple(f"{self.block.name}.{part}" for part in _NORM)


@dataclass(frozen=True)
class EmbeddingChoice:
    """An embedding: the rows that are added for each token, the table of their sum, its name.

    `sequence` names the tokens: "source", "target", "text".
    """

    rows: tuple[Block, ...]
    total: str
    title: str
    sequence: str

    @property
    def tables(self) -> tuple[str, ...]:
        """Each row's table, and the sum's."""
        return tuple(dict.fromkeys((*(row.table for row in self.rows), self.total)))


def norms(structure: Structure) -> tuple[NormChoice, ...]:
    """All layer norms that can be looked into, from the input to the output."""
    axes = {table.name: table.axes[0] for table in structure.tables}
    found = []
    for block in structure.blocks:
        axis = axes.get(f"{block.name}.in")
        if block.part == "norm" and isinstance(axis, Axis):
            choice = NormChoice(block, _norm_title(block), axis.sequence)
            found += [choice] if axes.keys() >= set(choice.tables) else []
    return tuple(found)


def embeddings(structure: Structure) -> tuple[EmbeddingChoice, ...]:
    """All embeddings: sums of rows, and single rows that are no part of a sum."""
    axes = {table.name: table.axes[0] for table in structure.tables}
    blocks = {block.name: block for block in structure.blocks}
    found: list[tuple[Block, tuple[Block, ...]]] = []
    for block in structure.blocks:
        rows = tuple(blocks[name] for name in block.inputs)
        if block.part == "add" and rows and all(_is_row(row) for row in rows):
            found.append((block, rows))
    summed = {row.name for _, rows in found for row in rows}
    singles = (block for block in structure.blocks if _is_row(block))
    found += [(block, (block,)) for block in singles if block.name not in summed]
    return tuple(
        EmbeddingChoice(rows, total.table, _side(axis.sequence), axis.sequence)
        for total, rows in found
        if isinstance(axis := axes.get(total.table), Axis)
        and axes.keys() >= {row.table for row in rows}
    )


def gated(structure: Structure) -> tuple[str, ...]:
    """The tables of gates that units can be chosen in."""
    return tuple(table.name for table in structure.tables if table.name.endswith(".gates"))


def unit_tables(gates: str) -> tuple[str, ...]:
    """The tables that a unit of this table of gates is explained from, where they are offered."""
    side = gates.rpartition(".")[0]
    return (*(f"{side}.{part}" for part in _UNIT), _START)


def _is_row(block: Block) -> bool:
    return block.part in ("embedding", "position") and bool(block.table)


def _side(sequence: str) -> str:
    sides = {"source": _tr("source"), "target": _tr("target"), "text": _tr("text")}
    return sides.get(sequence, sequence)


def _norm_title(block: Block) -> str:
    around = {
        "around_self": _tr("self-attention"),
        "around_cross": _tr("encoder-decoder attention"),
        "around_feed_forward": _tr("feed-forward"),
    }
    sublayer = next((title for name, title in around.items() if name in block.name), "")
    if block.layer >= 0 and sublayer:
        return f"{block.lane} L{block.layer + 1} · {sublayer}"
    named = {
        "encoder_norm": _tr("encoder · end of the stack"),
        "decoder_norm": _tr("decoder · end of the stack"),
        "embedding_norm": _tr("embedding"),
        "cloze.norm": _tr("cloze"),
    }
    return named.get(block.name, block.name)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Inspector", text)
