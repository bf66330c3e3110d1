"""What every output word is given of the source: c_i = Σ_j α_ij h_j, taken apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.seen.look import Look
from engine.seen.maps import Additive, MapGroup
from engine.seen.tokens import Token

#: The map of a model with one head, and the tables beside it.
GROUP, HEAD = "cross", (0, 0)
CONTEXTS, ANNOTATIONS = "contexts", "encoder.states"


@dataclass(frozen=True, eq=False)
class Term:
    """One summand of a context: a source word, or all that are left (`token` None, `count` many).

    weight : α_ij; values : (features,) float32 of α_ij h_j.
    """

    token: Token | None
    column: int
    count: int
    weight: float
    values: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class ContextContent:
    """A look at a model with one head that chooses among annotations (Bahdanau et al. 2015)."""

    look: Look

    @property
    def group(self) -> MapGroup | None:
        """The alignment; None where the model has none, or more heads than one."""
        group = self.look.groups.get(GROUP)
        return group if group is not None and (group.layers, group.heads) == (1, 1) else None

    @property
    def weights(self) -> NDArray[np.float32] | None:
        """(rows, columns) α."""
        return self.group.map(*HEAD) if self.group is not None else None

    @property
    def annotations(self) -> NDArray[np.float32] | None:
        """(columns, features) h_j; None where nobody looked."""
        parts = self.group.parts.get(HEAD) if self.group is not None else None
        if isinstance(parts, Additive):
            return parts.value
        return self._table(ANNOTATIONS)

    @property
    def contexts(self) -> NDArray[np.float32] | None:
        """(rows, features) c_i; None where nobody looked."""
        return self._table(CONTEXTS)

    @property
    def rows(self) -> tuple[Token, ...]:
        """The output words."""
        group = self.group
        return self.look.axis_tokens(group.rows, group.closed.shape[0]) if group else ()

    @property
    def columns(self) -> tuple[Token, ...]:
        """The source words."""
        group = self.group
        return self.look.axis_tokens(group.columns, group.closed.shape[1]) if group else ()

    def terms(self, row: int, most: int) -> tuple[Term, ...]:
        """c_row as at most `most` summands: the weightiest in reading order, then all others."""
        weights, annotations = self.weights, self.annotations
        if weights is None or annotations is None:
            return ()
        alpha, tokens = weights[row], self.columns
        kept = np.arange(len(alpha))
        if len(kept) > most:
            kept = np.sort(np.argsort(-alpha, kind="stable")[: most - 1])
        found = [
            Term(tokens[j], j, 1, float(alpha[j]), alpha[j] * annotations[j]) for j in kept.tolist()
        ]
        rest = np.setdiff1d(np.arange(len(alpha)), kept)
        if len(rest):
            values: NDArray[np.float32] = alpha[rest] @ annotations[rest]
            found.append(Term(None, -1, len(rest), float(alpha[rest].sum()), values))
        return tuple(found)

    def difference(self, row: int) -> float | None:
        """How far Σ_j α_ij h_j is from the model's own c_i, at most; None where nobody looked."""
        weights, annotations, contexts = self.weights, self.annotations, self.contexts
        if weights is None or annotations is None or contexts is None:
            return None
        total = weights[row].astype(np.float64) @ annotations.astype(np.float64)
        return float(np.abs(total - contexts[row]).max())

    def likeness(self) -> float | None:
        """Mean cosine between two contexts; 1 where all outputs are given the same vector."""
        contexts = self.contexts
        if contexts is None or len(contexts) < 2:
            return None
        lengths = np.linalg.norm(contexts, axis=1, keepdims=True)
        unit = contexts / np.maximum(lengths, 1e-30)
        count = len(unit)
        return float((np.square(unit.sum(0)).sum() - count) / (count * (count - 1)))

    def _table(self, name: str) -> NDArray[np.float32] | None:
        table = self.look.tables.get(name)
        return None if table is None else table.values
