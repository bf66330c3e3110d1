"""Titles of blocks in lines that fit."""

from __future__ import annotations

import re
from collections.abc import Callable

#: A line may end after one of these, which stays on it.
_PIECES = re.compile(r"[^ ·(-]*[ ·(-]*")


def wrapped(
    text: str, width: float, measure: Callable[[str], float], most: int = 4
) -> tuple[str, ...]:
    """`text` in at most `most` lines none of which `measure`s more than `width`.

    Where a piece without a space is too long it is broken; what does not fit ends in "…".
    """
    lines = [""]
    for piece in (piece for piece in _PIECES.findall(text) if piece):
        if lines[-1] and measure((lines[-1] + piece).rstrip()) > width:
            lines.append("")
        lines[-1] += piece
        while measure(lines[-1].rstrip()) > width and len(lines[-1].rstrip()) > 1:
            end = len(lines[-1].rstrip()) - 1
            while end > 1 and measure(lines[-1][:end]) > width:
                end -= 1
            lines[-1:] = [lines[-1][:end], lines[-1][end:]]
    lines = [line.strip() for line in lines if line.strip()]
    if len(lines) > most:
        last = lines[most - 1]
        while last and measure(f"{last}…") > width:
            last = last[:-1]
        lines = [*lines[: most - 1], f"{last}…"]
    return tuple(lines)
