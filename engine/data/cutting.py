"""Documents as ids: the rows that language models learn from, and the sentences for BERT."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from engine.data.background import Interest, in_background
from engine.data.progress import Progress
from engine.data.sentences import sentences
from engine.data.sequences import Sequences
from engine.data.text_corpus import Documents
from engine.data.tokenizer import END, START, Tokenizer
from engine.specification import Tokenization

#: Characters handled between two pause points: some 30 ms.
_STRIDE = 1 << 16

#: Kinds of token that know nothing of white space: a document is its sentences' tokens.
_SPACES_UNSEEN: tuple[Tokenization, ...] = ("word", "wordpiece")

#: Where a long document can be cut without changing a token: before the white space in front
#: of a word, which belongs to that word in every kind of token, and behind a full stop of
#: Chinese or Japanese.
_GAP = re.compile(r"(?=\s\w)|(?<=[。！？])")


def cut(
    texts: Sequence[str], tokenizer: Tokenizer, max_length: int, progress: Progress
) -> Generator[Progress, None, tuple[Documents, int]]:
    """The documents as ids, and how many sentences were too long to stay whole.

    Every yield of `progress` is a pause point.
    """
    found: list[str] = []
    first_sentences = [0]

    def find(interest: Interest) -> None:
        for text in interest.while_wanted(texts):
            found.extend(chain.from_iterable(map(blocks, interest.while_wanted(sentences(text)))))
            first_sentences.append(len(found))

    yield from in_background(find, progress)
    parts = yield from _encode(found, tokenizer, progress)
    if tokenizer.kind in _SPACES_UNSEEN:
        whole = Sequences(parts.ids, parts.starts[np.array(first_sentences)])
    else:
        whole = yield from _encode_whole(texts, tokenizer, progress)

    def finish(_: Interest) -> tuple[Documents, int]:
        rows, row_documents = pieces(whole, max_length)
        firsts = np.array(first_sentences, np.int64)
        short, firsts = shortened(parts, firsts, max_length)
        long = int((parts.lengths > max_length).sum())
        return Documents(tuple(texts), rows, row_documents, short, firsts), long

    return (yield from in_background(finish, progress))


def _encode_whole(
    texts: Sequence[str], tokenizer: Tokenizer, progress: Progress
) -> Generator[Progress, None, Sequences]:
    """The ids of each document."""
    units: list[str] = []
    first_units = [0]
    for text in texts:
        units.extend(blocks(text))
        first_units.append(len(units))
    encoded = yield from _encode(units, tokenizer, progress)
    return Sequences(encoded.ids, encoded.starts[np.array(first_units)])


def blocks(text: str) -> Iterator[str]:
    """`text` in parts small enough to pause between, which give the same tokens as the whole.

    Only a text without white space and full stops in reach is cut where a token may be.
    """
    start = 0
    while len(text) - start > _STRIDE:
        end = start + _STRIDE
        gap = _GAP.search(text, end - _STRIDE // 8, end)
        end = gap.end() if gap else start + _STRIDE
        yield text[start:end]
        start = end
    yield text[start:]


def pieces(documents: Sequences, max_length: int) -> tuple[Sequences, NDArray[np.int64]]:
    """The rows of `Documents.sequences` and `Documents.sequence_documents`."""
    count, lengths = len(documents), documents.lengths
    framed = np.empty(len(documents.ids) + 2 * count, np.int32)
    begins = documents.starts[:-1] + 2 * np.arange(count)
    ends = begins + lengths + 2
    framed[begins], framed[ends - 1] = START, END
    framed[np.arange(len(documents.ids)) + 2 * np.repeat(np.arange(count), lengths) + 1] = (
        documents.ids
    )
    # n tokens and </s> are predicted, max_length + 1 of them in each row
    step = max_length + 1
    rows_each = -(-(lengths + 1) // step)
    row_documents = np.repeat(np.arange(count), rows_each)
    places = np.arange(len(row_documents)) - np.repeat(np.cumsum(rows_each) - rows_each, rows_each)
    row_begins = begins[row_documents] + places * step
    row_lengths = np.minimum(row_begins + step + 1, ends[row_documents]) - row_begins
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(row_lengths)])
    shift = np.repeat(row_begins - starts[:-1], row_lengths)
    return Sequences(framed[np.arange(starts[-1]) + shift], starts), row_documents


def shortened(
    found: Sequences, first_sentences: NDArray[np.int64], max_length: int
) -> tuple[Sequences, NDArray[np.int64]]:
    """Sentences without empty ones, longer ones cut; and where each document's now begin."""
    parts_each = -(-found.lengths // max_length)
    ends = np.concatenate([np.zeros(1, np.int64), np.cumsum(parts_each)])
    places = np.arange(ends[-1]) - np.repeat(ends[:-1], parts_each)
    begins = np.repeat(found.starts[:-1], parts_each) + places * max_length
    return Sequences(found.ids, np.append(begins, found.starts[-1])), ends[first_sentences]


def _encode(
    texts: Sequence[str], tokenizer: Tokenizer, progress: Progress
) -> Generator[Progress, None, Sequences]:
    """The ids of each text, a stride of characters at a time."""
    parts: list[Sequences] = []
    waiting: list[str] = []
    characters = 0
    for text in texts:
        waiting.append(text)
        characters += len(text)
        if characters >= _STRIDE:
            parts.append(Sequences.exactly(tokenizer.encode_all(waiting)))
            waiting, characters = [], 0
            yield progress
    parts.append(Sequences.exactly(tokenizer.encode_all(waiting)))
    return (yield from in_background(lambda _: Sequences.joined(parts), progress))
