"""Made-up looks, for tests and pictures of views: seeded, shaped and normalised as the engine's.

One for each architecture: :func:`example_look` is the Transformer's.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.messages.frames import Frame
from engine.seen.look import Look, Table
from engine.seen.maps import Additive, Closed, MapGroup
from engine.seen.predictions import FreeRun
from engine.seen.tokens import Axis, Token
from tests.visualizer.look_parts import START, causal, map_group, table, teacher_forced, tokens
from tests.visualizer.text_looks import bert_look, gpt_look, nnlm_look

__all__ = [
    "ARABIC",
    "CHINESE",
    "EMOJI",
    "ENGLISH",
    "FRENCH",
    "RIGHT_SOURCE",
    "START",
    "bahdanau_look",
    "bert_look",
    "chinese_look",
    "example_frame",
    "example_look",
    "gpt_look",
    "long_look",
    "long_text",
    "nnlm_look",
    "seq2seq_look",
    "tokens",
    "words",
]

ENGLISH = "the black cat does not eat the fish because it is hungry </s>"
FRENCH = "le chat noir ne mange pas le poisson parce qu' il est affamé </s>"
CHINESE = "黑 猫 不 吃 鱼 ， 因为 它 不 饿 。 </s>"
ARABIC = "القطة السوداء لا تأكل السمك لأنها ليست جائعة </s>"
EMOJI = "🐈‍⬛ 🚫 🐟 👩🏽‍🚀 ☺ </s>"
#: For each token of FRENCH the place in ENGLISH that is right.
RIGHT_SOURCE = (0, 2, 1, 4, 5, 4, 6, 7, 8, 8, 9, 10, 11, 12)


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
    shared = {
        "layers": layers,
        "heads": heads,
        "right": right,
        "sharpness": sharpness,
        "captured": captured,
    }
    own, out = Axis("source"), Axis("target")
    sides = {
        "encoder": ("VVV", own, own, np.tile(padded, (columns, 1))),
        "decoder": ("VVV masked", out, Axis("target", -1), causal(rows)),
        "cross": ("QVV", out, own, np.tile(padded, (rows, 1))),
    }
    groups = {
        name: map_group(name, *side, generator, **shared)  # type: ignore[arg-type]
        for name, side in sides.items()
    }
    return Look(
        sequences={"source": source_tokens, "target": target_tokens},
        start=START,
        rows_from=rows_from,  # type: ignore[arg-type]
        groups=groups,
        predictions=teacher_forced(target_tokens, generator),
        free=FreeRun(target_tokens, generator.uniform(0.6, 1, rows).astype(np.float32), True),
        right_source=tuple(frozenset({place}) for place in right),
        source_text=words(source) if source_text is None else source_text,
        target_text=words(target) if target_text is None else target_text,
    )


def bahdanau_look(
    source: str = ENGLISH, target: str = FRENCH, *, units: int = 48, seed: int = 0
) -> Look:
    """Cross-attention alone, one head, additive; the states that it chooses among as tables."""
    generator = np.random.default_rng(seed)
    source_tokens, target_tokens = tokens(source), tokens(target)
    rows, columns = len(target_tokens), len(source_tokens)
    right = [_right(r, rows, columns, source, target) for r in range(rows)]
    states = generator.uniform(-1, 1, (columns, 2 * units)).astype(np.float32)
    parts = Additive(
        query=generator.normal(0, 1, (rows, units)).astype(np.float32),
        key=generator.normal(0, 1, (columns, units)).astype(np.float32),
        v=generator.normal(0, 1, units).astype(np.float32),
        value=states,
    )
    out, into = Axis("target"), Axis("source")
    cross = map_group(
        "cross",
        "QVV",
        out,
        into,
        np.zeros((rows, columns), np.uint8),
        generator,
        layers=1,
        heads=1,
        right=right,
        parts={(0, 0): parts},
    )
    tables = {
        "source.embedding": table((into, "feature"), (columns, 24), generator),
        "encoder.states": Table(states, (into, "unit")),
        "decoder.states": table((out, "unit"), (rows, units), generator),
        "contexts": Table(cross.weights[0, 0] @ states, (out, "unit")),
        "gradients": table((out, into), (rows, columns), generator, low=0, high=2),
    }
    return _translation(source, target, generator, {"cross": cross}, tables, right)


def seq2seq_look(
    source: str = ENGLISH, target: str = FRENCH, *, units: int = 64, seed: int = 0
) -> Look:
    """No attention: states, gates and cells of both LSTMs, the one vector c, and gradients."""
    generator = np.random.default_rng(seed)
    out, into = Axis("target"), Axis("source")
    rows, columns = len(tokens(target)), len(tokens(source))
    gates = {"gate": ("input", "forget", "candidate", "output")}
    tables = {"source.embedding": table((into, "feature"), (columns, 24), generator)}
    for side, axis, length in (("encoder", into, columns), ("decoder", out, rows)):
        tables |= {
            f"{side}.states": table((axis, "unit"), (length, units), generator),
            f"{side}.cells": table((axis, "unit"), (length, units), generator, low=-2, high=2),
            f"{side}.gates": table(
                (axis, "gate", "unit"), (length, 4, units), generator, low=0, labels=gates
            ),
        }
    tables["context"] = Table(tables["encoder.states"].values[-1], ("unit",))
    tables["gradients"] = table((out, into), (rows, columns), generator, low=0, high=2)
    right = [_right(r, rows, columns, source, target) for r in range(rows)]
    return _translation(source, target, generator, {}, tables, right)


def _translation(
    source: str,
    target: str,
    generator: np.random.Generator,
    groups: dict[str, MapGroup],
    tables: dict[str, Table],
    right: Sequence[int],
) -> Look:
    target_tokens = tokens(target)
    chances = generator.uniform(0.6, 1, len(target_tokens)).astype(np.float32)
    return Look(
        sequences={"source": tokens(source), "target": target_tokens},
        start=START,
        rows_from="reference",
        groups=groups,
        predictions=teacher_forced(target_tokens, generator),
        free=FreeRun(target_tokens, chances, True),
        right_source=tuple(frozenset({place}) for place in right),
        source_text=words(source),
        target_text=words(target),
        tables=tables,
    )


def example_frame(
    look: Look | None = None, run: int = 12, step: int = 1240, architecture: str = "transformer"
) -> Frame:
    """A frame of the example look, or of a given one."""
    return Frame(run, step, architecture, example_look() if look is None else look)


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
