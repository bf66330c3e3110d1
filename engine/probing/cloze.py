"""A text with blanks through BERT: the cloze, and whether its second half follows its first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray

from engine.data.cloze_batches import drawn, framed
from engine.data.sentences import sentences
from engine.data.tokenizer import CLASSIFY, MASK, SEPARATE, START, Tokenizer
from engine.models.face import MaskedLanguageModel
from engine.modes import eval_mode
from engine.probing.asked import Asked
from engine.probing.maps import maps
from engine.probing.predictions import predictions
from engine.probing.tables import tables
from engine.problem import Problem
from engine.seen.look import Look
from engine.seen.predictions import NextSentence
from engine.seen.tokens import Axis, Draw, Token
from engine.trace import Trace


@torch.no_grad()
def look(model: MaskedLanguageModel, vocabulary: Tokenizer, asked: Asked) -> Look:
    """Look at one text, its sentences parted into A and B.

    Where the text has blanks, these are what is guessed; else `asked.draw` draws the words as in
    training.

    Raises
    ------
    Problem
        The text is empty or longer than the model's positions.
    """
    first, second = segments(asked.source)
    sides = [vocabulary.tokens(side, masks=True) for side in (first, second)]
    frame = [vocabulary.token(id) for id in (CLASSIFY, SEPARATE)]
    tokens = [frame[0], *sides[0], frame[1], *sides[1], frame[1]]
    if not sides[0] and not sides[1]:
        raise Problem("The text is empty. Type one to watch.")
    if len(tokens) > model.longest:
        raise Problem(
            f"The text has {len(tokens)} tokens, [CLS] and [SEP] included; this model has "
            f"positions for {model.longest}. Shorten it."
        )
    ids = framed(*(np.array([token.id for token in side], np.int32) for side in sides))
    boundary = len(sides[0]) + 2
    parts = np.arange(len(ids)) >= boundary
    blanks = ids == MASK
    typed = bool(blanks.any())
    if typed:
        seen, draws = ids, np.where(blanks, Draw.MASKED, Draw.UNTOUCHED)
    else:
        generator = np.random.Generator(np.random.PCG64([asked.draw]))
        seen, draws = drawn(ids, len(vocabulary), vocabulary.special_count, generator)
    shown = _shown(vocabulary, tokens, seen, draws, typed)
    with eval_mode(model) as device:
        trace = Trace(wanted=asked.tables)
        words, verdict = model.predict(
            torch.from_numpy(seen)[None].to(device),
            torch.from_numpy(parts.astype(np.int64))[None].to(device),
            trace,
        )
        groups = maps(model, trace, asked.heads, {"text": shown})
        found = tables(model, vocabulary, trace, asked.tables)
    truth = None if typed else torch.from_numpy(ids).to(device)
    follows = float(verdict[0].float().softmax(-1)[0])
    # A text of one sentence leaves nothing that could follow.
    known = asked.genuine and bool(sides[1])
    return Look(
        sequences={"text": shown},
        start=vocabulary.token(START),
        rows_from="reference",
        groups=groups,
        predictions=predictions(
            vocabulary, words[0], truth, Axis("text"), counted=draws >= Draw.MASKED
        ),
        source_text=asked.source,
        tables=found,
        segments=tuple(parts.astype(int).tolist()),
        next_sentence=NextSentence(follows, True if known else None),
    )


def segments(text: str) -> tuple[str, str]:
    """A and B: the first half of the sentences, rounded up, and the rest."""
    found = sentences(text)
    middle = (len(found) + 1) // 2
    return " ".join(found[:middle]), " ".join(found[middle:])


def _shown(
    vocabulary: Tokenizer,
    tokens: Sequence[Token],
    seen: NDArray[np.int64],
    draws: NDArray[np.integer],
    typed: bool,
) -> tuple[Token, ...]:
    """The tokens as the model saw them; the drawn ones say what had stood there."""
    shown = []
    for token, id, draw in zip(tokens, seen.tolist(), draws.tolist(), strict=True):
        match draw:
            case Draw.MASKED:
                blank = vocabulary.token(MASK)
                original = "" if typed else token.text
                shown.append(replace(blank, drawn="masked", original=original))
            case Draw.RANDOM:
                shown.append(replace(vocabulary.token(id), drawn="random", original=token.text))
            case Draw.KEPT:
                shown.append(replace(token, drawn="kept", original=token.text))
            case _:
                shown.append(token)
    return tuple(shown)
