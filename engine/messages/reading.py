"""What is told of data: how far its reading has come, and what was understood of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.seen.tokens import Token
from engine.specification import DataSpecification


@dataclass(frozen=True)
class Example:
    """A pair from the data, to offer as a sentence to watch; of running text the target is ""."""

    source: str
    target: str


@dataclass(frozen=True)
class Reading:
    """How far the reading of data has come: lines of bytes read, and of how many bytes."""

    request: int
    lines: int
    bytes_read: int
    bytes_total: int


@dataclass(frozen=True)
class SkippedRows:
    """Rows left out for one reason: how many, and the first line numbers (from 1)."""

    reason: str
    count: int
    lines: tuple[int, ...]


@dataclass(frozen=True)
class DataReport:
    """What was understood of the user's files, shown before anything is trained.

    `lengths` holds for "source" and "target" the tokens a sentence: (shortest, median, 95th
    percentile, longest). `unknown_rate`: share of held-out tokens the vocabulary lacks.
    `columns` lists the columns found as (name, first value). `warnings` are sentences.

    Of running text, `pairs`, `training_pairs` and `held_out_pairs` count documents, examples have
    an empty target, `tokenized` an empty second side, and `lengths` is of "document" and
    "sentence"; `sentences` counts them.
    """

    request: int
    data: DataSpecification
    form: str
    columns: tuple[tuple[str, str], ...]
    source_column: str
    target_column: str
    pairs: int
    training_pairs: int
    held_out_pairs: int
    examples: tuple[Example, ...]
    tokenized: tuple[tuple[tuple[Token, ...], tuple[Token, ...]], ...]
    lengths: Mapping[str, tuple[int, int, int, int]]
    vocabulary: int
    unknown_rate: float
    skipped: tuple[SkippedRows, ...]
    warnings: tuple[str, ...] = ()
    sentences: int = 0
