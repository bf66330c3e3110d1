"""A corpus out of pairs, their split, a vocabulary and their ids."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.data import split
from engine.data.corpus import Corpus, fingerprint
from engine.data.gathered import Gathered
from engine.data.generating import world
from engine.data.problem import DataProblem
from engine.data.readers import quoted
from engine.data.sequences import EncodedPairs
from engine.data.tokenizer import Tokenizer
from engine.messages.reading import Example
from engine.specification import DataSpecification

#: Sentences offered to watch.
_EXAMPLES = 12


def assemble(
    data: DataSpecification,
    gathered: Gathered,
    places: NDArray[np.float64],
    held_out: NDArray[np.bool_],
    tokenizer: Tokenizer,
    pairs: EncodedPairs,
) -> Corpus:
    """The corpus of those pairs that are short enough; the others are noted in `gathered`.

    `places` are the sources' (see `split.place`); `held_out` says which pairs these hold out.

    Raises
    ------
    DataProblem
        Too few pairs are left.
    """
    kept = _short_enough(data.max_length, gathered, pairs)
    if not held_out[kept].any():
        held_out = held_out.copy()
        held_out[kept] = split.chosen(places[kept], split.SHARE, split.MOST)
    learned, judged = np.flatnonzero(kept & ~held_out), np.flatnonzero(kept & held_out)
    # Users' files are often sorted by length; by their places, any first few are a fair sample.
    judged = judged[np.argsort(places[judged], kind="stable")]
    if not len(learned) or not len(judged):
        raise DataProblem(_too_few(data, gathered, int(kept.sum())))
    training, judging = _texts(gathered, learned), _texts(gathered, judged)
    home = None if data.files else world(data.world)
    return Corpus(
        name=home.name if home else "",
        title=home.title if home else " + ".join(Path(file).name for file in data.files),
        tokenizer=tokenizer,
        training=training,
        held_out=judging,
        training_ids=pairs.take(learned),
        held_out_ids=pairs.take(judged),
        fingerprint=fingerprint(training, judging),
        examples=_examples(home.examples if home else _middling(judging)),
        align=home.align if home else None,
        expected=home.expected if home else None,
    )


def _short_enough(max_length: int, gathered: Gathered, pairs: EncodedPairs) -> NDArray[np.bool_]:
    """(pairs,) which are kept: something on both sides, and neither longer than allowed."""
    source_lengths, target_lengths = pairs.source.lengths - 1, pairs.target.lengths - 1
    empty = np.minimum(source_lengths, target_lengths) == 0
    long = ~empty & (np.maximum(source_lengths, target_lengths) > max_length)
    for pair in np.flatnonzero(empty):
        gathered.skipped.add("a side without a visible character", gathered.lines[pair])
    for pair in np.flatnonzero(long):
        gathered.skipped.add(f"longer than {max_length} tokens", gathered.lines[pair])
    kept: NDArray[np.bool_] = ~empty & ~long
    return kept


def _too_few(data: DataSpecification, gathered: Gathered, kept: int) -> str:
    name = quoted(data.files) if data.files else f"The world “{data.world}”"
    if not gathered.sources:
        reasons = "; ".join(f"{row.reason} ({row.count:,})" for row in gathered.skipped.rows())
        return f"{name} holds no pair of sentences" + (f": {reasons}." if reasons else ".")
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


def _texts(gathered: Gathered, indices: NDArray[np.int64]) -> tuple[tuple[str, str], ...]:
    return tuple((gathered.sources[p], gathered.targets[p]) for p in indices)


def _middling(held_out: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Held-out pairs of middling length, each source once."""
    first: dict[str, str] = {}
    for source, target in held_out:
        first.setdefault(source, target)
    middle = float(np.median([len(source) for source in first]))
    nearest = sorted(first, key=lambda source: (abs(len(source) - middle), source))[:_EXAMPLES]
    return [(source, first[source]) for source in first if source in nearest]


def _examples(pairs: Sequence[tuple[str, str]]) -> tuple[Example, ...]:
    return tuple(Example(source, target) for source, target in pairs)
