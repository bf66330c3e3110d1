"""What each architecture trains on here: its default recipe, on the world it is shipped for."""

from __future__ import annotations

import dataclasses
from typing import Any

from engine.catalog import ARCHITECTURES, find
from engine.specification import DataSpecification, Kind, RunSpecification

ALL = tuple(entry.name for entry in ARCHITECTURES)
#: Of each kind of data, the world of the bundled checkpoints.
WORLDS: dict[Kind, str] = {"pairs": "english-french", "text": "stories"}


def default_run(
    architecture: str, world: str = "", seed: int = 7, **recipe: Any
) -> RunSpecification:
    """The default run on a world, "" for its usual one; `recipe` replaces what it names."""
    entry = find(architecture)
    world = world or WORLDS[entry.kind]
    return RunSpecification(
        architecture=architecture,
        data=DataSpecification(kind=entry.kind, world=world),
        recipe=dataclasses.replace(entry.recipe(world), **recipe),
        seed=seed,
    )


def on_one_thread(specification: RunSpecification) -> RunSpecification:
    """The same on the CPU, with nothing left for the machine to choose."""
    return dataclasses.replace(specification, device="cpu", threads=1)
