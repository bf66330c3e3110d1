"""Sentences about running text that can be trained on but hardly as it is meant."""

from __future__ import annotations

from collections.abc import Iterator

from engine.catalog.entry import Task
from engine.data.gathered import GatheredText
from engine.data.remarks import about_unknown
from engine.data.text_corpus import TextCorpus
from engine.specification import DataSpecification

#: Fewer tokens than this to learn from are learned by heart.
_FEW_TOKENS = 2000

#: More characters than this to a word: the text has no spaces between its words.
_CHARACTERS_A_WORD = 15


def remarks(
    data: DataSpecification, gathered: GatheredText, corpus: TextCorpus, unknown_rate: float
) -> tuple[str, ...]:
    """What a person should know before training, the gravest first."""
    return tuple(
        (
            *gathered.warnings,
            *_about_words(corpus),
            *about_unknown(data, corpus.tokenizer, unknown_rate, "text"),
            *_about_size(corpus),
        )
    )


def task_remarks(data: DataSpecification, long_sentences: int) -> dict[Task, tuple[str, ...]]:
    """The same where it concerns one task alone; `long_sentences` did not stay whole."""
    if not long_sentences:
        return {}
    one = long_sentences == 1
    have = "One sentence has" if one else f"{long_sentences:,} of the sentences have"
    them, whole = ("it", "it whole") if one else ("them", "them whole")
    return {
        "cloze": (
            f"{have} more than {data.max_length} tokens; BERT gets {them} in parts. Allow longer "
            f"sequences to keep {whole}.",
        )
    }


def _about_words(corpus: TextCorpus) -> Iterator[str]:
    if corpus.tokenizer.kind != "word":
        return
    letters, words = sum(map(len, corpus.training.texts)), corpus.training.tokens
    if letters > _CHARACTERS_A_WORD * words:
        yield (
            f"The text has {letters / words:.0f} characters to a word: its words are not "
            "separated by spaces. Try character or BPE tokens."
        )


def _about_size(corpus: TextCorpus) -> Iterator[str]:
    tokens = corpus.training.tokens
    if tokens < _FEW_TOKENS:
        yield (
            f"There are only {tokens:,} tokens to learn from: a model will learn them by heart. "
            "Some tens of thousands make it generalise."
        )
