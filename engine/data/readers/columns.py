"""Which two columns are the pair: the user's choice, else by name, else by what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.data.problem import DataProblem
from engine.data.readers.header import is_number
from engine.data.readers.names import pair_by_name, plain

#: Column names listed in a sentence.
_LISTED = 12


@dataclass(frozen=True)
class Choice:
    """The places of source and target, and what was noticed in choosing them."""

    source: int
    target: int
    warnings: tuple[str, ...] = ()


def choose(
    names: Sequence[str],
    columns: Sequence[Sequence[str]],
    source: str,
    target: str,
    file: str,
) -> Choice:
    """Source and target among columns called `names`, whose first cells `columns` holds.

    `source` and `target` are what the user asked for, names or places from 0, or "".

    Raises
    ------
    DataProblem
        There is no such column, or there are not two.
    """
    asked = (
        place(names, source, file) if source else None,
        place(names, target, file) if target else None,
    )
    if len(names) < 2 and None in asked:
        raise DataProblem(
            f"{file} has one column only. Pairs need two: separate source and target with a tab, "
            "or open two files whose lines belong together."
        )
    first, second, warnings = _found(list(names), columns)
    if asked[0] is not None and asked[1] is not None:
        warnings = ()
        if asked[0] == asked[1]:
            warnings = (f"Source and target are the same column, “{names[asked[0]]}”.",)
        return Choice(asked[0], asked[1], warnings)
    if asked[0] is not None:
        return Choice(asked[0], second if second != asked[0] else first)
    if asked[1] is not None:
        return Choice(first if first != asked[1] else second, asked[1])
    return Choice(first, second, warnings)


def place(names: Sequence[str], asked: str, file: str) -> int:
    """Where the column `asked` for stands: by its name, else by its number from 0.

    Raises
    ------
    DataProblem
        There is none such; the sentence lists those there are.
    """
    for known, wanted in ((list(names), asked), ([plain(n) for n in names], plain(asked))):
        if wanted in known:
            return known.index(wanted)
    if asked.strip().isdecimal() and int(asked) < len(names):
        return int(asked)
    listed = ", ".join(f"“{name}”" for name in names[:_LISTED])
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    raise DataProblem(f"{file} has no column “{asked}”. It has {listed}{more}.")


def _found(names: list[str], columns: Sequence[Sequence[str]]) -> tuple[int, int, tuple[str, ...]]:
    """By name; but a name may be wrong, so what the columns hold has the last word."""
    readable = [place for place, column in enumerate(columns) if _is_text(column)]
    by_name = pair_by_name(names)
    if by_name is None:
        return *_by_shape(columns, readable), ()
    doubtful = [place for place in by_name if _are_numbers(columns[place])]
    if not doubtful or len(names) == 2:
        return *by_name, ()
    others = [place for place in readable if place not in by_name]
    if not others:
        return *by_name, ()
    source, target = _by_shape(columns, readable)
    return (
        source,
        target,
        (
            f"The column “{names[doubtful[0]]}” holds numbers only, in spite of its name; "
            f"“{names[source]}” and “{names[target]}” were taken. Choose others if that is wrong.",
        ),
    )


def _by_shape(columns: Sequence[Sequence[str]], readable: Sequence[int]) -> tuple[int, int]:
    """The first two columns of text; where there are not two, the first that there are."""
    chosen = list(readable[:2])
    for number in range(len(columns)):
        if len(chosen) < 2 and number not in chosen:
            chosen.append(number)
    first, second = sorted(chosen)
    return first, second


def _are_numbers(column: Sequence[str]) -> bool:
    filled = [cell for cell in column if cell.strip()]
    return bool(filled) and sum(map(is_number, filled)) > 0.9 * len(filled)


def _is_text(column: Sequence[str]) -> bool:
    """Neither numbers, nor a few values again and again, nor mostly empty."""
    filled = [cell for cell in column if cell.strip()]
    if 2 * len(filled) < len(column) or _are_numbers(column):
        return False
    return len(set(filled)) > min(len(filled) // 10, 20) or len(filled) < 3
