"""From a model and a sentence to a Look: one traced forward, and what the screen asked of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine import summaries
from engine.data.pieces import visible
from engine.data.tokenizer import END, START, Tokenizer
from engine.generation.greedy import greedy
from engine.look import MEAN, Closed, FreeRun, HeadReference, Look, MapGroup, Predictions, Token
from engine.models.face import GroupLayout, Translator, shifted_right
from engine.problem import Problem
from engine.trace import AttentionRecord, Trace

#: Heads are captured at full size unasked while a group has no more cells than this.
_ALWAYS = 1_000_000
#: Cells of weights computed at once.
_TOGETHER = 4_000_000
#: Side of a thumbnail, in cells.
_THUMBNAIL = 64
#: Free-running output is cut off this many tokens after the reference's end.
_PAST_REFERENCE = 8
#: Likeliest tokens kept for each position.
_CANDIDATES = 8


#: (source words, target words) -> right source positions of each target word.
Align = Callable[[Sequence[str], Sequence[str]], tuple[frozenset[int], ...]]


@torch.no_grad()
def look(
    model: Translator,
    vocabulary: Tokenizer,
    source: str,
    target: str | None,
    heads: Collection[HeadReference] = (),
    align: Align | None = None,
    limit: int = 64,
) -> Look:
    """Look at one sentence, in eval mode, without touching gradients or random generators.

    Without a `target` the decoder's rows follow the model's own output (at most `limit` tokens);
    with one, the free-running output is cut off a little past the reference.
    `heads` are captured at full size whatever their size is.

    Raises
    ------
    Problem
        The sentence is empty or longer than the model's positions.
    """
    end = vocabulary.token(END)
    source_tokens = (*vocabulary.tokens(source), end)
    reference = (*vocabulary.tokens(target), end) if target is not None else None
    for side, tokens in (("source", source_tokens), ("target", reference or ())):
        if len(tokens) > model.longest:
            raise Problem(
                f"The {side} has {len(tokens)} tokens; this model has positions for "
                f"{model.longest}. Shorten it."
            )
    if len(source_tokens) == 1:
        raise Problem("The source is empty. Type a sentence to watch.")
    was_training = model.training
    model.eval()
    try:
        device = next(model.parameters()).device
        ids = _row(source_tokens, device)
        free = None if reference else _free_run(model, vocabulary, ids, limit)
        target_tokens = free.tokens if free else reference or ()
        outputs = _row(target_tokens, device)
        trace = Trace()
        logits = model.predict(ids, shifted_right(outputs), trace)[0]
        if free is None:
            free = _beside_reference(model, vocabulary, ids, outputs[0], logits)
        groups = {
            layout.name: _group(layout, trace, {h for h in heads if h.group == layout.name})
            for layout in model.groups()
        }
    finally:
        model.train(was_training)
    text = vocabulary.decode(token.id for token in target_tokens) if target is None else target
    right: tuple[frozenset[int], ...] = ()
    if align is not None:
        # The model's own output as it stands, special tokens and all: one entry a token.
        written = [" " if token.text == visible(" ") else token.text for token in target_tokens]
        if target_tokens[-1].id == END:
            written.pop()
        words = vocabulary.words(target) if target is not None else written
        right = align(vocabulary.words(source), words)
    return Look(
        sequences={"source": source_tokens, "target": target_tokens},
        start=vocabulary.token(START),
        rows_from="own" if reference is None else "reference",
        groups=groups,
        predictions=_predictions(vocabulary, logits, None if reference is None else outputs[0]),
        free=free,
        right_source=right,
        source_text=source,
        target_text=text,
    )


def candidates(
    vocabulary: Tokenizer, logits: Tensor, count: int
) -> tuple[NDArray[np.int32], NDArray[np.float32], tuple[tuple[str, ...], ...]]:
    """The `count` likeliest next tokens of each row of logits, (rows, vocabulary).

    Returns ids and probabilities, both (rows, count), and the tokens' texts.
    """
    probabilities, ids = logits.float().softmax(-1).topk(min(count, logits.shape[-1]), -1)
    texts = tuple(tuple(vocabulary.token(id).text for id in row) for row in ids.tolist())
    return ids.cpu().numpy().astype(np.int32), probabilities.cpu().numpy(), texts


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


def _predictions(vocabulary: Tokenizer, logits: Tensor, outputs: Tensor | None) -> Predictions:
    ids, probabilities, texts = candidates(vocabulary, logits, _CANDIDATES)
    expected = np.full(len(ids), np.nan, np.float32)
    if outputs is not None:
        chosen = logits.float().softmax(-1).gather(-1, outputs[:, None])[:, 0]
        expected = chosen.cpu().numpy()
    return Predictions(ids, probabilities, texts, expected)


def _group(layout: GroupLayout, trace: Trace, asked: Collection[HeadReference]) -> MapGroup:
    records = [trace.attention[name] for name in layout.layers]
    heads, rows, columns = records[0].shape
    closed = closed_cells(layout, records[0])
    everything = len(records) * heads * rows * columns <= _ALWAYS
    weights: dict[tuple[int, int], NDArray[np.float32]] = {}
    norms: dict[tuple[int, int], NDArray[np.float32]] = {}
    thumbnails, figures = [], []
    together = max(1, _TOGETHER // (rows * columns))
    for layer, (record, norms_of) in enumerate(zip(records, layout.value_norms, strict=True)):
        wanted = {h.head for h in asked if h.layer in (layer, layer - len(records))}
        output_norms = norms_of(record.v)[0].float().cpu().numpy()
        for first in range(0, heads, together):
            # A few heads at a time: a layer of 12 heads at 1,024 tokens would be 50 MB at once.
            some = record.weights(slice(first, first + together))[0].float().cpu().numpy()
            thumbnails.append(summaries.thumbnails(some, _THUMBNAIL))
            figures.append(summaries.of_heads(some, closed))
            for head, one in enumerate(some, first):
                if everything or head in wanted or MEAN in wanted:
                    weights[layer, head] = one
                    norms[layer, head] = output_norms[head]
    shape = (len(records), heads)
    return MapGroup(
        name=layout.name,
        kind=layout.kind,
        rows=layout.rows,
        columns=layout.columns,
        closed=closed,
        layers=len(records),
        heads=heads,
        weights=weights,
        value_norms=norms,
        thumbnails=np.concatenate(thumbnails).reshape(*shape, *thumbnails[0].shape[1:]),
        summaries={
            name: np.concatenate([some[name] for some in figures]).reshape(shape)
            for name in figures[0]
            if layout.rows.sequence == layout.columns.sequence or name not in summaries.SELF_ONLY
        },
    )


def closed_cells(layout: GroupLayout, record: AttentionRecord) -> NDArray[np.uint8]:
    """(rows, columns) of Closed for the first sentence of a batch, from the mask that was used."""
    _, rows, columns = record.shape
    closed = np.zeros((rows, columns), np.uint8)
    if record.mask is None:
        return closed
    mask = record.mask[0, 0].expand(rows, columns).cpu().numpy()
    future = np.arange(columns)[None, :] > np.arange(rows)[:, None]
    causal = future & (layout.kind == "VVV masked")
    closed[~mask] = Closed.PADDING
    closed[~mask & causal] = Closed.CAUSAL
    return closed
