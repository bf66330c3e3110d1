"""Checkpoints to damage, as somebody would who knows the format."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import safetensors.torch
import torch

from engine import catalog, manifest
from engine.messages.commands import Save, Train
from engine.messages.events import Finished
from engine.specification import DataSpecification, Recipe, RunSpecification
from tests.engine.conversation import Conversation

NAMES = [entry.name for entry in catalog.ARCHITECTURES]

#: Runs a test on a checkpoint of each architecture, or of one.
every = pytest.mark.parametrize("folder", NAMES, indirect=True)
one = pytest.mark.parametrize("folder", ["nnlm"], indirect=True)


@cache
def trained(name: str, root: Path) -> Path:
    """A checkpoint of two steps, saved once."""
    entry = catalog.find(name)
    world = "dates" if entry.kind == "pairs" else "stories"
    specification = RunSpecification(
        architecture=name,
        data=DataSpecification(kind=entry.kind, world=world, limit=60),
        recipe=Recipe(steps=2, batch_size=8, evaluate_every=2, held_out=4, label_smoothing=0.0),
        device="cpu",
        threads=1,
    )
    talk = Conversation()
    talk.say(Train(1, specification))
    talk.until(Finished)
    talk.say(Save(1, str(root / name)))
    return root / name


def content(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / manifest.NAME).read_text(encoding="utf-8"))
    return found


def rewrite(folder: Path, changed: dict[str, Any]) -> None:
    (folder / manifest.NAME).write_text(json.dumps(changed), encoding="utf-8")


def put(folder: Path, role: str, data: bytes) -> None:
    """Another file in a role, with its own size and hash, as somebody who knows the format."""
    digest = hashlib.sha256(data).hexdigest()
    ending = "json" if role == "vocabulary" else "safetensors"
    name = f"{role}-{digest[:16]}.{ending}"
    (folder / name).write_bytes(data)
    changed = content(folder)
    changed["files"][role] = {"name": name, "bytes": len(data), "sha256": digest}
    rewrite(folder, changed)


def tensors(folder: Path, role: str) -> dict[str, torch.Tensor]:
    return safetensors.torch.load_file(folder / content(folder)["files"][role]["name"])


def put_tensors(folder: Path, role: str, changed: dict[str, torch.Tensor]) -> None:
    put(folder, role, safetensors.torch.save(changed))


def vocabulary(folder: Path) -> dict[str, Any]:
    name = content(folder)["files"]["vocabulary"]["name"]
    found: dict[str, Any] = json.loads((folder / name).read_text(encoding="utf-8"))
    return found


def first_matrix(weights: dict[str, torch.Tensor]) -> str:
    return next(n for n, t in sorted(weights.items()) if t.ndim == 2 and t.shape[0] != t.shape[1])
