"""Made-up looks, for tests and pictures of views: seeded, shaped and normalised as the engine's."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.look import Axis, Closed, FreeRun, Look, MapGroup, Predictions, Token
from engine.messages import Frame

ENGLISH = "the black cat does not eat the fish because it is hungry </s>"
FRENCH = "le chat noir ne mange pas le poisson parce qu' il est affamé </s>"
CHINESE = "黑 猫 不 吃 鱼 ， 因为 它 不 饿 。 </s>"
ARABIC = "القطة السوداء لا تأكل السمك لأنها ليست جائعة </s>"
EMOJI = "🐈‍⬛ 🚫 🐟 👩🏽‍🚀 ☺ </s>"
#: For each token of FRENCH the place in ENGLISH that is right.
RIGHT_SOURCE = (0, 2, 1, 4, 5, 4, 6, 7, 8, 8, 9, 10, 11, 12)
#: Shift from the diagonal, width and height of the ridge of every fourth head.
_PATTERNS = ((0, 0.7, 4.2), (-1, 0.8, 3.6), (-1, 3.0, 2.0), (2, 1.5, 2.5))
START = Token(1, "<s>", special=True)


def tokens(text: str, unknown: Sequence[str] = ()) -> tuple[Token, ...]:
    """The words of a text; `<…>` and `[…]` are special, those in `unknown` unknown."""
    numbers: dict[str, int] = {}
    return tuple(
        Token(
            3 if word in unknown else numbers.setdefault(word, len(numbers) + 4),
            word,
            special=word[0] + word[-1] in ("<>", "[]"),
            unknown=word in unknown,
        )
        for word in text.split()
    )


def words(text: str) -> str:
    """A text without its special tokens, as somebody would type it."""
    return " ".join(token.text for token in tokens(text) if not token.special)


def long_text(length: int, words: str = ENGLISH) -> str:
    """`length` words ending in </s>."""
    source = words.split()[:-1]
    return " ".join([*(source[i % len(source)] for i in range(length - 1)), "</s>"])


def example_look(
    layers: int = 2,
    heads: int = 4,
    source: str = ENGLISH,
    target: str = FRENCH,
    *,
    sharpness: float = 1.0,
    padding: int = 0,
    unknown: Sequence[str] = (),
    captured: Sequence[tuple[int, int]] | None = None,
    rows_from: str = "reference",
    seed: int = 0,
    source_text: str | None = None,
    target_text: str | None = None,
) -> Look:
    """A look with an encoder, a decoder and a cross group.

    `sharpness` 0 is an untrained model (near uniform), 1 a trained one; the last `padding` source
    tokens are <pad> and closed; only the heads in `captured` have full maps, None means all. The
    texts are the words with spaces between, unless they are given.
    """
    generator = np.random.default_rng(seed)
    source_tokens = tokens(source, unknown) + (Token(0, "<pad>", special=True),) * padding
    target_tokens = tokens(target, unknown)
    rows, columns = len(target_tokens), len(source_tokens)
    padded = np.zeros(columns, np.uint8)
    padded[columns - padding :] = Closed.PADDING
    right = [_right(r, rows, columns - padding, source, target) for r in range(rows)]
    causal = np.triu(np.full((rows, rows), Closed.CAUSAL, np.uint8), 1)

    def group(
        name: str, kind: str, row_axis: Axis, column_axis: Axis, closed: NDArray[np.uint8]
    ) -> MapGroup:
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
            rows=row_axis,
            columns=column_axis,
            closed=closed,
            layers=layers,
            heads=heads,
            weights={key: weights[key] for key in kept},
            value_norms={key: norms[key] for key in kept},
            thumbnails=_pooled(stack),
            summaries=_summaries(name, stack, closed),
        )

    own = Axis("source")
    groups = {
        "encoder": group("encoder", "VVV", own, own, np.tile(padded, (columns, 1))),
        "decoder": group("decoder", "VVV masked", Axis("target"), Axis("target", -1), causal),
        "cross": group("cross", "QVV", Axis("target"), own, np.tile(padded, (rows, 1))),
    }
    return Look(
        sequences={"source": source_tokens, "target": target_tokens},
        start=START,
        rows_from=rows_from,  # type: ignore[arg-type]
        groups=groups,
        predictions=_predictions(target_tokens, generator),
        free=FreeRun(target_tokens, generator.uniform(0.6, 1, rows).astype(np.float32), True),
        right_source=tuple(frozenset({place}) for place in right),
        source_text=words(source) if source_text is None else source_text,
        target_text=words(target) if target_text is None else target_text,
    )


def example_frame(look: Look | None = None, run: int = 12, step: int = 1240) -> Frame:
    """A frame of the example look, or of a given one."""
    return Frame(run, step, "transformer", example_look() if look is None else look)


def long_look(length: int = 512, layers: int = 2, heads: int = 2) -> Look:
    """Source and target of `length` tokens each."""
    return example_look(layers, heads, long_text(length), long_text(length, FRENCH))


def chinese_look() -> Look:
    """Chinese to French, with one unknown word on each side."""
    return example_look(source=CHINESE, unknown=("饿", "affamé"))


def _right(row: int, rows: int, columns: int, source: str, target: str) -> int:
    if (source, target) == (ENGLISH, FRENCH):
        return RIGHT_SOURCE[row]
    return min(row * columns // rows, columns - 1)


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
    rows, columns = closed.shape
    open_cells = (closed == Closed.OPEN).sum(axis=1)
    entropy = -(stack * np.log(np.where(stack > 0, stack, 1))).sum(axis=-1)
    several = open_cells > 1
    focus = (1 - entropy[..., several] / np.log(open_cells[several])).mean(axis=-1)
    distance = np.abs(np.arange(rows)[:, None] - np.arange(columns)[None, :])
    found = {"focus": focus}
    if group != "cross":
        found["distance"] = (stack * distance).sum(axis=-1).mean(axis=-1)
        found["previous"] = np.diagonal(stack, -1, 2, 3).mean(axis=-1)
        found["self"] = np.diagonal(stack, 0, 2, 3).mean(axis=-1)
    found["first"] = stack[..., 0].mean(axis=-1)
    return {name: values.astype(np.float32) for name, values in found.items()}


def _predictions(target: tuple[Token, ...], generator: np.random.Generator) -> Predictions:
    """The right token first in all rows but the one before the last."""
    rows = len(target)
    first = generator.uniform(0.55, 0.99, rows)
    probabilities = np.stack([first, (1 - first) * 0.6, (1 - first) * 0.3], axis=1)
    texts = [(token.text, "il", "la") for token in target]
    expected = first.copy()
    if rows > 1:
        wrong = target[-2].text
        texts[-2] = (wrong + "e", wrong, "la")
        expected[-2] = probabilities[-2, 1]
    ids = np.arange(rows, dtype=np.int32)[:, None] + np.arange(3, dtype=np.int32)
    return Predictions(
        ids=ids,
        probabilities=probabilities.astype(np.float32),
        tokens=tuple(texts),
        expected=expected.astype(np.float32),
    )
