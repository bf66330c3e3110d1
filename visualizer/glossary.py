"""What the words on screen mean: one sentence for each, for tooltips, screen readers and Help."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True)
class Term:
    """A word as it stands on screen, under the heading it belongs to, and what it means."""

    heading: str
    name: str
    sentence: str


_MAPS = "Attention maps"
_COLOURS = "Colours and tools"
_HEADS = "All heads"
_PREDICTIONS = "Predictions"
_LEARNING = "Learning"
_RUN = "Training"

#: By key; the order is that of the list in Help.
TERMS: dict[str, Term] = {
    "VVV": Term(
        _MAPS,
        "VVV",
        "Self-attention: queries, keys and values all come from the same sentence, and every "
        "token may look at every other.",
    ),
    "VVV masked": Term(
        _MAPS,
        "VVV masked",
        "Self-attention of the decoder: a token may look at itself and at what stands before "
        "it; the hatched future is closed.",
    ),
    "QVV": Term(
        _MAPS,
        "QVV",
        "Cross-attention: queries come from the decoder, keys and values from the encoder, so "
        "each output token looks at the source.",
    ),
    "queries": Term(
        _MAPS,
        "rows: queries",
        "Each row is a token that looks, each column a token that is looked at; the weights "
        "of a row add up to 1.",
    ),
    "in_out": Term(
        _MAPS,
        "in → out",
        "A row of the decoder: the token that goes in, and the token to be predicted from it.",
    ),
    "H": Term(
        _MAPS,
        "H (bar beside a row)",
        "The entropy of a row: an empty bar is all weight on one token, a full bar is weight "
        "spread evenly over all that are open.",
    ),
    "fixed": Term(
        _COLOURS,
        "0 – 1",
        "A colour is the weight itself, from 0 to 1, the same in every picture.",
    ),
    "log": Term(
        _COLOURS,
        "log",
        "A colour is the logarithm of the weight, from .001 to 1, which shows small weights.",
    ),
    "row": Term(
        _COLOURS,
        "per row",
        "A colour is the weight divided by the largest of its row; rows cannot be compared "
        "with one another.",
    ),
    "mass": Term(
        _COLOURS,
        "mass",
        "Show only the fewest cells of each row that hold this share of its weight.",
    ),
    "share": Term(
        _COLOURS,
        ".70 (beside mass)",
        "The share that “mass” keeps: at .70 the cells shown hold at least .70 of the weight "
        "of their row.",
    ),
    "value": Term(
        _COLOURS,
        "α·‖Vx‖",
        "Attention is not contribution: each weight times the length of the value it hands "
        "on, and each row shared out again to 1.",
    ),
    "sound": Term(
        _HEADS,
        "sound",
        "All weights of a head are numbers, none is in a closed cell, and neither one token nor "
        "all alike take them.",
    ),
    "uniform": Term(
        _HEADS,
        "near uniform",
        "A head spreads its weight almost evenly: it has not learned yet, or averaging is what "
        "it has learned.",
    ),
    "collapsed": Term(
        _HEADS,
        "collapsed",
        "One token takes nine tenths or more of every row that has a choice.",
    ),
    "leaking": Term(
        _HEADS,
        "leaking",
        "A closed cell has weight, or a row does not add up to 1: something is wrong with the "
        "mask.",
    ),
    "non_finite": Term(
        _HEADS,
        "not a number",
        "Weights are NaN or infinite; steps from here on teach the model nothing.",
    ),
    "bar": Term(
        _HEADS,
        "Bar under a head",
        "One number for each head, so that heads can be compared at a glance.",
    ),
    "entropy": Term(
        _HEADS,
        "entropy",
        "How widely a head spreads its weight, on average over its rows, in nats: 0 all on one "
        "token, log n evenly over n.",
    ),
    "focus": Term(
        _HEADS,
        "focus",
        "How little a head spreads its weight, on average over its rows: 0 evenly over all "
        "open tokens, 1 all on one.",
    ),
    "distance": Term(
        _HEADS,
        "distance",
        "How many positions away a head looks, on average over its weight.",
    ),
    "previous": Term(
        _HEADS,
        "previous",
        "The weight on the token just before, on average over the rows.",
    ),
    "self": Term(
        _HEADS,
        "self",
        "The weight on the token itself, on average over the rows.",
    ),
    "first": Term(
        _HEADS,
        "first",
        "The weight on the first token, on average over the rows.",
    ),
    "special": Term(
        _HEADS,
        "special",
        "The weight on tokens that frame a text, such as <s>, </s>, [CLS] and [SEP], on average "
        "over the rows.",
    ),
    "forced": Term(
        _PREDICTIONS,
        "teacher-forced",
        "The likeliest next token after the words of the target itself, whatever the model "
        "would have written before.",
    ),
    "free": Term(
        _PREDICTIONS,
        "free",
        "The token at this place when the model goes on from its own words instead.",
    ),
    "same": Term(
        _PREDICTIONS,
        "=",
        "Free, the model writes the same token as teacher-forced.",
    ),
    "rank": Term(
        _PREDICTIONS,
        "rank",
        "Which of the likeliest tokens came, 1 the likeliest, which stands beside; a text may go "
        "on in more ways than one.",
    ),
    "surprise": Term(
        _PREDICTIONS,
        "surprise",
        "−log of the chance that the model gave to the token that came; 0 where it was certain.",
    ),
    "grammar": Term(
        _PREDICTIONS,
        "line across a bar",
        "The surprise of the world’s own grammar, which no model can beat on average.",
    ),
    "guess": Term(
        _PREDICTIONS,
        "guessed",
        "The likeliest word at each place that was drawn, or blanked by you; the model is asked "
        "nowhere else.",
    ),
    "drawn": Term(
        _PREDICTIONS,
        "masked, random, kept",
        "Of the words to be guessed 80 % become [MASK], 10 % another word, 10 % stay; chance "
        "decides which.",
    ),
    "verdict": Term(
        _PREDICTIONS,
        "B follows A",
        "The model’s chance that the second half of the text follows the first in its document.",
    ),
    "held_out": Term(
        _LEARNING,
        "held-out",
        "The loss on data kept aside, which the model never trains on.",
    ),
    "floor": Term(
        _LEARNING,
        "floor",
        "The least loss that any model could reach: smoothed labels cannot be met exactly, and "
        "a grammar leaves chance a choice.",
    ),
    "exact_match": Term(
        _LEARNING,
        "exact match",
        "The share of held-out sentences that the model, writing freely, gets right in every "
        "token.",
    ),
    "alignment": Term(
        _LEARNING,
        "alignment",
        "How often the last layer’s cross-attention, averaged over its heads, is largest on "
        "the right source token.",
    ),
    "train": Term(
        _RUN,
        "Train",
        "Starts training, pauses it, and goes on (Space).",
    ),
    "one_step": Term(
        _RUN,
        "One step",
        "Shows the model one batch and changes its weights once (.).",
    ),
    "stop": Term(
        _RUN,
        "Stop",
        "Ends the run; the weights it has reached stay (Ctrl+.).",
    ),
}


def name(key: str) -> str:
    """The word as it stands on screen."""
    return _tr(TERMS[key].name)


def sentence(key: str) -> str:
    """What it means."""
    return _tr(TERMS[key].sentence)


def explain(widget: QWidget, key: str) -> None:
    """Let a widget say what it shows: as a tooltip, to a screen reader and as a status tip."""
    text = sentence(key)
    widget.setToolTip(text)
    widget.setAccessibleDescription(text)
    widget.setStatusTip(text)


def entries() -> list[tuple[str, str, str]]:
    """(heading, word, sentence) of all, in their order."""
    return [(_tr(term.heading), _tr(term.name), _tr(term.sentence)) for term in TERMS.values()]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Glossary", text)
