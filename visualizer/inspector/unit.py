"""One unit of a gated recurrence at one token: its gates, and the state that they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: A step is taken to follow another where its numbers give the step's within this.
_FITS = 1e-3


@dataclass(frozen=True)
class UnitReference:
    """Unit `unit` (from 0) at place `position` of the token axis of `table`: "encoder.gates".

    `asked` is whether a person chose it; else a view did by itself, for which nobody turns away
    from what is explained now.
    """

    table: str
    position: int
    unit: int
    asked: bool = True

    @property
    def side(self) -> str:
        """What stands before the dot: "encoder" or "decoder"."""
        return self.table.rpartition(".")[0]


@dataclass(frozen=True)
class LSTMUnit:
    """c = f c′ + i g, state = o tanh(c); `before` (c′) is that of the step before.

    `read_before` is the place of the token that was read before this one; None for the first.
    """

    input: float
    forget: float
    candidate: float
    output: float
    before: float
    cell: float
    state: float
    read_before: int | None


@dataclass(frozen=True)
class GRUUnit:
    """s = (1 − z) s′ + z s̃, with s′ (`before`) of the step before; r acts within s̃.

    `read_before` is the place of the token that was read before this one; None for the first.
    """

    update: float
    reset: float
    candidate: float
    before: float
    state: float
    read_before: int | None


def lstm_unit(
    gates: NDArray[np.float32],
    cells: NDArray[np.float32],
    starts: Sequence[NDArray[np.float32]],
    position: int,
    unit: int,
) -> LSTMUnit | None:
    """One unit of an LSTM, whatever the order in which it read its tokens.

    gates : (tokens, 4, units) of input, forget, candidate and output; cells : (tokens, units);
    starts : cells, (units,), that the first step may have begun with. None where c follows from
    no other and no start.
    """
    i, f, g, o = gates[position].astype(np.float64)
    # All units together tell the step before from any other, in whatever order tokens were read.
    befores = np.concatenate([cells, np.reshape(starts, (-1, cells.shape[1]))]).astype(np.float64)
    errors = np.abs(f * befores + i * g - cells[position]).max(axis=1)
    errors[position] = np.inf
    place = int(errors.argmin())
    if errors[place] > _FITS:
        return None
    before_unit = float(befores[place, unit])
    cell = f[unit] * before_unit + i[unit] * g[unit]
    return LSTMUnit(
        input=float(i[unit]),
        forget=float(f[unit]),
        candidate=float(g[unit]),
        output=float(o[unit]),
        before=before_unit,
        cell=float(cell),
        state=float(o[unit] * np.tanh(cell)),
        read_before=place if place < len(cells) else None,
    )


def gru_unit(
    gates: NDArray[np.float32],
    states: NDArray[np.float32],
    start: NDArray[np.float32] | None,
    position: int,
    unit: int,
    backwards: bool = False,
) -> GRUUnit | None:
    """One unit of a GRU that read its tokens in their order, or `backwards`.

    gates : (tokens, 3, units) of update, reset and candidate; states : (tokens, units); start :
    the state, (units,), that the first step began with. None where that is needed and not given,
    or where s does not follow from the step before.
    """
    z, r, candidate = gates[position].astype(np.float64)
    # Neighbouring states may be almost equal: their numbers do not tell which was read before.
    place = position + 1 if backwards else position - 1
    read_before = place if 0 <= place < len(states) else None
    previous = start if read_before is None else states[read_before]
    if previous is None:
        return None
    state = (1 - z) * previous.astype(np.float64) + z * candidate
    if np.abs(state - states[position]).max() > _FITS:
        return None
    return GRUUnit(
        update=float(z[unit]),
        reset=float(r[unit]),
        candidate=float(candidate[unit]),
        before=float(previous[unit]),
        state=float(state[unit]),
        read_before=read_before,
    )
