"""What ``heed train --help`` says about architectures, worlds and recipes, from the catalogues."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from engine import catalog
from engine.catalog import Architecture, Option
from engine.catalog.recipe import RECIPE
from engine.data import worlds

#: What the last line of ``train --json`` holds.
FIGURES = (
    "step, loss, exact_match and alignment on held-out pairs, training_loss, seconds, "
    "core_seconds, tokens_per_second, parameters, seed, threads, device, versions, out"
)

_WIDTH = 80
_MEANING = 20


def explanation() -> str:
    """Everything that can be chosen by name, with its default."""
    lines = ["worlds:"]
    for world in worlds.WORLDS:
        lines += _entry(world.name, world.description)
    for architecture in catalog.ARCHITECTURES:
        lines += ["", *_architecture(architecture)]
    lines += ["", "--recipe NAME=VALUE, how to train:", *_options(RECIPE)]
    lines += [
        "",
        "example:",
        "  heed train transformer --world dates --steps 500 --option d_model=32 \\",
        "    --recipe batch_size=32 --out runs/dates",
    ]
    return "\n".join(lines)


def _architecture(entry: Architecture) -> Iterator[str]:
    yield f"{entry.name}, {entry.title} ({entry.source}):"
    steps = [f"{recipe.steps} for {world}" for world, recipe in entry.recipes.items() if world]
    yield from _entry("steps", f"default: {entry.recipe('').steps}; {', '.join(steps)}")
    for preset in entry.presets:
        options = ", ".join(f"{name}={value}" for name, value in preset.options.items())
        yield from _entry("--preset", f"“{preset.title}”: {options}, steps={preset.recipe.steps}")
    yield "  --option NAME=VALUE:"
    yield from _options(entry.options)


def _options(options: Iterable[Option]) -> Iterator[str]:
    for option in options:
        choices = f"{' or '.join(map(str, option.choices))}; " if option.choices else ""
        yield from _entry(option.name, f"{option.meaning} ({choices}default: {option.default})")


def _entry(name: str, meaning: str) -> list[str]:
    return textwrap.wrap(
        meaning,
        _WIDTH,
        initial_indent=f"  {name}".ljust(_MEANING - 1) + " ",
        subsequent_indent=" " * _MEANING,
        break_on_hyphens=False,
    )
