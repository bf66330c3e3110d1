"""The architectures, in the order in which the field found them: one file each, no torch here.

An entry says everything the window must know before a model exists; the implementation is named
by its import path and imported when the first model is built.
"""

from __future__ import annotations

from engine.catalog.bahdanau import BAHDANAU
from engine.catalog.bert import BERT
from engine.catalog.entry import Architecture, Option, Preset
from engine.catalog.gpt import GPT
from engine.catalog.nnlm import NNLM
from engine.catalog.recipe import check as check_recipe
from engine.catalog.seq2seq import SEQ2SEQ
from engine.catalog.transformer import TRANSFORMER
from engine.specification import RunSpecification

MOST_THREADS = 256

ARCHITECTURES: tuple[Architecture, ...] = (NNLM, SEQ2SEQ, BAHDANAU, TRANSFORMER, GPT, BERT)


def find(name: str) -> Architecture:
    """The entry called `name`.

    Raises
    ------
    ValueError
        There is none; the message lists those there are.
    """
    for entry in ARCHITECTURES:
        if entry.name == name:
            return entry
    known = ", ".join(entry.name for entry in ARCHITECTURES)
    raise ValueError(f"There is no architecture called “{name}”. Known: {known}.")


def check(specification: RunSpecification) -> None:
    """Whether a run like this can be: known architecture, every value within its bounds.

    Raises
    ------
    ValueError
        It cannot; the message says which value is not allowed and what is.
    """
    entry = find(specification.architecture)
    entry.complete(specification.options)
    if specification.data.kind != entry.kind:
        learns = {"pairs": "pairs of sentences", "text": "running text"}
        raise ValueError(
            f"{entry.title} learns from {learns[entry.kind]}, and this is "
            f"{learns[specification.data.kind]}. Choose other data or another architecture."
        )
    for name in ("max_length", "vocabulary_size"):
        if getattr(specification.data, name) < 1:
            value = getattr(specification.data, name)
            raise ValueError(f"{name} cannot be {value}; choose 1 or more.")
    if specification.data.limit < 0:
        raise ValueError(f"limit cannot be {specification.data.limit}; choose 0 for all, or more.")
    check_recipe(specification.recipe)
    if not 0 <= specification.seed < 2**32:
        raise ValueError(f"The seed cannot be {specification.seed}; choose 0 to {2**32 - 1:,}.")
    if not 0 <= specification.threads <= MOST_THREADS:
        raise ValueError(
            f"A run cannot use {specification.threads} threads; choose 0 to {MOST_THREADS}."
        )


__all__ = ["ARCHITECTURES", "Architecture", "Option", "Preset", "check", "find"]
