"""BERT's batches: who is drawn, what becomes of it, and which segments follow each other."""

from __future__ import annotations

import numpy as np
import pytest

from engine.data.batching import BatchPosition
from engine.data.cloze_batches import (
    FRAME,
    ClozeBatches,
    Segments,
    assembled,
    drawn,
    framed,
)
from engine.data.sequences import Sequences
from engine.data.text_corpus import Documents
from engine.data.tokenizer import CLASSIFY, MASK, PAD, SEPARATE
from engine.seen.tokens import Draw

SPECIALS, VOCABULARY = 7, 5000


def sequences(rows: list[list[int]]) -> Sequences:
    ids = np.array([id for row in rows for id in row], np.int32)
    return Sequences(ids, np.cumsum([0, *map(len, rows)]).astype(np.int64))


def documents(count: int = 30, most: int = 6, seed: int = 0) -> Documents:
    """Documents of 1 to `most` sentences; the ids of a document and sentence tell which they are.

    Word w of sentence s of document d is 7 + 100 d + 10 s + w.
    """
    rng = np.random.default_rng(seed)
    rows, first = [], [0]
    for d in range(count):
        for s in range(int(rng.integers(1, most + 1))):
            rows.append([7 + 100 * d + 10 * s + w for w in range(int(rng.integers(2, 7)))])
        first.append(len(rows))
    whole = sequences([[1, *row, 2] for row in rows])
    return Documents(
        texts=[""] * count,
        sequences=whole,
        sequence_documents=np.zeros(len(whole), np.int64),
        sentences=sequences(rows),
        first_sentences=np.array(first, np.int64),
    )


def test_only_documents_that_can_be_cut_are_taken_each_once() -> None:
    text = documents()
    segments = Segments(text, 40)
    sentences = np.diff(text.first_sentences)
    assert segments.documents.tolist() == np.flatnonzero(sentences >= 2).tolist()
    batches = ClozeBatches(text, 4, 0, 40, VOCABULARY, SPECIALS)
    rows = sum(len(next(batches).follows) for _ in range(len(batches)))
    assert rows == len(segments.documents)


@pytest.mark.parametrize("longest", [60, 18, 9])
def test_a_pair_is_whole_sentences_that_follow_each_other_or_come_from_another(
    longest: int,
) -> None:
    text = documents()
    segments = Segments(text, longest)
    generator = np.random.default_rng(3)
    followed = 0
    for _ in range(400):
        index = int(generator.integers(len(segments.documents)))
        first, second, follows = segments.pair(index, generator)
        assert len(first) >= 1
        assert len(second) >= 1
        assert len(first) + len(second) <= longest
        here = (first - 7) // 100
        there = (second - 7) // 100
        assert (here == segments.documents[index]).all()
        assert len(set(there.tolist())) == 1
        assert follows == (there[0] == here[0])
        followed += follows
        if follows:
            last, following = (first[-1] - 7) % 100 // 10, (second[0] - 7) % 100 // 10
            assert following == last + 1 or len(first) == longest - 1
            assert (second[0] - 7) % 10 == 0, "B begins with a whole sentence"
    assert 150 < followed < 250, "half of them"


def test_where_the_cut_falls_tells_nothing_of_the_verdict() -> None:
    """Lengths and places of A and B have one distribution, whether B follows or not."""
    segments = Segments(documents(60), 60)
    generator = np.random.default_rng(5)
    places: dict[bool, list[int]] = {True: [], False: []}
    for _ in range(4000):
        index = int(generator.integers(len(segments.documents)))
        first, _, follows = segments.pair(index, generator)
        places[follows].append(len(first))
    means = [np.mean(places[follows]) for follows in (True, False)]
    error = np.std(places[True]) / np.sqrt(2000) * np.sqrt(2)
    assert abs(means[0] - means[1]) < 4 * error


@pytest.mark.parametrize("longest", [60, 24])
def test_counting_sentences_tells_nothing_of_the_verdict(longest: int) -> None:
    """The best rule that sees only how many sentences A and B have is hardly better than a coin."""
    segments = Segments(documents(300), longest)
    generator = np.random.default_rng(5)
    seen: dict[tuple[int, int], list[bool]] = {}
    for _ in range(20_000):
        index = int(generator.integers(len(segments.documents)))
        *sides, follows = segments.pair(index, generator)
        counts = tuple(len(np.unique((side - 7) // 10)) for side in sides)
        seen.setdefault(counts, []).append(follows)
    right = sum(max(sum(verdicts), len(verdicts) - sum(verdicts)) for verdicts in seen.values())
    assert right / 20_000 < 0.54


def test_a_single_document_can_only_follow() -> None:
    segments = Segments(documents(1, most=2, seed=3), 60)
    assert len(segments.documents) == 1
    generator = np.random.default_rng(0)
    for _ in range(20):
        first, second, follows = segments.pair(0, generator)
        assert follows
        assert (first[-1] - 7) // 10 + 1 == (second[0] - 7) // 10


def test_the_draw_is_fifteen_in_a_hundred_and_eighty_ten_ten() -> None:
    generator = np.random.default_rng(1)
    ids = framed(np.arange(7, 57, dtype=np.int32), np.arange(57, 104, dtype=np.int32))
    assert len(ids) == 100
    fates = np.zeros(5, int)
    for _ in range(600):
        seen, draws = drawn(ids, VOCABULARY, SPECIALS, generator)
        fates += np.bincount(draws, minlength=5)
        assert (draws >= Draw.MASKED).sum() == 15
        assert (draws[[0, 51, 99]] == Draw.UNTOUCHED).all(), "never [CLS] and [SEP]"
        assert (seen[draws == Draw.MASKED] == MASK).all()
        untouched = (draws == Draw.UNTOUCHED) | (draws == Draw.KEPT)
        assert (seen[untouched] == ids[untouched]).all()
        assert (seen[draws == Draw.RANDOM] >= SPECIALS).all()
    shares = fates[2:] / fates[2:].sum()
    np.testing.assert_allclose(shares, [0.8, 0.1, 0.1], atol=0.015)


def test_at_least_one_word_is_drawn_and_none_where_there_is_none() -> None:
    generator = np.random.default_rng(1)
    short = framed(np.array([9], np.int32), np.zeros(0, np.int32))
    _, draws = drawn(short, VOCABULARY, SPECIALS, generator)
    assert (draws >= Draw.MASKED).sum() == 1
    empty = framed(np.zeros(0, np.int32), np.zeros(0, np.int32))
    seen, draws = drawn(empty, VOCABULARY, SPECIALS, generator)
    assert seen.tolist() == empty.tolist()
    assert (draws == Draw.UNTOUCHED).all()


def test_a_batch_is_framed_padded_and_knows_its_words() -> None:
    text = documents()
    segments = Segments(text, 40)
    batch = assembled(segments, np.arange(6), VOCABULARY, SPECIALS, np.random.default_rng(2))
    rows, longest = batch.ids.shape
    assert batch.segments.shape == batch.draws.shape == (rows, longest)
    truth = batch.ids.copy()
    truth.reshape(-1)[batch.places] = batch.words
    for row in range(rows):
        length = batch.lengths["text"][row]
        ids = truth[row, :length]
        assert ids[0] == CLASSIFY
        ends = np.flatnonzero(ids == SEPARATE)
        assert ends.tolist() == [ends[0], length - 1]
        assert (batch.segments[row, : ends[0] + 1] == 0).all()
        assert (batch.segments[row, ends[0] + 1 : length] == 1).all()
        assert (batch.ids[row, length:] == PAD).all()
        assert (batch.draws[row, length:] == Draw.ABSENT).all()
        assert (batch.draws[row, :length] >= Draw.UNTOUCHED).all()
    assert (batch.draws.reshape(-1)[batch.places] >= Draw.MASKED).all()
    assert batch.tokens == (batch.draws >= Draw.MASKED).sum() == len(batch.words)
    assert longest <= 40 + FRAME


def test_each_epoch_draws_anew_and_a_place_repeats_it() -> None:
    def stream() -> ClozeBatches:
        return ClozeBatches(documents(), 4, 7, 40, VOCABULARY, SPECIALS)

    came = stream()
    first = [next(came) for _ in range(len(came))]
    second = [next(came) for _ in range(len(came))]
    drawn_first = sorted(batch.ids[batch.draws > 0].sum() for batch in first)
    drawn_second = sorted(batch.ids[batch.draws > 0].sum() for batch in second)
    assert drawn_first != drawn_second
    put = stream()
    put.go_to(BatchPosition(1, 0))
    for batch in second:
        again = next(put)
        assert np.array_equal(batch.ids, again.ids)
        assert np.array_equal(batch.follows, again.follows)
        assert np.array_equal(batch.places, again.places)


def test_a_verdict_of_0_says_that_b_follows() -> None:
    """As in the released code: class 0 is "is next", class 1 is "random"."""
    batches = ClozeBatches(documents(), 8, 0, 40, VOCABULARY, SPECIALS)
    seen = set()
    for batch, _ in zip(batches, range(8), strict=False):
        ids = batch.ids.reshape(-1).copy()
        ids[batch.places] = batch.words
        for row, parts, verdict in zip(
            ids.reshape(batch.ids.shape), batch.segments, batch.follows, strict=True
        ):
            of_a, of_b = (row[1] - 7) // 100, (row[parts == 1][0] - 7) // 100
            assert verdict == (0 if of_a == of_b else 1)
            seen.add(int(verdict))
    assert seen == {0, 1}
