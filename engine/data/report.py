"""What was understood of the data, in figures and sentences, before anything is trained."""

from __future__ import annotations

import numpy as np

from engine.data.corpus import Corpus
from engine.data.gathered import Gathered
from engine.data.remarks import remarks
from engine.data.sequences import Sequences
from engine.data.tokenizer import UNKNOWN
from engine.messages.reading import DataReport, Example
from engine.specification import DataSpecification

#: Pairs shown as text and as tokens: the first of the file, which a person recognises.
_SHOWN = 5


def report(request: int, data: DataSpecification, gathered: Gathered, corpus: Corpus) -> DataReport:
    """The answer to `request`."""
    first = list(zip(gathered.sources, gathered.targets, strict=True))[:_SHOWN]
    lengths = {
        "source": _lengths(corpus.training_ids.source, corpus.held_out_ids.source),
        "target": _lengths(corpus.training_ids.target, corpus.held_out_ids.target),
    }
    unknown_rate = _unknown_rate(corpus)
    return DataReport(
        request=request,
        data=data,
        form=gathered.form,
        columns=gathered.columns,
        source_column=gathered.source_column,
        target_column=gathered.target_column,
        pairs=len(corpus.training) + len(corpus.held_out),
        training_pairs=len(corpus.training),
        held_out_pairs=len(corpus.held_out),
        examples=tuple(Example(source, target) for source, target in first),
        tokenized=tuple(
            (corpus.tokenizer.tokens(source), corpus.tokenizer.tokens(target))
            for source, target in first
        ),
        lengths=lengths,
        vocabulary=len(corpus.tokenizer),
        unknown_rate=unknown_rate,
        skipped=gathered.skipped.rows(),
        warnings=remarks(data, gathered, corpus, unknown_rate, lengths),
    )


def _lengths(*parts: Sequences) -> tuple[int, int, int, int]:
    """Shortest, median, 95th percentile and longest, in tokens without </s>."""
    lengths = np.concatenate([part.lengths for part in parts]) - 1
    middle, high = np.percentile(lengths, [50, 95], method="lower")
    return int(lengths.min()), int(middle), int(high), int(lengths.max())


def _unknown_rate(corpus: Corpus) -> float:
    """The share of held-out tokens, both sides, </s> not counted, that are <unk>."""
    pairs = corpus.held_out_ids
    unknown = sum(int((side.ids == UNKNOWN).sum()) for side in (pairs.source, pairs.target))
    tokens = sum(len(side.ids) - len(side) for side in (pairs.source, pairs.target))
    return unknown / tokens
