"""Models with fresh weights, by the name of their architecture."""

from __future__ import annotations

from importlib import import_module

import torch

from engine import catalog
from engine.models.face import SequenceModel
from engine.randomness import seeded
from engine.specification import RunSpecification


def implementation(architecture: str) -> type[SequenceModel]:
    """The class that the catalogue names for an architecture, imported now."""
    module, _, name = catalog.find(architecture).implementation.partition(":")
    found: type[SequenceModel] = getattr(import_module(module), name)
    return found


def build_model(specification: RunSpecification, vocabulary: int, longest: int) -> SequenceModel:
    """Fresh weights from the run's seed; torch's default generator is left as it was."""
    options = catalog.find(specification.architecture).complete(specification.options)
    with seeded(specification.seed):
        return implementation(specification.architecture).build(options, vocabulary, longest)


def parameter_count(model: torch.nn.Module) -> int:
    """Trainable numbers."""
    return sum(p.numel() for p in model.parameters())
