"""From arguments to what is to be done, checked as far as that goes before torch is imported."""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass, replace
from pathlib import Path

from engine import catalog
from engine.catalog import Architecture, Preset
from engine.cli.data_plan import chosen_data
from engine.cli.recipes import changed, read
from engine.problem import Problem
from engine.specification import RunSpecification

#: Options that a resumed run has chosen already.
_CHOSEN = (
    "world data columns header documents tokenization vocabulary vocabulary_size max_length limit "
    "seed preset option recipe threads device"
).split()


@dataclass(frozen=True)
class Plan:
    """One call of ``heed train``.

    `specification` is None where `resume` names a checkpoint that holds it; `architecture` is
    then "" or what the checkpoint must be of. `steps` is None where none were asked for.
    """

    specification: RunSpecification | None
    architecture: str
    resume: Path | None
    steps: int | None
    out: Path | None
    weights_only: bool
    json: bool
    quiet: bool


def planned(arguments: argparse.Namespace) -> Plan:
    """What the arguments of ``heed train`` ask for.

    Raises
    ------
    Problem
        They cannot be carried out.
    """
    if arguments.architecture:
        _found(arguments.architecture)
    if arguments.weights_only and not arguments.out:
        raise Problem("--weights-only says how to save; say with --out where.")
    return Plan(
        specification=None if arguments.resume else _specification(arguments),
        architecture=arguments.architecture or "",
        resume=_resumed(arguments),
        steps=arguments.steps,
        out=_folder(arguments.out),
        weights_only=arguments.weights_only,
        json=arguments.json,
        quiet=arguments.quiet,
    )


def _found(name: str) -> Architecture:
    try:
        return catalog.find(name)
    except ValueError as error:
        raise Problem(str(error)) from None


def _resumed(arguments: argparse.Namespace) -> Path | None:
    if not arguments.resume:
        return None
    for name in _CHOSEN:
        if getattr(arguments, name) not in (None, []):
            raise Problem(
                f"A resumed run keeps its own {name.replace('_', ' ')}: leave --"
                f"{name.replace('_', '-')} out, or train anew without --resume."
            )
    return Path(arguments.resume)


def _specification(arguments: argparse.Namespace) -> RunSpecification:
    if not arguments.architecture:
        known = ", ".join(entry.name for entry in catalog.ARCHITECTURES)
        raise Problem(f"Which architecture? Known: {known}.")
    entry = _found(arguments.architecture)
    data = chosen_data(arguments, entry)
    preset = _preset(entry, arguments.preset) if arguments.preset else None
    recipe = preset.recipe if preset else entry.recipe("" if data.files else data.world)
    recipe = changed(recipe, arguments.recipe)
    options = dict(preset.options) if preset else {}
    options |= read(arguments.option, entry.options, entry.title)
    plain = RunSpecification()
    return RunSpecification(
        architecture=entry.name,
        options=options,
        data=data,
        recipe=replace(recipe, steps=arguments.steps) if arguments.steps else recipe,
        seed=plain.seed if arguments.seed is None else arguments.seed,
        device=arguments.device or plain.device,
        threads=arguments.threads or plain.threads,
    )


def _preset(entry: Architecture, name: str) -> Preset:
    fitting = [preset for preset in entry.presets if name.lower() in preset.title.lower()]
    if len(fitting) != 1:
        known = ", ".join(f"“{preset.title}”" for preset in entry.presets) or "none"
        found = "several presets" if fitting else "no preset"
        raise Problem(f"{entry.title} has {found} like “{name}”. There are: {known}.")
    return fitting[0]


def _folder(text: str | None) -> Path | None:
    """Where to save, as far as one can tell before there is something to save."""
    if not text:
        return None
    folder = Path(text)
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not there.is_dir():
        raise Problem(f"--out {text}: {there} is a file; name a folder.")
    if not os.access(there, os.W_OK | os.X_OK):
        raise Problem(f"--out {text}: {there} cannot be written to. Choose another folder.")
    return folder
