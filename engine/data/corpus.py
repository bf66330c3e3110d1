"""A corpus: pairs to learn from and pairs to judge by, as text and as ids."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from engine.data.sequences import EncodedPairs
from engine.data.tokenizer import Tokenizer
from engine.messages.reading import Example

Pair = tuple[str, str]
Align = Callable[[Sequence[str], Sequence[str]], tuple[frozenset[int], ...]]


@dataclass(frozen=True)
class Corpus:
    """What a run learns from.

    Attributes
    ----------
    name, title : a world's name and title, or "" and the names of the files.
    tokenizer : one vocabulary for both sides, fitted on the training pairs alone.
    training, held_out : (source, target) texts; no source is in both.
    training_ids, held_out_ids : the same pairs as ids, both sides ending with </s>.
    fingerprint : of the pairs and their split: other pairs have another.
    examples : held-out pairs to offer as sentences to watch.
    align : the right source positions of every target token, both sides as `Tokenizer.words`
        cuts them; None where nobody knows.
    expected : the right target of any source the world could have made, None for others;
        itself None where nobody knows.
    """

    name: str
    title: str
    tokenizer: Tokenizer
    training: Sequence[Pair]
    held_out: Sequence[Pair]
    training_ids: EncodedPairs
    held_out_ids: EncodedPairs
    fingerprint: str
    examples: tuple[Example, ...]
    align: Align | None = None
    expected: Callable[[str], str | None] | None = None

    def right_source(self, source: str, target: str) -> tuple[frozenset[int], ...]:
        """For each token of `target` the source positions that are right; () if nobody knows."""
        if self.align is None:
            return ()
        return self.align(self.tokenizer.words(source), self.tokenizer.words(target))


def fingerprint(training: Iterable[tuple[str, ...]], held_out: Iterable[tuple[str, ...]]) -> str:
    """sha256 of all pairs in order, in hexadecimal: any change of a text or a place changes it.

    Documents of running text come as tuples of one.
    """
    digest = hashlib.sha256()
    for pairs in (training, held_out):
        for pair in pairs:
            for text in pair:
                content = text.encode()
                # lengths first, so that no two lists of pairs give the same bytes
                digest.update(b"%d:" % len(content))
                digest.update(content)
        digest.update(b";")
    return digest.hexdigest()
