"""What the catalogue lets through, the engine can build, and what it refuses it says once."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from engine.catalog import find
from engine.layers.attention import MultiHeadAttention
from engine.layers.positions import Positions
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
