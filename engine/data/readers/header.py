"""Whether a table's first row names its columns."""

from __future__ import annotations

from collections.abc import Sequence

from engine.data.readers.names import is_known, is_language, plain

#: No column has a longer name.
_LONGEST_NAME = 40


def is_header(first: Sequence[str], others: Sequence[Sequence[str]]) -> bool:
    """Whether `first` names the columns of the rows `others`.

    It does where a column of numbers begins with a word, or where its cells are names that
    columns have. Two languages make a header ("en", "fr"), one alone does not: "hi" is Hindi,
    and a greeting.
    """
    names = [cell.strip() for cell in first]
    given = [plain(name) for name in names if name]
    if not given or len(set(given)) != len(given) or max(map(len, given)) > _LONGEST_NAME:
        return False
    if any(is_number(name) for name in given):
        return False
    for place, name in enumerate(names):
        column = [row[place] for row in others if place < len(row)]
        if name and len(column) >= 2 and all(is_number(cell) for cell in column):
            return True
    known = sum(map(is_known, given))
    languages = sum(map(is_language, given))
    return known + languages >= 2 and 2 * (known + languages) >= len(given)


def is_number(cell: str) -> bool:
    """Whether `cell` is a number as people and programs write one."""
    try:
        float(cell.strip().replace(",", "."))
    except ValueError:
        return False
    return True
