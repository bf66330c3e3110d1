"""The pairs, or the running text, of a built-in world."""

from __future__ import annotations

from collections.abc import Generator
from itertools import count

from engine.data.background import Interest, in_background
from engine.data.gathered import Gathered, GatheredText
from engine.data.problem import DataProblem
from engine.data.progress import Progress
from engine.data.worlds import TEXT_WORLDS, WORLDS, StoryWorld, World, find
from engine.specification import DataSpecification

#: A world is one and the same whatever the seed of a run: runs with different seeds are judged
#: by the same held-out sentences, and a checkpoint's world can be made again.
WORLD_SEED = 0

#: Of these about one in twenty is held out, which leaves 20,000 to learn from.
PAIRS = 21_050

#: Of these 1,000 are held out.
STORIES = 27_000


def world(name: str) -> World:
    """The world of pairs called `name`.

    Raises
    ------
    DataProblem
        There is none.
    """
    found = _find(name)
    if isinstance(found, StoryWorld):
        known = ", ".join(f"“{world.name}”" for world in WORLDS)
        raise DataProblem(
            f"The world “{name}” is running text, not pairs of sentences. Choose one of {known}."
        )
    return found


def text_world(name: str) -> StoryWorld:
    """The world of running text called `name`.

    Raises
    ------
    DataProblem
        There is none.
    """
    found = _find(name)
    if isinstance(found, World):
        known = ", ".join(f"“{world.name}”" for world in TEXT_WORLDS)
        raise DataProblem(
            f"The world “{name}” is pairs of sentences, not running text. Choose {known}."
        )
    return found


def _find(name: str) -> World | StoryWorld:
    try:
        return find(name)
    except ValueError as error:
        raise DataProblem(str(error)) from None


def generating(data: DataSpecification) -> Generator[Progress, None, Gathered]:
    """The pairs of the world that `data` names, `data.limit` of them where that is not 0."""
    chosen = world(data.world)
    wanted = data.limit or PAIRS

    # What is offered to be watched is never learned by heart.
    watched = {source for source, _ in chosen.examples}

    def pairs(_: Interest) -> list[tuple[str, str]]:
        drawn = chosen.pairs(WORLD_SEED, wanted)
        return [pair for pair in drawn if pair[0] not in watched]

    try:
        found = yield from in_background(pairs, Progress("generating"))
    except ValueError as error:
        raise DataProblem(str(error)) from None
    gathered = Gathered(
        form="built-in world",
        columns=(("source", found[0][0]), ("target", found[0][1])),
        source_column="source",
        target_column="target",
    )
    for (source, target), line in zip(found, count(1), strict=False):
        gathered.add(source, target, line)
    return gathered


def generating_text(data: DataSpecification) -> Generator[Progress, None, GatheredText]:
    """The stories of the world that `data` names, `data.limit` of them where that is not 0."""
    chosen = text_world(data.world)
    watched = set(chosen.examples)

    def stories(_: Interest) -> list[str]:
        drawn = chosen.stories(WORLD_SEED, data.limit or STORIES)
        return [story for story in drawn if story not in watched]

    try:
        found = yield from in_background(stories, Progress("generating"))
    except ValueError as error:
        raise DataProblem(str(error)) from None
    return GatheredText("built-in world", found)
