"""What made-up looks are put together from: tokens, groups of maps, predictions, tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.map_health import Finding, judge
from engine.seen.look import Table
from engine.seen.maps import Additive, Closed, DotProduct, MapGroup
from engine.seen.predictions import Predictions
from engine.seen.tokens import Axis, Token
from engine.summaries import SELF_ONLY, of_heads

#: Shift from the diagonal, width and height of the ridge of every fourth head.
_PATTERNS = ((0, 0.7, 4.2), (-1, 0.8, 3.6), (-1, 3.0, 2.0), (2, 1.5, 2.5))
_TARGET = Axis("target")
START = Token(1, "<s>", special=True)


def tokens(text: str, unknown: Sequence[str] = (), first: int = 4) -> tuple[Token, ...]:
    """The words of a text; `<…>` and `[…]` are special, those in `unknown` unknown.

    Ids are counted from `first`, the number of special tokens.
    """
    numbers: dict[str, int] = {}
    return tuple(
        Token(
            3 if word in unknown else numbers.setdefault(word, len(numbers) + first),
            word,
            special=word[0] + word[-1] in ("<>", "[]"),
            unknown=word in unknown,
        )
        for word in text.split()
    )


def map_group(
    name: str,
    kind: str,
    rows: Axis,
    columns: Axis,
    closed: NDArray[np.uint8],
    generator: np.random.Generator,
    *,
    layers: int = 2,
    heads: int = 4,
    right: Sequence[int] = (),
    sharpness: float = 1.0,
    captured: Sequence[tuple[int, int]] | None = None,
    parts: Mapping[tuple[int, int], DotProduct | Additive] | None = None,
) -> MapGroup:
    """All heads of one kind of attention; each fourth one has the same pattern.

    `right` gives for each row the column that a head over another sequence looks at.
    """
    weights = {
        (layer, head): _weights(name, layer * heads + head, closed, right, sharpness, generator)
        for layer in range(layers)
        for head in range(heads)
    }
    norms = {
        key: generator.uniform(0.2, 2.0, closed.shape[1:]).astype(np.float32) for key in weights
    }
    kept = weights.keys() if captured is None else captured
    stack = np.stack(list(weights.values())).reshape(layers, heads, *closed.shape)
    return MapGroup(
        name=name,
        kind=kind,  # type: ignore[arg-type]
        rows=rows,
        columns=columns,
        closed=closed,
        layers=layers,
        heads=heads,
        weights={key: weights[key] for key in kept},
        value_norms={key: norms[key] for key in kept},
        thumbnails=_pooled(stack),
        summaries=_summaries(name, stack, closed),
        health=_health(stack, closed),
        parts=parts or {},
    )


def causal(length: int) -> NDArray[np.uint8]:
    """(length, length): a row sees itself and what came before."""
    return np.triu(np.full((length, length), Closed.CAUSAL, np.uint8), 1)


def table(
    axes: tuple[Axis | str, ...],
    shape: tuple[int, ...],
    generator: np.random.Generator,
    *,
    low: float = -1.0,
    high: float = 1.0,
    labels: Mapping[str, tuple[str, ...]] | None = None,
) -> Table:
    """Numbers between two bounds."""
    values = generator.uniform(low, high, shape).astype(np.float32)
    return Table(values, axes, labels or {})


def _weights(
    group: str,
    number: int,
    closed: NDArray[np.uint8],
    right: Sequence[int],
    sharpness: float,
    generator: np.random.Generator,
) -> NDArray[np.float32]:
    """(rows, columns) softmax of a pattern that depends on the head."""
    rows, columns = closed.shape
    row, column = np.arange(rows)[:, None], np.arange(columns)[None, :]
    centre = np.array(right)[:, None] if group == "cross" else row
    shift, width, height = _PATTERNS[number % 4]
    scores = generator.normal(0, 0.5, (rows, columns))
    scores += height * np.exp(-(((column - centre - shift) / width) ** 2))
    if number % 4 == 2:
        scores += 4.0 * (column == (columns - 1 if group != "decoder" else 0))
    scores = np.where(closed == Closed.OPEN, scores * sharpness, -np.inf)
    scores -= scores.max(axis=1, keepdims=True)
    exponents = np.exp(scores)
    weights: NDArray[np.float32] = exponents / exponents.sum(axis=1, keepdims=True)
    return weights.astype(np.float32)


def _pooled(stack: NDArray[np.float32], most: int = 64) -> NDArray[np.float32]:
    """(layers, heads, rows, columns) max-pooled to at most `most` a side."""
    for axis in (2, 3):
        size = stack.shape[axis]
        if size > most:
            starts = np.arange(most) * size // most
            stack = np.maximum.reduceat(stack, starts, axis=axis)
    return np.ascontiguousarray(stack)


def _summaries(
    group: str, stack: NDArray[np.float32], closed: NDArray[np.uint8]
) -> dict[str, NDArray[np.float32]]:
    layers, heads, *shape = stack.shape
    found = of_heads(stack.reshape(-1, *shape), closed)
    return {
        summary: values.reshape(layers, heads)
        for summary, values in found.items()
        if group != "cross" or summary not in SELF_ONLY
    }


def _health(
    stack: NDArray[np.float32], closed: NDArray[np.uint8]
) -> dict[tuple[int, int], Finding]:
    judged = [judge(of_layer, closed) for of_layer in stack]
    return {
        (layer, head): one
        for layer, of_layer in enumerate(judged)
        for head, one in enumerate(of_layer)
        if one.state
    }


def teacher_forced(
    target: tuple[Token, ...],
    generator: np.random.Generator,
    rows: Axis = _TARGET,
) -> Predictions:
    """The right token first in all rows but the one before the last."""
    count = len(target)
    first = generator.uniform(0.55, 0.99, count)
    probabilities = np.stack([first, (1 - first) * 0.6, (1 - first) * 0.3], axis=1)
    texts = [(token.text, "il", "la") for token in target]
    expected = first.copy()
    if count > 1:
        wrong = target[-2].text
        texts[-2] = (wrong + "e", wrong, "la")
        expected[-2] = probabilities[-2, 1]
    ids = np.arange(count, dtype=np.int32)[:, None] + np.arange(3, dtype=np.int32)
    return Predictions(
        ids=ids,
        probabilities=probabilities.astype(np.float32),
        tokens=tuple(texts),
        expected=expected.astype(np.float32),
        rows=rows,
    )
