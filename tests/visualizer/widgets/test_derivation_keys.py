"""Names under the bars of a row's weights: whole, leaning where they are longer than a bar."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics, QImage, QPainter

from visualizer.appearance import Appearance
from visualizer.widgets.derivation_keys import draw_keys, keys_height

WORDS = ("the", "animal", "does", "not", "cross", "the", "street", "because", "it", "is", "tired")


def drawn(labels: tuple[str, ...], width: int, chosen: int = 0) -> QImage:
    """The names under a well of this width, which begins 12 px from the left."""
    a = Appearance()
    image = QImage(width + 24, 20 + keys_height(labels, width, a), QImage.Format.Format_RGB32)
    image.fill(a.colour("panel"))
    edges = 12 + np.rint(np.linspace(0, width, len(labels) + 1)).astype(int)
    painter = QPainter(image)
    draw_keys(painter, labels, chosen, QRect(12, 0, width, 18), edges, a)
    painter.end()
    return image


def inked(image: QImage) -> np.ndarray:
    """(height, width) whether a pixel is not the ground."""
    flat = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    return flat[:, : image.width()] != np.uint32(Appearance().colour("panel").rgb())


def test_names_that_fit_stand_in_one_line_and_longer_ones_lean(qapp: object) -> None:
    a = Appearance()
    line = QFontMetrics(a.font("tick", bold=True)).height()
    assert keys_height(WORDS, 900, a) < line + 6
    assert keys_height(WORDS, 260, a) > 2 * line
    rows = np.flatnonzero(inked(drawn(WORDS, 260)).any(axis=1))
    assert rows[0] >= 18 and rows[-1] < 20 + keys_height(WORDS, 260, a) - 1, "nothing is cut off"


@pytest.mark.parametrize(("width", "all_named"), [(260, True), (90, False)])
def test_every_name_is_there_or_has_a_tick(qapp: object, width: int, all_named: bool) -> None:
    found = []
    for place in range(len(WORDS)):
        # One word at a time, so that what is drawn can be told apart.
        alone = tuple(word if n == place else "i" for n, word in enumerate(WORDS))
        nothing = tuple("i" for _ in WORDS)
        chosen = (place + 5) % len(WORDS)
        one = inked(drawn((*alone, "because"), width, chosen))
        none = inked(drawn((*nothing, "because"), width, chosen))
        found.append(bool((one != none).any()))
    assert all(found) == all_named and any(found)
