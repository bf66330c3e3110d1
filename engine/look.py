"""One look: everything that can be seen in one forward pass over one sentence, as numpy arrays.

Every architecture answers with the same :class:`Look`; what it does not have is empty. A view
reads names and shapes from here and never asks which architecture made it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.map_health import Finding

#: Index that stands for the mean of a layer's heads where a head is expected.
MEAN = -1


class Closed(IntEnum):
    """Why a query may not see a key. OPEN cells have a weight; closed cells have none at all."""

    OPEN = 0
    CAUSAL = 1
    PADDING = 2
    SEGMENT = 3
    BY_HAND = 4


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


@dataclass(frozen=True)
class HeadReference:
    """One head: group name ("encoder", "decoder", "cross"), layer from 0, head from 0 or MEAN."""

    group: str
    layer: int
    head: int


@dataclass(frozen=True)
class DotProduct:
    """What a head's weights were made of: softmax(q·k / √d_k), then the sum over v.

    query : (rows, d_k); key, value : (columns, d_k), float32. Weights follow from these and the
    group's closed cells.
    """

    query: NDArray[np.float32]
    key: NDArray[np.float32]
    value: NDArray[np.float32]


@dataclass(frozen=True)
class Additive:
    """What additive weights were made of: softmax(v · tanh(query + key)) (Bahdanau et al. 2015).

    query : (rows, n') of W_a s_{i−1}; key : (columns, n') of U_a h_j; v : (n',);
    value : (columns, features) of h_j, float32.
    """

    query: NDArray[np.float32]
    key: NDArray[np.float32]
    v: NDArray[np.float32]
    value: NDArray[np.float32]


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
class NextSentence:
    """Whether the second segment follows the first: the model's probability, and the truth."""

    probability: float
    is_next: bool | None


@dataclass(frozen=True)
class MapGroup:
    """All layers x heads of one kind of attention, over the same rows (queries) and columns (keys).

    Attributes
    ----------
    name : "encoder", "decoder" or "cross".
    kind : "VVV" (Q, K and V from one place), "VVV masked" (the same, future closed) or
        "QVV" (Q from one place, K and V from another).
    rows, columns : what stands along the sides.
    closed : (rows, columns) uint8 of :class:`Closed`.
    layers, heads : how many there are, captured or not.
    weights : (layer, head) -> (rows, columns) float32, for the heads that were captured, as used:
        before dropout, after the mask, exactly 0 where closed, each open row summing to 1.
    value_norms : (layer, head) -> (columns,) float32, the norm of each key's value vector after
        the head's share of the output projection, so that weight x norm is what the cell
        contributes.
    parts : (layer, head) -> what the weights were made of, for the heads that were asked for.
    thumbnails : (layers, heads, h, w) float32, every head, max-pooled to at most 64 a side.
    summaries : (layers, heads) float32 by name, see :func:`engine.summaries.of_heads`. A summary
        without meaning for the group is absent.
    health : (layer, head) -> what is to be said of its map, see :mod:`engine.map_health`; only
        of heads of which there is something to be said.
    """

    name: str
    kind: Literal["VVV", "VVV masked", "QVV"]
    rows: Axis
    columns: Axis
    closed: NDArray[np.uint8]
    layers: int
    heads: int
    weights: Mapping[tuple[int, int], NDArray[np.float32]]
    value_norms: Mapping[tuple[int, int], NDArray[np.float32]]
    thumbnails: NDArray[np.float32]
    summaries: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)
    health: Mapping[tuple[int, int], Finding] = field(default_factory=dict)
    parts: Mapping[tuple[int, int], DotProduct | Additive] = field(default_factory=dict)

    def map(self, layer: int, head: int) -> NDArray[np.float32] | None:
        """(rows, columns) weights of a head, or of the mean of heads; None if not captured."""
        return self._of(self.weights, layer, head)

    def value_weighted(self, layer: int, head: int) -> NDArray[np.float32] | None:
        """(rows, columns) weight times value norm, each row scaled to sum to 1."""
        if head == MEAN:
            parts = [self.value_weighted(layer, h) for h in range(self.heads)]
            found = [part for part in parts if part is not None]
            return np.mean(found, axis=0, dtype=np.float32) if len(found) == len(parts) else None
        weights, norms = self.weights.get((layer, head)), self.value_norms.get((layer, head))
        if weights is None or norms is None:
            return None
        product = weights * norms[None, :]
        total = product.sum(axis=1, keepdims=True)
        scaled: NDArray[np.float32] = np.divide(
            product, total, out=np.zeros_like(product), where=total != 0
        )
        return scaled

    def _of(
        self, table: Mapping[tuple[int, int], NDArray[np.float32]], layer: int, head: int
    ) -> NDArray[np.float32] | None:
        if head != MEAN:
            return table.get((layer, head))
        parts = [table.get((layer, h)) for h in range(self.heads)]
        found = [part for part in parts if part is not None]
        return np.mean(found, axis=0, dtype=np.float32) if len(found) == len(parts) else None


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
    """

    ids: NDArray[np.int32]
    probabilities: NDArray[np.float32]
    tokens: tuple[tuple[str, ...], ...]
    expected: NDArray[np.float32]
    rows: Axis = Axis("target")
    counted: NDArray[np.bool_] | None = None
    known: NDArray[np.float32] | None = None


@dataclass(frozen=True)
class FreeRun:
    """What the model writes by itself, likeliest token each time, until </s> or the limit."""

    tokens: tuple[Token, ...]
    probabilities: NDArray[np.float32]
    ended: bool


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
    end : the id of </s>, whatever text a token of the vocabulary has.
    """

    written: tuple[Token, ...]
    ids: NDArray[np.int32]
    tokens: tuple[str, ...]
    probabilities: NDArray[np.float32]
    entropy: float
    rows: Mapping[str, NDArray[np.float32]]
    end: int = 2
    prompt: tuple[Token, ...] = ()
