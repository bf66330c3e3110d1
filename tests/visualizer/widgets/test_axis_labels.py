import math
from itertools import pairwise

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics, QPolygonF, QTransform

from engine.seen.tokens import Token
from visualizer.appearance import Appearance
from visualizer.widgets.axis_labels import LEAN, ColumnLabels, RowLabels, Strength, thinned
from visualizer.widgets.grid import Grid

WORDS = tuple(
    Token(n, word)
    for n, word in enumerate(
        [
            "the",
            "extraordinarily",
            "x",
            "黑猫",
            "because",
            "</s>",
            "Donaudampfschifffahrtsgesellschaft",
        ]
        * 90
    )
)


def grid(count: int, side: int) -> Grid:
    made = Grid()
    made.set_shape(count, count)
    made.place(QRect(120, 100, side, side), 40)
    return made


def outline(
    labels: ColumnLabels, appearance: Appearance, g: Grid, column: int, lit: bool
) -> QPolygonF:
    """The label's inked band: its length by the height of small letters, leaning."""
    metrics = QFontMetrics(appearance.font("text", bold=lit))
    length = min(metrics.horizontalAdvance(labels.tokens[column].text), appearance.px(96))
    foot = labels.foot(g, column)
    half = (metrics.height() - 1) / 2 - 0.6
    turn = QTransform().translate(foot.x(), foot.y()).rotate(-LEAN)
    return turn.map(QPolygonF(QRect(0, 0, length, 1).toRectF().adjusted(0, -half, 0, half)))


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("count", [5, 23, 24, 60, 512])
def test_column_labels_never_overlap(qapp: object, count: int, scale: float) -> None:
    appearance = Appearance(scale=scale)
    labels = ColumnLabels(appearance)
    labels.tokens = WORDS[:count]
    g = grid(count, 420)
    strength = Strength.of(count // 2, count // 2 + 1, 0)
    places = labels.places(g, strength)
    assert count // 2 in places and places == sorted(set(places))
    shapes = [outline(labels, appearance, g, c, c == count // 2) for c in places]
    for left, right in pairwise(shapes):
        assert left.intersected(right).isEmpty()


@pytest.mark.parametrize("count", [5, 24, 60, 512])
def test_row_labels_never_overlap(qapp: object, count: int) -> None:
    labels = RowLabels(Appearance())
    labels.outs = WORDS[:count]
    g = grid(count, 400)
    places = labels.places(g, Strength.of(count // 2, 1))
    rectangles = [labels.rectangle(g, row, 80) for row in places]
    for upper, lower in pairwise(rectangles):
        # Two lines of text may share the one empty pixel between them.
        assert upper.bottom() - 1 <= lower.top()
    assert count // 2 in places


def test_thinning_counts_from_the_first_token_so_that_panning_does_not_change_it() -> None:
    whole = thinned(range(100), 5, 14)
    assert whole == list(range(0, 100, 3))
    assert thinned(range(17, 61), 5, 14) == [place for place in whole if 17 <= place < 61]


def test_a_lit_label_takes_the_place_of_its_neighbours() -> None:
    assert thinned(range(10), 5, 14, (4,)) == [0, 4, 9]
    # Of two that must be seen and cannot both be, the first wins.
    assert thinned(range(10), 5, 14, (4, 5)) == [0, 4, 9]


def test_short_axes_are_named_in_full() -> None:
    spacing = 13 / math.sin(math.radians(60))
    assert thinned(range(14), 20, spacing) == list(range(14))


def test_long_tokens_lose_their_middle(qapp: object) -> None:
    from visualizer.widgets.axis_labels import elided

    metrics = QFontMetrics(Appearance().font("text"))
    text = elided("Donaudampfschifffahrtsgesellschaft", metrics, 96)
    assert text.startswith("Donau") and text.endswith("schaft") and "…" in text
    assert metrics.horizontalAdvance(text) <= 96


CHARACTERS = (
    *(Token(n, text) for n, text in enumerate("黑猫不吃鱼因为它不饿2x3")),
    Token(99, "</s>", special=True),
)


def test_single_characters_stand_upright_and_all_are_named_while_they_fit(qapp: object) -> None:
    labels = ColumnLabels(Appearance())
    labels.tokens = CHARACTERS
    assert labels.upright and labels.stands(0) and not labels.stands(len(CHARACTERS) - 1)
    count = len(CHARACTERS)
    roomy, tight = grid(count, 20 * count), grid(count, 9 * count)
    assert labels.places(roomy, Strength()) == list(range(count))
    assert len(labels.places(tight, Strength())) < count
    assert labels.foot(roomy, 3).x() == roomy.cell(0, 3).left() + roomy.cell(0, 3).width() / 2
    # They need a line, not the height of a leaning word.
    upright = labels.height()
    labels.tokens = (*CHARACTERS, Token(7, "because"))
    assert not labels.upright and labels.height() > upright
