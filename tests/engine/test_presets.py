"""The papers' own settings, figure by figure, against the papers and their released code."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from engine import catalog
from engine.catalog import Preset
from engine.specification import Scalar

ADAM: dict[str, object] = {"optimizer": "adam", "label_smoothing": 0.0}
BENGIO: dict[str, object] = {
    "optimizer": "sgd", "learning_rate": 1e-3, "schedule": "inverse-time", "decay": 1e-8,
    "weight_decay": 1e-4, "label_smoothing": 0.0, "clip_norm": 0.0,
}  # fmt: skip

#: (architecture, which preset, options, recipe), all as printed.
PRINTED: list[tuple[str, int, Mapping[str, Scalar], Mapping[str, object]]] = [
    ("nnlm", 0, {"n": 5, "h": 50, "m": 60, "direct": True}, BENGIO),
    ("nnlm", 1, {"n": 5, "h": 100, "m": 30, "direct": False}, BENGIO),
    (
        "seq2seq", 0,
        {"layers": 4, "embedding": 1000, "hidden": 1000, "dropout": 0.0, "reverse_source": True,
         "context_from": "last state", "context_to": "first step"},
        {"optimizer": "sgd", "learning_rate": 0.7, "batch_size": 128, "clip_norm": 5.0,
         "weight_decay": 0.0, "label_smoothing": 0.0},
    ),
    (
        "bahdanau", 0,
        {"embedding": 620, "hidden": 1000, "alignment": 1000, "maxout": 500, "dropout": 0.0,
         "initialisation": "small"},
        {"optimizer": "adadelta", "learning_rate": 1.0, "schedule": "constant", "epsilon": 1e-6,
         "betas": (0.95, 0.0), "batch_size": 80, "clip_norm": 1.0, "label_smoothing": 0.0,
         "weight_decay": 0.0, "steps": 288_000},
    ),
    (
        "transformer", 0,
        {"encoder_layers": 6, "decoder_layers": 6, "d_model": 512, "d_ff": 2048, "heads": 8,
         "dropout": 0.1, "norm": "post", "positions": "sinusoid"},
        {"optimizer": "adam", "betas": (0.9, 0.98), "epsilon": 1e-9, "schedule": "warmup-rsqrt",
         "warmup": 4000, "steps": 100_000, "label_smoothing": 0.1, "clip_norm": 0.0,
         "weight_decay": 0.0},
    ),
    (
        "gpt", 0,
        {"layers": 12, "d_model": 768, "heads": 12, "d_ff": 3072, "positions": 512, "norm": "post",
         "dropout": 0.1, "embedding_dropout": 0.1, "attention_dropout": 0.1, "deviation": 0.02},
        ADAM | {"learning_rate": 2.5e-4, "warmup": 2000, "schedule": "warmup-cosine",
                "batch_size": 64, "weight_decay": 0.01, "epsilon": 1e-8, "betas": (0.9, 0.999),
                "clip_norm": 1.0},
    ),
    (
        "bert", 0,
        {"layers": 12, "d_model": 768, "heads": 12, "d_ff": 3072, "positions": 512,
         "dropout": 0.1, "attention_dropout": 0.1, "gelu": "tanh", "deviation": 0.02},
        ADAM | {"learning_rate": 1e-4, "betas": (0.9, 0.999), "weight_decay": 0.01,
                "warmup": 10_000, "schedule": "warmup-linear", "steps": 1_000_000,
                "batch_size": 256, "epsilon": 1e-6, "clip_norm": 1.0},
    ),
]  # fmt: skip

PRESETS = [(entry.name, preset) for entry in catalog.ARCHITECTURES for preset in entry.presets]


@pytest.mark.parametrize(("name", "place", "options", "recipe"), PRINTED)
def test_every_figure_is_the_papers(
    name: str, place: int, options: Mapping[str, Scalar], recipe: Mapping[str, object]
) -> None:
    entry = catalog.find(name)
    preset = entry.presets[place]
    complete = entry.complete(preset.options)
    assert {option: complete[option] for option in options} == options
    assert {field: getattr(preset.recipe, field) for field in recipe} == recipe


def test_no_preset_is_left_out() -> None:
    assert len(PRINTED) == len(PRESETS) == 7


@pytest.mark.parametrize(("name", "preset"), PRESETS)
def test_each_says_where_it_is_printed_and_what_is_otherwise_here(
    name: str, preset: Preset
) -> None:
    year = str(catalog.find(name).year)
    assert f"et al. {year}, " in preset.source
    assert preset.differs.endswith(".")
