"""The words of a vocabulary in a plane, kept steady from one picture to the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from engine.embedding_plane import aligned
from engine.seen.look import Look, Table

PLANE, SHARES, VECTORS = "embedding.plane", "embedding.plane.shares", "embedding.table"
#: Earlier places that are kept of every word.
TRAIL = 10

Points = NDArray[np.float64]


class PlaneCourse:
    """Where the words stand now and stood before, each picture turned upon the one before it.

    Attributes
    ----------
    words : as they are written, the most frequent first.
    trail : (words, 2) places, oldest first; the last is where they stand now.
    axes : (2, 2), the directions of the first and the second principal component in the picture.
    shares : of the words' variance along the first and the second, 0 to 1; empty if not known.
    """

    def __init__(self) -> None:
        self.words: tuple[str, ...] = ()
        self.trail: list[Points] = []
        self.axes: Points = np.eye(2)
        self.shares: tuple[float, ...] = ()
        self._at: tuple[int, int] = (0, -1)

    @property
    def points(self) -> Points:
        """(words, 2) where they stand now."""
        return self.trail[-1] if self.trail else np.zeros((0, 2))

    def add(self, run: int, step: int, table: Table, shares: Table | None = None) -> None:
        """Take the plane of a step; another vocabulary begins anew, a step back only the trail."""
        raw = table.values.astype(np.float64)
        words = table.labels.get("word", ())
        before = self.points
        if words != self.words:
            self.words, self.trail = words, []
            before = np.zeros((0, 2))
        if not np.isfinite(raw).all():
            return
        points = aligned(raw, before) if len(before) else raw
        if self._at[0] != run or step < self._at[1]:
            self.trail = []
        elif step == self._at[1] and self.trail:
            self.trail.pop()
        self._at = run, step
        self.trail = [*self.trail[-TRAIL:], points]
        self.axes = _turn(raw, points)
        self.shares = tuple(shares.values.tolist()) if shares is not None else ()

    def find(self, text: str) -> tuple[int, ...]:
        """Words that are `text`, then those that begin with it, then those that hold it."""
        sought = text.strip().casefold()
        if not sought:
            return ()
        folded = [word.casefold() for word in self.words]
        ranks = [
            (0 if word == sought else 1 if word.startswith(sought) else 2, place)
            for place, word in enumerate(folded)
            if sought in word
        ]
        return tuple(place for _, place in sorted(ranks))


def _turn(raw: Points, points: Points) -> Points:
    """(2, 2) the orthogonal matrix that took `raw` to `points`."""
    left, _, right = np.linalg.svd(raw.T @ points)
    return np.asarray(left @ right)


def places_of(words: Iterable[str], look: Look) -> frozenset[int]:
    """Which of the words stand in what is watched."""
    seen = {token.text for line in look.sequences.values() for token in line if not token.special}
    return frozenset(place for place, word in enumerate(words) if word in seen)


def first_id(words: tuple[str, ...], look: Look) -> int | None:
    """The id of the first word in the plane, told from words whose ids a look names; None if none.

    The plane leaves out the special tokens that stand before all words of a vocabulary.
    """
    place = {word: at for at, word in enumerate(words)}
    found = Counter(
        token.id - place[token.text]
        for line in look.sequences.values()
        for token in line
        if token.text in place and not token.special and not token.unknown and not token.drawn
    )
    return found.most_common(1)[0][0] if found else None


def nearest(vectors: NDArray[np.float32], place: int, most: int) -> list[tuple[int, float]]:
    """(place, cosine) of the rows most like one of them, the most alike first."""
    lengths = np.linalg.norm(vectors, axis=1)
    cosines = vectors @ vectors[place] / np.maximum(lengths * lengths[place], 1e-30)
    order = [at for at in np.argsort(-cosines, kind="stable").tolist() if at != place]
    return [(at, float(cosines[at])) for at in order[:most]]
