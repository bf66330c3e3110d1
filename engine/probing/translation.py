"""A sentence and its translation through a translator."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from engine.data.pieces import visible
from engine.data.tokenizer import END, START, Tokenizer
from engine.generation.greedy import greedy
from engine.models.face import Translator, shifted_right
from engine.modes import eval_mode
from engine.probing.asked import Asked
from engine.probing.maps import maps
from engine.probing.predictions import predictions
from engine.probing.tables import tables
from engine.problem import Problem
from engine.seen.look import Look, Table
from engine.seen.predictions import FreeRun
from engine.seen.tokens import Axis, Token
from engine.sensitivity import sensitivity
from engine.structure import TableLayout
from engine.trace import Trace

#: Free-running output is cut off this many tokens after the reference's end.
_PAST_REFERENCE = 8

#: Gradients take a copy of the sentence for each target token; more tokens in all take seconds.
_COPIED_TOKENS = 2**15

#: |∂ logit of each target token / ∂ embedding of each source token|; without rows where a sentence
#: is too long for it.
GRADIENTS = TableLayout("gradients", (Axis("target"), Axis("source")))

#: (source words, target words) -> right source positions of each target word.
Align = Callable[[Sequence[str], Sequence[str]], tuple[frozenset[int], ...]]


def look(
    model: Translator, vocabulary: Tokenizer, asked: Asked, align: Align | None = None
) -> Look:
    """Look at one sentence, in eval mode, without touching gradients or random generators.

    Without a target the decoder's rows follow the model's own output (at most `asked.limit`
    tokens); with one, the free-running output is cut off a little past the reference.

    Raises
    ------
    Problem
        The sentence is empty or longer than the model's positions.
    """
    end = vocabulary.token(END)
    source_tokens = (*vocabulary.tokens(asked.source), end)
    reference = None
    if asked.target is not None:
        reference = (*vocabulary.tokens(asked.target), end)
    for side, tokens in (("source", source_tokens), ("target", reference or ())):
        if len(tokens) > model.longest:
            raise Problem(
                f"The {side} has {len(tokens)} tokens; this model has positions for "
                f"{model.longest}. Shorten it."
            )
    if len(source_tokens) == 1:
        raise Problem("The source is empty. Type a sentence to watch.")
    with eval_mode(model) as device, torch.no_grad():
        ids = _row(source_tokens, device)
        free = None if reference else _free_run(model, vocabulary, ids, asked.limit)
        target_tokens = free.tokens if free else reference or ()
        outputs = _row(target_tokens, device)
        inputs = shifted_right(outputs)
        trace = Trace(wanted=asked.tables)
        logits = model.predict(ids, inputs, trace)[0]
        if free is None:
            free = _beside_reference(model, vocabulary, ids, outputs[0], logits)
        sequences = {"source": source_tokens, "target": target_tokens}
        groups = maps(model, trace, asked.heads, sequences)
        found = tables(model, vocabulary, trace, asked.tables)
    if GRADIENTS.name in asked.tables:
        copied = outputs.shape[1] * (ids.shape[1] + outputs.shape[1])
        values = torch.empty(0, ids.shape[1])
        if copied <= _COPIED_TOKENS:
            values = sensitivity(model, ids, inputs, outputs).float().cpu()
        found[GRADIENTS.name] = Table(values.numpy(), GRADIENTS.axes)
    text = asked.target
    if text is None:
        text = vocabulary.decode(token.id for token in target_tokens)
    return Look(
        sequences=sequences,
        start=vocabulary.token(START),
        rows_from="own" if reference is None else "reference",
        groups=groups,
        predictions=predictions(
            vocabulary, logits, None if reference is None else outputs[0], Axis("target")
        ),
        free=free,
        right_source=_right_source(vocabulary, asked, target_tokens, align),
        source_text=asked.source,
        target_text=text,
        tables=found,
    )


def _right_source(
    vocabulary: Tokenizer, asked: Asked, target: Sequence[Token], align: Align | None
) -> tuple[frozenset[int], ...]:
    if align is None:
        return ()
    if asked.target is not None:
        return align(vocabulary.words(asked.source), vocabulary.words(asked.target))
    # The model's own output as it stands, special tokens and all: one entry a token.
    written = [" " if token.text == visible(" ") else token.text for token in target]
    if target[-1].id == END:
        written.pop()
    return align(vocabulary.words(asked.source), written)


def _row(tokens: Sequence[Token], device: torch.device) -> Tensor:
    return torch.tensor([[token.id for token in tokens]], dtype=torch.long, device=device)


def _free_run(model: Translator, vocabulary: Tokenizer, source: Tensor, limit: int) -> FreeRun:
    ids, probabilities = greedy(model, source, limit)
    return _as_free_run(vocabulary, ids[0], probabilities[0])


def _beside_reference(
    model: Translator, vocabulary: Tokenizer, source: Tensor, reference: Tensor, logits: Tensor
) -> FreeRun:
    """The free-running output, given the teacher-forced logits of the reference."""
    probabilities, likeliest = logits.softmax(-1).max(-1)
    if torch.equal(likeliest, reference):
        # Right at every position: left to itself the model takes the very same steps.
        return _as_free_run(vocabulary, likeliest, probabilities)
    # What runs far past the reference's end tells nothing more, and costs.
    return _free_run(model, vocabulary, source, len(reference) + _PAST_REFERENCE)


def _as_free_run(vocabulary: Tokenizer, ids: Tensor, probabilities: Tensor) -> FreeRun:
    tokens = tuple(vocabulary.token(id) for id in ids.tolist())
    return FreeRun(tokens, probabilities.float().cpu().numpy(), ended=tokens[-1].id == END)
