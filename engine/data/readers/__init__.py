"""The pairs in a user's files: tables, JSON and aligned files, plain or gzipped."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from itertools import chain
from pathlib import Path

from engine.data.gathered import Gathered
from engine.data.problem import DataProblem
from engine.data.progress import Progress
from engine.data.readers.form import reader
from engine.data.readers.rows import Layout, Row
from engine.specification import DataSpecification

#: Rows looked at before the columns are chosen.
_SAMPLE = 500

#: Files that are all named in a sentence.
_NAMED = 3

#: Seconds between two pause points, and rows between two looks at the clock.
_PACE = 0.03
_STRIDE = 256

#: No more pairs are taken: they are held in memory, some 600 bytes each.
_MOST_PAIRS = 2_000_000


def quoted(files: Sequence[str]) -> str:
    """The files' names in quotation marks, for sentences; of many files that of the first."""
    names = [f"“{Path(file).name}”" for file in files]
    return " + ".join(names) if len(names) <= _NAMED else f"{names[0]} and {len(names) - 1} more"


def gathering(data: DataSpecification) -> Generator[Progress, None, Gathered]:
    """All pairs in the files of `data`, or the first `data.limit`.

    Raises
    ------
    DataProblem
        The files hold no pairs, or cannot be read; the sentence says why and what to do.
    """
    source = reader(data.files)
    rows = source.rows()
    pace = _Pace()
    early: list[Row] = []
    sample: list[Row] = []
    for row in rows:
        if pace.due():
            yield Progress("reading", row.line, source.bytes_read, source.bytes_total)
        early.append(row)
        if not row.blank:
            sample.append(row)
        if len(sample) == _SAMPLE:
            break
    if not sample:
        raise DataProblem(f"{quoted(data.files)} holds no pair of sentences.")
    layout = source.layout(sample, data)
    gathered = Gathered(
        form=layout.form,
        columns=layout.columns,
        source_column=layout.source_column,
        target_column=layout.target_column,
        warnings=list(layout.warnings),
        bytes_total=source.bytes_total,
    )
    header = sample[0].line if layout.header else 0
    most = min(data.limit or _MOST_PAIRS, _MOST_PAIRS)
    blanks: list[int] = []
    for row in chain(early, rows):
        if pace.due():
            yield Progress("reading", row.line, source.bytes_read, source.bytes_total)
        if row.blank:
            # Blank lines at the end say nothing; those between pairs do.
            blanks.append(row.line)
            continue
        for line in blanks:
            gathered.skipped.add("an empty line", line)
        blanks.clear()
        if row.line == header:
            continue
        if len(gathered.sources) == most:
            if not data.limit:
                gathered.warnings.append(f"Only the first {most:,} pairs are used.")
            break
        _take(row, layout, gathered)
    return gathered


def _take(row: Row, layout: Layout, gathered: Gathered) -> None:
    """The row's pair, or the reason why there is none."""
    chosen = row.fault or layout.choose(row)
    if isinstance(chosen, str):
        gathered.skipped.add(chosen, row.line)
        return
    source, target = chosen[0].strip(), chosen[1].strip()
    if source and target:
        gathered.add(source, target, row.line)
    else:
        gathered.skipped.add(f"the {'target' if source else 'source'} is empty", row.line)


class _Pace:
    """When to pause: as seldom as the eye allows, so that reading stays quick."""

    def __init__(self) -> None:
        self._rows = 0
        self._last = time.monotonic()

    def due(self) -> bool:
        """Whether it is time again, asked once a row."""
        self._rows += 1
        if self._rows % _STRIDE or time.monotonic() - self._last < _PACE:
            return False
        self._last = time.monotonic()
        return True
