"""Which reader a file needs, by its name and its first lines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from engine.data.problem import DataProblem
from engine.data.readers.aligned import Aligned
from engine.data.readers.records import Records
from engine.data.readers.rows import Reader
from engine.data.readers.table import Table, delimiter
from engine.data.readers.text import TextFile
from engine.data.siblings import sibling

_JSON = (".json", ".jsonl", ".ndjson")

_SIDES = "separate source and target with a tab, or open two files whose lines belong together"


def reader(files: Sequence[str]) -> Reader:
    """A reader for one file with both sides, or for two that are aligned.

    Raises
    ------
    DataProblem
        There are more files, one cannot be read, or its form is none that holds pairs.
    """
    if len(files) not in (1, 2):
        raise DataProblem(
            f"{len(files)} files were given. Heed reads one file with source and target in "
            "columns, or two files whose lines belong together."
        )
    opened = [TextFile(name) for name in files]
    heads = [file.head() for file in opened]
    for file, head in zip(opened, heads, strict=True):
        if not head.strip():
            raise DataProblem(f"{file.name} holds nothing but white space.")
        if head.lstrip()[:100].lower().startswith(("<?xml", "<!doctype", "<html")):
            raise DataProblem(
                f"{file.name} is XML or HTML. Heed reads pairs from TSV, CSV, JSON lines, or two "
                "aligned files."
            )
    if len(opened) == 2:
        return Aligned(opened[0], opened[1])
    return _single(opened[0], heads[0])


def _single(file: TextFile, head: str) -> Reader:
    ending = Path(file.path.name.lower().removesuffix(".gz")).suffix
    if ending in _JSON or (ending not in (".csv", ".tsv") and _is_json(_first_line(head))):
        return Records(file, by_line=ending in (".jsonl", ".ndjson") or _one_a_line(head))
    if ending == ".csv":
        found = delimiter(head)
        if found is not None:
            return Table(file, found, quoted=True)
    lines = [line for line in head.split("\n") if line.strip()]
    if 2 * sum("\t" in line for line in lines) >= len(lines) or ending == ".tsv":
        return Table(file)
    raise DataProblem(f"{file.name} has one column only. Pairs need two: {_SIDES}.{_sibling(file)}")


def _first_line(head: str) -> str:
    return head.lstrip().split("\n", 1)[0].strip()


def _is_json(line: str) -> bool:
    """Whether a record or a list stands in, or begins with, a file's first line."""
    if line in ("{", "["):
        return True
    try:
        return isinstance(json.loads(line.removesuffix(",")), dict | list)
    except (ValueError, RecursionError):
        return line.startswith(('[{"', '{"'))


def _one_a_line(head: str) -> bool:
    """Whether each line is a record of its own, rather than all of them one list.

    The last line of the head is not judged: it may be cut off.
    """
    lines = [line for line in head.split("\n") if line.strip()]
    if lines[0].lstrip().startswith("["):
        # a list of texts a line is a record; a list of records is not
        try:
            first = json.loads(lines[0])
        except (ValueError, RecursionError):
            return False
        return len(lines) > 1 and not any(isinstance(cell, dict | list) for cell in first)
    try:
        json.loads(lines[0])
    except (ValueError, RecursionError):
        # broken, or spread over several lines: then the next does not begin a record
        return len(lines) > 1 and lines[1].lstrip().startswith("{")
    return True


def _sibling(file: TextFile) -> str:
    """Names a file beside this one that differs in its language only, such as train.de."""
    beside = sibling(file.path)
    return f" Beside it lies “{beside.name}”: open both together." if beside else ""
