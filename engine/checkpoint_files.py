"""The files of a checkpoint: written through to the disk, verified, and swept up."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
from pathlib import Path

import safetensors
import safetensors.torch
import torch
from torch import Tensor

from engine import device, manifest
from engine.manifest import StoredFile, damaged
from engine.problem import Problem

#: Names that Heed gives; nothing else in a folder is ever opened, replaced or removed.
_OURS = re.compile(r"(weights|training|vocabulary)-[0-9a-f]{16}\.(safetensors|json)")


def described(role: str, ending: str, content: bytes) -> StoredFile:
    """The file for a content; its name carries part of the content's hash."""
    digest = hashlib.sha256(content).hexdigest()
    return StoredFile(f"{role}-{digest[:16]}.{ending}", len(content), digest)


def verified(folder: Path, file: StoredFile) -> Path:
    """The path of a listed file, after its name, size and hash were checked.

    Raises
    ------
    Problem
        It is missing, or not what was written.
    """
    if not _OURS.fullmatch(file.name):
        raise damaged(folder, f"it names a file “{file.name}”")
    path = folder / file.name
    if not path.is_file():
        raise Problem(
            f"The checkpoint in {folder} is incomplete: {file.name} is missing. "
            "Put it back, or open a copy."
        )
    found = path.stat().st_size
    if found != file.bytes:
        raise damaged(folder, f"{file.name} has {found:,} bytes instead of {file.bytes:,}")
    free = device.available_memory(torch.device("cpu"))
    # Once as the file is mapped, once as the model's own.
    if 2 * found > free:
        raise Problem(
            f"{path} needs about {2 * found / 2**30:.1f} GiB of memory, and "
            f"{free / 2**30:.1f} GiB are free. Close other programs, or open a smaller model."
        )
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    if digest != file.sha256:
        raise damaged(folder, f"the content of {file.name} was changed")
    return path


def packed(tensors: dict[str, Tensor]) -> bytes:
    """Tensors by name as safetensors."""
    return safetensors.torch.save(
        {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    )


def unpacked(path: Path) -> dict[str, Tensor]:
    """The inverse of :func:`packed`.

    Raises
    ------
    Problem
        The file is no safetensors.
    """
    try:
        return safetensors.torch.load_file(path)
    except safetensors.SafetensorError as error:
        raise damaged(path.parent, f"{path.name} holds no tensors ({error})") from error


def write(path: Path, content: bytes) -> None:
    """Write through to the disk under another name, then rename.

    Raises
    ------
    OSError
        The disk refuses; what stood under the name still stands.
    """
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


def listed(folder: Path) -> set[str]:
    """The files of the checkpoint that stands in a folder now; none if there is no whole one."""
    try:
        return {file.name for file in manifest.read(folder).files.values()}
    except Problem:
        return set()


def forget_older(folder: Path, current: set[str]) -> None:
    """Remove what earlier checkpoints left in this folder; other people's files stay."""
    try:
        found = list(folder.iterdir())
    except OSError:  # orphans cost only space
        return
    for path in found:
        name = path.name.removeprefix(".").removesuffix(".part")
        ours = _OURS.fullmatch(name) is not None or name == manifest.NAME
        stale = path.name.endswith(".part") or name not in current
        if ours and stale and path.name != manifest.NAME:
            with contextlib.suppress(OSError):  # an orphan costs only space
                path.unlink()
