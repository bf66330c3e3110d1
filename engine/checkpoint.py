"""A checkpoint: one folder with weights, vocabulary and configuration, replaced atomically.

``checkpoint.json`` is the only name that ever changes its content, and it changes by one rename.
It lists the other files with size and SHA-256; their names carry part of that hash, so a new
checkpoint never overwrites a file of the old one. Killed at any moment, the folder holds the old
checkpoint or the new, whole. Nothing is ever unpickled: tensors are safetensors, the rest JSON.
"""

from __future__ import annotations

import contextlib
import errno
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from engine import manifest
from engine.checkpoint_files import (
    described,
    forget_older,
    listed,
    packed,
    unpacked,
    verified,
    write,
)
from engine.manifest import Manifest, damaged
from engine.problem import Problem
from engine.specification import RunSpecification


@dataclass
class Checkpoint:
    """What a checkpoint holds, in memory.

    Attributes
    ----------
    specification, step : the run, with every choice filled in, and how far it came.
    weights : the model's state by parameter name.
    vocabulary : the tokenizer as JSON text.
    longest : positions the model has.
    figures : last held-out figures; evaluations : all of them, as (step, figures).
    examples : a few held-out pairs to look at.
    fingerprint : of the data it was trained on.
    training : tensors that only resuming needs (optimiser, generators, losses); empty in a
        checkpoint of weights only. progress : its numbers (data order, seconds …).
    folder : where it was read from; None of one that was not saved yet.
    """

    specification: RunSpecification
    step: int
    weights: dict[str, Tensor]
    vocabulary: str
    longest: int
    figures: dict[str, float] = field(default_factory=dict)
    evaluations: list[tuple[int, dict[str, float]]] = field(default_factory=list)
    examples: list[tuple[str, str]] = field(default_factory=list)
    fingerprint: str = ""
    training: dict[str, Tensor] = field(default_factory=dict)
    progress: dict[str, Any] = field(default_factory=dict)
    folder: Path | None = None


def save(checkpoint: Checkpoint, folder: Path) -> None:
    """Write a checkpoint into `folder`, replacing an older one there in a single rename.

    Raises
    ------
    Problem
        The folder cannot be written (full disk, no permission, it is a file). An older
        checkpoint there is untouched, and no empty folder is left.
    """
    contents = {
        "weights": ("safetensors", packed(checkpoint.weights)),
        "vocabulary": ("json", checkpoint.vocabulary.encode()),
    }
    if checkpoint.training:
        contents["training"] = ("safetensors", packed(checkpoint.training))
    files = {role: described(role, *content) for role, content in contents.items()}
    text = Manifest(
        specification=checkpoint.specification,
        step=checkpoint.step,
        longest=checkpoint.longest,
        figures=checkpoint.figures,
        evaluations=checkpoint.evaluations,
        examples=checkpoint.examples,
        fingerprint=checkpoint.fingerprint,
        progress=checkpoint.progress,
        files=files,
    ).text()
    if manifest.is_foreign(folder):
        raise Problem(
            f"{folder / manifest.NAME} belongs to another program, so the checkpoint was not "
            "written there. Choose another folder."
        )
    new: list[Path] = []
    older = bool(listed(folder))
    made = [place for place in (folder, *folder.parents) if not os.path.lexists(place)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for role, (_, content) in contents.items():
            path = folder / files[role].name
            if path.exists() and path.read_bytes() == content:
                continue  # its name carries its hash: the old checkpoint's file serves the new
            new.append(path)
            write(path, content)
        write(folder / manifest.NAME, text.encode())
    except OSError as error:
        standing = listed(folder)
        for path in new:
            if path.name not in standing:
                with contextlib.suppress(OSError):  # the failure itself is what is reported
                    path.unlink(missing_ok=True)
        for place in made:
            with contextlib.suppress(OSError):  # what is not empty, or never came to be, is left
                place.rmdir()
        raise Problem(_unwritten(folder, error, older)) from error
    forget_older(folder, {file.name for file in files.values()})


def _unwritten(folder: Path, error: OSError, older: bool) -> str:
    """What went wrong, what is safe where an `older` checkpoint was there, and what to do."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            way_out = "Free some space or choose another folder."
        case errno.EROFS:
            way_out = "Nothing can be written to this disk. Choose a folder on another."
        case errno.EACCES | errno.EPERM:
            way_out = "You may not write there. Choose another folder."
        case errno.EEXIST | errno.ENOTDIR:
            way_out = (
                f"The file {_in_the_way(folder)} is in the way. Choose another name or folder."
            )
        case errno.ENOENT:
            way_out = "The folder is gone. Choose another."
        case errno.ENAMETOOLONG:
            way_out = "Choose a shorter name."
        case _:
            way_out = "Choose another folder."
    kept = "The checkpoint that was there before is not lost. " if older else ""
    reason = error.strerror or str(error)
    return f"The checkpoint could not be written to {folder}: {reason}. {kept}{way_out}"


def _in_the_way(folder: Path) -> Path:
    """What stands, and is no folder, where `folder` or one above it should be."""
    places = (folder, *folder.parents)
    return next((p for p in places if os.path.lexists(p) and not os.path.isdir(p)), folder)


def load(path: Path) -> Checkpoint:
    """Read the checkpoint in a folder, or the one that a file belongs to.

    Raises
    ------
    Problem
        There is none, or it is damaged, foreign or of a newer Heed; the text says which.
    """
    folder = path if path.is_dir() else path.parent
    found = manifest.read(folder)
    try:
        files = {role: verified(folder, file) for role, file in found.files.items()}
        weights = unpacked(files["weights"])
        training = unpacked(files["training"]) if "training" in files else {}
        vocabulary = files["vocabulary"].read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise damaged(folder, f"its vocabulary is no text ({error})") from error
    except OSError as error:
        raise Problem(
            f"The checkpoint in {folder} cannot be read: {error.filename}: {error.strerror}."
        ) from error
    losses = training.get("losses", torch.zeros(0))
    if training and (losses.shape, losses.dtype) != ((found.step,), torch.float32):
        raise damaged(folder, f"it does not hold the losses of its {found.step:,} steps")
    return Checkpoint(
        specification=found.specification,
        step=found.step,
        weights=weights,
        vocabulary=vocabulary,
        longest=found.longest,
        figures=found.figures,
        evaluations=found.evaluations,
        examples=found.examples,
        fingerprint=found.fingerprint,
        training=training,
        progress=found.progress,
        folder=folder,
    )
