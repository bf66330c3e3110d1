import math
from functools import partial
from itertools import pairwise

import pytest
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPolygonF, QTransform

from engine.seen.tokens import Token
from visualizer.appearance import Appearance, Role
from visualizer.widgets.axis_labels import LEAN, SIZES, Strength, step_down, thinned
from visualizer.widgets.column_labels import ColumnLabels
from visualizer.widgets.grid import Grid
from visualizer.widgets.row_labels import RowLabels

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
    """Where a leaning label has ink: from its capitals' tops to its descenders' feet."""
    metrics = QFontMetrics(appearance.font(labels.role, bold=lit))
    length = min(metrics.horizontalAdvance(labels.tokens[column].text), appearance.px(96))
    foot = labels.foot(g, column)
    base = metrics.ascent() / 2 - 1
    turn = QTransform().translate(foot.x(), foot.y()).rotate(-LEAN)
    ink = QRectF(0, base - metrics.capHeight(), length, metrics.capHeight() + metrics.descent())
    return turn.map(QPolygonF(ink))


@pytest.mark.parametrize("role", SIZES)
@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("count", [5, 23, 24, 60, 512])
def test_column_labels_never_overlap(qapp: object, count: int, scale: float, role: Role) -> None:
    appearance = Appearance(scale=scale)
    labels = ColumnLabels(appearance)
    labels.role = role
    labels.tokens = WORDS[:count]
    g = grid(count, 420)
    strength = Strength.of(count // 2, count // 2 + 1, 0)
    places = labels.places(g, strength)
    assert count // 2 in places and places == sorted(set(places))
    shapes = [outline(labels, appearance, g, c, c == count // 2) for c in places]
    for left, right in pairwise(shapes):
        assert left.intersected(right).isEmpty()


@pytest.mark.parametrize("role", SIZES)
@pytest.mark.parametrize("count", [5, 24, 60, 512])
def test_row_labels_never_overlap(qapp: object, count: int, role: Role) -> None:
    labels = RowLabels(Appearance())
    labels.outs, labels.role = WORDS[:count], role
    g = grid(count, 400)
    places = labels.places(g, Strength.of(count // 2, 1))
    metrics = QFontMetrics(Appearance().font(role))
    ink = metrics.capHeight() + metrics.descent()
    tops = [labels.rectangle(g, row, 80).top() for row in places]
    assert all(lower - upper >= ink for upper, lower in pairwise(tops))
    assert count // 2 in places


def test_type_steps_down_until_all_are_named_and_no_further(qapp: object) -> None:
    appearance = Appearance()
    rows, columns = RowLabels(appearance), ColumnLabels(appearance)
    rows.outs = columns.tokens = WORDS[:14]
    found = {}
    for side in range(60, 420, 10):
        g = Grid()
        g.set_shape(14, 14)
        step_down((rows, columns), g, partial(g.place, QRect(120, 100, side, side), 40))
        assert rows.role == columns.role
        found[side] = rows.role
        named = rows.places(g, Strength()), columns.places(g, Strength())
        if found[side] != "text" and max(map(len, named)) == 14:
            rows.role = columns.role = SIZES[SIZES.index(found[side]) - 1]
            assert max(rows.every(g), columns.every(g)) > 1
    assert set(found.values()) == set(SIZES) and found[410] == "text"


def test_where_some_are_left_out_in_any_type_the_largest_that_names_most_is_kept(
    qapp: object,
) -> None:
    appearance = Appearance()
    rows = RowLabels(appearance)
    rows.outs = WORDS[:30]
    metrics = {role: QFontMetrics(appearance.font(role)) for role in SIZES}
    lines = {role: each.capHeight() + each.descent() + 1 for role, each in metrics.items()}
    # Rows of 7 px: every second one in text as well as in a smaller type; of 6: not in text.
    for height in (7, 6, 5):
        g = Grid()
        g.set_shape(30, 30)
        step_down((rows,), g, partial(g.place, QRect(120, 100, 600, 30 * height), 40))
        left_out = {role: -(-line // height) for role, line in lines.items()}
        assert rows.every(g) == min(left_out.values())
        assert rows.role == min(SIZES, key=lambda role: (left_out[role], SIZES.index(role)))


def test_a_label_left_out_has_a_tick_in_its_place(qapp: object) -> None:
    appearance = Appearance()
    rows, columns = RowLabels(appearance), ColumnLabels(appearance)
    # Without letters, so that nothing but ticks is drawn.
    rows.outs = columns.tokens = (Token(0, " "),) * 20
    for size, ticks in ((20, 0), (8, 10)):
        g = grid(20, 20 * size)
        image = QImage(640, 640, QImage.Format.Format_RGB32)
        image.fill(appearance.colour("panel"))
        painter = QPainter(image)
        rows.paint(painter, g, Strength(), 60)
        columns.paint(painter, g, Strength())
        painter.end()
        left, top = g.port.left() - 4, g.port.top() - 4
        marked = appearance.colour("low")
        across = [image.pixelColor(g.cell(0, c).center().x(), top) for c in range(20)]
        down = [image.pixelColor(left, g.cell(r, 0).center().y()) for r in range(20)]
        assert across.count(marked) == down.count(marked) == ticks


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
