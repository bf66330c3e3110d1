"""Held-out figures: loss, exact match, and how often attention points at the right source token."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray

from engine.data.tokenizer import PAD
from engine.generation.greedy import greedy
from engine.models.face import SequenceModel, shifted_right
from engine.trace import Trace

#: Sentences in one forward: a pause point stands between two of them.
_CHUNK = 128


@dataclass(frozen=True)
class HeldOut:
    """Pairs to judge by, encoded, and where the world knows it the right source positions.

    source, target : ids ending in </s>;
    right : for each pair, for each target token, the source positions that are right.
    """

    source: Sequence[NDArray[np.int32]]
    target: Sequence[NDArray[np.int32]]
    right: Sequence[Sequence[frozenset[int]]] = field(default=())


def evaluating(
    model: SequenceModel, held_out: HeldOut, label_smoothing: float
) -> Generator[None, None, dict[str, float]]:
    """Judge the model; each yield is a pause point between chunks, the return value the figures.

    "loss": nats a token, teacher-forced, smoothed as in training. "exact_match": share of
    sentences whose greedy output equals the reference. "alignment": share of target tokens with
    a right source position whose largest weight, in the last layer's cross-attention averaged
    over its heads, falls on one.
    """
    device = next(model.parameters()).device
    loss = tokens = exact = aligned = alignable = 0.0
    was_training = model.training
    order = sorted(range(len(held_out.source)), key=lambda i: len(held_out.source[i]))
    try:
        for first in range(0, len(order), _CHUNK):
            chunk = order[first : first + _CHUNK]
            model.eval()
            with torch.no_grad():
                source = _padded([held_out.source[i] for i in chunk]).to(device)
                target = _padded([held_out.target[i] for i in chunk]).to(device)
                trace = Trace()
                logits = model.predict(source, shifted_right(target), trace)
                count = int((target != PAD).sum())
                chunk_loss = torch.nn.functional.cross_entropy(
                    logits.flatten(0, 1),
                    target.flatten(),
                    ignore_index=PAD,
                    label_smoothing=label_smoothing,
                )
                loss += float(chunk_loss) * count
                tokens += count
                written, _ = greedy(model, source, target.shape[1] + 1)
            exact += _exact(written, target)
            if held_out.right:
                hits, of = _alignment(model, trace, [held_out.right[i] for i in chunk])
                aligned, alignable = aligned + hits, alignable + of
            # Training goes on in train mode even if nobody resumes this generator.
            model.train(was_training)
            yield
    finally:
        model.train(was_training)
    figures = {"loss": loss / tokens, "exact_match": exact / len(order)}
    if alignable:
        figures["alignment"] = aligned / alignable
    return figures


def _padded(rows: Sequence[NDArray[np.int32]]) -> torch.Tensor:
    table = torch.full((len(rows), max(map(len, rows))), PAD, dtype=torch.long)
    for place, row in enumerate(rows):
        table[place, : len(row)] = torch.from_numpy(row)
    return table


def _exact(written: torch.Tensor, target: torch.Tensor) -> int:
    """How many rows are equal, padding on either side being nothing."""
    length = max(written.shape[1], target.shape[1])

    def pad(ids: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.pad(ids, (0, length - ids.shape[1]), value=PAD)

    return int((pad(written) == pad(target)).all(1).sum())


def _alignment(
    model: SequenceModel, trace: Trace, right: Sequence[Sequence[frozenset[int]]]
) -> tuple[int, int]:
    """(hits, target tokens that could be hit) of one chunk."""
    cross = [group for group in model.groups() if group.kind == "QVV"]
    if not cross:
        return 0, 0
    name, _ = cross[0].layers[-1]
    best = trace.attention[name].weights().mean(1).argmax(-1).tolist()  # (batch, target)
    hits = of = 0
    for row, positions in zip(best, right, strict=True):
        for place, allowed in zip(row, positions, strict=False):
            if allowed:
                of += 1
                hits += place in allowed
    return hits, of
