"""What enters a stack: for each token, the sum of the rows that say what and where it is."""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor

from engine.trace import Trace


def summed(rows: Mapping[str, Tensor], name: str, trace: Trace | None = None) -> Tensor:
    """The sum of the rows, (batch, position, d_model), the first of which has that shape.

    A trace that wants them is given each of the rows by its key, and the sum by `name`.
    """
    first, *others = rows.values()
    total = first
    for other in others:
        total = total + other
    if trace is not None:
        for key, row in rows.items():
            trace.tensor(key, row.expand_as(total))
        trace.tensor(name, total)
    return total
