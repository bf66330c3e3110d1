"""What is told of data: how far its reading has come, and what was understood of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.seen.tokens import Token
from engine.specification import DataSpecification

if TYPE_CHECKING:
    from engine.catalog.entry import Task


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
class Unfit:
    """Why a task cannot learn from data that others can learn from.

    `reason` goes on from a model's name in a few words; `sentence` says it in full, with what to
    do.
    """

    reason: str
    sentence: str


@dataclass(frozen=True)
class DataReport:
    """What was understood of the user's files, shown before anything is trained.

    `lengths` holds for "source" and "target" the tokens a sentence: (shortest, median, 95th
    percentile, longest). `unknown_rate`: share of held-out tokens the vocabulary lacks.
    `columns` lists the columns found as (name, first value). `warnings` are sentences that
    concern every model, `task_warnings` those that concern one task alone; `unfit` holds the
    tasks that cannot learn from the data, though they learn from its kind.

    Of running text, `pairs`, `training_pairs` and `held_out_pairs` count whole documents (of a
    single one, the end is held out and none is), examples have an empty target, `tokenized` an
    empty second side, and `lengths` is of "document" and "sentence"; `sentences` counts them, and
    `training_tokens` and `held_out_tokens` what a language model predicts, ends not counted.
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
    training_tokens: int = 0
    held_out_tokens: int = 0
    task_warnings: Mapping[Task, tuple[str, ...]] = field(default_factory=dict)
    unfit: Mapping[Task, Unfit] = field(default_factory=dict)

    def remarks(self, task: Task) -> tuple[str, ...]:
        """The sentences that concern a model with this task."""
        return (*self.warnings, *self.task_warnings.get(task, ()))
