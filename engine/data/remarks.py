"""Sentences about data that can be trained on but hardly as it is meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.data.corpus import Corpus
from engine.data.gathered import Gathered
from engine.data.tokenizer import Tokenizer
from engine.specification import DataSpecification

#: A model sees too much <unk> above this share of the held-out tokens.
_UNKNOWN_RATE = 0.05

#: Fewer pairs than this are learned by heart rather than understood.
_FEW_PAIRS = 1000

#: Leaving out more than this share for their length is worth a word.
_LEFT_OUT = 0.05

#: More characters than this to a word: the text has no spaces between its words.
_CHARACTERS_A_WORD = 15

#: Ways out of too much <unk> that are named at most.
_WAYS = 2

#: With no more different targets than this, they are labels.
_FEW_TARGETS = 10

#: Pairs to each of them before that can be told.
_EACH = 3


def remarks(
    data: DataSpecification,
    gathered: Gathered,
    corpus: Corpus,
    unknown_rate: float,
    lengths: Mapping[str, tuple[int, int, int, int]],
) -> tuple[str, ...]:
    """What a person should know before training, the gravest first."""
    return tuple(
        (
            *gathered.warnings,
            *_about_tokens(data, gathered, corpus, unknown_rate),
            *_about_pairs(data, gathered, corpus),
            *_about_lengths(lengths),
        )
    )


def _about_tokens(
    data: DataSpecification, gathered: Gathered, corpus: Corpus, unknown_rate: float
) -> Iterator[str]:
    if corpus.tokenizer.kind == "word":
        for side, texts, ids in (
            ("source", gathered.sources, corpus.training_ids.source),
            ("target", gathered.targets, corpus.training_ids.target),
        ):
            letters = sum(map(len, texts)) / max(len(texts), 1)
            words = (len(ids.ids) - len(ids)) / len(ids)
            if letters > _CHARACTERS_A_WORD * words:
                yield (
                    f"The {side} has {letters / words:.0f} characters to a word: its words are "
                    "not separated by spaces. Try character or BPE tokens."
                )
    yield from about_unknown(data, corpus.tokenizer, unknown_rate, "pairs")


def about_unknown(
    data: DataSpecification, tokenizer: Tokenizer, unknown_rate: float, material: str
) -> Iterator[str]:
    """What to do about too much <unk>; `material` is what there could be more of."""
    if unknown_rate <= _UNKNOWN_RATE:
        return
    if data.vocabulary_files:
        ways = [f"a vocabulary fitted to the {material}"]
    else:
        # Only a full vocabulary left out tokens that it had seen.
        full = len(tokenizer) >= data.vocabulary_size
        ways = ["BPE or character tokens"] if tokenizer.kind == "word" else []
        ways += ["a larger vocabulary"] if full else []
        ways += [f"more {material}"] if len(ways) < _WAYS else []
    yield (
        f"The vocabulary lacks {f'{unknown_rate:.2f}'.lstrip('0')} of the held-out tokens; "
        f"the model sees <unk> there. Try {', or '.join(ways)}."
    )


def _about_pairs(data: DataSpecification, gathered: Gathered, corpus: Corpus) -> Iterator[str]:
    found, skipped = len(gathered.sources), gathered.skipped.count
    pairs = len(corpus.training) + len(corpus.held_out)
    long = sum(row.count for row in gathered.skipped.rows() if row.reason.startswith("longer"))
    if long > _LEFT_OUT * found:
        yield (
            f"{long:,} of {found:,} pairs are longer than {data.max_length} tokens and are left "
            "out. Allow longer sentences to have them."
        )
    if data.files and skipped > pairs:
        yield f"More rows were skipped ({skipped:,}) than taken ({pairs:,}). Is it the right file?"
    if pairs < _FEW_PAIRS:
        yield (
            f"There are only {pairs:,} pairs: a model will learn them by heart. "
            f"Some thousands make it generalise."
        )
    targets = set(gathered.targets)
    if len(targets) <= _FEW_TARGETS and _EACH * len(targets) <= len(gathered.targets):
        some = ", ".join(f"“{target[:30]}”" for target in sorted(targets)[:4])
        yield f"The target takes only {len(targets)} values ({some}): these look like labels."
    if gathered.sources == gathered.targets and gathered.source_column != gathered.target_column:
        yield "Source and target are the same text in every pair."
    repeated = found - len(set(zip(gathered.sources, gathered.targets, strict=True)))
    if repeated:
        pairs_are = (
            "One pair is an exact repetition"
            if repeated == 1
            else f"{repeated:,} pairs are exact repetitions"
        )
        yield f"{pairs_are} of another; they are kept."


def _about_lengths(lengths: Mapping[str, tuple[int, int, int, int]]) -> Iterator[str]:
    for side, (_, middle, _, _) in lengths.items():
        if middle <= 1:
            yield f"Half of the {side} texts are a single token: there is little to attend to."
