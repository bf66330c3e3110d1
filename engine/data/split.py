"""Which pairs are held out: decided by the source alone, so that no source is on both sides."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

#: The share of sources that is held out, and the most pairs that are.
SHARE = 0.05
MOST = 1000


def place(source: str) -> float:
    """Where `source` falls in [0, 1), the same on every machine and in every run.

    Sources that differ in Unicode form or in spaces only fall on one place: to a model they are
    one sentence.
    """
    same = " ".join(unicodedata.normalize("NFC", source).split())
    digest = hashlib.sha256(same.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def held_out(sources: Sequence[str], share: float = SHARE, most: int = MOST) -> NDArray[np.bool_]:
    """(pairs,) which pairs are held out: all those whose source falls below `share`.

    Where these would be more than `most`, those that fall lowest. Where there would be none, the
    one source that falls lowest, as long as another is left to train on.
    """
    places = np.fromiter((place(source) for source in sources), float, len(sources))
    return chosen(places, share, most)


def chosen(places: NDArray[np.float64], share: float, most: int) -> NDArray[np.bool_]:
    """The same from the sources' places."""
    distinct, counts = np.unique(places, return_counts=True)
    if len(distinct) < 2:
        return np.zeros(len(places), bool)
    below = int(np.searchsorted(distinct, share))
    fitting = int(np.searchsorted(np.cumsum(counts), most, side="right"))
    taken = min(max(min(below, fitting), 1), len(distinct) - 1)
    below_cut: NDArray[np.bool_] = places < distinct[taken]
    return below_cut
