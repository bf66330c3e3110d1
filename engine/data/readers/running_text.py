"""The documents in plain text files, and what a person may want to know of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Generator, Iterator, Sequence
from itertools import chain, islice

from engine.data.background import Interest, in_background
from engine.data.gathered import GatheredText
from engine.data.problem import DataProblem
from engine.data.progress import Progress
from engine.data.readers import quoted
from engine.data.readers.documents import documents, doubts, form, likely_separator
from engine.data.readers.text import TextFile
from engine.specification import DataSpecification

#: No more characters are taken: their tokens are held in memory, some 30 bytes each.
_MOST_CHARACTERS = 20_000_000

_JSON = ('{"', '[{"')
_MARKUP = ("<?xml", "<!doctype", "<html")


def gathering_text(data: DataSpecification) -> Generator[Progress, None, GatheredText]:
    """All documents in the files of `data`, or the first `data.limit`.

    Raises
    ------
    DataProblem
        The files hold no text, or cannot be read; the sentence says why and what to do.
    """
    files = [TextFile(name) for name in data.files]
    whole = sum(file.bytes_total for file in files)
    texts: list[str] = []
    room, read, lines = _MOST_CHARACTERS, 0, 0
    for file in files:
        chunks: list[str] = []
        for chunk in file.chunks():
            chunks.append(chunk[:room])
            room -= len(chunks[-1])
            lines += chunk.count("\n")
            yield Progress("reading", lines, read + file.bytes_read, whole)
            if not room:
                break
        read += file.bytes_total
        texts.append("".join(chunks).replace("\r\n", "\n").replace("\r", "\n"))
        if not room:
            break
    if not any(map(_visible, texts)):
        raise DataProblem(f"{quoted(data.files)} holds no text: nothing in it can be seen.")

    def understand(_: Interest) -> GatheredText:
        return _understood(data, texts, full=not room)

    gathered = yield from in_background(understand, Progress("reading", lines, whole, whole))
    gathered.bytes_total = whole
    return gathered


def _understood(data: DataSpecification, texts: Sequence[str], full: bool) -> GatheredText:
    """The documents in the `texts` of the files; `full` if there was more than is taken."""
    separator = likely_separator(texts) if data.documents == "auto" else data.documents
    every = chain.from_iterable(documents(text, separator) for text in texts)
    found = list(islice(filter(_visible, every), data.limit or None))
    warnings = [*_about_marks(texts[0]), *doubts(data.documents, separator, texts)]
    if full and len(found) != data.limit:
        warnings.append(f"Only the first {_MOST_CHARACTERS:,} characters are used.")
    return GatheredText(form(separator, found, len(texts)), found, warnings=warnings)


def _visible(text: str) -> bool:
    """Whether a character can be seen."""
    return any(not (c.isspace() or unicodedata.category(c) in ("Cc", "Cf")) for c in text)


def _about_marks(text: str) -> Iterator[str]:
    beginning = text.lstrip()[:100].lower()
    if beginning.startswith(_JSON + _MARKUP):
        kind = "JSON" if beginning.startswith(_JSON) else "XML or HTML"
        yield f"This looks like {kind}: its marks are learned as if they were text."
