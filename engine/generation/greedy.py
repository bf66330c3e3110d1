"""The likeliest token each time, for a whole batch at once."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.data.tokenizer import END, PAD, START
from engine.models.face import SequenceModel


@torch.no_grad()
def greedy(model: SequenceModel, source: Tensor, limit: int) -> tuple[Tensor, Tensor]:
    """Decode (batch, S) until every sentence has ended or `limit` tokens are written.

    Returns ids (batch, T), </s> included and padding after it, and the probability of each,
    (batch, T) float. The model must be in eval mode.
    """
    state = model.begin(source)
    batch = source.shape[0]
    token = torch.full((batch,), START, dtype=torch.long, device=source.device)
    open_ = torch.ones(batch, dtype=torch.bool, device=source.device)
    ids, probabilities = [], []
    for _ in range(min(limit, model.longest)):
        probability, token = model.step(state, token).softmax(-1).max(-1)
        token = token.where(open_, PAD)
        ids.append(token)
        probabilities.append(probability)
        open_ = open_ & (token != END)
        if not open_.any():
            break
    return torch.stack(ids, 1), torch.stack(probabilities, 1)
