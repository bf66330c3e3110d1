"""Where the sentences of a document begin and end, by its lines and its marks."""

from __future__ import annotations

import re
from itertools import pairwise

#: What may close behind the mark that ends a sentence: quotation marks and brackets.
_CLOSING = "\"'”’»›)]」』）】"

_END = re.compile(
    # A mark of alphabets ends a sentence where white space follows; those of Chinese and
    # Japanese end one wherever they stand.
    rf"(?:[.!?…]+[{re.escape(_CLOSING)}]*(?=\s)|[。！？]+[{re.escape(_CLOSING)}]*)"
    rf"(?=\s*(?P<following>\S?))"
)

_LAST = re.compile(rf"[.!?…。！？][{re.escape(_CLOSING)}]*$")

#: What a full stop stands behind without ending a sentence: a title, a short form, an initial.
_SHORT = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|St|Prof|Rev|Hon|Gen|Col|Capt|Lt|Sgt|Jr|Sr|Mme|Mlle|Messrs|Nr|vs"
    r"|cf|e\.g|i\.e|z\.B|d\.h|bzw|[^\W\d_])\.$"
)

#: As far as a short form can reach back from its full stop.
_REACH = 8


def sentences(document: str) -> list[str]:
    """The sentences of `document` in order, without the white space around them.

    A sentence never goes over the end of a line. Inside a line it ends at . ! ? … with white
    space behind, or at 。！？; a line without any is one sentence. Titles, single letters and a
    small letter that follows keep a sentence whole; other abbreviations do not. A mark that
    stands apart, as in text cut into words beforehand, always ends one.
    """
    found: list[str] = []
    for line in document.split("\n"):
        line = line.strip()
        if line:
            found.extend(_of_line(line))
    return found


def ends_sentence(line: str) -> bool:
    """Whether `line` ends where a sentence may end."""
    return bool(_LAST.search(line.rstrip()))


def _of_line(line: str) -> list[str]:
    ends = [match.end() for match in _END.finditer(line) if _is_end(line, match)]
    parts = (line[start:end].strip() for start, end in pairwise((0, *ends, len(line))))
    return [part for part in parts if part]


def _is_end(line: str, match: re.Match[str]) -> bool:
    start = match.start()
    # In text cut into words beforehand, a mark that stands apart ends the sentence.
    if line[start - 1 : start].isspace():
        return True
    # “Wow!” he said: a small letter goes on with the sentence.
    if match["following"].islower():
        return False
    alone = line[start : match.end()].rstrip(_CLOSING) == "."
    return not (alone and _SHORT.search(line[max(0, start - _REACH) : start + 1]))
