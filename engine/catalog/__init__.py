"""The architectures, in the order in which the field found them: one file each, no torch here.

An entry says everything the window must know before a model exists; the implementation is named
by its import path and imported when the first model is built.
"""

from __future__ import annotations

from engine.catalog.entry import Architecture, Option, Preset
from engine.catalog.transformer import TRANSFORMER

ARCHITECTURES: tuple[Architecture, ...] = (TRANSFORMER,)


def find(name: str) -> Architecture:
    """The entry called `name`.

    Raises
    ------
    ValueError
        There is none; the message lists those there are.
    """
    for entry in ARCHITECTURES:
        if entry.name == name:
            return entry
    known = ", ".join(entry.name for entry in ARCHITECTURES)
    raise ValueError(f"There is no architecture called “{name}”. Known: {known}.")


__all__ = ["ARCHITECTURES", "Architecture", "Option", "Preset", "find"]
