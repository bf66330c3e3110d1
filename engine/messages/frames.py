"""Pictures of a model at work. Only the newest of each run and view is delivered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.seen.look import Look


@dataclass(frozen=True)
class Frame:
    """The watched sentence as the model sees it at `step`."""

    run: int
    step: int
    architecture: str
    look: Look
    view: str = field(default="look")


@dataclass(frozen=True)
class BatchFrame:
    """The last training batch: how long its sequences are, and what was hidden in them.

    lengths : by the name of the sequence, (sequences,) int32 each, special tokens included.
    draws : BERT's, (sequences, longest) uint8 of :class:`engine.seen.tokens.Draw`; None for others.
    """

    run: int
    step: int
    lengths: Mapping[str, NDArray[np.int32]]
    draws: NDArray[np.uint8] | None = None
    view: str = field(default="batch")
