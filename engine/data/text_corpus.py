"""A corpus of running text: documents to learn from and documents to judge by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import NDArray

from engine.data.corpus import Corpus
from engine.data.sequences import Sequences
from engine.data.tokenizer import Tokenizer
from engine.messages.reading import Example

#: Sentences that follow each other in a document, and that a pair can be made of.
_PAIR = 2


@dataclass(frozen=True)
class Documents:
    """Documents as text, as rows for language models and as sentences.

    Attributes
    ----------
    texts : each document as it stood.
    sequences : rows [first input, t1, …, tL] of at most max_length + 2 ids: ``row[:-1]`` goes in
        and ``row[1:]`` is to come out. A whole document is [<s>, t1, …, tn, </s>]; a longer one
        is cut into consecutive rows, and the last token of one is the first input of the next,
        so that every token and the one </s> at the end is predicted exactly once.
    sequence_documents : (sequences,) int64, the document that each row belongs to.
    sentences : the ids of every sentence without <s> and </s>, document after document, none
        empty and none of more than max_length tokens: longer ones are cut.
    first_sentences : (documents + 1,) int64, where in `sentences` each document's begin; the
        last is the end of all.
    """

    texts: Sequence[str]
    sequences: Sequences
    sequence_documents: NDArray[np.int64]
    sentences: Sequences
    first_sentences: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def pairable(self) -> int:
        """Documents of two sentences or more: next-sentence prediction needs them."""
        return int((np.diff(self.first_sentences) >= _PAIR).sum())

    @property
    def tokens(self) -> int:
        """Tokens, </s> not counted."""
        return self.predicted - len(self)

    @property
    def predicted(self) -> int:
        """Tokens that a language model predicts in one epoch, every </s> included."""
        return len(self.sequences.ids) - len(self.sequences)


@dataclass(frozen=True)
class TextCorpus:
    """What a language model or a cloze model learns from.

    Attributes
    ----------
    name, title : a world's name and title, or "" and the names of the files, quoted.
    tokenizer : one vocabulary with all special tokens, fitted on the training documents alone.
    training, held_out : no document is in both.
    single : whether held_out is the end of the one document whose beginning is learned from.
    fingerprint : of the documents and their split: other text has another.
    examples : held-out documents or passages to offer as texts to watch; their targets are "".
    log_probabilities : what the world itself gives a document, in nats, one for each token and
        one for </s>; None for a text that it cannot have made. Itself None where nobody knows.
    floor : the exact entropy in nats a token, </s> counted in; NaN where nobody knows.
    """

    name: str
    title: str
    tokenizer: Tokenizer
    training: Documents
    held_out: Documents
    fingerprint: str
    examples: tuple[Example, ...]
    log_probabilities: Callable[[str], tuple[float, ...] | None] | None = None
    floor: float = nan
    single: bool = False


AnyCorpus = Corpus | TextCorpus
