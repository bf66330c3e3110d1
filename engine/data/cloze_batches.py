"""Batches for BERT: two segments, a draw of words to be guessed (Devlin et al. 2018, 3.1, A.1)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.data.batching import Batches
from engine.data.text_corpus import Documents
from engine.data.tokenizer import CLASSIFY, MASK, PAD, SEPARATE
from engine.seen.tokens import Draw

#: Share of tokens that are to be guessed, special tokens counted in as in the released code.
SHARE = 0.15
#: Of those: shown as [MASK], and as a random word; the rest are kept.
MASKED, RANDOM = 0.8, 0.1
#: Share of pairs whose second segment comes from another document.
_FOREIGN = 0.5
#: Documents tried for one with enough sentences, before fewer are taken.
_REDRAWN = 10
#: Tokens of a pair besides A and B: [CLS], [SEP] and [SEP].
FRAME = 3


@dataclass(frozen=True)
class ClozeBatch:
    """Pairs of segments, [CLS] A [SEP] B [SEP], filled up with <pad>.

    Attributes
    ----------
    ids : (pairs, T) int64, as the model sees them, blanks and random words included.
    segments : (pairs, T) int64, 0 up to the first [SEP], 1 from there on.
    draws : (pairs, T) uint8 of :class:`engine.seen.tokens.Draw`.
    places : (n,) int64 in the flattened (pairs · T), the drawn words; words : (n,), what they are.
    follows : (pairs,) int64, 0 where B follows A in its document, 1 where it comes from another.
    """

    ids: NDArray[np.int64]
    segments: NDArray[np.int64]
    draws: NDArray[np.uint8]
    places: NDArray[np.int64]
    words: NDArray[np.int64]
    follows: NDArray[np.int64]

    @property
    def tokens(self) -> int:
        return len(self.places)

    @property
    def lengths(self) -> dict[str, NDArray[np.int32]]:
        return {"text": (self.ids != PAD).sum(1, dtype=np.int32)}


class Segments:
    """Cuts documents into two segments that follow each other, or do not.

    A chunk is a run of whole sentences of one document, as many as fit; A is its beginning and B
    its end. A foreign B has as many sentences of another document, which end where that document
    ends if the chunk ended with its own, so that neither the place of the cut nor the number of
    sentences nor the end of B tells the verdict.
    """

    def __init__(self, documents: Documents, longest: int) -> None:
        """`longest`: most tokens of A and B together."""
        self._sentences = documents.sentences
        self._first = documents.first_sentences
        self._longest = longest
        self.documents = np.flatnonzero(np.diff(documents.first_sentences) >= 2)

    @property
    def lengths(self) -> NDArray[np.int64]:
        """(documents,) tokens of each that can be cut, those beyond the longest not counted."""
        starts = self._sentences.starts
        tokens = starts[self._first[self.documents + 1]] - starts[self._first[self.documents]]
        fitting: NDArray[np.int64] = np.minimum(tokens, self._longest)
        return fitting

    def pair(
        self, index: int, generator: np.random.Generator
    ) -> tuple[NDArray[np.int32], NDArray[np.int32], bool]:
        """A and B as ids, and whether B follows A: drawn, but a lone document can only follow."""
        starts, ids = self._sentences.starts, self._sentences.ids
        first, middle, end = self._chunk(index, generator)
        before = ids[starts[first] : starts[middle]][: self._longest - 1]
        room = self._longest - len(before)
        follows = bool(generator.random() >= _FOREIGN) or len(self.documents) == 1
        if not follows:
            whole = end == self._first[self.documents[index] + 1]
            middle, end = self._elsewhere(index, end - middle, whole, room, generator)
        return before, ids[starts[middle] : starts[end]][:room], follows

    def _chunk(self, index: int, generator: np.random.Generator) -> tuple[int, int, int]:
        """The first sentence of A, the first of B, and the one after B."""
        document = self.documents[index]
        first, end = int(self._first[document]), int(self._first[document + 1])
        starts = self._sentences.starts
        if starts[end] - starts[first] > self._longest:
            first += int(generator.integers(end - first - 1))
            end = min(end, max(self._fitting(first, self._longest), first + 2))
        return first, first + 1 + int(generator.integers(end - first - 1)), end

    def _elsewhere(
        self, index: int, count: int, to_end: bool, room: int, generator: np.random.Generator
    ) -> tuple[int, int]:
        """The first of `count` sentences of another document, or fewer, and the one after them."""
        for _ in range(_REDRAWN):
            other = int(generator.integers(len(self.documents) - 1))
            document = self.documents[other + (other >= index)]
            # Never a document's first sentence, with which no B that follows can begin.
            begin, end = int(self._first[document]) + 1, int(self._first[document + 1])
            if end - begin >= count:
                break
        if to_end:
            begin = max(begin, end - count)
        else:
            begin += int(generator.integers(max(1, end - begin - count + 1)))
        return begin, min(end, max(self._fitting(begin, room), begin + 1))

    def _fitting(self, first: int, room: int) -> int:
        """The sentence after the last that fits into `room` tokens from `first` on."""
        starts = self._sentences.starts
        return int(np.searchsorted(starts, starts[first] + room, "right")) - 1


def framed(first: NDArray[np.int32], second: NDArray[np.int32]) -> NDArray[np.int64]:
    """[CLS] A [SEP] B [SEP]."""
    return np.concatenate([[CLASSIFY], first, [SEPARATE], second, [SEPARATE]]).astype(np.int64)


def drawn(
    ids: NDArray[np.int64],
    vocabulary: int,
    specials: int,
    generator: np.random.Generator,
) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """What the model sees of `ids` (T,), and what became of each token (T,) :class:`Draw`.

    15 % of the tokens, at least one, are to be guessed: of these 80 % become [MASK], 10 % a
    random word (which may be the right one), 10 % stay. Special tokens are never drawn, and unlike
    in the released code a random word is none either, unknown words are not asked for, and no
    sequence has a most of 20.
    """
    seen = ids.copy()
    draws = np.full(len(ids), Draw.UNTOUCHED, np.uint8)
    candidates = np.flatnonzero(ids >= specials)
    if not len(candidates):
        return seen, draws
    count = min(max(1, round(len(ids) * SHARE)), len(candidates))
    chosen = generator.permutation(candidates)[:count]
    fate = generator.random(count)
    words = generator.integers(specials, vocabulary, count)
    masked, random = fate < MASKED, (fate >= MASKED) & (fate < MASKED + RANDOM)
    seen[chosen[masked]] = MASK
    seen[chosen[random]] = words[random]
    draws[chosen] = np.select([masked, random], [Draw.MASKED, Draw.RANDOM], Draw.KEPT)
    return seen, draws


def assembled(
    segments: Segments,
    indices: NDArray[np.int64],
    vocabulary: int,
    specials: int,
    generator: np.random.Generator,
) -> ClozeBatch:
    """The batch of the documents at `indices`, all that is random from `generator`."""
    rows, follows = [], []
    for index in indices:
        first, second, is_next = segments.pair(int(index), generator)
        ids = framed(first, second)
        seen, draws = drawn(ids, vocabulary, specials, generator)
        rows.append((ids, seen, draws, len(first) + 2))
        follows.append(0 if is_next else 1)
    longest = max(len(ids) for ids, *_ in rows)
    truth = np.full((len(rows), longest), PAD, np.int64)
    shown, parts = truth.copy(), np.zeros_like(truth)
    fates = np.full(truth.shape, Draw.ABSENT, np.uint8)
    for row, (ids, seen, draws, boundary) in enumerate(rows):
        end = len(ids)
        truth[row, :end], shown[row, :end], fates[row, :end] = ids, seen, draws
        parts[row, boundary:end] = 1
    places = np.flatnonzero(fates >= Draw.MASKED)
    words = truth.reshape(-1)[places]
    return ClozeBatch(shown, parts, fates, places, words, np.array(follows, np.int64))


class ClozeBatches(Batches[ClozeBatch]):
    """An endless stream of them: each epoch every document once, cut and drawn anew."""

    def __init__(
        self,
        documents: Documents,
        batch_size: int,
        seed: int,
        longest: int,
        vocabulary: int,
        specials: int,
    ) -> None:
        self._segments = Segments(documents, longest)
        self._vocabulary, self._specials = vocabulary, specials
        super().__init__((self._segments.lengths,), batch_size, seed)

    def _batch(self, indices: NDArray[np.int64], generator: np.random.Generator) -> ClozeBatch:
        return assembled(self._segments, indices, self._vocabulary, self._specials, generator)
