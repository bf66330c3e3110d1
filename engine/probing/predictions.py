"""The likeliest tokens at each row, as a person reads them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from engine.data.tokenizer import Tokenizer
from engine.seen.predictions import Decision, Predictions
from engine.seen.tokens import Axis

#: Likeliest tokens kept for each position.
_CANDIDATES = 8


def candidates(
    vocabulary: Tokenizer, logits: Tensor, count: int
) -> tuple[NDArray[np.int32], NDArray[np.float32], tuple[tuple[str, ...], ...]]:
    """The `count` likeliest next tokens of each row of logits, (rows, vocabulary).

    Returns ids and probabilities, both (rows, count), and the tokens' texts.
    """
    probabilities, ids = logits.float().softmax(-1).topk(min(count, logits.shape[-1]), -1)
    texts = tuple(tuple(vocabulary.token(id).text for id in row) for row in ids.tolist())
    return ids.cpu().numpy().astype(np.int32), probabilities.cpu().numpy(), texts


def predictions(
    vocabulary: Tokenizer,
    logits: Tensor,
    outputs: Tensor | None,
    rows: Axis,
    counted: NDArray[np.bool_] | None = None,
    known: NDArray[np.float32] | None = None,
    decisions: Mapping[int, Decision] | None = None,
) -> Predictions:
    """Of logits (rows, vocabulary) and the right tokens (rows,), where these are known."""
    ids, probabilities, texts = candidates(vocabulary, logits, _CANDIDATES)
    expected = np.full(len(ids), np.nan, np.float32)
    if outputs is not None:
        chosen = logits.float().softmax(-1).gather(-1, outputs[:, None])[:, 0]
        expected = chosen.cpu().numpy()
    return Predictions(ids, probabilities, texts, expected, rows, counted, known, decisions or {})
