"""What every reader gives: rows of cells, with the lines they began in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from engine.specification import DataSpecification


class Row(NamedTuple):
    """One record of a file.

    `line` counts from 1. `cells` are texts by place; `names` are their keys where every record
    brings its own, as in JSON. `fault` says why the record cannot be used, if it cannot.
    """

    line: int
    cells: tuple[str, ...]
    names: tuple[str, ...] = ()
    fault: str = ""

    @property
    def blank(self) -> bool:
        """Nothing but white space."""
        return not self.fault and not any(cell.strip() for cell in self.cells)


#: The two texts of a row, or the reason to skip it.
Choose = Callable[[Row], tuple[str, str] | str]


@dataclass(frozen=True)
class Layout:
    """What a file was taken for, after a look at its first rows.

    Attributes
    ----------
    form : in words, as in "tab-separated, 3 columns, no header line".
    columns : (name, first value) of each.
    source_column, target_column : the names of the two that are taken.
    choose : takes them out of a row.
    header : whether the first row is one, and so no data.
    warnings : sentences about what looks wrong.
    """

    form: str
    columns: tuple[tuple[str, str], ...]
    source_column: str
    target_column: str
    choose: Choose
    header: bool = False
    warnings: tuple[str, ...] = field(default=())


class Reader(Protocol):
    """One form of file; reads once, from the beginning."""

    def rows(self) -> Iterator[Row]:
        """Every record, blank ones included."""
        ...

    def layout(self, sample: list[Row], data: DataSpecification) -> Layout:
        """What the first rows (blank ones left out) and the user's choices make of it."""
        ...

    @property
    def bytes_read(self) -> int:
        """Bytes of the files taken so far."""
        ...

    @property
    def bytes_total(self) -> int:
        """Bytes of all the files."""
        ...
