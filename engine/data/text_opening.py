"""From running text to a corpus, in steps short enough to be stopped between any two."""

from __future__ import annotations

import re
from collections.abc import Generator
from itertools import chain
from math import nan
from typing import NamedTuple

import numpy as np

from engine.data import split
from engine.data.background import Interest, in_background
from engine.data.corpus import fingerprint
from engine.data.cutting import blocks, cut
from engine.data.fitting import fitting
from engine.data.gathered import GatheredText
from engine.data.generating import generating_text, text_world
from engine.data.passages import passages
from engine.data.problem import DataProblem
from engine.data.progress import Progress
from engine.data.readers import quoted
from engine.data.readers.running_text import gathering_text
from engine.data.text_corpus import Documents, TextCorpus
from engine.data.text_report import report
from engine.data.tokenizer import Tokenizer
from engine.data.worlds import StoryWorld
from engine.messages.reading import DataReport, Example
from engine.specification import DataSpecification

#: Texts handled between two pause points.
_STRIDE = 500

#: Tokens without which there is nothing to learn from, or nothing to be judged by.
_FEWEST = 2

#: Where one document may be cut in two, the best place first.
_SEAMS = tuple(
    map(re.compile, (r"\n(?:[^\S\n]*\n)+", r"\n", r"(?<=[.!?…])\s+|(?<=[。！？])", r"\s+"))
)


class _Split(NamedTuple):
    """Documents to learn from, and to judge by; `single` where both are parts of one."""

    learned: list[str]
    judged: list[str]
    single: bool


def reading_text(
    data: DataSpecification, request: int, tokenizer: Tokenizer | None
) -> Generator[Progress, None, tuple[TextCorpus, DataReport]]:
    """The corpus, and what was understood of the data, as answer to `request`.

    With `tokenizer`, a checkpoint's, the vocabulary is that one's and is not fitted anew.

    Raises
    ------
    DataProblem
        The data cannot be used; the sentence says why and what to do.
    """
    gathered = yield from (gathering_text(data) if data.files else generating_text(data))
    whole = gathered.bytes_total
    learned, judged, single = yield from _splitting(gathered)
    home = None if data.files else text_world(data.world)
    if tokenizer is None:
        parts = chain.from_iterable(map(blocks, learned))
        progress = Progress("fitting the vocabulary", len(learned), whole, whole)
        kind = home.tokenization if home else data.tokenization
        tokenizer = yield from fitting(data, kind, parts, progress)
    progress = Progress("cutting into tokens", len(gathered.documents), whole, whole)
    training, long_learned = yield from cut(learned, tokenizer, data.max_length, progress)
    held_out, long_judged = yield from cut(judged, tokenizer, data.max_length, progress)
    vocabulary, long = tokenizer, long_learned + long_judged

    def finish(_: Interest) -> tuple[TextCorpus, DataReport]:
        corpus = _assemble(data, home, vocabulary, training, held_out, single)
        return corpus, report(request, data, gathered, corpus, long)

    return (yield from in_background(finish, progress))


def _assemble(
    data: DataSpecification,
    home: StoryWorld | None,
    tokenizer: Tokenizer,
    training: Documents,
    held_out: Documents,
    single: bool,
) -> TextCorpus:
    for documents in (training, held_out):
        if documents.tokens < _FEWEST:
            name = quoted(data.files) if data.files else f"The world “{data.world}”"
            raise DataProblem(
                f"{name} holds too little text: a run needs some to learn from and some to be "
                "judged by. Choose a text of a few thousand words."
            )
    watched = home.examples if home else passages(held_out.texts, tokenizer, data.max_length)
    return TextCorpus(
        name=home.name if home else "",
        title=home.title if home else quoted(data.files),
        tokenizer=tokenizer,
        training=training,
        held_out=held_out,
        fingerprint=fingerprint(
            ((text,) for text in training.texts), ((text,) for text in held_out.texts)
        ),
        examples=tuple(Example(text, "") for text in watched),
        log_probabilities=home.log_probabilities if home else None,
        floor=home.entropy_a_token if home else nan,
        single=single,
    )


def _splitting(gathered: GatheredText) -> Generator[Progress, None, _Split]:
    """Which documents are held out; these in the order of their places."""
    documents, whole = gathered.documents, gathered.bytes_total
    places: list[float] = []
    for start in range(0, len(documents), _STRIDE):
        places.extend(map(split.place, documents[start : start + _STRIDE]))
        yield Progress("reading", len(places), whole, whole)
    if len(set(places)) == 1:
        learned, judged = last_part(documents[0])
        return _Split([learned], [judged], single=True)
    held_out = split.chosen(np.array(places), split.SHARE, split.MOST)
    # Users' files are often in some order; by their places, any first few are a fair sample.
    judged_order = np.flatnonzero(held_out)[np.argsort(np.array(places)[held_out], kind="stable")]
    return _Split(
        [documents[place] for place in np.flatnonzero(~held_out)],
        [documents[place] for place in judged_order],
        single=False,
    )


def last_part(document: str) -> tuple[str, str]:
    """`document` in two: its end, the share that is held out, begins a line where it can."""
    aim = round(len(document) * (1 - split.SHARE))
    reach = round(len(document) * split.SHARE / 2)
    for seam in _SEAMS:
        found = [match.span() for match in seam.finditer(document, aim - reach, aim + reach)]
        if found:
            end, start = min(found, key=lambda span: abs(span[0] - aim))
            return document[:end], document[start:]
    return document[:aim], document[aim:]
