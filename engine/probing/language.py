"""A text through a language model."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray

from engine.data.tokenizer import END, START, Tokenizer
from engine.models.face import LanguageModel, shifted_right
from engine.modes import eval_mode
from engine.probing.asked import Asked
from engine.probing.maps import maps
from engine.probing.predictions import predictions
from engine.probing.tables import tables
from engine.problem import Problem
from engine.seen.look import Look
from engine.seen.tokens import Axis
from engine.trace import Trace

#: A text -> log p of each of its tokens and of its end by the world's own grammar.
LogProbabilities = Callable[[str], tuple[float, ...] | None]


@torch.no_grad()
def look(
    model: LanguageModel,
    vocabulary: Tokenizer,
    asked: Asked,
    log_probabilities: LogProbabilities | None = None,
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
            known=_known(log_probabilities, asked.source, len(tokens)),
        ),
        source_text=asked.source,
        tables=found,
    )


def _known(
    log_probabilities: LogProbabilities | None, text: str, length: int
) -> NDArray[np.float32] | None:
    found = log_probabilities(text) if log_probabilities is not None else None
    # A world cuts its own texts as the vocabulary does; any other text it does not know.
    return np.array(found, np.float32) if found is not None and len(found) == length else None
