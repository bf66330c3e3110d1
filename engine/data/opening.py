"""From a specification to a corpus, in steps short enough to be stopped between any two."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from itertools import chain
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.data import split
from engine.data.assembling import assemble
from engine.data.background import Interest, in_background
from engine.data.corpus import Corpus
from engine.data.fitting import fitting
from engine.data.gathered import Gathered
from engine.data.generating import generating, world
from engine.data.progress import Progress
from engine.data.readers import gathering
from engine.data.report import report
from engine.data.sequences import EncodedPairs, Sequences
from engine.data.text_corpus import AnyCorpus
from engine.data.text_opening import reading_text
from engine.data.tokenizer import Tokenizer
from engine.messages.reading import DataReport
from engine.specification import DataSpecification

#: Texts handled between two pause points.
_STRIDE = 500

T = TypeVar("T")


def open_corpus(data: DataSpecification, tokenizer: Tokenizer | None = None) -> AnyCorpus:
    """What :func:`opening` returns, without a pause."""
    return _finish(opening(data, tokenizer))


def opening(
    data: DataSpecification, tokenizer: Tokenizer | None = None
) -> Generator[Progress, None, AnyCorpus]:
    """The corpus that `data` describes; every yield is a pause point, a few dozen a second.

    With `tokenizer`, a checkpoint's, the vocabulary is that one's and is not fitted anew.

    Raises
    ------
    DataProblem
        The data cannot be used; the sentence says why and what to do.
    """
    corpus, _ = yield from reading(data, tokenizer=tokenizer)
    return corpus


def reading(
    data: DataSpecification, request: int = 0, tokenizer: Tokenizer | None = None
) -> Generator[Progress, None, tuple[AnyCorpus, DataReport]]:
    """The corpus, and what was understood of the data, as answer to `request`.

    Raises
    ------
    DataProblem
        As for :func:`opening`.
    """
    if data.kind == "text":
        return (yield from reading_text(data, request, tokenizer))
    return (yield from _reading_pairs(data, request, tokenizer))


def _reading_pairs(
    data: DataSpecification, request: int, tokenizer: Tokenizer | None
) -> Generator[Progress, None, tuple[Corpus, DataReport]]:
    gathered = yield from (gathering(data) if data.files else generating(data))
    whole = gathered.bytes_total
    places = yield from _places(gathered)
    held_out = split.chosen(places, split.SHARE, split.MOST)
    if tokenizer is None:
        kind = data.tokenization if data.files else world(data.world).tokenization
        learned = np.flatnonzero(~held_out)
        texts = chain(
            (gathered.sources[p] for p in learned), (gathered.targets[p] for p in learned)
        )
        progress = Progress("fitting the vocabulary", len(held_out), whole, whole)
        tokenizer = yield from fitting(data, kind, texts, progress)
    sources = yield from _encoding(gathered.sources, tokenizer, whole)
    targets = yield from _encoding(gathered.targets, tokenizer, whole)
    pairs = EncodedPairs(sources, targets)

    def finish(_: Interest) -> tuple[Corpus, DataReport]:
        corpus = assemble(data, gathered, places, held_out, tokenizer, pairs)
        return corpus, report(request, data, gathered, corpus)

    progress = Progress("cutting into tokens", len(pairs), whole, whole)
    return (yield from in_background(finish, progress))


def _places(gathered: Gathered) -> Generator[Progress, None, NDArray[np.float64]]:
    places: list[float] = []
    whole = gathered.bytes_total
    for start in range(0, len(gathered.sources), _STRIDE):
        places.extend(map(split.place, gathered.sources[start : start + _STRIDE]))
        yield Progress("reading", len(places), whole, whole)
    return np.array(places)


def _encoding(
    texts: Sequence[str], tokenizer: Tokenizer, whole: int
) -> Generator[Progress, None, Sequences]:
    parts = []
    for start in range(0, len(texts), _STRIDE):
        parts.append(Sequences.of(tokenizer.encode_all(texts[start : start + _STRIDE])))
        yield Progress("cutting into tokens", len(texts), whole, whole)
    return Sequences.joined(parts)


def _finish(steps: Generator[Progress, None, T]) -> T:
    try:
        while True:
            next(steps)
    except StopIteration as end:
        result: T = end.value
        return result
