"""What the catalogue lets through, the engine can build, and what it refuses it says once."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
import torch
from torch import Tensor

from engine.building import implementation
from engine.catalog import ARCHITECTURES, Architecture, Option, find
from engine.layers.attention import MultiHeadAttention
from engine.layers.positions import Positions
from engine.models.face import LanguageModel, MaskedLanguageModel, Translator
from engine.randomness import seeded
from engine.specification import Scalar


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"d_model": 60, "heads": 7}, "7 heads do not divide a model width of 60."),
        ({"d_model": 63, "heads": 7}, "Sinusoids need an even model width, not 63."),
        (
            {"d_model": 63, "heads": 7, "positions": "sinusoid halves"},
            "Sinusoids need an even model width, not 63.",
        ),
    ],
)
def test_sizes_that_do_not_go_together_are_refused_as_the_layers_refuse_them(
    options: Mapping[str, Scalar], sentence: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        find("transformer").complete(options)
    with pytest.raises(ValueError, match=re.escape(sentence)):
        width = int(options["d_model"])
        MultiHeadAttention(width, int(options["heads"]))
        Positions(str(options.get("positions", "sinusoid")), 8, width)


def test_learned_positions_allow_an_odd_width() -> None:
    sizes: dict[str, Scalar] = {"d_model": 63, "heads": 7, "positions": "learned"}
    assert find("transformer").complete(sizes)["d_model"] == 63


def other_values(option: Option) -> list[Scalar]:
    """Allowed values besides the default."""
    if isinstance(option.default, bool):
        return [not option.default]
    if option.choices:
        return [choice for choice in option.choices if choice != option.default]
    if isinstance(option.default, float):
        return [(option.default or 0.5) / 2]
    return [2 * int(option.default)]


@torch.no_grad()
def made(entry: Architecture, options: Mapping[str, Scalar]) -> list[Tensor]:
    """The weights of a model with these options, and what it computes in training."""
    complete = entry.complete(options)
    kind = implementation(entry.name)
    with seeded(3):
        model = kind.build(complete, 20, kind.longest_for(complete, 12))
        ids = torch.randint(7, 20, (2, 9))
        if isinstance(model, MaskedLanguageModel):
            found = model.predict(ids, ids % 2)[0]
        elif isinstance(model, LanguageModel):
            found = model.predict(ids)
        else:
            assert isinstance(model, Translator)
            found = model.predict(ids, ids)
    return [*model.state_dict().values(), found]


@pytest.mark.parametrize(
    ("entry", "option"),
    [(entry, option) for entry in ARCHITECTURES for option in entry.options],
    ids=lambda value: value.name,
)
def test_every_option_reaches_the_model(entry: Architecture, option: Option) -> None:
    # Between layers nothing is dropped where there is but one.
    around: dict[str, Scalar] = {"layers": 2} if option.meaning.endswith("between layers.") else {}
    usual = made(entry, around)
    for value in other_values(option):
        changed = made(entry, around | {option.name: value})
        same = len(usual) == len(changed) and all(map(torch.equal, usual, changed))
        assert not same, f"{option.name}={value} changes nothing"
