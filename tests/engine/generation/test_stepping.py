"""Stepping equals reading the whole text anew, also after going back and another way."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch

from engine.data.tokenizer import END, START, Tokenizer
from engine.generation.stepping import Continuation, Generation, TranslationGeneration
from engine.models.bahdanau import Bahdanau
from engine.models.face import SequenceModel
from engine.models.gpt import GPT
from engine.models.nnlm import NNLM
from engine.models.seq2seq import Seq2Seq
from engine.models.transformer import Transformer
from engine.problem import Problem
from engine.seen.predictions import GenerationStep
from engine.trace import Trace

WORDS = "a b c d e f g h i j k l m n".split()
TOKENIZER = Tokenizer.fit([" ".join(WORDS)], "word", 100)
SIZE = len(TOKENIZER)
TEXT, SOURCE = "c a b", "d e a h"
LONGEST = 24

MODELS: dict[str, Callable[[], SequenceModel]] = {
    "gpt": lambda: GPT(SIZE, 16, 4, 3, 32, longest=LONGEST),
    "gpt 2": lambda: GPT(SIZE, 16, 4, 3, 32, pre_norm=True, longest=LONGEST),
    "nnlm": lambda: NNLM(SIZE, 5, 6, 7, longest=LONGEST),
    "transformer": lambda: Transformer(SIZE, 16, 4, 2, 3, 32, longest=LONGEST),
    "bahdanau": lambda: Bahdanau(SIZE, 6, 7, 8, 5, longest=LONGEST),
    "seq2seq": lambda: Seq2Seq(SIZE, 6, 7, 2, longest=LONGEST),
    "seq2seq, c everywhere": lambda: Seq2Seq(
        SIZE, 6, 7, 2, context_from="all states", context_to="every step", longest=LONGEST
    ),
}
every_model = pytest.mark.parametrize("name", MODELS)


def made(name: str) -> SequenceModel:
    torch.manual_seed(7)
    model = MODELS[name]().double().eval()
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.4)
    return model


def begun(model: SequenceModel) -> Generation:
    if isinstance(model, GPT | NNLM):
        return Continuation(model, TOKENIZER, TEXT)
    assert isinstance(model, Transformer | Bahdanau | Seq2Seq)
    return TranslationGeneration(model, TOKENIZER, SOURCE)


@torch.no_grad()
def anew(
    model: SequenceModel, written: tuple[int, ...]
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Probabilities of all tokens and the last rows, from one pass over the whole text."""
    trace = Trace()
    if isinstance(model, GPT | NNLM):
        inputs = torch.tensor([[START, *TOKENIZER.encode(TEXT), *written]])
        logits = model.predict(inputs, trace)
    else:
        assert isinstance(model, Transformer | Bahdanau | Seq2Seq)
        source = torch.tensor([[*TOKENIZER.encode(SOURCE), END]])
        logits = model.predict(source, torch.tensor([[START, *written]]), trace)
    rows = {
        group.name: torch.stack([trace.attention[n].weights()[0, :, -1] for n in group.layers])
        for group in model.groups()
        if group.predicts
    }
    return logits[0, -1].softmax(-1).numpy(), {name: row.numpy() for name, row in rows.items()}


def check(model: SequenceModel, step: GenerationStep, written: tuple[int, ...]) -> None:
    probabilities, rows = anew(model, written)
    assert tuple(token.id for token in step.written) == written
    np.testing.assert_allclose(step.probabilities, probabilities[step.ids], atol=1e-7)
    assert set(step.rows) == set(rows)
    for name, expected in rows.items():
        assert step.rows[name].shape == expected.shape
        np.testing.assert_allclose(step.rows[name], expected, atol=1e-7)


@every_model
def test_every_step_is_what_the_whole_text_gives(name: str) -> None:
    model = made(name)
    generation = begun(model)
    written: tuple[int, ...] = ()
    for place in range(12):
        check(model, generation.answer(written), written)
        written = (*written, 4 + (5 * place) % len(WORDS))


@every_model
def test_back_another_way_and_on_along_the_first_are_the_same(name: str) -> None:
    model = made(name)
    generation = begun(model)
    line = (4, 9, 5, 7, 12, 6, 10)
    for end in range(len(line) + 1):
        generation.answer(line[:end])
    asked = [
        line[:3],  # back
        (*line[:3], 13),  # another token there
        (*line[:3], 13, 4),
        (*line[:3], 14),  # a third
        (15,),  # another first token
        (*line, 8),  # on along the first
        (*line[:3], 13, 4, 4),
        (),
        (11, 11, 11, 11),  # a beginning nobody stepped through
    ]
    for written in asked:
        check(model, generation.answer(written), written)


@pytest.mark.parametrize("name", ["gpt", "nnlm", "transformer", "bahdanau", "seq2seq"])
def test_a_token_more_reads_no_token_again(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    model = made(name)
    generation = begun(model)
    generation.answer(())
    generation.answer((4,))
    read: list[int] = []
    step = type(model).step

    def counting(self: object, state: object, inputs: torch.Tensor, trace: Trace) -> object:
        read.append(inputs.numel())
        return step(self, state, inputs, trace)

    def refuse(*_: object) -> None:
        raise AssertionError("the source or the text was read anew")

    monkeypatch.setattr(type(model), "step", counting)
    for whole in ("predict", "begin"):
        monkeypatch.setattr(type(model), whole, refuse)
    for written in ((4, 5), (4, 6), (7,), (4, 5, 9)):
        generation.answer(written)
    assert read == [1, 1, 1, 1]


@every_model
def test_the_last_position_is_said_and_kept_to(name: str) -> None:
    generation = begun(made(name))
    taken = 1 + len(generation.prompt)
    assert generation.answer(()).room == LONGEST - taken
    full = (4,) * (LONGEST - taken)
    assert generation.answer(full).room == 0
    with pytest.raises(Problem, match=f"has {LONGEST + 1} tokens; .* positions for {LONGEST}"):
        generation.answer((*full, 4))
    assert generation.answer((5,)).room == LONGEST - taken - 1


def test_a_token_that_is_none_leaves_what_was_taken() -> None:
    model = made("gpt")
    generation = begun(model)
    generation.answer((4, 5))
    with pytest.raises(Problem, match="no token"):
        generation.answer((4, 5, 999))
    check(model, generation.answer((4, 5, 6)), (4, 5, 6))


def test_weights_stay_those_it_began_with() -> None:
    model = made("gpt")
    generation, before = begun(model), begun(model)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(1.0)
    one, other = generation.answer((4, 5)), before.answer((4, 5))
    np.testing.assert_array_equal(one.probabilities, other.probabilities)
