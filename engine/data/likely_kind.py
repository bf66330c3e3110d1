"""What files look like before they are read: pairs of sentences, or running text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.data.problem import DataProblem
from engine.data.readers.text import TextFile
from engine.data.siblings import sibling
from engine.specification import Kind

_TABLES = (".tsv", ".csv", ".json", ".jsonl", ".ndjson")
_TEXTS = (".txt", ".text", ".md")

#: Characters that are looked at: whoever opens a file waits for the answer.
_ENOUGH = 1 << 14

#: What records and markup begin with; neither kind of data is told by their lines.
_RECORDS = ('{"', '["', '[{"', "<?xml", "<!doctype", "<html")
_OPENED = ("{", "[", "[{")


def is_plain(file: str | Path) -> bool:
    """Whether a file is plain text by its ending."""
    return _ending(file) in _TEXTS


def is_data(file: str | Path) -> bool:
    """Whether a file is a table or plain text by its ending."""
    return _ending(file) in _TABLES + _TEXTS


def likely_kind(files: Sequence[str]) -> Kind | None:
    """What `files` look like together; None where they may be either, or cannot be read.

    A file with a tab in half of its lines is pairs; so are two whose names differ in their
    language only.
    """
    kinds = {_kind_of(file) for file in files}
    if len(files) == 2 and len({_without_language(file) for file in files}) == 1:
        return "pairs"
    return kinds.pop() if len(files) != 2 and len(kinds) == 1 else None


def _kind_of(file: str) -> Kind | None:
    ending = _ending(file)
    if ending in _TABLES:
        return "pairs"
    try:
        head = TextFile(file).head()
    except DataProblem:
        return None
    lines = [line.strip() for line in head[:_ENOUGH].split("\n") if line.strip()]
    if not lines or lines[0] in _OPENED or lines[0].lower().startswith(_RECORDS):
        return None
    if 2 * sum("\t" in line for line in lines) >= len(lines):
        return "pairs"
    return "text" if ending in _TEXTS or sibling(Path(file)) is None else None


def _ending(file: str | Path) -> str:
    return Path(Path(file).name.lower().removesuffix(".gz")).suffix


def _without_language(file: str) -> Path:
    """The path of train.en.gz as train."""
    return Path(file.removesuffix(".gz")).with_suffix("")
