"""CSV as RFC 4180 has it: a cell in quotation marks may hold anything, itself doubled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.data.problem import DataProblem
from engine.data.readers.rows import Row

#: A cell that runs over more lines than this was never closed.
_MOST_LINES = 1000


def records(lines: Iterable[tuple[int, str]], delimiter: str, name: str) -> Iterator[Row]:
    """The rows of numbered `lines`; `name` is the file's, for sentences.

    Raises
    ------
    DataProblem
        A quotation mark is never closed.
    """
    first, waiting = 0, ""
    for number, line in lines:
        if not waiting and '"' not in line:
            yield Row(number, tuple(line.split(delimiter)))
            continue
        if not waiting:
            first = number
        text = waiting + line
        cells, fault, closed = _cells(text, delimiter)
        if closed:
            waiting = ""
            yield Row(first, cells, fault=fault)
            continue
        waiting = text + "\n"
        if number - first >= _MOST_LINES:
            raise DataProblem(_unclosed(first, name))
    if waiting:
        raise DataProblem(_unclosed(first, name))


def _cells(text: str, delimiter: str) -> tuple[tuple[str, ...], str, bool]:
    """The cells of one record, what is wrong with it, and whether its last quotation closed."""
    cells: list[str] = []
    at = 0
    while True:
        if text.startswith('"', at):
            parts: list[str] = []
            at += 1
            while True:
                end = text.find('"', at)
                if end < 0:
                    return (), "", False
                parts.append(text[at:end])
                at = end + 1
                if not text.startswith('"', at):
                    break
                parts.append('"')
                at += 1
            cells.append("".join(parts))
            if at < len(text) and not text.startswith(delimiter, at):
                return (), "text after a closing quotation mark", True
        else:
            end = text.find(delimiter, at)
            end = len(text) if end < 0 else end
            cells.append(text[at:end])
            at = end
        if at >= len(text):
            return tuple(cells), "", True
        at += len(delimiter)


def _unclosed(line: int, name: str) -> str:
    return (
        f"Line {line} of {name} opens a quotation mark that is never closed. Correct it; or, if "
        "the file has no quoting, separate the columns with tabs and call it .tsv."
    )
