"""Documents in plain text files: what separates them, and the documents themselves."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Generator, Iterator, Sequence
from itertools import chain, islice

from engine.data.background import Interest, in_background
from engine.data.gathered import GatheredText
from engine.data.problem import DataProblem
from engine.data.progress import Progress
from engine.data.readers import quoted
from engine.data.readers.text import TextFile
from engine.data.sentences import ends_sentence, sentences
from engine.specification import DataSpecification, Separator

#: GPT-2's mark between two documents (Radford et al. 2019).
END_OF_TEXT = "<|endoftext|>"

#: No more characters are taken: their tokens are held in memory, some 30 bytes each.
_MOST_CHARACTERS = 20_000_000

#: A blank line may hold white space.
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")

#: Blocks of several lines that there must be before blank lines separate documents, and the
#: share of their lines that must end as sentences do.
_BLOCKS = 2
_SENTENCES = 0.75

#: Lines looked at to tell sentences from verse, speeches and wrapped paragraphs.
_SAMPLE = 20_000

#: With fewer sentences to a line than this, a line is a sentence.
_A_LINE = 1.25

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
    separator = _separator(texts) if data.documents == "auto" else data.documents
    documents = chain.from_iterable(_split(text, separator) for text in texts)
    found = list(islice(filter(_visible, documents), data.limit or None))
    warnings = list(_doubts(data, separator, texts))
    if full and len(found) != data.limit:
        warnings.append(f"Only the first {_MOST_CHARACTERS:,} characters are used.")
    return GatheredText(_form(separator, found, len(texts)), found, warnings=warnings)


def _visible(text: str) -> bool:
    """Whether a character can be seen."""
    return any(not (c.isspace() or unicodedata.category(c) in ("Cc", "Cf")) for c in text)


def _split(text: str, separator: Separator) -> list[str]:
    if separator == "file":
        return [text.strip()]
    parts = text.split(END_OF_TEXT) if separator == "endoftext" else _BLANK_LINES.split(text)
    return [part.strip() for part in parts]


def _separator(texts: Sequence[str]) -> Separator:
    """What separates the documents, by the marks, the blank lines and the ends of the lines."""
    if any(END_OF_TEXT in text for text in texts):
        return "endoftext"
    blocks = [block.split("\n") for text in texts for block in _split(text, "blank line")]
    several = [block for block in blocks if len(block) > 1]
    lines = list(islice(chain.from_iterable(several), _SAMPLE))
    if len(several) >= _BLOCKS and sum(map(ends_sentence, lines)) >= _SENTENCES * len(lines):
        return "blank line"
    return "file"


def _form(separator: Separator, documents: Sequence[str], files: int) -> str:
    if separator == "file":
        return f"plain text, {'one document' if files == 1 else f'{files} files, each a document'}"
    mark = END_OF_TEXT if separator == "endoftext" else "blank lines"
    lines = [line for document in documents for line in document.split("\n") if line.strip()]
    found = sum(len(sentences(line)) for line in lines[:_SAMPLE])
    usual = "one sentence" if found < _A_LINE * len(lines[:_SAMPLE]) else "several sentences"
    return f"plain text, {mark} between documents, {usual} a line"


def _doubts(data: DataSpecification, separator: Separator, texts: Sequence[str]) -> Iterator[str]:
    """What a person may want to choose differently."""
    blocks = sum(len(_BLANK_LINES.findall(text.strip())) + 1 for text in texts)
    if separator == "file" and data.documents == "auto" and blocks > len(texts):
        yield (
            f"Blank lines make {blocks:,} blocks, but these are not documents with a sentence on "
            "each line: they look like speeches, verse or paragraphs of one running text. Choose "
            "“blank line” between documents if each block is one of its own."
        )
    if separator == "endoftext" and not any(END_OF_TEXT in text for text in texts):
        yield f"There is no {END_OF_TEXT} in the text, so each file is one document."
    if separator == "blank line" and blocks == len(texts):
        yield "There is no blank line in the text, so each file is one document."
    beginning = texts[0].lstrip()[:100].lower()
    if beginning.startswith(_JSON + _MARKUP):
        kind = "JSON" if beginning.startswith(_JSON) else "XML or HTML"
        yield f"This looks like {kind}: its marks are learned as if they were text."
