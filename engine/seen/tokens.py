"""Tokens as a person reads them, and how they stand along the sides of a map."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal


class Draw(IntEnum):
    """What became of a token in BERT's draw; the first two are not predicted."""

    ABSENT = 0
    UNTOUCHED = 1
    MASKED = 2
    RANDOM = 3
    KEPT = 4


@dataclass(frozen=True)
class Token:
    """One token as a person reads it.

    `text` is what stood in the text, also for a token the vocabulary lacks; then `unknown` is
    true and the model saw <unk>. `special` marks <s>, </s>, <pad>, [MASK] and the like. `part`
    is "1/2" for the first of two tokens that share the character shown, as byte-level tokens
    may; "" for a token of whole characters.

    Where BERT's draw chose the token for the cloze, `drawn` says what the model was given in its
    place ("masked": [MASK], "random": another word, "kept": the word itself) and `original` what
    had stood there; `id` and `text` are what the model saw.
    """

    id: int
    text: str
    special: bool = False
    unknown: bool = False
    drawn: Literal["", "masked", "random", "kept"] = ""
    original: str = ""
    part: str = ""


@dataclass(frozen=True)
class Axis:
    """Which tokens stand along one side of a map.

    Position p of the axis holds token ``p + shift`` of ``Look.sequences[sequence]``. The
    decoder's inputs are the target shifted by one: shift -1, and position 0 is <s>.
    """

    sequence: str
    shift: int = 0
