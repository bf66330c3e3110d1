"""Looks of small models of every architecture, computed by the engine, with all their tables."""

from __future__ import annotations

from functools import cache

import torch
from torch import nn

from engine import catalog
from engine.data.tokenizer import Tokenizer
from engine.messages.events import Started
from engine.messages.frames import Frame
from engine.models.face import SequenceModel
from engine.probing import cloze, language, translation
from engine.probing.asked import Asked
from engine.seen.look import Look
from engine.seen.maps import MEAN, HeadReference
from engine.specification import RunSpecification, Scalar
from engine.structure import Structure

PAIR = ("the black cat eats the fish", "le chat noir mange le poisson")
TEXT = "lena has a red ball . she gives the red ball to tom . tom thanks her ."
SIZES: dict[str, dict[str, Scalar]] = {
    "transformer": {
        "d_model": 16, "heads": 2, "encoder_layers": 2, "decoder_layers": 2, "d_ff": 32,
    },
    "gpt": {"d_model": 48, "heads": 2, "layers": 2, "d_ff": 32},
    "bert": {"d_model": 16, "heads": 2, "layers": 2, "d_ff": 32},
    "bahdanau": {"embedding": 8, "hidden": 10, "alignment": 20, "maxout": 6},
    "seq2seq": {"embedding": 8, "hidden": 12, "layers": 2},
    "nnlm": {"m": 8, "h": 12},
}  # fmt: skip


@cache
def seen(architecture: str, **options: Scalar) -> tuple[Look, Structure, SequenceModel]:
    """A look with every head and every table, what the model says of itself, and the model."""
    entry = catalog.find(architecture)
    texts = list(PAIR) if entry.task == "translation" else [TEXT]
    vocabulary = Tokenizer.fit(texts, "word", 100, cloze=entry.task == "cloze")
    torch.manual_seed(5)
    module, _, name = entry.implementation.partition(":")
    kind = getattr(__import__(module, fromlist=[name]), name)
    whole = entry.complete({**SIZES[architecture], **options})
    model: SequenceModel = kind.build(whole, len(vocabulary), 64)
    with torch.no_grad():
        # Of the size that trained weights have, so that no two cells, gains or gates are alike.
        for weight in model.parameters():
            weight.normal_(0.0, 1.5 * weight.shape[-1] ** -0.5)
        for part in model.modules():
            if isinstance(part, nn.LayerNorm):
                part.weight.normal_(1.0, 0.3)
                part.bias.normal_(0.0, 0.3)
    structure = model.structure()
    heads = tuple(
        HeadReference(group.name, layer, MEAN)
        for group in getattr(model, "groups", tuple)()
        for layer in range(len(group.layers))
    )
    tables = tuple(table.name for table in structure.tables)
    if entry.task == "translation":
        look = translation.look(model, vocabulary, Asked(*PAIR, heads, tables))  # type: ignore[arg-type]
    elif entry.task == "cloze":
        look = cloze.look(model, vocabulary, Asked(TEXT, None, heads, tables, draw=2))  # type: ignore[arg-type]
    else:
        look = language.look(model, vocabulary, Asked(TEXT, None, heads, tables))  # type: ignore[arg-type]
    return look, structure, model


def events(architecture: str, **options: Scalar) -> tuple[Started, Frame]:
    """What the window hears of such a model: that it was started, and a picture."""
    look, structure, _ = seen(architecture, **options)
    started = Started(1, RunSpecification(architecture), 0, 0, 0, (), structure=structure)
    return started, Frame(1, 0, architecture, look)
