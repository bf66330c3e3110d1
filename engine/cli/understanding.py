"""What was understood of the data, told in a few lines before training."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engine.cli.wording import count, harmless, share, shortened
from engine.messages import DataReport

#: Pairs shown as they are.
_PAIRS = 2
_LONGEST = 60


def understanding(report: DataReport) -> Iterator[str]:
    """Lines about a corpus; of a built-in world there is less to say than of files."""
    files = report.data.files
    if files:
        name = " and ".join(harmless(Path(file).name) for file in files)
        columns = f"{harmless(report.source_column)} → {harmless(report.target_column)}"
        yield f"{name}: {report.form}, {columns}"
    else:
        yield f"world {report.data.world}"
    learned = count(report.training_pairs, "pair")
    yield f"  {learned} to learn from, {report.held_out_pairs:,} held out"
    unknown = share(report.unknown_rate)
    yield f"  vocabulary {report.vocabulary:,}, unknown in held-out text {unknown}"
    if files:
        for side, (shortest, median, high, longest) in report.lengths.items():
            yield (
                f"  {side}: {shortest} to {count(longest, 'token')}, median {median}, "
                f"95th percentile {high}"
            )
        for example in report.examples[:_PAIRS]:
            source, target = (
                shortened(example.source, _LONGEST),
                shortened(example.target, _LONGEST),
            )
            yield f"  “{source}” → “{target}”"
    for skipped in report.skipped:
        named = ", ".join(f"{line:,}" for line in skipped.lines[:5])
        more = ", …" if skipped.count > 5 else ""
        lines = "line" if skipped.count == 1 else "lines"
        rows = count(skipped.count, "row")
        yield f"  skipped {rows}: {harmless(skipped.reason)} ({lines} {named}{more})"
    for warning in report.warnings:
        yield f"  note: {harmless(warning)}"
