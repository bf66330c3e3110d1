"""Passages of running text that are nice to watch: whole sentences, taken in at a glance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.data.sentences import sentences
from engine.data.tokenizer import Tokenizer

#: Passages offered, and characters in each where the text allows: some 10 to 30 words.
_PASSAGES = 12
_FEWEST, _MOST = 40, 160


def passages(documents: Sequence[str], tokenizer: Tokenizer, max_length: int) -> tuple[str, ...]:
    """The beginnings of `documents`; of fewer documents, passages from all over them.

    None has more than `max_length` tokens.
    """
    if len(documents) >= _PASSAGES:
        found = [next(_of(document), "") for document in documents[:_PASSAGES]]
    else:
        every = [passage for document in documents for passage in _of(document)]
        step = max(len(every) // _PASSAGES, 1)
        found = every[::step][:_PASSAGES]
    fitting = (_fitted(passage, tokenizer, max_length) for passage in found)
    return tuple(dict.fromkeys(passage for passage in fitting if passage))


def _of(document: str) -> Iterator[str]:
    """Consecutive sentences of `document`, as many together as make a passage."""
    begin = end = 0
    for sentence in sentences(document):
        start = document.index(sentence, end)
        if end > begin and start + len(sentence) - begin > _MOST:
            yield document[begin:end]
            begin = start
        elif end == begin:
            begin = start
        end = start + len(sentence)
        if end - begin >= _FEWEST:
            yield document[begin:end]
            begin = end
    if end > begin:
        yield document[begin:end]


def _fitted(passage: str, tokenizer: Tokenizer, max_length: int) -> str:
    """`passage`, or as many words of its beginning as are short enough in every respect."""
    if len(passage) <= _MOST and len(tokenizer.encode(passage)) <= max_length:
        return passage
    near = passage[: _MOST + 1]
    ends = [place for place, character in enumerate(near) if character.isspace()]
    for end in reversed(ends or range(1, len(near))):
        if len(tokenizer.encode(passage[:end])) <= max_length:
            return passage[:end].rstrip()
    return ""
