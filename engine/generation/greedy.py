"""The likeliest token each time, for a whole batch at once."""

from __future__ import annotations

from collections.abc import Generator

import torch
from torch import Tensor

from engine.data.tokenizer import END, PAD, START
from engine.models.face import Translator


def greedy(model: Translator, source: Tensor, limit: int) -> tuple[Tensor, Tensor]:
    """What :func:`decoding` returns, without a pause."""
    work = decoding(model, source, limit)
    while True:
        try:
            next(work)
        except StopIteration as end:
            ids, probabilities = end.value
            return ids, probabilities


def decoding(
    model: Translator, source: Tensor, limit: int
) -> Generator[None, None, tuple[Tensor, Tensor]]:
    """Decode (batch, S) until every sentence has ended or `limit` tokens are written.

    A yield after every token is a pause point. Returns ids (batch, T), </s> included and padding
    after it, and the probability of each, (batch, T). The model must be in eval mode.
    """
    batch = source.shape[0]
    token = torch.full((batch,), START, dtype=torch.long, device=source.device)
    unfinished = torch.ones(batch, dtype=torch.bool, device=source.device)
    ids, probabilities = [], []
    with torch.no_grad():
        state = model.begin(source)
    for _ in range(min(limit, model.longest)):
        with torch.no_grad():
            probability, token = model.step(state, token).softmax(-1).max(-1)
        token = token.where(unfinished, PAD)
        ids.append(token)
        probabilities.append(probability)
        unfinished = unfinished & (token != END)
        if not unfinished.any():
            break
        yield
    return torch.stack(ids, 1), torch.stack(probabilities, 1)
