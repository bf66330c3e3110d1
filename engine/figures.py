"""Held-out figures by name: what they are called and how they are written. No torch here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Figure:
    """One held-out figure.

    Attributes
    ----------
    title : what it is called; short : for the head of a column.
    kind : "nats", a "share" from 0 to 1, or another "number".
    meaning : one sentence.
    """

    title: str
    short: str
    kind: Literal["nats", "share", "number"]
    meaning: str


FIGURES: dict[str, Figure] = {
    "loss": Figure("held-out loss", "held-out", "nats", "Nats a token on held-out data."),
    "exact_match": Figure(
        "exact match",
        "exact",
        "share",
        "Share of held-out sentences whose whole greedy output is right.",
    ),
    "alignment": Figure(
        "alignment",
        "aligned",
        "share",
        "Share of target tokens whose largest weight falls on a right source token.",
    ),
    "perplexity": Figure(
        "perplexity",
        "perplexity",
        "number",
        "The exponential of the loss: as unsure as among that many equally likely words.",
    ),
    "excess": Figure(
        "above the grammar",
        "excess",
        "nats",
        "Nats a token above what the world's own grammar gives the very same texts.",
    ),
    "accuracy": Figure(
        "right words",
        "right",
        "share",
        "Share of words that were the likeliest where they stood.",
    ),
    "cloze": Figure("cloze loss", "cloze", "nats", "Nats a hidden word."),
    "verdict": Figure("verdict loss", "verdict", "nats", "Nats a pair of segments."),
    "next_sentence": Figure(
        "next sentence",
        "next",
        "share",
        "Share of right verdicts on whether B follows A; a coin gets .5.",
    ),
}

#: By task: which of them tell most, first the one that says how far a run has come.
HEADLINES: dict[str, tuple[str, ...]] = {
    "translation": ("exact_match", "loss", "alignment"),
    "language model": ("perplexity", "loss", "excess", "accuracy"),
    "cloze": ("next_sentence", "loss", "cloze", "accuracy"),
}
