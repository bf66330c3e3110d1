"""JSON: a record a line, a list of records, or records one behind another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from engine.data.problem import DataProblem
from engine.data.readers import columns
from engine.data.readers.rows import Layout, Row
from engine.data.readers.text import TextFile
from engine.data.readers.values import values
from engine.specification import DataSpecification

#: Deeper levels of a record are not looked into.
_DEEPEST = 4


class Records:
    """Records with named values; those inside another have a path, as in translation.en."""

    def __init__(self, file: TextFile, by_line: bool) -> None:
        self._file = file
        self._by_line = by_line

    def rows(self) -> Iterator[Row]:
        """A row for each record."""
        if self._by_line:
            return self._lines()
        return (_row(line, value) for line, value in values(self._file.chunks(), self._file.name))

    def layout(self, sample: list[Row], data: DataSpecification) -> Layout:
        """All the names that occur, in the order in which they first do."""
        usable = [row for row in sample if not row.fault]
        if not usable:
            row = sample[0]
            raise DataProblem(
                f"Line {row.line} of {self._file.name}: {row.fault}. Heed needs JSON records, each "
                "with a source and a target."
            )
        names = list(dict.fromkeys(name for row in usable for name in row.names))
        found = [dict(zip(row.names, row.cells, strict=True)) for row in usable]
        cells = [[record.get(name, "") for record in found] for name in names]
        file = self._file.name
        if len(sample) == 1 and len(names) != 2:
            raise DataProblem(
                f"{file} holds a single JSON value with {len(names):,} entries. Heed needs one "
                "record a line, or a list of records, each with a source and a target."
            )
        chosen = columns.choose(names, cells, data.source_column, data.target_column, file)
        source, target = names[chosen.source], names[chosen.target]

        def choose(row: Row) -> tuple[str, str] | str:
            for name in (source, target):
                if name not in row.names:
                    return f"no “{name}”"
            return row.cells[row.names.index(source)], row.cells[row.names.index(target)]

        return Layout(
            form="JSON, one record a line" if self._by_line else "JSON, a list of records",
            columns=tuple(
                (name, next((cell for cell in column if cell), ""))
                for name, column in zip(names, cells, strict=True)
            ),
            source_column=source,
            target_column=target,
            choose=choose,
            warnings=chosen.warnings,
        )

    @property
    def bytes_read(self) -> int:
        """Bytes of the file taken so far, packed ones where it is gzipped."""
        return self._file.bytes_read

    @property
    def bytes_total(self) -> int:
        """The file's size."""
        return self._file.bytes_total

    def _lines(self) -> Iterator[Row]:
        for number, line in self._file.lines():
            if not line.strip():
                yield Row(number, ())
                continue
            try:
                yield _row(number, json.loads(line))
            except (ValueError, RecursionError):
                yield Row(number, (), fault="not whole JSON")


def _row(line: int, value: Any) -> Row:
    """A record's texts under their paths; a list's under their places."""
    if isinstance(value, list):
        value = {str(place): element for place, element in enumerate(value)}
    if not isinstance(value, dict):
        return Row(line, (), fault="not a record")
    found = dict(_texts(value, "", _DEEPEST))
    if not found:
        return Row(line, (), fault="no text in it")
    try:
        "".join(found.values()).encode()
    except UnicodeEncodeError:
        return Row(line, (), fault="not Unicode text")
    return Row(line, tuple(found.values()), tuple(found))


def _texts(value: Any, path: str, deeper: int) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and deeper:
        for key, inner in value.items():
            yield from _texts(inner, f"{path}.{key.strip()}" if path else key.strip(), deeper - 1)
    elif isinstance(value, list) and deeper:
        for place, inner in enumerate(value):
            yield from _texts(inner, f"{path}.{place}", deeper - 1)
    elif isinstance(value, bool):
        yield path, "true" if value else "false"
    elif value is None:
        yield path, ""
    elif isinstance(value, str | int | float):
        yield path, str(value)
