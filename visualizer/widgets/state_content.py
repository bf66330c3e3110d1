"""What a picture of hidden states shows: numbers, the tokens they stand over, and captions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.seen.tokens import Axis, Token

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Verdict:
    """A prediction of the decoder: the likeliest token, and whether it was the right one.

    `right` is None where no reference is known.
    """

    token: str
    probability: float
    right: bool | None


@dataclass(frozen=True)
class Captions:
    """Words over the three parts, each a bold line and a quieter one, whose parts stand between
    dots; for the first and the last row; and a sentence under the vector.
    """

    encoder: tuple[str, str] = ("", "")
    context: tuple[str, str] = ("", "")
    decoder: tuple[str, str] = ("", "")
    rows: tuple[str, str] = ("", "")
    note: str = ""


@dataclass(frozen=True, eq=False)
class StateContent:
    """The states of an encoder, the one vector c, and the states of a decoder that gets it.

    Attributes
    ----------
    encoder : (S, units); decoder : (T, units); context : (units,), all within [−1, 1].
    source_axis, target_axis : what stands over the columns, with those tokens.
    verdicts : of each column of the decoder; empty where none are known.
    every_step : whether c is given to every step of the decoder, or only begins it.
    order : (units,) the unit in each row.
    """

    encoder: Array
    context: Array
    decoder: Array
    source_axis: Axis
    target_axis: Axis
    source: tuple[Token, ...]
    target: tuple[Token, ...]
    order: NDArray[np.int64]
    verdicts: tuple[Verdict, ...] = ()
    every_step: bool = True
    captions: Captions = Captions()

    @property
    def units(self) -> int:
        return len(self.context)

    @property
    def largest(self) -> float:
        """The state farthest from 0."""
        sizes = (np.abs(np.nan_to_num(part)) for part in (self.encoder, self.context, self.decoder))
        return max(float(size.max(initial=0.0)) for size in sizes)

    def row(self, unit: int) -> int:
        """In which row a unit stands."""
        return int(np.flatnonzero(self.order == unit)[0])


def by_context(context: Array) -> NDArray[np.int64]:
    """(units,) the units from the largest value in c to the smallest; NaN last."""
    return np.argsort(-context, kind="stable")
