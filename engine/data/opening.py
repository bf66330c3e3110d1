"""From a specification to a corpus, in steps short enough to be stopped between any two."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from itertools import chain
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.data import split
from engine.data.background import Interest, in_background
from engine.data.corpus import Corpus, Fingerprint
from engine.data.gathered import Gathered
from engine.data.generating import generating, world
from engine.data.problem import DataProblem
from engine.data.progress import Progress
from engine.data.readers import gathering, quoted
from engine.data.report import report
from engine.data.sequences import EncodedPairs, Sequences
from engine.data.tokenizer import Tokenizer
from engine.messages import DataReport, Example
from engine.specification import DataSpecification

#: Texts handled between two pause points.
_STRIDE = 500

#: Sentences offered to watch.
_EXAMPLES = 12

T = TypeVar("T")


def open_corpus(data: DataSpecification, tokenizer: Tokenizer | None = None) -> Corpus:
    """What :func:`opening` returns, without a pause."""
    return _finish(opening(data, tokenizer))


def opening(
    data: DataSpecification, tokenizer: Tokenizer | None = None
) -> Generator[Progress, None, Corpus]:
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
) -> Generator[Progress, None, tuple[Corpus, DataReport]]:
    """The corpus, and what was understood of the data, as answer to `request`.

    Raises
    ------
    DataProblem
        As for :func:`opening`.
    """
    gathered = yield from (gathering(data) if data.files else generating(data))
    whole = gathered.bytes_total
    places = yield from _places(gathered)
    held_out = split.chosen(places, split.SHARE, split.MOST)
    if tokenizer is None:
        tokenizer = yield from _fitting(data, gathered, held_out)
    sources = yield from _encoding(gathered.sources, tokenizer, whole)
    targets = yield from _encoding(gathered.targets, tokenizer, whole)
    kept = _short_enough(data.max_length, sources, targets, gathered)
    if not held_out[kept].any():
        held_out[kept] = split.chosen(places[kept], split.SHARE, split.MOST)
    learned, judged = np.flatnonzero(kept & ~held_out), np.flatnonzero(kept & held_out)
    if not len(learned) or not len(judged):
        raise DataProblem(_too_few(data, gathered, int(kept.sum())))
    training = _pairs(gathered, learned)
    held = _pairs(gathered, judged)
    fingerprint = Fingerprint()
    for pairs in (training, held):
        for start in range(0, len(pairs), _STRIDE):
            fingerprint.add(pairs[start : start + _STRIDE])
            yield Progress("cutting into tokens", len(kept), whole, whole)
        fingerprint.close()
    home = world(data.world) if not data.files else None
    corpus = Corpus(
        name=home.name if home else "",
        title=home.title if home else " + ".join(Path(file).name for file in data.files),
        tokenizer=tokenizer,
        training=training,
        held_out=held,
        training_ids=EncodedPairs(sources.take(learned), targets.take(learned)),
        held_out_ids=EncodedPairs(sources.take(judged), targets.take(judged)),
        fingerprint=str(fingerprint),
        examples=tuple(Example(*pair) for pair in home.examples) if home else _examples(held),
        align=home.align if home else None,
        expected=home.expected if home else None,
    )
    return corpus, report(request, data, gathered, corpus)


def _places(gathered: Gathered) -> Generator[Progress, None, NDArray[np.float64]]:
    places: list[float] = []
    whole = gathered.bytes_total
    for start in range(0, len(gathered.sources), _STRIDE):
        places.extend(map(split.place, gathered.sources[start : start + _STRIDE]))
        yield Progress("reading", len(places), whole, whole)
    return np.array(places)


def _fitting(
    data: DataSpecification, gathered: Gathered, held_out: NDArray[np.bool_]
) -> Generator[Progress, None, Tokenizer]:
    """A vocabulary of what is not held out."""
    kind = world(data.world).tokenization if not data.files else data.tokenization
    learned = np.flatnonzero(~held_out)
    texts = chain((gathered.sources[p] for p in learned), (gathered.targets[p] for p in learned))

    def fit(interest: Interest) -> Tokenizer:
        return Tokenizer.fit(interest.while_wanted(texts), kind, data.vocabulary_size)

    whole = gathered.bytes_total
    progress = Progress("fitting the vocabulary", len(held_out), whole, whole)
    try:
        return (yield from in_background(fit, progress))
    except ValueError as error:
        raise DataProblem(str(error)) from None


def _encoding(
    texts: Sequence[str], tokenizer: Tokenizer, whole: int
) -> Generator[Progress, None, Sequences]:
    parts = []
    for start in range(0, len(texts), _STRIDE):
        parts.append(Sequences.of(tokenizer.encode_all(texts[start : start + _STRIDE])))
        yield Progress("cutting into tokens", len(texts), whole, whole)
    return Sequences.joined(parts)


def _short_enough(
    max_length: int, sources: Sequences, targets: Sequences, gathered: Gathered
) -> NDArray[np.bool_]:
    """(pairs,) which are kept: something on both sides, and neither longer than allowed."""
    source_lengths, target_lengths = sources.lengths - 1, targets.lengths - 1
    longest = np.maximum(source_lengths, target_lengths)
    empty = np.minimum(source_lengths, target_lengths) == 0
    for pair in np.flatnonzero(empty):
        gathered.skipped.add("a side without a visible character", gathered.lines[pair])
    for pair in np.flatnonzero(~empty & (longest > max_length)):
        gathered.skipped.add(f"longer than {max_length} tokens", gathered.lines[pair])
    kept: NDArray[np.bool_] = ~empty & (longest <= max_length)
    return kept


def _too_few(data: DataSpecification, gathered: Gathered, kept: int) -> str:
    name = quoted(data.files) if data.files else f"The world “{data.world}”"
    if not gathered.sources:
        return f"{name} holds no pair of sentences."
    if not kept:
        return (
            f"{name}: none of the {len(gathered.sources):,} pairs is short enough; a side may "
            f"have {data.max_length} tokens. Allow longer sentences."
        )
    return (
        f"{name} leaves {'one pair' if kept == 1 else 'pairs with one and the same source'} to "
        "learn from. A run needs at least two different sources: one to learn, one to be "
        "judged by."
    )


def _pairs(gathered: Gathered, indices: NDArray[np.int64]) -> tuple[tuple[str, str], ...]:
    return tuple((gathered.sources[p], gathered.targets[p]) for p in indices)


def _examples(held_out: Sequence[tuple[str, str]]) -> tuple[Example, ...]:
    """Held-out pairs of middling length, each source once, in the order of the file."""
    first: dict[str, str] = {}
    for source, target in held_out:
        first.setdefault(source, target)
    middle = float(np.median([len(source) for source in first]))
    nearest = sorted(first, key=lambda source: (abs(len(source) - middle), source))[:_EXAMPLES]
    return tuple(Example(source, first[source]) for source in first if source in nearest)


def _finish(steps: Generator[Progress, None, T]) -> T:
    try:
        while True:
            next(steps)
    except StopIteration as end:
        result: T = end.value
        return result
