"""Which architectures learn from which kind of data, in words."""

from __future__ import annotations

from collections.abc import Sequence

from engine import catalog
from engine.specification import Kind

#: The kinds of data as they are called in sentences.
MATERIAL: dict[Kind, str] = {"pairs": "pairs of sentences", "text": "running text"}


def names_for(kind: Kind, last: str = "and") -> str:
    """The architectures that learn from a kind of data: "nnlm, gpt and bert"."""
    return listed([entry.name for entry in catalog.ARCHITECTURES if entry.kind == kind], last)


def listed(names: Sequence[str], last: str) -> str:
    """All of them, with the word `last` before the last."""
    *others, final = names
    return f"{', '.join(others)} {last} {final}" if others else final
