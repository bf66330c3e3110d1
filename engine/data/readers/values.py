"""JSON values out of a stream of text: a list's elements, or values one behind another."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from engine.data.problem import DataProblem
from engine.data.readers.text import LONGEST_LINE

_GAP = re.compile(r"[\s,]*")


def values(chunks: Iterable[str], name: str) -> Iterator[tuple[int, Any]]:
    """Each value with the line it begins in; `name` is the file's, for sentences.

    Raises
    ------
    DataProblem
        The JSON is wrong somewhere, or ends too early.
    """
    decoder = json.JSONDecoder()
    text, at, line = "", 0, 1
    listed: bool | None = None
    for chunk in chunks:
        text, at = text[at:] + chunk, 0
        while True:
            line, at = _after_gap(text, at, line)
            if listed is None and at < len(text):
                listed = text[at] == "["
                line, at = _after_gap(text, at + listed, line)
            if at == len(text) or (listed and text[at] == "]"):
                break
            try:
                value, end = decoder.raw_decode(text, at)
            except (ValueError, RecursionError):
                if len(text) - at > LONGEST_LINE:
                    raise DataProblem(_broken(line, name)) from None
                break
            yield line, value
            line, at = line + text.count("\n", at, end), end
        if listed and text[at:].startswith("]"):
            return
    if text[at:]:
        raise DataProblem(_broken(line, name))
    if listed:
        raise DataProblem(f"{name} is cut off: its list is not closed at line {line}.")


def _after_gap(text: str, at: int, line: int) -> tuple[int, int]:
    """The line and place of the next thing that is neither white space nor a comma."""
    gap = _GAP.match(text, at)
    end = gap.end() if gap else at
    return line + text.count("\n", at, end), end


def _broken(line: int, name: str) -> str:
    return (
        f"{name} is not whole JSON: the record that begins in line {line} is cut off or wrong. "
        "Correct it, or get the file again."
    )
