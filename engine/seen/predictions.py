"""What a model predicts: at each row, by itself, of two segments, one token at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.seen.tokens import Axis, Token

_TARGET = Axis("target")


@dataclass(frozen=True)
class Decision:
    """That earlier words decide a word, by the grammar that made the text.

    how : "pronoun", "agreement" and the like, as the world says it.
    words : positions of the deciding words in the sequence that the rows stand for.
    """

    how: str
    words: tuple[int, ...]


@dataclass(frozen=True)
class Predictions:
    """The likeliest next tokens at each row, likeliest first.

    ids : (rows, k) int32; probabilities : (rows, k) float32; tokens : their texts, the same shape.
    expected : (rows,) float32, probability of the token that is right there (the one that came
        next, or the one that a blank hides); NaN where no reference is known.
    rows : the tokens that are predicted, one a row.
    counted : (rows,) bool, which rows the loss counts; None = all.
    known : (rows,) float32, log p of the right token by the world's own grammar, the best any
        model can know; None where the world cannot tell.
    decisions : by row, for the tokens that earlier ones decide; empty where the world cannot tell.
    """

    ids: NDArray[np.int32]
    probabilities: NDArray[np.float32]
    tokens: tuple[tuple[str, ...], ...]
    expected: NDArray[np.float32]
    rows: Axis = _TARGET
    counted: NDArray[np.bool_] | None = None
    known: NDArray[np.float32] | None = None
    decisions: Mapping[int, Decision] = field(default_factory=dict)


@dataclass(frozen=True)
class FreeRun:
    """What the model writes by itself, likeliest token each time, until </s> or the limit."""

    tokens: tuple[Token, ...]
    probabilities: NDArray[np.float32]
    ended: bool


@dataclass(frozen=True)
class NextSentence:
    """Whether the second segment follows the first: the model's probability, and the truth."""

    probability: float
    is_next: bool | None


@dataclass(frozen=True)
class GenerationStep:
    """One token of a generation: its candidates and the rows of attention that produced them.

    Attributes
    ----------
    prompt : what the decoder was given to begin with, without <s>: the text that a language
        model continues; empty in translation, where the source is encoded.
    written : the tokens written before this step, oldest first, without <s> and prompt.
    ids, tokens, probabilities : the likeliest next tokens, likeliest first.
    entropy : of the whole distribution, in nats.
    rows : group name -> (layers, heads, keys) float32, the weights of the row that made this
        prediction ("cross" over the source, "decoder" over <s>, prompt and written tokens).
    room : how many more tokens the model can take, each of them with candidates of its own.
    end : the id of </s>, whatever text a token of the vocabulary has.
    """

    written: tuple[Token, ...]
    ids: NDArray[np.int32]
    tokens: tuple[str, ...]
    probabilities: NDArray[np.float32]
    entropy: float
    rows: Mapping[str, NDArray[np.float32]]
    room: int
    end: int = 2
    prompt: tuple[Token, ...] = ()
