"""Figures of language models against a slow count, one token at a time."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from engine import catalog
from engine.data.sequences import Sequences
from engine.data.tokenizer import END, START
from engine.evaluation.language import HeldOutText, evaluating
from engine.models.gpt import GPT
from tests.engine.evaluation.judged import judged

GPT_SIZES = {"d_model": 16, "heads": 2, "layers": 1, "d_ff": 32}


def gpt() -> GPT:
    torch.manual_seed(0)
    options = catalog.find("gpt").complete(GPT_SIZES)
    return GPT.build(options, 20, 64).train()


def text(rows: list[list[int]]) -> Sequences:
    ids = np.array([id for row in rows for id in row], np.int32)
    return Sequences(ids, np.cumsum([0, *map(len, rows)]).astype(np.int64))


@torch.no_grad()
def test_figures_equal_a_count_by_hand() -> None:
    model = gpt()
    rng = np.random.default_rng(0)
    rows = [[START, *rng.integers(7, 20, rng.integers(1, 9)), END] for _ in range(10)]
    known = rng.uniform(-20, -5, 10)
    known[4] = np.nan
    figures = judged(model, evaluating(model, HeldOutText(text(rows), known), together=3))
    nats, right, of, above, told = 0.0, 0, 0, 0.0, 0
    model.eval()
    for row, grammar in zip(rows, known, strict=True):
        mine = 0.0
        for place in range(1, len(row)):
            logits = model.predict(torch.tensor([row[:place]]))[0, -1].double()
            mine -= float(logits.log_softmax(0)[row[place]])
            right += int(logits.argmax()) == row[place]
        nats, of = nats + mine, of + len(row) - 1
        if math.isfinite(grammar):
            above, told = above + mine + grammar, told + len(row) - 1
    assert figures["loss"] == pytest.approx(nats / of, abs=1e-5)
    assert figures["perplexity"] == pytest.approx(math.exp(nats / of), rel=1e-5)
    assert figures["accuracy"] == right / of
    assert figures["excess"] == pytest.approx(above / told, abs=1e-5)


def test_without_a_grammar_there_is_no_excess() -> None:
    model, held_out = gpt(), HeldOutText(text([[START, 8, END]]), np.array([np.nan]))
    figures = judged(model, evaluating(model, held_out))
    assert "excess" not in figures


def test_judging_that_is_given_up_leaves_the_model_in_training() -> None:
    model = gpt()
    work = evaluating(model, HeldOutText(text([[START, 8, END]]), np.array([np.nan])))
    next(work)
    work.close()
    assert model.training
