"""What the user opens, drops or opened before: a checkpoint, or data to look at first."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import assets
from engine import manifest
from engine.catalog import find
from engine.data.likely_kind import is_data, is_plain, likely_kind
from engine.problem import Problem
from engine.specification import Kind, RunSpecification

#: The file that makes a folder a checkpoint.
MANIFEST = "checkpoint.json"

#: Most files of a folder that are read together.
MOST_FILES = 200


def inside(paths: Sequence[str]) -> list[str]:
    """`paths`, or in place of one folder the files of pairs or text in it, by name.

    A checkpoint's folder stays, and one without such files.
    """
    folder = Path(paths[0])
    if len(paths) > 1 or not folder.is_dir() or exists(folder / MANIFEST):
        return list(paths)
    try:
        files = sorted(file for file in folder.iterdir() if is_data(file) and file.is_file())
    except OSError:  # opening the folder itself says what is wrong with it
        files = []
    return [str(file) for file in files] or list(paths)


def belong_together(paths: Sequence[str]) -> bool:
    """Whether files that were found in one folder can be read together.

    One file, two of a sort, which may be aligned, or some plain texts, which are a document each.
    """
    plain = [is_plain(path) for path in paths]
    return len(set(plain)) <= 1 and len(paths) <= (MOST_FILES if all(plain) else 2)


def is_bare(path: str) -> bool:
    """Whether this is a folder that can be looked into, but is no checkpoint's."""
    readable = os.path.isdir(path) and os.access(path, os.R_OK | os.X_OK)
    return readable and not exists(Path(path) / MANIFEST)


def is_checkpoint(path: str) -> bool:
    """Whether this is a checkpoint's folder or a file in one; any folder is taken for one."""
    if os.path.isdir(path):
        return True
    here = Path(path)
    return exists(here.parent / MANIFEST) and here.suffix in (".json", ".safetensors")


def exists(path: str | Path) -> bool:
    """Whether something stands there; False, too, for what no path can be.

    Path.exists raises where a path is too long or a folder in it may not be read.
    """
    return os.path.exists(path)


def bundled(architecture: str) -> str:
    """Folder of the trained example that comes with Heed; "" if there is none."""
    name = find(architecture).bundled
    folder = assets.FOLDER / "checkpoints" / name
    return str(folder) if name and folder.is_dir() else ""


def is_bundled(path: str) -> bool:
    """Whether this is a trained example that comes with Heed."""
    return Path(path).is_relative_to(assets.FOLDER)


def promised(path: str) -> RunSpecification | None:
    """What the run in a checkpoint is made of, before it is opened; None where that is unclear."""
    folder = Path(path) if os.path.isdir(path) else Path(path).parent
    try:
        return manifest.read(folder).specification
    except Problem:
        return None


def at_start(last_run: str, architecture: str) -> str:
    """What to show first: the last run if it is still there, else the trained example."""
    if last_run and exists(Path(last_run) / MANIFEST):
        return last_run
    return bundled(architecture)


def kind_of(paths: Sequence[str], otherwise: Kind) -> Kind:
    """As what files are to be read: as what they look like; `otherwise` where that is not clear."""
    return likely_kind(paths) or otherwise


def missing(paths: Sequence[str]) -> str:
    """The first of the paths that does not exist; "" if all do."""
    return next((path for path in paths if not exists(path)), "")
