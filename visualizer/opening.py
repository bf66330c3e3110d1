"""What the user opens, drops or opened before: a checkpoint, or data to look at first."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication

import assets
from engine import manifest
from engine.catalog import find
from engine.data.likely_kind import is_data, is_plain, likely_kind
from engine.data.siblings import sibling
from engine.problem import Problem
from engine.specification import Kind, RunSpecification
from visualizer.choices import called

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


@dataclass(frozen=True)
class Found:
    """What stands behind paths that a person chose or dropped.

    paths : a checkpoint's, or those of the files to read. kind : as what these are read for sure;
    None where they are to be looked at. refusal : why nothing is opened; "" where something is.
    """

    paths: list[str]
    kind: Kind | None = None
    checkpoint: bool = False
    refusal: str = ""


def found(paths: Sequence[str]) -> Found:
    """Whether `paths` are a checkpoint, or which files of theirs are read together."""
    folder, files = paths[0], inside(paths)
    name, count = Path(folder).name, f"{len(files):,}"
    if is_bare(files[0]):
        words = _tr(
            "“{0}” holds neither a checkpoint nor a file that its ending shows to be pairs or "
            "text. Open its files themselves."
        )
        return Found(files, refusal=words.format(name))
    if is_checkpoint(files[0]):
        return Found([files[0]], checkpoint=True)
    if files[0] == folder or len(files) == 1:
        return Found(files)
    kind = kind_together(files)
    if kind is None:
        words = _tr(
            "“{0}” holds {1} files that do not belong together: {2}. Open the one you mean."
        )
        return Found(files, refusal=words.format(name, count, called(files)))
    if len(files) > MOST_FILES:
        words = _tr("“{0}” holds {1} texts, and at most {2} are read together. Open some of them.")
        return Found(files, refusal=words.format(name, count, MOST_FILES))
    return Found(files, kind)


def kind_together(paths: Sequence[str]) -> Kind | None:
    """As what several files that were found in one folder are read together; None if not at all.

    Two whose names differ in their language only are aligned; plain texts are a document each.
    """
    if len(paths) == 2:
        one, other = map(Path, paths)
        if sibling(one) == other or sibling(other) == one:
            return "pairs"
    texts = all(is_plain(path) for path in paths)
    return "text" if texts and all(likely_kind([path]) != "pairs" for path in paths) else None


def beside(files: Sequence[str]) -> Path | None:
    """What may be the other half of a file that is alone; None where there is none."""
    return sibling(Path(files[0])) if len(files) == 1 else None


def _tr(text: str) -> str:
    return QCoreApplication.translate("Opening", text)


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
