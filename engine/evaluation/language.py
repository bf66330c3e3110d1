"""Language models judged: loss, perplexity, and how far above the best any model could do."""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.data.sequences import Sequences
from engine.data.text_batches import TextBatch
from engine.data.tokenizer import PAD
from engine.models.face import LanguageModel


@dataclass(frozen=True)
class HeldOutText:
    """Text to judge by.

    Attributes
    ----------
    sequences : rows [first input, t1, …, tL].
    known : log p of all of them together by the world's own grammar, in nats; NaN where the
        world cannot tell.
    """

    sequences: Sequences
    known: float = math.nan


def evaluating(
    model: LanguageModel, held_out: HeldOutText, together: int = 32
) -> Generator[None, None, dict[str, float]]:
    """Judge the model; each yield is a pause point, the return value the figures.

    "loss": nats a token, never smoothed. "perplexity": its exponential. "accuracy": share of
    tokens that were the likeliest. "excess": the model's loss minus the grammar's own on the very
    same texts, nats a token; a paired difference, so that which texts were held out cancels.
    """
    device = next(model.parameters()).device
    nats = tokens = right = 0.0
    order = np.argsort(held_out.sequences.lengths, kind="stable")
    was_training = model.training
    model.eval()
    try:
        for first in range(0, len(order), together):
            batch = TextBatch.of(held_out.sequences, order[first : first + together])
            lost, hit = _judge(model, _tensor(batch.inputs, device), _tensor(batch.outputs, device))
            nats, right, tokens = nats + lost, right + hit, tokens + batch.tokens
            yield
    finally:
        model.train(was_training)
    loss = nats / tokens
    figures = {"loss": loss, "perplexity": math.exp(min(loss, 700.0)), "accuracy": right / tokens}
    if math.isfinite(held_out.known):
        figures["excess"] = loss + held_out.known / tokens
    return figures


@torch.no_grad()
def _judge(model: LanguageModel, inputs: Tensor, outputs: Tensor) -> tuple[float, float]:
    """−Σ log p, and how many tokens were the likeliest."""
    logits = model.predict(inputs).flatten(0, 1)
    words = outputs.flatten()
    nats = torch.nn.functional.cross_entropy(logits, words, ignore_index=PAD, reduction="sum")
    hits = (logits.argmax(-1) == words) & (words != PAD)
    return float(nats), float(hits.sum())


def _tensor(ids: NDArray[np.int64], device: torch.device) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(ids)).to(device)
