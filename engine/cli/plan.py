"""From arguments to what is to be done, checked as far as that goes before torch is imported."""

from __future__ import annotations

import argparse
import csv
import os
from dataclasses import dataclass, replace
from pathlib import Path

from engine import catalog
from engine.catalog import Architecture, Preset
from engine.cli.recipes import changed, read
from engine.data import worlds
from engine.problem import Problem
from engine.specification import DataSpecification, RunSpecification

#: Options that a resumed run has chosen already.
_CHOSEN = (
    "world data columns header tokenization vocabulary_size max_length limit "
    "seed preset option recipe threads device"
).split()
#: Options that make no sense for a built-in world.
_FOR_FILES = ("columns", "header", "tokenization")


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
    data = _data(arguments, entry)
    preset = _preset(entry, arguments.preset) if arguments.preset else None
    recipe = preset.recipe if preset else entry.recipe("" if data.files else data.world)
    recipe = changed(recipe, arguments.recipe)
    options = dict(preset.options) if preset else {}
    options |= read(arguments.option, entry.options, f"The {entry.title}")
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
        raise Problem(f"The {entry.title} has {found} like “{name}”. There are: {known}.")
    return fitting[0]


def _data(arguments: argparse.Namespace, entry: Architecture) -> DataSpecification:
    files: list[str] = arguments.data or []
    if files and arguments.world:
        raise Problem("--world and --data exclude each other: a run learns from one of them.")
    usual = worlds.WORLDS[0].name if entry.kind == "pairs" else worlds.TEXT_WORLDS[0].name
    data = DataSpecification(kind=entry.kind, world=usual)
    sizes = {name: getattr(arguments, name) for name in ("vocabulary_size", "max_length", "limit")}
    data = replace(data, **{name: size for name, size in sizes.items() if size is not None})
    if not files:
        for name in _FOR_FILES:
            if getattr(arguments, name) is not None:
                raise Problem(f"--{name} is for files (--data); a world brings its own.")
        try:
            return replace(data, world=worlds.find(arguments.world or data.world).name)
        except ValueError as error:
            raise Problem(str(error)) from None
    if entry.kind == "text":
        return _text(data, files, arguments)
    if len(files) > 2:
        raise Problem(
            f"--data takes one file with both sides in columns, or two that are aligned by line; "
            f"these are {len(files)}."
        )
    if len(files) == 2 and (arguments.columns or arguments.header is not None):
        raise Problem(
            "--columns and --header are for one file with both sides; of two files aligned by "
            "line the first is the source."
        )
    source, target = _columns(arguments.columns) if arguments.columns else ("", "")
    return replace(
        data,
        world="",
        # Whole paths, so that the run can be resumed from any folder.
        files=tuple(os.path.abspath(file) for file in files),
        source_column=source,
        target_column=target,
        header=arguments.header,
        tokenization=arguments.tokenization or data.tokenization,
    )


def _text(
    data: DataSpecification, files: list[str], arguments: argparse.Namespace
) -> DataSpecification:
    """Running text has no columns."""
    for name in ("columns", "header"):
        if getattr(arguments, name) is not None:
            raise Problem(f"--{name} is for pairs in columns; this architecture reads text.")
    return replace(
        data,
        world="",
        files=tuple(os.path.abspath(file) for file in files),
        tokenization=arguments.tokenization or data.tokenization,
    )


def _columns(text: str) -> tuple[str, str]:
    """Two names with a comma between; a name with a comma in it stands in double quotes."""
    names = [name.strip() for name in next(csv.reader([text], skipinitialspace=True))]
    if len(names) != 2 or not all(names):
        raise Problem(f"--columns {text}: name two columns with a comma between, such as 0,1.")
    return names[0], names[1]


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
