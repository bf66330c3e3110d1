"""One row of predictions, as a person reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from PySide6.QtCore import QCoreApplication

from engine.seen.look import Look
from engine.seen.predictions import NextSentence, Predictions
from engine.seen.tokens import Axis
from visualizer.widgets.token_text import as_read, visible

#: What a row says: whether the likeliest token is right, how surprised the model was of what came,
#: whether the second segment follows, or nothing.
Sort = Literal["answer", "surprise", "verdict", "quiet"]


@dataclass(frozen=True)
class PredictionRow:
    """One position.

    token, probability : the likeliest token, teacher-forced.
    right : whether it is the reference's; None where no reference is known, or where more than
        one word could have come.
    expected, expected_probability : the reference's token.
    free : the token the model wrote here by itself; "" where it wrote none.
    special : whether the likeliest is one of <s>, </s> and the like.
    into, out : the tokens at the row of a map: what goes in, "" for none, and what comes out.
    rank : place of the reference's token among the likeliest, from 1; 0 below all that are known.
    surprise, grammar : −log p of the reference's token in nats, by the model and by the world's own
        grammar; NaN where not known.
    decided : the earlier words by which that grammar decides the token, and how: "keys
        (agreement)"; "" where it does not, or nobody knows.
    follows : the verdict of a row that is one: whether the second segment follows the first.
    """

    token: str
    probability: float
    right: bool | None
    expected: str
    expected_probability: float
    free: str
    special: bool = False
    sort: Sort = "answer"
    into: str = ""
    out: str = ""
    rank: int = 0
    surprise: float = float("nan")
    grammar: float = float("nan")
    decided: str = ""
    follows: bool | None = None


def prediction_rows(look: Look) -> tuple[PredictionRow, ...]:
    """The rows of a look: right where no token is likelier than the reference's own.

    A translation and a blank have one right answer; how a text goes on is open, and there a row
    says how surprising its token was.
    """
    predictions = look.predictions
    if predictions is None:
        return ()
    axis = predictions.rows
    count = min(len(predictions.tokens), len(look.sequences[axis.sequence]) - axis.shift)
    outs = look.axis_tokens(axis, count)
    cloze = predictions.counted is not None
    ins = () if cloze else look.axis_tokens(Axis(axis.sequence, axis.shift - 1), count)
    free = look.free.tokens if look.free else ()
    rows = []
    for row in range(count):
        out, text = outs[row], predictions.tokens[row][0]
        best, chance = float(predictions.probabilities[row, 0]), float(predictions.expected[row])
        sort = _sort(look, predictions, row)
        known = look.rows_from == "reference" and not np.isnan(chance)
        right = chance >= best if known and sort == "answer" else None
        follows = None
        if sort == "verdict" and look.next_sentence is not None:
            yes, right = look.next_sentence.probability, verdict_is_right(look.next_sentence)
            follows = yes >= 0.5
            best, text = max(yes, 1 - yes), verdict_word(follows)
        grammar = float("nan") if predictions.known is None else -float(predictions.known[row])
        rows.append(
            PredictionRow(
                token=text,
                probability=best,
                right=right,
                expected=out.original or out.text,
                expected_probability=chance,
                free=free[row].text if row < len(free) else "",
                special=text == out.text and out.special,
                sort=sort,
                into=as_read(ins[row]) if ins else "",
                out=as_read(out),
                rank=_rank(predictions, row) if known else 0,
                surprise=-float(np.log(max(chance, 1e-12))) if known else float("nan"),
                grammar=grammar if known else float("nan"),
                decided=_decided(look, predictions, row),
                follows=follows,
            )
        )
    return tuple(rows)


def one_right_answer(predictions: Predictions) -> bool:
    """Whether a row has one: in a translation and at a blank, not where a text may go on freely."""
    return predictions.rows.sequence != "text" or predictions.counted is not None


def verdict_is_right(verdict: NextSentence) -> bool | None:
    """Whether the likelier answer is the truth; None where nobody knows it."""
    return None if verdict.is_next is None else (verdict.probability >= 0.5) == verdict.is_next


def key_of(rows: tuple[PredictionRow, ...]) -> Literal["surprise", "guess", "forced"]:
    """Which word of the glossary says what these rows are."""
    if any(row.sort == "surprise" for row in rows):
        return "surprise"
    return "guess" if any(row.sort in ("verdict", "quiet") for row in rows) else "forced"


def verdict_word(follows: bool) -> str:
    """What BERT says of the second segment, short: "follows" or "does not"."""
    tr = QCoreApplication.translate
    return tr("PredictionRows", "follows") if follows else tr("PredictionRows", "does not")


def in_to_out(row: PredictionRow) -> str:
    """ "the → red", or the one token that stands at the row."""
    return f"{visible(row.into)} → {visible(row.out)}" if row.into else visible(row.out)


def _sort(look: Look, predictions: Predictions, row: int) -> Sort:
    if predictions.counted is None:
        return "answer" if one_right_answer(predictions) else "surprise"
    if predictions.counted[row]:
        return "answer"
    return "verdict" if row == 0 and look.next_sentence is not None else "quiet"


def _decided(look: Look, predictions: Predictions, row: int) -> str:
    decision = predictions.decisions.get(row)
    if decision is None:
        return ""
    tokens = look.sequences[predictions.rows.sequence]
    # A word that was said several times decides once.
    words = dict.fromkeys(as_read(tokens[at]) for at in decision.words)
    return f"{', '.join(words)} ({decision.how})"


def _rank(predictions: Predictions, row: int) -> int:
    """From 1; 0 where the reference's token is below all candidates that are known."""
    likelier = int((predictions.probabilities[row] > predictions.expected[row]).sum())
    return likelier + 1 if likelier < predictions.probabilities.shape[1] else 0
