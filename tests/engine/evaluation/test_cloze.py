"""BERT's figures against a slow count, one pair at a time."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engine import catalog
from engine.data.cloze_batches import Segments, assembled
from engine.data.tokenizer import UNKNOWN
from engine.evaluation.cloze import evaluating
from engine.models.bert import BERT
from tests.engine.data.test_cloze_batches import SPECIALS, documents
from tests.engine.evaluation.judged import judged

VOCABULARY = 3100


def bert() -> BERT:
    torch.manual_seed(0)
    sizes = {"d_model": 16, "heads": 2, "layers": 1, "d_ff": 32}
    return BERT.build(catalog.find("bert").complete(sizes), VOCABULARY, 64).train()


@torch.no_grad()
def test_figures_equal_a_count_by_hand() -> None:
    model = bert()
    segments = Segments(documents(), 40)
    generator = np.random.default_rng(2)
    held_out = [
        assembled(segments, np.arange(first, first + 5), VOCABULARY, SPECIALS, generator)
        for first in (0, 5, 10)
    ]
    figures = judged(model, evaluating(model, held_out))
    model.eval()
    cloze, verdict, right, agreed, words, pairs = 0.0, 0.0, 0, 0, 0, 0
    for batch in held_out:
        longest = batch.ids.shape[1]
        for row in range(len(batch.ids)):
            length = batch.lengths["text"][row]
            ids = torch.from_numpy(batch.ids[row : row + 1, :length])
            parts = torch.from_numpy(batch.segments[row : row + 1, :length])
            guesses, follows = model.predict(ids, parts)
            truth = int(batch.follows[row])
            verdict -= float(follows[0].double().log_softmax(0)[truth])
            agreed += int(follows[0].argmax()) == truth
            pairs += 1
            for place, word in zip(batch.places, batch.words, strict=True):
                if place // longest == row:
                    logits = guesses[0, place % longest].double()
                    cloze -= float(logits.log_softmax(0)[word])
                    right += int(logits.argmax()) == word
                    words += 1
    assert figures["cloze"] == pytest.approx(cloze / words, abs=1e-5)
    assert figures["verdict"] == pytest.approx(verdict / pairs, abs=1e-5)
    assert figures["loss"] == pytest.approx(cloze / words + verdict / pairs, abs=1e-5)
    assert figures["accuracy"] == right / words
    assert figures["next_sentence"] == agreed / pairs


def test_pairs_without_words_to_guess_are_judged_by_their_verdicts() -> None:
    unknown = Segments(documents(), 40)
    unknown._sentences.ids[:] = UNKNOWN
    batch = assembled(unknown, np.arange(5), VOCABULARY, SPECIALS, np.random.default_rng(2))
    model = bert()
    figures = judged(model, evaluating(model, [batch]))
    assert "accuracy" not in figures
    assert figures["loss"] == figures["verdict"] > 0
