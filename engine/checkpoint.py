"""A checkpoint: one folder with weights, vocabulary and configuration, replaced atomically.

``checkpoint.json`` is the only name that ever changes its content, and it changes by one rename.
It lists the other files with size and SHA-256; their names carry part of that hash, so a new
checkpoint never overwrites a file of the old one. Killed at any moment, the folder holds the old
checkpoint or the new, whole. Nothing is ever unpickled: tensors are safetensors, the rest JSON.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import safetensors
import safetensors.torch
import torch
from torch import Tensor

from engine.problem import Problem
from engine.specification import RunSpecification

FORMAT = 1
_LONGEST_MANIFEST = 64 * 2**20
MANIFEST = "checkpoint.json"
_OURS = re.compile(r"(weights|training|vocabulary)-[0-9a-f]{16}\.(safetensors|json)")


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


def save(checkpoint: Checkpoint, folder: Path) -> None:
    """Write a checkpoint into `folder`, replacing an older one there in a single rename.

    Raises
    ------
    Problem
        The folder cannot be written (full disk, no permission, it is a file). An older
        checkpoint there is untouched.
    """
    contents = {
        "weights": ("safetensors", _packed(checkpoint.weights)),
        "vocabulary": ("json", checkpoint.vocabulary.encode()),
    }
    if checkpoint.training:
        contents["training"] = ("safetensors", _packed(checkpoint.training))
    files = {}
    for role, (ending, content) in contents.items():
        digest = hashlib.sha256(content).hexdigest()
        name = f"{role}-{digest[:16]}.{ending}"
        files[role] = {"name": name, "bytes": len(content), "sha256": digest}
    manifest = {
        "heed": "checkpoint",
        "format": FORMAT,
        "specification": checkpoint.specification.to_json(),
        "step": checkpoint.step,
        "longest": checkpoint.longest,
        "figures": checkpoint.figures,
        "evaluations": checkpoint.evaluations,
        "examples": checkpoint.examples,
        "fingerprint": checkpoint.fingerprint,
        "progress": checkpoint.progress,
        "files": files,
    }
    # ASCII alone: a path that is no proper text must not make saving impossible.
    text = json.dumps(manifest, indent=1).encode()
    _refuse_foreign(folder)
    new: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for role, (_, content) in contents.items():
            path = folder / str(files[role]["name"])
            if path.exists() and path.read_bytes() == content:
                continue  # its name carries its hash: the old checkpoint's file serves the new
            new.append(path)
            _write(path, content)
        _write(folder / MANIFEST, text)
    except OSError as error:
        standing = _listed(folder)
        for path in new:
            if path.name not in standing:
                with contextlib.suppress(OSError):  # the failure itself is what is reported
                    path.unlink(missing_ok=True)
        raise Problem(
            f"The checkpoint could not be written to {folder}: {error.strerror}. "
            "A checkpoint that was there before is not lost. "
            "Free some space or choose another folder."
        ) from error
    _forget_older(folder, {str(file["name"]) for file in files.values()})


def load(path: Path) -> Checkpoint:
    """Read the checkpoint in a folder, or the one that a file belongs to.

    Raises
    ------
    Problem
        There is none, or it is damaged, foreign or of a newer Heed; the text says which.
    """
    folder = path if path.is_dir() else path.parent
    manifest = _manifest(folder)
    try:
        files = {role: _verified(folder, file) for role, file in manifest["files"].items()}
        weights = _unpacked(files["weights"])
        training = _unpacked(files["training"]) if "training" in files else {}
        losses = training.get("losses", torch.zeros(0))
        if losses.dim() != 1 or losses.dtype != torch.float32:
            raise ValueError("the losses")
        progress = dict(manifest["progress"])
        progress["seconds"] = float(progress["seconds"])
        return Checkpoint(
            specification=RunSpecification.from_json(manifest["specification"]),
            step=int(manifest["step"]),
            weights=weights,
            vocabulary=files["vocabulary"].read_text(encoding="utf-8"),
            longest=int(manifest["longest"]),
            figures={str(k): float(v) for k, v in manifest["figures"].items()},
            evaluations=[
                (int(step), {str(k): float(v) for k, v in figures.items()})
                for step, figures in manifest["evaluations"]
            ],
            examples=[(str(source), str(target)) for source, target in manifest["examples"]],
            fingerprint=str(manifest["fingerprint"]),
            training=training,
            progress=progress,
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise Problem(
            f"The checkpoint in {folder} is damaged: {MANIFEST} lacks or garbles {error}."
        ) from error
    except OSError as error:
        raise Problem(
            f"The checkpoint in {folder} cannot be read: {error.filename}: {error.strerror}."
        ) from error
    except safetensors.SafetensorError as error:
        raise Problem(f"The checkpoint in {folder} is damaged: {error}.") from error


def _refuse_foreign(folder: Path) -> None:
    """Another program may also call a file checkpoint.json: that one is not overwritten."""
    path = folder / MANIFEST
    try:
        standing = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
    except (OSError, ValueError, RecursionError):
        return  # nothing anybody could read
    if standing is not None and not (isinstance(standing, dict) and "heed" in standing):
        raise Problem(
            f"{path} belongs to another program, so the checkpoint was not written there. "
            "Choose another folder."
        )


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    try:
        if path.exists() and not path.is_file():
            raise Problem(f"{path} is no file, so there is no Heed checkpoint in {folder}.")
        if path.exists() and path.stat().st_size > _LONGEST_MANIFEST:
            raise Problem(f"{path} is too long to have been written by Heed.")
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Problem(
            f"There is no Heed checkpoint in {folder}: {MANIFEST} is missing. "
            "Open a folder that Heed saved, or any file in one."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise Problem(f"{path} cannot be read: {error}.") from error
    except (ValueError, RecursionError) as error:
        raise Problem(f"The checkpoint in {folder} is damaged: {MANIFEST}: {error}.") from error
    if not isinstance(manifest, dict) or manifest.get("heed") != "checkpoint":
        raise Problem(f"{path} was not written by Heed: it is another program's file.")
    if not isinstance(manifest.get("format"), int):
        raise Problem(f"The checkpoint in {folder} is damaged: {MANIFEST} names no format.")
    if manifest["format"] > FORMAT:
        raise Problem(
            f"The checkpoint in {folder} was written by a newer Heed (format "
            f"{manifest['format']}; this one reads up to {FORMAT}). Update Heed to open it."
        )
    return manifest


def _verified(folder: Path, file: Mapping[str, Any]) -> Path:
    """The path of a listed file, after its name, size and hash were checked."""
    name = str(file["name"])
    if not _OURS.fullmatch(name):
        raise Problem(f"The checkpoint in {folder} is damaged: it names a file “{name}”.")
    path = folder / name
    if not path.is_file():
        raise Problem(f"The checkpoint in {folder} is incomplete: {name} is missing.")
    if path.stat().st_size != file["bytes"]:
        raise Problem(
            f"The checkpoint in {folder} is damaged: {name} has {path.stat().st_size:,} bytes "
            f"instead of {file['bytes']:,}."
        )
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    if digest != file["sha256"]:
        raise Problem(f"The checkpoint in {folder} is damaged: the content of {name} was changed.")
    return path


def _packed(tensors: Mapping[str, Tensor]) -> bytes:
    return safetensors.torch.save(
        {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    )


def _unpacked(path: Path) -> dict[str, Tensor]:
    return safetensors.torch.load_file(path)


def _write(path: Path, content: bytes) -> None:
    """Write through to the disk under another name, then rename."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(part, path)
    except OSError:
        with contextlib.suppress(OSError):  # the failure itself is what is reported
            part.unlink(missing_ok=True)
        raise
    if os.name == "posix":
        descriptor = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            # Some network file systems cannot write a folder through; the file itself is safe.
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):
                raise
        finally:
            os.close(descriptor)


def _listed(folder: Path) -> set[str]:
    """The files of the checkpoint that stands in a folder now; none if there is no whole one."""
    try:
        return {str(file["name"]) for file in _manifest(folder)["files"].values()}
    except (Problem, KeyError, TypeError, AttributeError):
        return set()


def _forget_older(folder: Path, current: set[str]) -> None:
    """Remove what earlier checkpoints left in this folder; other people's files stay."""
    try:
        found = list(folder.iterdir())
    except OSError:  # orphans cost only space
        return
    for path in found:
        name = path.name.removeprefix(".").removesuffix(".part")
        ours = _OURS.fullmatch(name) is not None or name == MANIFEST
        stale = path.name.endswith(".part") or name not in current
        if ours and stale and path.name != MANIFEST:
            with contextlib.suppress(OSError):  # an orphan costs only space
                path.unlink()
