"""``checkpoint.json``: what it says, each value checked and named if it is wrong."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.catalog.recipe import MOST_STEPS
from engine.problem import Problem
from engine.specification import RunSpecification

FORMAT = 1
NAME = "checkpoint.json"
_LONGEST = 64 * 2**20
#: Longest table of positions that a checkpoint may ask for.
_MOST_POSITIONS = 100_000

Figures = dict[str, float]


@dataclass(frozen=True)
class StoredFile:
    """A file of a checkpoint: its name in the folder, its length, and the hash of its content."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """All of a checkpoint that is neither a tensor nor a vocabulary.

    Attributes are those of :class:`engine.checkpoint.Checkpoint`; `files` by role: "weights",
    "vocabulary" and, where the run can go on, "training".
    """

    specification: RunSpecification
    step: int
    longest: int
    figures: Figures
    evaluations: list[tuple[int, Figures]]
    examples: list[tuple[str, str]]
    fingerprint: str
    progress: dict[str, Any]
    files: dict[str, StoredFile]

    def text(self) -> str:
        """As it is written; in ASCII, for a path that is no proper text must not prevent it."""
        content = {"heed": "checkpoint", "format": FORMAT, **vars(self)}
        content["specification"] = self.specification.to_json()
        content["files"] = {role: vars(file) for role, file in self.files.items()}
        return json.dumps(content, indent=1)


def damaged(folder: Path | None, clause: str) -> Problem:
    """What to say of a checkpoint that cannot be used; `clause` says what is wrong with it."""
    which = f"The checkpoint in {folder}" if folder else "The checkpoint"
    return Problem(f"{which} is damaged: {clause}. Open a copy of it, or train the model again.")


def read(folder: Path) -> Manifest:
    """The manifest in a folder, every value of the right kind and within its bounds.

    Raises
    ------
    Problem
        There is none, or it is damaged, foreign or of a newer Heed; the text says which.
    """
    content = _content(folder)
    try:
        return _checked(content)
    except _Wrong as wrong:
        raise damaged(folder, f"in {NAME} {wrong}") from wrong


def is_foreign(folder: Path) -> bool:
    """Whether another program's file of that name stands in a folder."""
    path = folder / NAME
    try:
        standing = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
    except (OSError, ValueError, RecursionError):
        return False  # nothing anybody could read
    return standing is not None and not (isinstance(standing, dict) and "heed" in standing)


class _Wrong(Exception):
    """A value is missing or not allowed; the text is a clause that names it."""


def _content(folder: Path) -> dict[str, Any]:
    path = folder / NAME
    try:
        if path.exists() and not path.is_file():
            raise Problem(f"{path} is no file, so there is no Heed checkpoint in {folder}.")
        if path.exists() and path.stat().st_size > _LONGEST:
            raise Problem(f"{path} is too long to have been written by Heed.")
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Problem(
            f"There is no Heed checkpoint in {folder}: {NAME} is missing. "
            "Open a folder that Heed saved, or any file in one."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise Problem(f"{path} cannot be read: {error}.") from error
    except (ValueError, RecursionError) as error:
        raise damaged(folder, f"{NAME} is not whole JSON ({error})") from error
    if not isinstance(content, dict) or content.get("heed") != "checkpoint":
        raise Problem(f"{path} was not written by Heed: it is another program's file.")
    if type(content.get("format")) is not int:
        raise damaged(folder, f"{NAME} names no format")
    if content["format"] > FORMAT:
        raise Problem(
            f"The checkpoint in {folder} was written by a newer Heed (format "
            f"{content['format']}; this one reads up to {FORMAT}). Update Heed to open it."
        )
    return content


def _checked(content: dict[str, Any]) -> Manifest:
    try:
        specification = RunSpecification.from_json(_value(content, "specification", dict))
    except (TypeError, ValueError) as error:
        raise _Wrong(f"“specification” has {error}") from error
    step = _whole(content, "step", MOST_STEPS)
    progress = _value(content, "progress", dict)
    seconds = progress.get("seconds")
    if type(seconds) not in (int, float) or not 0 <= seconds < math.inf:
        raise _Wrong(f"“seconds” is {seconds!r}, not how long the training took")
    return Manifest(
        specification=specification,
        step=step,
        longest=_whole(content, "longest", _MOST_POSITIONS, least=1),
        figures=_figures(content, "figures"),
        evaluations=[
            (_whole({"evaluations": at}, "evaluations", step), _figures({"of": of}, "of"))
            for at, of in _rows(content, "evaluations")
        ],
        examples=[
            (_text({"examples": source}, "examples"), _text({"examples": target}, "examples"))
            for source, target in _rows(content, "examples")
        ],
        fingerprint=_text(content, "fingerprint"),
        progress=progress,
        files=_files(content),
    )


def _value(content: dict[str, Any], name: str, kind: type) -> Any:
    if name not in content:
        raise _Wrong(f"“{name}” is missing")
    if type(content[name]) is not kind:
        kinds = {dict: "a table", list: "a list", str: "a text", int: "a whole number"}
        raise _Wrong(f"“{name}” is {_short(content[name])}, not {kinds[kind]}")
    return content[name]


def _whole(content: dict[str, Any], name: str, most: int, least: int = 0) -> int:
    number: int = _value(content, name, int)
    if not least <= number <= most:
        raise _Wrong(f"“{name}” is {_short(number)}, not from {least:,} to {most:,}")
    return number


def _text(content: dict[str, Any], name: str) -> str:
    text: str = _value(content, name, str)
    return text


def _rows(content: dict[str, Any], name: str) -> list[list[Any]]:
    rows: list[Any] = _value(content, name, list)
    for row in rows:
        if not isinstance(row, list) or len(row) != 2:
            raise _Wrong(f"“{name}” has {_short(row)}, not a pair")
    return rows


def _figures(content: dict[str, Any], name: str) -> Figures:
    """Numbers by name; of a model that has diverged they may be infinite or none."""
    figures: dict[str, Any] = _value(content, name, dict)
    for figure, value in figures.items():
        if type(value) not in (int, float):
            raise _Wrong(f"“{figure}” is {_short(value)}, not a number")
    try:
        return {figure: float(value) for figure, value in figures.items()}
    except OverflowError as error:
        raise _Wrong(f"“{name}” has a number that is too large") from error


def _files(content: dict[str, Any]) -> dict[str, StoredFile]:
    files = _value(content, "files", dict)
    for role in ("weights", "vocabulary"):
        if role not in files:
            raise _Wrong(f"“files” lacks the {role}")
    return {
        role: StoredFile(
            _text(_value(files, role, dict), "name"),
            _whole(files[role], "bytes", 2**63),
            _text(files[role], "sha256"),
        )
        for role in files
    }


def _short(value: object) -> str:
    try:
        text = repr(value)
    except ValueError:  # more digits than Python writes
        return "a number too large"
    return text if len(text) <= 40 else f"{text[:40]}…"
