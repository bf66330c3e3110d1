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
from engine.modes import eval_mode


@dataclass(frozen=True)
class HeldOutText:
    """Text to judge by.

    Attributes
    ----------
    sequences : rows [first input, t1, …, tL].
    known : (sequences,) log p of each by the world's own grammar, in nats; NaN where the world
        cannot tell, as for a piece of a document that was cut.
    """

    sequences: Sequences
    known: NDArray[np.float64]


def evaluating(
    model: LanguageModel, held_out: HeldOutText, together: int = 32
) -> Generator[None, None, dict[str, float]]:
    """Judge the model; each yield is a pause point, the return value the figures.

    "loss": nats a token, never smoothed. "perplexity": its exponential. "accuracy": share of
    tokens that were the likeliest. "excess": the model's loss minus the grammar's own on the very
    same texts, nats a token; a paired difference, so that which texts were held out cancels.
    """
    nats = tokens = right = above = of = 0.0
    order = np.argsort(held_out.sequences.lengths, kind="stable")
    with eval_mode(model) as device:
        for first in range(0, len(order), together):
            rows = order[first : first + together]
            batch = TextBatch.of(held_out.sequences, rows)
            lost, hit = _judge(model, _tensor(batch.inputs, device), _tensor(batch.outputs, device))
            nats, right, tokens = nats + float(lost.sum()), right + hit, tokens + batch.tokens
            known = held_out.known[rows]
            told = np.isfinite(known)
            above += float((lost + known)[told].sum())
            of += float(batch.lengths["text"][told].sum())
            yield
    loss = nats / tokens
    figures = {"loss": loss, "perplexity": math.exp(min(loss, 700.0)), "accuracy": right / tokens}
    if of:
        figures["excess"] = above / of
    return figures


@torch.no_grad()
def _judge(
    model: LanguageModel, inputs: Tensor, outputs: Tensor
) -> tuple[NDArray[np.float64], float]:
    """−log p of each row, and how many tokens were the likeliest."""
    logits = model.predict(inputs)
    nats = torch.nn.functional.cross_entropy(
        logits.flatten(0, 1), outputs.flatten(), ignore_index=PAD, reduction="none"
    )
    hits = (logits.argmax(-1) == outputs) & (outputs != PAD)
    lost: NDArray[np.float64] = nats.view_as(outputs).sum(1).double().cpu().numpy()
    return lost, float(hits.sum())


def _tensor(ids: NDArray[np.int64], device: torch.device) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(ids)).to(device)
