"""Ink on chips: whatever the weight that shades them, the word can be read."""

from __future__ import annotations

import numpy as np
import pytest

from visualizer import theme
from visualizer.appearance import Appearance
from visualizer.widgets.chip_painting import _ink_on, _weight_colour, contrast


@pytest.mark.parametrize("name", theme.THEMES)
@pytest.mark.parametrize("role", ["low", "high"])
def test_ink_can_be_read_on_every_weight(qapp: object, name: str, role: str) -> None:
    look = Appearance(theme.THEMES[name])
    for weight in np.linspace(0, 1, 101):
        ground = _weight_colour(look, float(weight))
        ink = _ink_on(ground, look.colour(role))
        # Between dark and light nothing does better on a ground halfway.
        assert contrast(ink, ground) >= 4.2, f"weight {weight:.2f}"
    ground = _weight_colour(look, 0.0)
    assert _ink_on(ground, look.colour(role)) == look.colour(role), "no louder than it was"
