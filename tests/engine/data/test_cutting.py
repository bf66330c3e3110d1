"""Rows and sentences: every token is predicted once, and nothing is lost."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from engine.data.cutting import blocks, cut, pieces, shortened
from engine.data.progress import Progress
from engine.data.sequences import Sequences
from engine.data.text_corpus import Documents
from engine.data.tokenizer import END, START, Tokenizer
from engine.specification import Tokenization
from tests.engine.data.conftest import finish

TEXTS = (
    "The cat sat. It purred, and purred!\nThen it left.\n\nNobody saw.",
    "One",
    "猫看见了狗。狗也看见了猫！",
    "word " * 300 + "end.",
)


def documents(kind: Tokenization, max_length: int) -> tuple[Documents, Tokenizer, int]:
    tokenizer = Tokenizer.fit(TEXTS, kind, 300, cloze=True)
    found, long = finish(cut(TEXTS, tokenizer, max_length, Progress("cutting into tokens")))
    return found, tokenizer, long


def drawn(seed: int) -> Sequences:
    generator = np.random.default_rng(seed)
    return Sequences.exactly(
        [generator.integers(7, 99, n).tolist() for n in generator.integers(0, 40, 30)]
    )


@pytest.mark.parametrize("max_length", [1, 2, 3, 7, 12, 39, 40, 100])
@pytest.mark.parametrize("seed", range(3))
def test_every_token_is_predicted_exactly_once(seed: int, max_length: int) -> None:
    whole = drawn(seed)
    rows, owners = pieces(whole, max_length)
    assert rows.ids.dtype == np.int32 and owners.dtype == np.int64
    assert np.array_equal(owners, np.sort(owners))
    for number, ids in enumerate(whole):
        own = [rows[int(row)].tolist() for row in np.flatnonzero(owners == number)]
        assert own[0][0] == START
        assert [id for row in own for id in row[1:]] == [*ids.tolist(), END]
        for before, after in pairwise(own):
            assert before[-1] == after[0]
            assert len(before) == max_length + 2
        assert 2 <= len(own[-1]) <= max_length + 2
        assert len(own) == 1 if len(ids) <= max_length else len(own) > 1


@pytest.mark.parametrize("max_length", [1, 5, 39, 100])
def test_sentences_are_cut_and_none_is_empty(max_length: int) -> None:
    found = drawn(7)
    firsts = np.array([0, 3, 3, 20, 30])
    short, new = shortened(found, firsts, max_length)
    assert np.array_equal(short.ids, found.ids)
    assert short.lengths.min() > 0 and short.lengths.max() <= max_length
    assert len(new) == len(firsts) and new[-1] == len(short)
    for document in range(len(firsts) - 1):
        assert np.array_equal(
            np.concatenate([found[i] for i in range(*firsts[document : document + 2])] or [[]]),
            np.concatenate([short[i] for i in range(*new[document : document + 2])] or [[]]),
        )
    if max_length == 100:
        assert len(short) == sum(len(sentence) > 0 for sentence in found)


@pytest.mark.parametrize("kind", ["word", "character", "bpe"])
def test_rows_hold_what_the_tokenizer_makes_of_a_document(kind: Tokenization) -> None:
    found, tokenizer, long = documents(kind, 20)
    assert found.texts == TEXTS
    for number, text in enumerate(TEXTS):
        rows = [found.sequences[int(r)] for r in np.flatnonzero(found.sequence_documents == number)]
        assert np.concatenate([row[1:] for row in rows]).tolist() == [*tokenizer.encode(text), END]
    first, last = found.first_sentences[:2]
    if kind != "character":
        assert last - first == 4
        assert tokenizer.decode(found.sentences[1]).replace(" ", "") == "Itpurred,andpurred!"
    assert long >= 1
    assert found.predicted == sum(len(tokenizer.encode(text)) + 1 for text in TEXTS)


@pytest.mark.parametrize("kind", ["word", "character", "bpe"])
def test_blocks_of_a_long_text_give_the_tokens_of_the_whole(kind: Tokenization) -> None:
    text = "The cat isn't here.  Qu' il\n\n l’eau, ça—va? " * 4000
    tokenizer = Tokenizer.fit([text[:4000]], kind, 300, cloze=True)
    parts = list(blocks(text))
    assert len(parts) > 1 and "".join(parts) == text
    assert [id for part in parts for id in tokenizer.encode(part)] == tokenizer.encode(text)


def test_blocks_of_a_text_without_any_place_to_cut() -> None:
    parts = list(blocks("猫" * 200_000))
    assert "".join(parts) == "猫" * 200_000
    assert max(map(len, parts)) <= 1 << 16
    chinese = "猫看见了狗。" * 30_000
    assert all(part.endswith("。") for part in blocks(chinese))
