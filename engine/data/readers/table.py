"""Tables: TSV, which knows no quoting, and CSV, which does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from engine.data.problem import DataProblem
from engine.data.readers import columns
from engine.data.readers.header import is_header
from engine.data.readers.quoting import records
from engine.data.readers.rows import Layout, Row
from engine.data.readers.text import TextFile
from engine.specification import DataSpecification

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


class Table:
    """Rows of cells between delimiters; `quoted` where cells may stand in quotation marks."""

    def __init__(self, file: TextFile, delimiter: str = "\t", quoted: bool = False) -> None:
        self._file = file
        self._delimiter = delimiter
        self._quoted = quoted

    def rows(self) -> Iterator[Row]:
        """Every record; without quoting, one a line."""
        if self._quoted:
            yield from records(self._file.lines(), self._delimiter, self._file.name)
        else:
            for number, line in self._file.lines():
                yield Row(number, tuple(line.split(self._delimiter)))

    def layout(self, sample: list[Row], data: DataSpecification) -> Layout:
        """Width, header and columns; rows of another width are for the caller to skip."""
        rows = [row.cells for row in sample if not row.fault]
        width = _width(rows)
        rows = [row for row in rows if len(row) == width] or rows
        header = data.header
        if header is None:
            header = _names_asked_for(data, rows[0]) or is_header(rows[0], rows[1:])
        names = _unique(rows[0] if header else (), width)
        body = rows[1:] if header else rows
        cells = [[row[place] for row in body] for place in range(width)]
        file = self._file.name
        chosen = columns.choose(names, cells, data.source_column, data.target_column, file)

        def choose(row: Row) -> tuple[str, str] | str:
            spare = row.cells[width:]
            if len(row.cells) < width or any(spare):
                return f"not {width} columns"
            return row.cells[chosen.source], row.cells[chosen.target]

        kind = "CSV, quoted cells" if self._quoted else "table, no quoting"
        return Layout(
            form=(
                f"{_DELIMITERS[self._delimiter]}-separated {kind}, {width} columns, "
                f"{'with a' if header else 'no'} header line"
            ),
            columns=tuple(
                (name, column[0] if column else "")
                for name, column in zip(names, cells, strict=True)
            ),
            source_column=names[chosen.source],
            target_column=names[chosen.target],
            choose=choose,
            header=header,
            warnings=(*chosen.warnings, *self._doubts(cells)),
        )

    @property
    def bytes_read(self) -> int:
        """Bytes of the file taken so far, packed ones where it is gzipped."""
        return self._file.bytes_read

    @property
    def bytes_total(self) -> int:
        """The file's size."""
        return self._file.bytes_total

    def _doubts(self, cells: Sequence[Sequence[str]]) -> Iterator[str]:
        every = [cell for column in cells for cell in column]
        wrapped = sum(len(cell) > 1 and cell[0] == cell[-1] == '"' for cell in every)
        doubled = sum('""' in cell for cell in every)
        if not self._quoted and doubled and 10 * wrapped > len(every):
            yield (
                "Many cells stand in quotation marks, which a table separated by tabs does not "
                "know: they are taken as part of the text. If they are not, call the file .csv."
            )


def delimiter(head: str) -> str | None:
    """What separates the cells of a CSV that begins with `head`; None where nothing does.

    The one that gives most rows the same number of cells, two at least; the comma where others
    are as good.
    """
    best, score = None, 0.0
    numbered = list(enumerate(head.split("\n"), 1))
    for candidate in _DELIMITERS:
        widths = [len(row.cells) for row in islice(_lenient(numbered, candidate), 100)]
        width, count = Counter(widths).most_common(1)[0] if widths else (1, 0)
        if width > 1 and count / len(widths) > score:
            best, score = candidate, count / len(widths)
    return best


def _lenient(numbered: list[tuple[int, str]], candidate: str) -> Iterator[Row]:
    """Rows with something in them, as far as the quoting goes."""
    try:
        for row in records(((n, line.removesuffix("\r")) for n, line in numbered), candidate, ""):
            if not row.blank and not row.fault:
                yield row
    except DataProblem:
        return


def _width(rows: Sequence[Sequence[str]]) -> int:
    """The most frequent number of cells, of equals the greatest.

    Lines without any delimiter do not outvote a tenth of the rows: they are rows gone wrong.
    """
    counts = Counter(map(len, rows))
    if 10 * (len(rows) - counts[1]) >= len(rows):
        del counts[1]
    return max(counts, key=lambda width: (counts[width], width))


def _names_asked_for(data: DataSpecification, first: Sequence[str]) -> bool:
    """Whether the user named a column by a cell of the first row."""
    asked = {data.source_column, data.target_column} - {""}
    return any(cell.strip() in asked and not cell.strip().isdecimal() for cell in first)


def _unique(header: Sequence[str], width: int) -> list[str]:
    """A name for each column: its own, numbered where another has it; "column 1" for none."""
    names: dict[str, None] = {}  # in order, and quick to look up among thousands
    for place in range(width):
        own = header[place].strip() if place < len(header) else ""
        name, copy = own or f"column {place + 1}", 1
        while name in names:
            copy += 1
            name = f"{own} ({copy})"
        names[name] = None
    return list(names)
