"""From arguments to the data of a run, refused in words where they do not go together."""

from __future__ import annotations

import argparse
import csv
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from engine.catalog import Architecture
from engine.cli.learners import MATERIAL, listed, names_for
from engine.data import worlds
from engine.data.likely_kind import likely_kind
from engine.problem import Problem
from engine.specification import DataSpecification, Kind

#: Options for files of one kind of data only, and for any files.
_ONLY: Mapping[Kind, tuple[str, ...]] = {"pairs": ("columns", "header"), "text": ("documents",)}
_FOR_FILES = ("tokenization", "vocabulary", *_ONLY["pairs"], *_ONLY["text"])

#: What to give an architecture that learns from a kind of data.
_ADVICE: Mapping[Kind, str] = {
    "pairs": "Separate source and target with a tab, give two files whose lines belong together",
    "text": "Give it plain text",
}

_WORLDS: Mapping[Kind, tuple[worlds.AnyWorld, ...]] = {
    "pairs": worlds.WORLDS,
    "text": worlds.TEXT_WORLDS,
}


def chosen_data(arguments: argparse.Namespace, entry: Architecture) -> DataSpecification:
    """What `entry` is to learn from.

    Raises
    ------
    Problem
        The choices exclude each other, or are not of the kind that `entry` learns from.
    """
    files: list[str] = arguments.data or []
    if files and arguments.world:
        raise Problem("--world and --data exclude each other: a run learns from one of them.")
    sizes = {name: getattr(arguments, name) for name in ("vocabulary_size", "max_length", "limit")}
    data = replace(
        DataSpecification(kind=entry.kind, world=_WORLDS[entry.kind][0].name),
        **{name: size for name, size in sizes.items() if size is not None},
    )
    if not files:
        return _of_world(data, arguments, entry)
    _refuse_other_kind(files, arguments, entry)
    data = _with_tokens(data, arguments)
    if entry.kind == "pairs":
        data = _pairs(data, files, arguments)
    return replace(
        data,
        world="",
        # Whole paths, so that the run can be resumed from any folder.
        files=tuple(map(os.path.abspath, files)),
        documents=arguments.documents or data.documents,
    )


def _of_world(
    data: DataSpecification, arguments: argparse.Namespace, entry: Architecture
) -> DataSpecification:
    for name in _FOR_FILES:
        if getattr(arguments, name) is not None:
            raise Problem(f"--{name} is for files (--data); a world brings its own.")
    try:
        world = worlds.find(arguments.world or data.world)
    except ValueError as error:
        raise Problem(str(error)) from None
    if world not in _WORLDS[entry.kind]:
        other = _other(entry.kind)
        known = listed([world.name for world in _WORLDS[entry.kind]], "or")
        raise Problem(
            f"{entry.title} learns from {MATERIAL[entry.kind]}, and the world “{world.name}” is "
            f"{MATERIAL[other]}. Choose {known}; or for this world, {names_for(other, 'or')}."
        )
    return replace(data, world=world.name)


def _refuse_other_kind(
    files: list[str], arguments: argparse.Namespace, entry: Architecture
) -> None:
    """Refuse options and files of the kind of data that `entry` does not learn from."""
    other = _other(entry.kind)
    for name in _ONLY[other]:
        if getattr(arguments, name) is not None:
            raise Problem(
                f"--{name} is for files of {MATERIAL[other]}; {entry.title} learns from "
                f"{MATERIAL[entry.kind]}."
            )
    if entry.kind == "pairs" and len(files) > 1:
        return  # files of plain text that are aligned by line
    for file in files:
        if likely_kind([file]) == other:
            raise Problem(
                f"“{Path(file).name}” looks like {MATERIAL[other]}, and {entry.title} learns from "
                f"{MATERIAL[entry.kind]}. {_ADVICE[entry.kind]}, or train "
                f"{names_for(other, 'or')} on it."
            )


def _other(kind: Kind) -> Kind:
    return "text" if kind == "pairs" else "pairs"


def _with_tokens(data: DataSpecification, arguments: argparse.Namespace) -> DataSpecification:
    """A vocabulary is fitted, or read from files."""
    if not arguments.vocabulary:
        return replace(data, tokenization=arguments.tokenization or data.tokenization)
    for name in ("tokenization", "vocabulary_size"):
        if getattr(arguments, name) is not None:
            option = name.replace("_", "-")
            raise Problem(f"--{option} and --vocabulary exclude each other: its files decide that.")
    return replace(data, vocabulary_files=tuple(map(os.path.abspath, arguments.vocabulary)))


def _pairs(
    data: DataSpecification, files: list[str], arguments: argparse.Namespace
) -> DataSpecification:
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
    return replace(data, source_column=source, target_column=target, header=arguments.header)


def _columns(text: str) -> tuple[str, str]:
    """Two names with a comma between; a name with a comma in it stands in double quotes."""
    names = [name.strip() for name in next(csv.reader([text], skipinitialspace=True))]
    if len(names) != 2 or not all(names):
        raise Problem(f"--columns {text}: name two columns with a comma between, such as 0,1.")
    return names[0], names[1]
