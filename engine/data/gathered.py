"""Pairs and documents as they were found, before any vocabulary, in a world or in files."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.messages.reading import SkippedRows

#: Line numbers kept for each reason to skip.
_LINES_NAMED = 20


class Skipped:
    """Rows left out, counted by reason, the first of each with their line numbers."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._lines: dict[str, list[int]] = {}

    def add(self, reason: str, line: int) -> None:
        """Leave out the row at `line` (from 1) because of `reason`."""
        self._counts[reason] = self._counts.get(reason, 0) + 1
        lines = self._lines.setdefault(reason, [])
        if len(lines) < _LINES_NAMED:
            lines.append(line)

    @property
    def count(self) -> int:
        """All rows left out."""
        return sum(self._counts.values())

    def rows(self) -> tuple[SkippedRows, ...]:
        """What was left out, the most frequent reason first."""
        reasons = sorted(self._counts, key=lambda reason: (-self._counts[reason], reason))
        return tuple(
            SkippedRows(reason, self._counts[reason], tuple(self._lines[reason]))
            for reason in reasons
        )


@dataclass
class Gathered:
    """Pair p is (sources[p], targets[p]) and began in line lines[p] of its file.

    Attributes
    ----------
    form : what the file was taken for, in words.
    columns : (name, first value) of every column there is.
    source_column, target_column : the names of the two that were taken.
    warnings : sentences about what looks wrong.
    bytes_total : the size of all files.
    """

    form: str
    columns: tuple[tuple[str, str], ...]
    source_column: str
    target_column: str
    sources: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    skipped: Skipped = field(default_factory=Skipped)
    warnings: list[str] = field(default_factory=list)
    bytes_total: int = 0

    def add(self, source: str, target: str, line: int) -> None:
        """One pair more."""
        self.sources.append(source)
        self.targets.append(target)
        self.lines.append(line)


@dataclass
class GatheredText:
    """Documents of running text, none without a visible character.

    `form`, `skipped`, `warnings` and `bytes_total` are as in :class:`Gathered`.
    """

    form: str
    documents: list[str] = field(default_factory=list)
    skipped: Skipped = field(default_factory=Skipped)
    warnings: list[str] = field(default_factory=list)
    bytes_total: int = 0
