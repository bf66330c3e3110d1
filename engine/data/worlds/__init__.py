"""The built-in worlds: languages small enough to be learned while one watches."""

from __future__ import annotations

from engine.data.worlds.dates import DATES
from engine.data.worlds.english_french import ENGLISH_FRENCH
from engine.data.worlds.numbers import DIGITS, NUMBERS
from engine.data.worlds.world import Derivation, World

WORLDS: tuple[World, ...] = (DATES, NUMBERS, DIGITS, ENGLISH_FRENCH)


def find(name: str) -> World:
    """The world called `name`.

    Raises
    ------
    ValueError
        There is none; the message lists those there are.
    """
    for world in WORLDS:
        if world.name == name:
            return world
    known = ", ".join(world.name for world in WORLDS)
    raise ValueError(f"There is no world called “{name}”. Known: {known}.")


__all__ = ["WORLDS", "Derivation", "World", "find"]
