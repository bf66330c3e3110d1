"""Made-up looks at running text: a decoder's, an encoder's with BERT's draw, and a window's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.seen.look import Look, Table
from engine.seen.maps import Closed
from engine.seen.predictions import NextSentence, Predictions
from engine.seen.tokens import Axis, Token
from tests.visualizer.look_parts import START, causal, map_group, table, teacher_forced, tokens

STORY = "lena has a red ball . she gives the red ball to tom . </s>"
#: BERT's own text: two segments, each ended by [SEP].
SEGMENTS = "[CLS] lena has a red ball . [SEP] she gives the red ball to tom . [SEP]"
#: Position in SEGMENTS -> what the draw made of the token there, and what the model was given.
DRAWN = {11: ("masked", "[MASK]"), 14: ("random", "mia"), 5: ("kept", "ball")}
#: Special tokens of running text: ids 0 to 6.
SPECIALS = 7
_IDS = {"<pad>": 0, "<s>": 1, "</s>": 2, "<unk>": 3, "[CLS]": 4, "[SEP]": 5, "[MASK]": 6}
_TEXT = Axis("text")


def gpt_look(
    text: str = STORY, *, layers: int = 3, heads: int = 4, sharpness: float = 1.0, seed: int = 0
) -> Look:
    """A language model with masked self-attention alone; the grammar's own log p stands beside."""
    generator = np.random.default_rng(seed)
    line = _tokens(text)
    decoder = map_group(
        "decoder",
        "VVV masked",
        _TEXT,
        Axis("text", -1),
        causal(len(line)),
        generator,
        layers=layers,
        heads=heads,
        sharpness=sharpness,
    )
    predictions = _next_words(line, generator)
    tables = {"text.embedding": table((_TEXT, "feature"), (len(line), 24), generator)}
    return Look(
        sequences={"text": line},
        start=START,
        rows_from="reference",
        groups={"decoder": decoder},
        predictions=predictions,
        source_text=text.removesuffix(" </s>"),
        tables=tables,
    )


def bert_look(
    text: str = SEGMENTS,
    *,
    layers: int = 3,
    heads: int = 4,
    padding: int = 2,
    sharpness: float = 1.0,
    seed: int = 0,
) -> Look:
    """Open self-attention over two segments, three tokens drawn for the cloze, and a verdict."""
    generator = np.random.default_rng(seed)
    whole = _tokens(text)
    line = tuple(_drawn(token, place) for place, token in enumerate(whole))
    line += (Token(0, "<pad>", special=True),) * padding
    length = len(line)
    closed = np.zeros((length, length), np.uint8)
    closed[:, length - padding :] = Closed.PADDING
    encoder = map_group(
        "encoder",
        "VVV",
        _TEXT,
        _TEXT,
        closed,
        generator,
        layers=layers,
        heads=heads,
        sharpness=sharpness,
    )
    originals = tuple(replace(token, text=token.original or token.text) for token in line)
    counted = np.array([bool(token.drawn) for token in line])
    right = teacher_forced(originals, generator, _TEXT)
    expected = np.where(counted, right.expected, np.nan).astype(np.float32)
    first = next(place for place, token in enumerate(whole) if token.text == "[SEP]")
    return Look(
        sequences={"text": line},
        start=START,
        rows_from="reference",
        groups={"encoder": encoder},
        predictions=replace(right, expected=expected, counted=counted),
        source_text=" ".join(token.text for token in whole if not token.special),
        tables={"text.embedding": table((_TEXT, "feature"), (length, 24), generator)},
        segments=tuple(int(first < place < len(whole)) for place in range(length)),
        next_sentence=NextSentence(0.94, True),
    )


def nnlm_look(text: str = STORY, *, features: int = 16, units: int = 40, seed: int = 0) -> Look:
    """A language model without attention: the embedding of every word, and the hidden layer."""
    generator = np.random.default_rng(seed)
    line = _tokens(text)
    vocabulary = tuple(dict.fromkeys(token.text for token in line))
    embeddings = generator.normal(0, 1, (len(vocabulary), features)).astype(np.float32)
    rows = [vocabulary.index(token.text) for token in line]
    tables = {
        "embedding.table": Table(embeddings, ("word", "feature"), {"word": vocabulary}),
        "text.embedding": Table(embeddings[rows], (_TEXT, "feature")),
        "hidden.output": table((_TEXT, "unit"), (len(line), units), generator),
    }
    return Look(
        sequences={"text": line},
        start=START,
        rows_from="reference",
        groups={},
        predictions=_next_words(line, generator),
        source_text=text.removesuffix(" </s>"),
        tables=tables,
    )


def _tokens(text: str) -> tuple[Token, ...]:
    """The words of a text, special ones with the ids they have in every vocabulary."""
    return tuple(
        replace(token, id=_IDS[token.text]) if token.special else token
        for token in tokens(text, first=SPECIALS)
    )


def _drawn(token: Token, place: int) -> Token:
    """What the model is given of a token, by BERT's draw."""
    if place not in DRAWN:
        return token
    became, shown = DRAWN[place]
    return Token(
        _IDS.get(shown, token.id),
        shown,
        special=shown in _IDS,
        drawn=became,  # type: ignore[arg-type]
        original=token.text,
    )


def _next_words(line: tuple[Token, ...], generator: np.random.Generator) -> Predictions:
    known = np.log(generator.uniform(0.2, 1.0, len(line))).astype(np.float32)
    return replace(teacher_forced(line, generator, _TEXT), known=known)
