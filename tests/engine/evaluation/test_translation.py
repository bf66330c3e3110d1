"""Held-out figures against a slow count, one sentence at a time."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engine.data.tokenizer import END, START, UNKNOWN
from engine.evaluation.translation import HeldOut, evaluating
from engine.models.transformer import Transformer
from engine.trace import Trace
from tests.engine.evaluation.judged import judged
from tests.engine.scripted import Scripted


def test_judging_that_is_given_up_leaves_the_model_in_training() -> None:
    model = Transformer(12, 16, 2, 1, 1, 32).train()
    ids = [np.array([5, END], np.int32)]
    work = evaluating(model, HeldOut(ids, ids), 0.0)
    next(work)
    work.close()
    assert model.training


@pytest.mark.parametrize(("word", "exact"), [(5, 1.0), (UNKNOWN, 0.0)])
def test_an_unknown_word_is_never_right(word: int, exact: float) -> None:
    ids = [np.array([6, END], np.int32)]
    reference = [np.array([word, END], np.int32)]
    model = Scripted([[word, END]])
    figures = judged(model, evaluating(model, HeldOut(ids, reference), 0.0))
    assert figures["exact_match"] == exact


def test_figures_equal_a_count_by_hand() -> None:
    torch.manual_seed(0)
    model = Transformer(12, 16, 2, 1, 2, 32).train()
    rng = np.random.default_rng(0)
    source, target, right = [], [], []
    for n in range(300):
        s, t = rng.integers(4, 12, rng.integers(1, 6)), rng.integers(4, 12, rng.integers(1, 4))
        source.append(np.array([*s, END], np.int32))
        target.append(np.array([*t, END], np.int32))
        right.append(tuple(frozenset(rng.integers(0, len(s) + 1, n % 3).tolist()) for _ in t))
    # A few references that the model does write, so that exact match is not 0.
    model.eval()
    for n in range(0, 300, 7):
        state, token, written = model.begin(torch.tensor(source[n])[None].long()), START, []
        while token != END and len(written) < 5:
            token = int(model.step(state, torch.tensor([token])).argmax())
            written.append(token)
        if written[-1] == END:
            target[n], right[n] = np.array(written, np.int32), ()
    model.train()

    figures = judged(model, evaluating(model, HeldOut(source, target, right), 0.1))

    model.eval()
    loss = tokens = exact = hits = of = 0.0
    for s, t, positions in zip(source, target, right, strict=True):
        trace = Trace()
        inputs = torch.tensor([[START, *t[:-1].tolist()]])
        with torch.no_grad():
            logits = model.predict(torch.tensor(s)[None].long(), inputs, trace)[0]
        log_p = logits.double().log_softmax(-1)
        for row, right_id in zip(log_p, t.tolist(), strict=True):
            loss -= 0.9 * float(row[right_id]) + 0.1 * float(row.mean())
        tokens += len(t)
        state, token, written = model.begin(torch.tensor(s)[None].long()), START, []
        while token != END and len(written) <= len(t):
            token = int(model.step(state, torch.tensor([token])).argmax())
            written.append(token)
        exact += written == t.tolist()
        best = trace.attention["decoder.1.cross"].weights()[0].mean(0).argmax(-1).tolist()
        for place, allowed in zip(best, positions, strict=False):
            of += bool(allowed)
            hits += bool(allowed) and place in allowed
    assert figures["loss"] == pytest.approx(loss / tokens, rel=1e-5)
    assert figures["exact_match"] == pytest.approx(exact / 300)
    assert figures["alignment"] == pytest.approx(hits / of)
