"""One look: everything that can be seen in one forward pass over one sentence, as numpy arrays.

Every architecture answers with the same :class:`Look`; what it does not have is empty. A view
reads names and shapes from here and never asks which architecture made it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.seen.maps import MapGroup
from engine.seen.predictions import FreeRun, NextSentence, Predictions
from engine.seen.tokens import Axis, Token


@dataclass(frozen=True)
class Table:
    """Numbers of a forward pass that are not attention: states, gates, gradients, embeddings.

    values : float32, one dimension for each of `axes`; an axis is the tokens along it or a word
    for what it counts: "unit", "gate", "feature", "plane".
    labels : names along axes that are neither tokens nor plain numbers, such as the four gates.
    """

    values: NDArray[np.float32]
    axes: tuple[Axis | str, ...]
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Look:
    """One sentence, or one pair, through one model.

    Attributes
    ----------
    sequences : tokens by name. Translation: "source" and "target", the target's last is </s>
        unless the model was cut off. Running text: "text"; a language model's begins after <s>,
        BERT's is all that it is given, [CLS] and [SEP] included.
    start : the token at position −1 of an axis that is shifted, <s>: decoder inputs are the
        outputs shifted by one (see :class:`Axis`).
    rows_from : whether the predicted rows follow the "reference" or the model's "own" output.
    groups : the attention maps by group name, in drawing order; empty for a model without any.
    predictions : teacher-forced over the target's rows, or the cloze.
    free : the free-running output; None where it was not asked for or makes no sense.
    right_source : for each target position the source positions that are right, where the world
        knows them; empty otherwise.
    source_text, target_text : what was looked at as text, before it was cut into tokens; the
        model's own output as it reads. For running text `target_text` is empty.
    tables : what was asked for of a forward pass besides attention, by name.
    segments : for each token of "text" its segment, 0 (A) or 1 (B); empty without segments.
    next_sentence : BERT's verdict; None for others.
    """

    sequences: Mapping[str, tuple[Token, ...]]
    start: Token
    rows_from: Literal["reference", "own"]
    groups: Mapping[str, MapGroup]
    predictions: Predictions | None = None
    free: FreeRun | None = None
    right_source: tuple[frozenset[int], ...] = ()
    source_text: str = ""
    target_text: str = ""
    tables: Mapping[str, Table] = field(default_factory=dict)
    segments: tuple[int, ...] = ()
    next_sentence: NextSentence | None = None

    def axis_tokens(self, axis: Axis, length: int) -> tuple[Token, ...]:
        """The `length` tokens along an axis."""
        sequence = self.sequences[axis.sequence]
        return tuple(
            sequence[p + axis.shift] if p + axis.shift >= 0 else self.start for p in range(length)
        )
