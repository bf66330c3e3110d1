"""Translations judged: loss, exact match, how often attention points at the right source token."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.data.tokenizer import PAD, UNKNOWN
from engine.generation.greedy import decoding
from engine.models.face import Translator, shifted_right
from engine.modes import eval_mode
from engine.trace import Trace


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
    model: Translator, held_out: HeldOut, label_smoothing: float, together: int = 128
) -> Generator[None, None, dict[str, float]]:
    """Judge the model; each yield is a pause point, the return value the figures.

    "loss": nats a token, teacher-forced, smoothed as in training. "exact_match": share of
    sentences whose greedy output equals the reference; one with an unknown word never does.
    "alignment": share of target tokens with a right source position whose largest weight, in the
    last layer's cross-attention averaged over its heads, falls on one.

    `together` sentences are judged at once: with the batch size of training no more memory is
    needed than training needs.
    """
    loss = tokens = exact = aligned = alignable = 0.0
    order = sorted(range(len(held_out.source)), key=lambda i: len(held_out.source[i]))
    with eval_mode(model) as device:
        for first in range(0, len(order), together):
            chunk = order[first : first + together]
            source = _padded([held_out.source[i] for i in chunk]).to(device)
            target = _padded([held_out.target[i] for i in chunk]).to(device)
            right = [held_out.right[i] for i in chunk] if held_out.right else []
            count = int((target != PAD).sum())
            loss += count * _loss(model, source, target, label_smoothing)
            tokens += count
            yield
            if right:
                hits, of = _alignment(model, source, target, right)
                aligned, alignable = aligned + hits, alignable + of
                yield
            written, _ = yield from decoding(model, source, target.shape[1] + 1)
            exact += _exact(written, target)
            yield
    figures = {"loss": loss / tokens, "exact_match": exact / len(order)}
    if alignable:
        figures["alignment"] = aligned / alignable
    return figures


@torch.no_grad()
def _loss(model: Translator, source: Tensor, target: Tensor, label_smoothing: float) -> float:
    return float(model.loss(source, target, label_smoothing))


def _padded(rows: Sequence[NDArray[np.int32]]) -> Tensor:
    table = torch.full((len(rows), max(map(len, rows))), PAD, dtype=torch.long)
    for place, row in enumerate(rows):
        table[place, : len(row)] = torch.from_numpy(row)
    return table


def _exact(written: Tensor, target: Tensor) -> int:
    """How many rows are equal, padding on either side being nothing."""
    length = max(written.shape[1], target.shape[1])

    def pad(ids: Tensor) -> Tensor:
        return torch.nn.functional.pad(ids, (0, length - ids.shape[1]), value=PAD)

    known = (target != UNKNOWN).all(1)
    return int(((pad(written) == pad(target)).all(1) & known).sum())


@torch.no_grad()
def _alignment(
    model: Translator,
    source: Tensor,
    target: Tensor,
    right: Sequence[Sequence[frozenset[int]]],
) -> tuple[int, int]:
    """(hits, target tokens that could be hit) of one chunk."""
    cross = [group for group in model.groups() if group.aligns]
    if not cross:
        return 0, 0
    trace = Trace()
    model.predict(source, shifted_right(target), trace)
    name = cross[0].layers[-1]
    best = trace.attention[name].weights().mean(1).argmax(-1).tolist()  # (batch, target)
    hits = of = 0
    for row, positions in zip(best, right, strict=True):
        for place, allowed in zip(row, positions, strict=False):
            if allowed:
                of += 1
                hits += place in allowed
    return hits, of
