"""A text through a language model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray

from engine.data.tokenizer import END, START, Tokenizer
from engine.data.worlds.stories import Link
from engine.models.face import LanguageModel, shifted_right
from engine.modes import eval_mode
from engine.probing.asked import Asked
from engine.probing.maps import maps
from engine.probing.predictions import predictions
from engine.probing.tables import tables
from engine.problem import Problem
from engine.seen.look import Look
from engine.seen.predictions import Decision
from engine.seen.tokens import Axis
from engine.trace import Trace


class Grammar(Protocol):
    """What is known of a text by the grammar that made it."""

    def log_probabilities(self, story: str) -> tuple[float, ...] | None:
        """log p of each token and of the end, in nats; None of a text that it did not make."""

    def phenomena(self, story: str) -> Sequence[Link]:
        """Which tokens are decided by earlier ones, and by which."""


@torch.no_grad()
def look(
    model: LanguageModel,
    vocabulary: Tokenizer,
    asked: Asked,
    grammar: Grammar | None = None,
) -> Look:
    """Look at one text: at each token what the model expected there, having seen those before.

    Raises
    ------
    Problem
        The text is empty or longer than the model's positions.
    """
    tokens = (*vocabulary.tokens(asked.source), vocabulary.token(END))
    if len(tokens) == 1:
        raise Problem("The text is empty. Type one to watch.")
    if len(tokens) > model.longest:
        raise Problem(
            f"The text has {len(tokens)} tokens; this model has positions for {model.longest}. "
            "Shorten it."
        )
    known, decisions = _told(grammar, asked.source, len(tokens))
    with eval_mode(model) as device:
        outputs = torch.tensor([[token.id for token in tokens]], device=device)
        trace = Trace(wanted=asked.tables)
        logits = model.predict(shifted_right(outputs), trace)[0]
        groups = maps(model, trace, asked.heads, {"text": tokens})
        found = tables(model, vocabulary, trace, asked.tables)
    return Look(
        sequences={"text": tokens},
        start=vocabulary.token(START),
        rows_from="reference",
        groups=groups,
        predictions=predictions(
            vocabulary,
            logits,
            outputs[0],
            Axis("text"),
            known=known,
            decisions=decisions,
        ),
        source_text=asked.source,
        tables=found,
    )


def _told(
    grammar: Grammar | None, text: str, length: int
) -> tuple[NDArray[np.float32] | None, dict[int, Decision]]:
    """log p of each token by the grammar, and which tokens it decides by which."""
    found = grammar.log_probabilities(text) if grammar is not None else None
    # A world cuts its own texts as the vocabulary does; any other text it does not know.
    if grammar is None or found is None or len(found) != length:
        return None, {}
    decisions = {
        link.position: Decision(link.kind, tuple(sorted(link.sources)))
        for link in grammar.phenomena(text)
    }
    return np.array(found, np.float32), decisions
