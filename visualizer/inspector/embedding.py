"""What enters a stack for one token: the rows that its one-hot vectors select, and their sum."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.seen.look import Look, Table
from engine.seen.tokens import Axis, Token
from engine.structure import Block
from visualizer.inspector.choices import EmbeddingChoice
from visualizer.inspector.softmax import Array

#: What a row says of a token: which it is, where it stands, in which segment.
Says = Literal["token", "position", "segment"]


@dataclass(frozen=True, eq=False)
class EmbeddingRow:
    """One row that is added.

    Attributes
    ----------
    says : what selects it.
    symbol : the matrix as the diagram calls it; "PE" for sinusoids, which are no weights.
    index, size : which of the matrix's rows it is, from 0, of how many; size 0 for sinusoids.
    factor : what the matrix's row is multiplied by: √d in the Transformer, else 1.
    values : (features,) what is added, the factor included.
    """

    says: Says
    symbol: str
    index: int
    size: int
    factor: float
    values: Array


@dataclass(frozen=True, eq=False)
class EmbeddedToken:
    """The rows of one token, their sum, and the sum that the model shows; (features,) each."""

    token: Token
    rows: tuple[EmbeddingRow, ...]
    total: Array
    shown: Array


def embedded_token(
    look: Look, tables: Mapping[str, Table], choice: EmbeddingChoice, axis: Axis, place: int
) -> EmbeddedToken:
    """The token at `place` of `axis`, the tokens of the choice's tables."""
    total = tables[choice.total]
    token = look.axis_tokens(axis, len(total.values))[place]
    rows = tuple(_row(look, tables, block, axis, place, token) for block in choice.rows)
    return EmbeddedToken(
        token=token,
        rows=rows,
        total=np.sum([row.values for row in rows], axis=0),
        shown=total.values[place].astype(np.float64),
    )


def _row(
    look: Look, tables: Mapping[str, Table], block: Block, axis: Axis, place: int, token: Token
) -> EmbeddingRow:
    values = tables[block.table].values[place].astype(np.float64)
    # A matrix of the diagram is (rows, features).
    symbol, shape = block.weights[0] if block.weights else ("PE", (0,))
    if symbol.endswith("weight"):
        symbol = "E"  # a parameter's name in code, where the diagram has no letter for it
    says: Says = "token"
    index = token.id
    if block.part == "position":
        says, index = "position", place
    elif block.name.endswith(".segment"):
        says, index = "segment", look.segments[place + axis.shift]
    scaled = "√d" in block.title
    return EmbeddingRow(
        says, symbol, index, shape[0], math.sqrt(len(values)) if scaled else 1.0, values
    )
