"""Two files whose lines belong together: line n of one translates line n of the other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from engine.data.problem import DataProblem
from engine.data.readers import columns
from engine.data.readers.rows import Layout, Row
from engine.data.readers.text import TextFile
from engine.specification import DataSpecification


class Aligned:
    """Both files side by side, a row a line."""

    def __init__(self, first: TextFile, second: TextFile) -> None:
        self._files = (first, second)

    def rows(self) -> Iterator[Row]:
        """A row for each line.

        Raises
        ------
        DataProblem
            One file has more lines than the other, empty ones at its end not counted.
        """
        first, second = self._files
        shared = 0
        surplus = [0, 0]
        for one, other in zip_longest(first.lines(), second.lines()):
            if one is not None and other is not None:
                shared = one[0]
                yield Row(shared, (one[1], other[1]))
                continue
            side, line = (0, one) if one is not None else (1, other)
            if line is not None and line[1].strip():
                surplus[side] = line[0]
            yield Row(shared, ())
        if any(surplus):
            counts = [max(shared, count) for count in surplus]
            raise DataProblem(
                f"{first.name} has {counts[0]:,} lines and {second.name} has {counts[1]:,}: they "
                "do not belong together line by line. Choose two files of the same length."
            )

    def layout(self, sample: list[Row], data: DataSpecification) -> Layout:
        """The files' names are the columns' names, so a user can have them the other way round."""
        names = [file.path.name for file in self._files]
        if names[0] == names[1]:
            names = [str(file.path) for file in self._files]
        cells = [[row.cells[side] for row in sample if row.cells] for side in (0, 1)]
        asked = (data.source_column, data.target_column)
        chosen = columns.choose(names, cells, *asked, " + ".join(f.name for f in self._files))
        source, target = (chosen.source, chosen.target) if any(asked) else (0, 1)

        def choose(row: Row) -> tuple[str, str] | str:
            return row.cells[source], row.cells[target]

        return Layout(
            form="two files, aligned by line",
            columns=tuple((name, side[0]) for name, side in zip(names, cells, strict=True)),
            source_column=names[source],
            target_column=names[target],
            choose=choose,
            warnings=chosen.warnings,
        )

    @property
    def bytes_read(self) -> int:
        """Bytes of both files taken so far."""
        return sum(file.bytes_read for file in self._files)

    @property
    def bytes_total(self) -> int:
        """The size of both files."""
        return sum(file.bytes_total for file in self._files)
