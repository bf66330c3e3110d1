"""What was understood of the data, told in a few lines before training."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engine.catalog.entry import Task
from engine.cli.wording import count, harmless, share, shortened
from engine.messages.reading import DataReport

#: Pairs or documents shown as they are.
_SHOWN = 2
_LONGEST = 60


def understanding(report: DataReport, task: Task) -> Iterator[str]:
    """Lines about a corpus for a task; of a built-in world there is less to say than of files."""
    files, text = report.data.files, report.data.kind == "text"
    if files:
        name = " and ".join(harmless(Path(file).name) for file in files)
        columns = f", {harmless(report.source_column)} → {harmless(report.target_column)}"
        yield f"{name}: {report.form}{'' if text else columns}"
    else:
        yield f"world {report.data.world}"
    learned = count(report.training_pairs, "document" if text else "pair")
    judged = f"{report.held_out_pairs:,} held out" if report.held_out_pairs else "its end held out"
    yield f"  {learned} to learn from, {judged}"
    sentences = f"{count(report.sentences, 'sentence')}, " if text else ""
    unknown = share(report.unknown_rate)
    yield f"  {sentences}vocabulary {report.vocabulary:,}, unknown in held-out text {unknown}"
    for file in report.data.vocabulary_files:
        yield f"  vocabulary of {harmless(Path(file).name)}"
    if files:
        yield from _lengths(report)
        yield from _examples(report)
    for skipped in report.skipped:
        named = ", ".join(f"{line:,}" for line in skipped.lines[:5])
        more = ", …" if skipped.count > 5 else ""
        lines = "line" if skipped.count == 1 else "lines"
        rows = count(skipped.count, "row")
        yield f"  skipped {rows}: {harmless(skipped.reason)} ({lines} {named}{more})"
    for warning in report.remarks(task):
        yield f"  note: {harmless(warning)}"


def _lengths(report: DataReport) -> Iterator[str]:
    for side, (shortest, median, high, longest) in report.lengths.items():
        yield (
            f"  {side}: {shortest:,} to {count(longest, 'token')}, median {median:,}, "
            f"95th percentile {high:,}"
        )


def _examples(report: DataReport) -> Iterator[str]:
    """The first of them, as they stand; of documents the beginnings."""
    for example in report.examples[:_SHOWN]:
        source = f"  “{shortened(example.source, _LONGEST)}”"
        if report.data.kind == "text":
            yield source
        else:
            yield f"{source} → “{shortened(example.target, _LONGEST)}”"
