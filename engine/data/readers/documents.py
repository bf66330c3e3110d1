"""Where the documents of a text end: at a mark, a blank line, a line's end or the file's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from engine.data.sentences import ends_sentence, sentences
from engine.specification import Separator

#: GPT-2's mark between two documents (Radford et al. 2019).
END_OF_TEXT = "<|endoftext|>"

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

#: With so many lines, and so many sentences to each, the lines may be documents.
_DOCUMENT_LINES = 3
_A_DOCUMENT = 2.0


def documents(text: str, separator: Separator) -> list[str]:
    """The documents of a file's text, which may be empty, without the white space around them."""
    match separator:
        case "endoftext":
            parts = text.split(END_OF_TEXT)
        case "blank line":
            parts = _BLANK_LINES.split(text)
        case "line":
            parts = text.split("\n")
        case _:
            parts = [text]
    return [part.strip() for part in parts]


def likely_separator(texts: Sequence[str]) -> Separator:
    """What separates the documents, by the marks, the blank lines and the ends of the lines.

    Never "line": a line with several sentences may be a paragraph of one long text.
    """
    if any(END_OF_TEXT in text for text in texts):
        return "endoftext"
    blocks = [block.split("\n") for text in texts for block in documents(text, "blank line")]
    several = [block for block in blocks if len(block) > 1]
    lines = list(islice(chain.from_iterable(several), _SAMPLE))
    if len(several) >= _BLOCKS and sum(map(ends_sentence, lines)) >= _SENTENCES * len(lines):
        return "blank line"
    return "file"


def form(separator: Separator, found: Sequence[str], files: int) -> str:
    """The form of the text in words."""
    if separator == "file":
        return f"plain text, {'one document' if files == 1 else f'{files} files, each a document'}"
    lines = [line for document in found for line in document.split("\n") if line.strip()]
    usual = "one sentence" if _sentences_a_line(lines) < _A_LINE else "several sentences"
    if separator == "line":
        return f"plain text, a document on each line, {usual} a line"
    mark = END_OF_TEXT if separator == "endoftext" else "blank lines"
    return f"plain text, {mark} between documents, {usual} a line"


def doubts(chosen: Separator, separator: Separator, texts: Sequence[str]) -> Iterator[str]:
    """What a person may want to choose differently; `separator` is what `chosen` came to."""
    match separator:
        case "file" if chosen == "auto":
            yield from _about_one_document(texts)
        case "endoftext" if not any(END_OF_TEXT in text for text in texts):
            yield f"There is no {END_OF_TEXT} in the text, so each file is one document."
        case "blank line" if _blocks(texts) == len(texts):
            yield "There is no blank line in the text, so each file is one document."
        case "line" if all("\n" not in text.strip() for text in texts):
            yield "There is one line only, so each file is one document."


def _about_one_document(texts: Sequence[str]) -> Iterator[str]:
    """What else could end a document where a whole file was taken for one."""
    blocks = _blocks(texts)
    if blocks > len(texts):
        yield (
            f"Blank lines make {blocks:,} blocks, but these are not documents with a sentence on "
            "each line: they look like speeches, verse or paragraphs of one running text. If each "
            "is a document of its own, let documents end at a blank line."
        )
        return
    lines = [line for text in texts for line in text.split("\n") if line.strip()]
    ends = sum(map(ends_sentence, lines[:_SAMPLE]))
    if (
        len(lines) >= _DOCUMENT_LINES * len(texts)
        and _sentences_a_line(lines) >= _A_DOCUMENT
        and ends >= _SENTENCES * len(lines[:_SAMPLE])
    ):
        yield (
            f"Its {len(lines):,} lines have several sentences each. If each is a document of its "
            "own, let each line be a document."
        )


def _blocks(texts: Sequence[str]) -> int:
    return sum(len(_BLANK_LINES.findall(text.strip())) + 1 for text in texts)


def _sentences_a_line(lines: Sequence[str]) -> float:
    """The mean of the first lines."""
    sample = lines[:_SAMPLE]
    return sum(len(sentences(line)) for line in sample) / max(len(sample), 1)
