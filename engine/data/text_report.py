"""What was understood of running text, in figures and sentences, before anything is trained."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.data.fitness import unfit_tasks
from engine.data.gathered import GatheredText
from engine.data.text_corpus import Documents, TextCorpus
from engine.data.text_remarks import remarks, task_remarks
from engine.data.tokenizer import END, UNKNOWN
from engine.messages.reading import DataReport, Example
from engine.specification import DataSpecification

#: Documents shown as text and as tokens: the first found, which a person recognises; and how
#: much of each.
_SHOWN = 5
_CHARACTERS = 400
#: Characters at the end of those in which a space is looked for, so that no word is cut; many
#: scripts set none between words.
_LAST_WORD = 40


def report(
    request: int,
    data: DataSpecification,
    gathered: GatheredText,
    corpus: TextCorpus,
    long_sentences: int,
) -> DataReport:
    """The answer to `request`; `long_sentences` had more tokens than a sequence may have."""
    first = [_beginning(document) for document in gathered.documents[:_SHOWN]]
    both = (corpus.training, corpus.held_out)
    documents = np.concatenate([_document_lengths(part) for part in both])
    if corpus.single:
        documents = documents.sum(keepdims=True)
    held_out = 0 if corpus.single else len(corpus.held_out)
    lengths = {
        "document": _spread(documents),
        "sentence": _spread(np.concatenate([part.sentences.lengths for part in both])),
    }
    unknown_rate = _unknown_rate(corpus.held_out)
    return DataReport(
        request=request,
        data=data,
        form=gathered.form,
        columns=(),
        source_column="",
        target_column="",
        pairs=len(documents),
        training_pairs=len(documents) - held_out,
        held_out_pairs=held_out,
        examples=tuple(Example(text, "") for text in first),
        tokenized=tuple((corpus.tokenizer.tokens(text), ()) for text in first),
        lengths=lengths,
        vocabulary=len(corpus.tokenizer),
        unknown_rate=unknown_rate,
        skipped=gathered.skipped.rows(),
        warnings=remarks(data, gathered, corpus, unknown_rate),
        sentences=sum(len(part.sentences) for part in both),
        training_tokens=corpus.training.tokens,
        held_out_tokens=corpus.held_out.tokens,
        task_warnings=task_remarks(data, long_sentences),
        unfit=unfit_tasks(corpus),
    )


def _beginning(document: str) -> str:
    if len(document) <= _CHARACTERS:
        return document
    places = range(_CHARACTERS, _CHARACTERS - _LAST_WORD, -1)
    end = next((place for place in places if document[place].isspace()), _CHARACTERS)
    return document[:end].rstrip()


def _document_lengths(documents: Documents) -> NDArray[np.int64]:
    """(documents,) tokens in each, without <s> and </s>."""
    predicted = documents.sequences.lengths - 1
    summed = np.bincount(documents.sequence_documents, predicted, len(documents)).astype(np.int64)
    lengths: NDArray[np.int64] = summed - 1
    return lengths


def _spread(lengths: NDArray[np.int64]) -> tuple[int, int, int, int]:
    """Shortest, median, 95th percentile and longest."""
    middle, high = np.percentile(lengths, [50, 95], method="lower")
    return int(lengths.min()), int(middle), int(high), int(lengths.max())


def _unknown_rate(documents: Documents) -> float:
    """The share of the tokens, <s> and </s> not counted, that are <unk>."""
    rows = documents.sequences
    predicted = np.ones(len(rows.ids), bool)
    predicted[rows.starts[:-1]] = False
    tokens = rows.ids[predicted]
    return float((tokens == UNKNOWN).sum() / (tokens != END).sum())
