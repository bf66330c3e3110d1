"""What ``heed train --help`` says about architectures, worlds and recipes, from the catalogues."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from engine import catalog
from engine.catalog import Architecture, Option
from engine.catalog.recipe import RECIPE
from engine.cli.learners import MATERIAL, names_for
from engine.data import worlds
from engine.figures import FIGURES, HEADLINES

#: What the last line of ``train --json`` holds.
LAST_LINE = (
    "step, loss and the other held-out figures, below, training_loss, seconds, core_seconds, "
    "tokens_per_second, parameters, seed, threads, device, versions, out"
)

_WIDTH = 80
_MEANING = 20


def explanation() -> str:
    """Everything that can be chosen by name, with its default."""
    lines = [f"worlds of pairs, for {names_for('pairs')}:"]
    for world in worlds.WORLDS:
        lines += _entry(world.name, world.description)
    lines += ["", f"worlds of running text, for {names_for('text')}:"]
    for text_world in worlds.TEXT_WORLDS:
        lines += _entry(text_world.name, text_world.description)
    lines += ["", *_figures()]
    for architecture in catalog.ARCHITECTURES:
        lines += ["", *_architecture(architecture)]
    lines += ["", "--recipe NAME=VALUE, how to train:", *_options(RECIPE)]
    lines += [
        "",
        "examples:",
        "  heed train transformer --world dates --steps 500 --option d_model=32 \\",
        "    --recipe batch_size=32 --out runs/dates",
        "  heed train bahdanau --data train.en train.de --max-length 30 --out runs/german",
        "  heed train gpt --data book.txt --tokenization bpe --out runs/book",
        "  heed train bert --data tales.txt --documents blank-line \\",
        "    --vocabulary vocab.txt --out runs/tales",
    ]
    return "\n".join(lines)


def _figures() -> Iterator[str]:
    """What a model is judged by, by what it is asked."""
    yield "figures of held-out data, by the names they have in JSON:"
    for name, figure in FIGURES.items():
        tasks = ", ".join(task for task, names in HEADLINES.items() if name in names)
        yield from _entry(name, f"{figure.meaning} ({tasks})" if tasks else figure.meaning)


def _architecture(entry: Architecture) -> Iterator[str]:
    yield f"{entry.name}, {entry.title} ({entry.source}):"
    yield from _entry("learns from", f"{MATERIAL[entry.kind]} ({entry.task})")
    steps = [f"{recipe.steps} for {world}" for world, recipe in entry.recipes.items() if world]
    yield from _entry("steps", f"default: {entry.recipe('').steps}; {', '.join(steps)}")
    for preset in entry.presets:
        options = ", ".join(f"{name}={value}" for name, value in preset.options.items())
        yield from _entry(
            "--preset",
            f"“{preset.title}”: {options}, steps={preset.recipe.steps} ({preset.source})",
        )
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
