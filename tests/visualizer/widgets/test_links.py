import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.seen.maps import HeadReference
from tests.visualizer.looks import example_look, long_look
from visualizer.appearance import Appearance
from visualizer.selection import Pair, Selection, TokenReference
from visualizer.theme import DARK
from visualizer.widgets.link_lines import MOST, SMALLEST, STEPS, lines_of
from visualizer.widgets.links import Links
from visualizer.widgets.map_content import map_content

NOIR = TokenReference("target", 2)


@pytest.fixture
def selection(qapp: QApplication) -> Selection:
    return Selection()


@pytest.fixture
def links(qtbot: QtBot, selection: Selection) -> Links:
    made = Links(Appearance(DARK), selection)
    qtbot.addWidget(made)
    made.resize(480, 440)
    look = example_look()
    made.set_content(map_content(look, look.groups["cross"], HeadReference("cross", 0, 0)))
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_a_line_for_each_weight_that_counts_and_none_where_closed() -> None:
    levels = np.array([[[255, 12, 13], [100, 0, 255]]], np.uint8)
    closed = np.array([[0, 0, 0], [0, 0, 1]], np.uint8)
    lines = lines_of(levels, closed)
    assert int(np.ceil(SMALLEST * 255)) == 13
    found = list(zip(lines.row.tolist(), lines.column.tolist(), strict=True))
    # Weakest first, so that the strongest lies on top.
    assert found == [(0, 2), (1, 0), (0, 0)]
    assert lines.step.tolist() == sorted(lines.step.tolist()) and lines.step[-1] == STEPS - 1


def test_of_too_many_lines_the_strongest_stay_and_the_rest_is_counted() -> None:
    levels = np.random.default_rng(0).integers(20, 256, (12, 64, 64)).astype(np.uint8)
    lines = lines_of(levels, np.zeros((64, 64), np.uint8))
    assert len(lines.row) == MOST and lines.hidden == levels.size - MOST
    drawn = levels[lines.head, lines.row, lines.column]
    assert drawn.min() >= np.sort(levels.ravel())[-MOST]


def test_mass_threshold_leaves_the_fewest_lines(links: Links) -> None:
    every = len(links.lines.row)
    links.set_threshold(0.7)
    # The right word alone holds .7 of nearly every row.
    assert 14 <= len(links.lines.row) <= every


def test_hovering_and_clicking_a_token_select_it(
    links: Links, selection: Selection, qtbot: QtBot
) -> None:
    place = links.token_rect(True, 2).center()
    qtbot.mouseMove(links, QPoint(240, 435))
    qtbot.mouseMove(links, place)
    assert selection.hovered == Pair(NOIR, NOIR)
    assert links.description.startswith("“noir” looks at “black”")
    qtbot.mouseClick(links, Qt.MouseButton.LeftButton, pos=place)
    assert selection.locked == Pair(NOIR, NOIR)
    qtbot.keyClick(links, Qt.Key.Key_Escape)
    assert selection.locked is None


def test_the_chosen_token_stands_out_and_the_others_step_back(
    links: Links, selection: Selection
) -> None:
    def strongest(query: int) -> int:
        """The lightest pixel a little right of a query's label."""
        image, area = links.grab().toImage(), links.token_rect(True, query)
        x = links._sides()[0] + 4
        return max(QColor(image.pixel(x, y)).lightness() for y in range(area.top(), area.bottom()))

    before = strongest(2), strongest(7)
    selection.lock(Pair(NOIR, NOIR))
    after = strongest(2), strongest(7)
    assert after[0] >= before[0] and after[1] < before[1] - 20


def test_keys_walk_along_the_queries(links: Links, selection: Selection, qtbot: QtBot) -> None:
    for _ in range(3):
        qtbot.keyClick(links, Qt.Key.Key_Down)
    assert selection.hovered == Pair(NOIR, NOIR)
    qtbot.keyClick(links, Qt.Key.Key_Return)
    assert selection.locked == Pair(NOIR, NOIR)


def test_zoom_survives_new_data_of_the_same_shape(links: Links) -> None:
    look = long_look(200)
    shown = map_content(look, look.groups["cross"], HeadReference("cross", 0, 0))
    links.set_content(shown)
    links.zoom_in()
    before = links.token_rect(True, 90)
    links.set_content(map_content(look, look.groups["cross"], HeadReference("cross", 1, 0)))
    assert links.token_rect(True, 90) == before
    links.zoom_to_fit()
    assert links.token_rect(True, 90) != before


def test_heads_of_the_mean_have_hues_of_their_own(links: Links) -> None:
    look = example_look()
    group = look.groups["encoder"]
    links.set_content(
        map_content(look, group, HeadReference("encoder", 0, -1)),
        np.stack([group.map(0, head) for head in range(4)]),
    )
    image = links.grab().toImage()
    found = {image.pixel(x, y) for x in range(0, 480, 2) for y in range(440)}
    assert {QColor(DARK.series[head]).rgb() for head in (0, 1)} <= found


@pytest.mark.parametrize(("heads", "width"), [(4, 480), (4, 250), (12, 250), (12, 480)])
def test_every_head_that_is_drawn_is_named(links: Links, heads: int, width: int) -> None:
    look = example_look(heads=heads)
    group = look.groups["encoder"]
    links.resize(width, 300)
    links.set_content(
        map_content(look, group, HeadReference("encoder", 0, -1)),
        np.stack([group.map(0, head) for head in range(heads)]),
    )
    places = links.legend_places()
    assert len({(place.x(), place.y()) for place in places}) == heads
    metrics = QFontMetrics(Appearance(DARK).font("tick"))
    wide = 13 + metrics.horizontalAdvance(f"H{heads}")
    assert all(place.x() >= 0 and place.x() + wide <= width for place in places)
    # The first tokens stand below the names.
    assert max(place.y() for place in places) + metrics.height() <= links.token_rect(True, 0).top()
