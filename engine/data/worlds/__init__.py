"""The built-in worlds: languages small enough to be learned while one watches."""

from __future__ import annotations

from engine.data.worlds.dates import DATES
from engine.data.worlds.english_french import ENGLISH_FRENCH
from engine.data.worlds.numbers import DIGITS, NUMBERS
from engine.data.worlds.stories import STORIES, StoryWorld
from engine.data.worlds.world import Derivation, World

#: Worlds of pairs, and worlds of running text.
WORLDS: tuple[World, ...] = (DATES, NUMBERS, DIGITS, ENGLISH_FRENCH)
TEXT_WORLDS: tuple[StoryWorld, ...] = (STORIES,)


AnyWorld = World | StoryWorld


def find(name: str) -> AnyWorld:
    """The world called `name`.

    Raises
    ------
    ValueError
        There is none; the message lists those there are.
    """
    worlds: tuple[AnyWorld, ...] = (*WORLDS, *TEXT_WORLDS)
    for world in worlds:
        if world.name == name:
            return world
    known = ", ".join(world.name for world in worlds)
    raise ValueError(f"There is no world called “{name}”. Known: {known}.")


__all__ = [
    "STORIES",
    "TEXT_WORLDS",
    "WORLDS",
    "AnyWorld",
    "Derivation",
    "StoryWorld",
    "World",
    "find",
]
