"""The cloze as a task: what it needs room for, and how it is judged."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.data.opening import open_corpus
from engine.data.text_corpus import TextCorpus
from engine.specification import DataSpecification, Recipe
from engine.tasks.cloze import CLOZE, held_out_cloze

LONG, SHORT = "word " * 38 + "end.", "Stop."


@pytest.fixture
def corpus(tmp_path: Path) -> TextCorpus:
    """Documents of one long and one short sentence, in either order, and a longer one of one."""
    documents = [f"{SHORT}\n{n} {LONG}" if n % 2 else f"{n} {LONG}\n{SHORT}" for n in range(200)]
    path = tmp_path / "text.txt"
    path.write_text("\n\n".join([*documents, "word " * 60 + "end."]), encoding="utf-8")
    data = DataSpecification(
        kind="text", world="", files=(str(path),), documents="blank line", max_length=64
    )
    found = open_corpus(data)
    assert isinstance(found, TextCorpus)
    return found


def test_there_is_room_for_every_pair_that_can_be_drawn(corpus: TextCorpus) -> None:
    """A foreign B can make a pair longer than either document is."""
    batches = CLOZE.batches(corpus, Recipe(batch_size=8), seed=0)
    widest = max(next(batches).ids.shape[1] for _ in range(10 * len(batches)))
    longest_document = max(len(corpus.tokenizer.encode(text)) for text in corpus.training.texts)
    assert longest_document + 3 <= widest <= CLOZE.longest(corpus)


def test_held_out_pairs_are_the_same_however_many_are_judged_together(corpus: TextCorpus) -> None:
    one_by_one = held_out_cloze(corpus, 10, 40, 1)
    (together,) = held_out_cloze(corpus, 10, 40, 10)
    assert len(one_by_one) == len(together.follows) > 1
    for row, single in enumerate(one_by_one):
        length = single.ids.shape[1]
        assert np.array_equal(together.ids[row, :length], single.ids[0])
        assert together.follows[row] == single.follows[0]
