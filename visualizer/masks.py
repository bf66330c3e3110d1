"""Masks as matrices and in words: who may see whom, in a sentence and in a padded batch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from engine.messages.frames import BatchFrame
from engine.seen.look import Look
from engine.seen.maps import Closed
from engine.seen.tokens import Axis, Draw, Token
from visualizer.widgets.draw_marks import Fate

Codes = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Mask:
    """One mask: (queries, keys) uint8 of :class:`Closed`, and what stands along its sides.

    The tokens are empty where only lengths are known; `row_inputs` are what goes in at each row,
    where that is another token than comes out. `segments` says of each token in which of two it
    is, where a text has them: they close nothing. `window` is how many words back a row sees,
    0 for all.
    """

    name: str
    kind: str
    closed: Codes
    rows: Axis
    columns: Axis
    row_tokens: tuple[Token, ...] = ()
    column_tokens: tuple[Token, ...] = ()
    row_inputs: tuple[Token, ...] = ()
    segments: tuple[int, ...] = ()
    window: int = 0

    def counts(self) -> dict[Closed, int]:
        """How many cells are closed, by reason."""
        reasons, numbers = np.unique(self.closed, return_counts=True)
        return {
            Closed(int(reason)): int(number)
            for reason, number in zip(reasons, numbers, strict=True)
            if reason != Closed.OPEN
        }

    def in_words(self) -> str:
        """ "all open", or "91 of 196 closed: causal"."""
        counts = self.counts()
        if not counts:
            return _say("all open")
        closed = sum(counts.values())
        if len(counts) == 1:
            reasons = reason_name(next(iter(counts)))
        else:
            reasons = ", ".join(f"{number:,} {reason_name(why)}" for why, number in counts.items())
        return _say("{0} of {1} closed: {2}").format(
            f"{closed:,}", f"{self.closed.size:,}", reasons
        )


def reason_name(reason: Closed) -> str:
    """A reason in a word or two."""
    return {
        Closed.OPEN: _say("open"),
        Closed.CAUSAL: _say("causal"),
        Closed.PADDING: _say("padding"),
        Closed.SEGMENT: _say("other segment"),
        Closed.BY_HAND: _say("by you"),
        Closed.WINDOW: _say("outside the window"),
    }[reason]


def masks_of(look: Look, window: int = 0) -> tuple[Mask, ...]:
    """The masks of a look, one for each kind of attention, with their tokens.

    `window` is how many of the last words its model sees, 0 for all: without attention, that is
    the one mask it has.
    """
    if not look.groups and window and "text" in look.sequences:
        return (_window_mask(look, window),)
    shifted = {group.columns.sequence for group in look.groups.values() if group.columns.shift < 0}
    masks = []
    for name, group in look.groups.items():
        rows, columns = group.closed.shape
        sequence = group.rows.sequence
        inputs = sequence in shifted and group.rows.shift == 0
        masks.append(
            Mask(
                name=name,
                kind=group.kind,
                closed=group.closed,
                rows=group.rows,
                columns=group.columns,
                row_tokens=look.axis_tokens(group.rows, rows),
                column_tokens=look.axis_tokens(group.columns, columns),
                row_inputs=look.axis_tokens(Axis(sequence, -1), rows) if inputs else (),
                segments=look.segments if sequence == "text" and not inputs else (),
            )
        )
    return tuple(masks)


def _window_mask(look: Look, window: int) -> Mask:
    """Which words before it each word of a text is predicted from; rows are the predicted."""
    rows, columns = Axis("text"), Axis("text", -1)
    count = len(look.sequences["text"])
    return Mask(
        name=_say("window"),
        kind="",
        closed=_banded(np.zeros((count, count), np.uint8), window),
        rows=rows,
        columns=columns,
        row_tokens=look.axis_tokens(rows, count),
        column_tokens=look.axis_tokens(columns, count),
        window=window,
    )


def _banded(closed: Codes, window: int) -> Codes:
    """Close what comes later, and what stands further back than `window` tokens before it.

    Row p predicts token p; column c holds the token before it, c − 1.
    """
    closed[np.triu_indices(closed.shape[0], 1, closed.shape[1])] = Closed.CAUSAL
    closed[np.tril_indices(closed.shape[0], -window, closed.shape[1])] = Closed.WINDOW
    return closed


def batch_mask(mask: Mask, lengths: Mapping[str, int], padded: Mapping[str, int]) -> Mask:
    """The same kind of mask for one sentence of a batch.

    `lengths` are the sentence's own by sequence, `padded` those of the batch. Columns from the
    sentence's end on are padding; where the future is closed anyway, that comes first. Rows of
    padding stay as they are: what is computed there is never used.
    """
    rows, columns = padded[mask.rows.sequence], padded[mask.columns.sequence]
    closed = np.zeros((rows, columns), np.uint8)
    closed[:, lengths[mask.columns.sequence] :] = Closed.PADDING
    if mask.window:
        closed = _banded(closed, mask.window)
    elif Closed.CAUSAL in mask.counts() or mask.kind == "VVV masked":
        closed[np.triu_indices(rows, 1, columns)] = Closed.CAUSAL
    return Mask(mask.name, mask.kind, closed, mask.rows, mask.columns, window=mask.window)


def padding_share(batch: BatchFrame) -> float:
    """The share of a batch's places that hold no token."""
    tokens = places = 0
    for lengths in batch.lengths.values():
        if len(lengths):
            tokens += int(lengths.sum())
            places += len(lengths) * int(lengths.max())
    return 1 - tokens / places if places else 0.0


def draw_counts(batch: BatchFrame) -> dict[Fate, int]:
    """How many of a batch's tokens the draw masked, replaced and kept; {} where none is drawn."""
    if batch.draws is None:
        return {}
    return {
        "masked": int((batch.draws == Draw.MASKED).sum()),
        "random": int((batch.draws == Draw.RANDOM).sum()),
        "kept": int((batch.draws == Draw.KEPT).sum()),
    }


def draw_share(batch: BatchFrame) -> float:
    """The share of a batch's tokens, special ones counted in, that are to be guessed."""
    tokens = sum(int(lengths.sum()) for lengths in batch.lengths.values())
    return sum(draw_counts(batch).values()) / tokens if tokens else 0.0


def _say(text: str) -> str:
    return QCoreApplication.translate("Masks", text)
