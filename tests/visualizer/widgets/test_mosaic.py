import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QScrollArea, QToolTip
from pytestqt.qtbot import QtBot

from engine.seen.maps import MEAN, HeadReference
from tests.visualizer.looks import example_look, long_text
from visualizer.appearance import Appearance
from visualizer.selection import Selection
from visualizer.theme import DARK, LIGHT, colour_table
from visualizer.widgets.mosaic import Mosaic


@pytest.fixture
def selection(qapp: QApplication) -> Selection:
    return Selection()


def mosaic(
    qtbot: QtBot,
    selection: Selection,
    group: str = "decoder",
    *,
    width: int = 336,
    **keywords: object,
) -> Mosaic:
    strip = bool(keywords.pop("strip", False))
    theme = keywords.pop("theme", DARK)
    made = Mosaic(Appearance(theme), selection, strip=strip)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.resize(width, 200)
    made.set_group(example_look(**keywords).groups[group])  # type: ignore[arg-type]
    made.resize(width, made.sizeHint().height())
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("group", ["encoder", "decoder", "cross"])
def test_every_cell_of_every_thumbnail_has_its_colour(
    qtbot: QtBot, selection: Selection, group: str, theme: object
) -> None:
    shown = mosaic(qtbot, selection, group, theme=theme)
    look = example_look().groups[group]
    image, table = shown.grab().toImage(), colour_table(theme.weight_stops)  # type: ignore[attr-defined]
    rows, columns = look.closed.shape
    for layer in range(2):
        for head in range(5):
            mean = look.thumbnails[layer].mean(axis=0)
            expected = mean if head == 4 else look.thumbnails[layer, head]
            tile = shown.tile(layer, head)
            for row in range(rows):
                for column in range(columns):
                    if look.closed[row, column]:
                        continue
                    x = tile.left() + int((column + 0.5) * tile.width() / columns)
                    y = tile.top() + int((row + 0.5) * tile.height() / rows)
                    level = int(np.rint(expected[row, column] * 255))
                    near = [
                        QColor(int(table[i])).rgb() for i in (level - 1, level, (level + 1) % 256)
                    ]
                    edge = (layer, head) == shown.chosen and (row == 0 or column == 0)
                    assert edge or image.pixel(x, y) in near


def test_closed_cells_are_textured_over_the_region(qtbot: QtBot, selection: Selection) -> None:
    shown = mosaic(qtbot, selection)
    image, tile = shown.grab().toImage(), shown.tile(0, 1)
    line, ground = (QColor(c).rgb() for c in (DARK.hatch_line, DARK.hatch_ground))
    far = [
        image.pixel(x, y)
        for x in range(tile.center().x() + 6, tile.right())
        for y in range(tile.top(), tile.center().y() - 6)
    ]
    assert set(far) == {line, ground}


def test_click_chooses_head_and_group(qtbot: QtBot, selection: Selection) -> None:
    shown = mosaic(qtbot, selection)
    qtbot.mouseClick(shown, Qt.MouseButton.LeftButton, pos=shown.tile(0, 2).center())
    assert selection.head("decoder") == (0, 2) and selection.group == "decoder"
    qtbot.mouseClick(shown, Qt.MouseButton.LeftButton, pos=shown.tile(1, 4).center())
    assert selection.head("decoder") == (1, MEAN)
    tile, image = shown.tile(1, 4), shown.grab().toImage()
    amber = QColor(DARK.selection).rgb()
    assert image.pixel(tile.left() - 3, tile.center().y()) == amber
    assert image.pixel(shown.tile(0, 2).left() - 3, shown.tile(0, 2).center().y()) != amber


def test_arrow_keys_walk_over_heads_and_stop_at_the_edges(
    qtbot: QtBot, selection: Selection
) -> None:
    selection.choose_head(HeadReference("decoder", 0, 0))
    shown = mosaic(qtbot, selection)
    for key, expected in (
        (Qt.Key.Key_Right, (0, 1)),
        (Qt.Key.Key_Down, (1, 1)),
        (Qt.Key.Key_Down, (1, 1)),
        (Qt.Key.Key_End, (1, MEAN)),
        (Qt.Key.Key_Right, (1, MEAN)),
        (Qt.Key.Key_Left, (1, 3)),
        (Qt.Key.Key_Home, (1, 0)),
        (Qt.Key.Key_Up, (0, 0)),
    ):
        qtbot.keyClick(shown, key)
        assert selection.head("decoder") == expected
    assert shown.accessibleDescription() == shown.words(0, 0)


def test_tooltip_names_the_head_and_its_number(qtbot: QtBot, selection: Selection) -> None:
    shown = mosaic(qtbot, selection)
    focus = example_look().groups["decoder"].summaries["focus"]
    assert shown.words(1, 0) == f"decoder layer 2 head 1 · focus {focus[1, 0]:.2f}".replace(
        "0.", "."
    )
    assert shown.words(0, 4).startswith("decoder layer 1 mean of heads")
    qtbot.mouseMove(shown, QPoint(2, 2))
    qtbot.mouseMove(shown, shown.tile(1, 0).center())
    assert QToolTip.text() == shown.words(1, 0)
    shown.set_summary("distance")
    assert "distance" in shown.words(1, 0)


def test_bars_are_as_long_as_the_summary(qtbot: QtBot, selection: Selection) -> None:
    shown = mosaic(qtbot, selection)
    focus = example_look().groups["decoder"].summaries["focus"]
    image, filled = shown.grab().toImage(), QColor(DARK.mid).rgb()
    for layer in range(2):
        for head in range(4):
            bar = shown._layout.bar_rectangle(layer, head)
            length = sum(
                image.pixel(x, bar.center().y()) == filled
                for x in range(bar.left(), bar.right() + 1)
            )
            assert abs(length - focus[layer, head] * bar.width()) <= 1


def test_twelve_by_twelve_fits_an_overview_and_only_the_visible_layers_are_composed(
    qtbot: QtBot, selection: Selection
) -> None:
    scroll = QScrollArea()
    qtbot.addWidget(scroll)
    look = example_look(12, 12, long_text(100), long_text(100))
    inner = Mosaic(Appearance(), selection)
    inner.set_group(look.groups["encoder"])
    scroll.setWidgetResizable(True)
    scroll.setWidget(inner)
    scroll.resize(330, 130)
    with qtbot.waitExposed(scroll):
        scroll.show()
    assert inner.minimumSizeHint().width() <= 320
    inner.repaint()
    assert inner._picture.height() < inner.height() / 2
    scroll.verticalScrollBar().setValue(scroll.verticalScrollBar().maximum())
    qtbot.wait(10)
    assert inner._picture_of[3] == 12


def test_a_strip_too_narrow_for_all_layers_shows_the_chosen_one(
    qtbot: QtBot, selection: Selection
) -> None:
    selection.choose_head(HeadReference("encoder", 5, 0))
    shown = mosaic(qtbot, selection, "encoder", width=420, strip=True, layers=12, heads=12)
    assert list(shown._layout.layers) == [5]
    qtbot.keyClick(shown, Qt.Key.Key_Down)
    assert list(shown._layout.layers) == [6]
    wide = mosaic(qtbot, selection, "encoder", width=460, strip=True)
    assert list(wide._layout.layers) == [0, 1]


def test_not_a_number_shows_in_the_thumbnail(qtbot: QtBot, selection: Selection) -> None:
    shown = mosaic(qtbot, selection, "encoder")
    group = example_look().groups["encoder"]
    thumbnails = group.thumbnails.copy()
    thumbnails[0, 1] = np.nan
    shown.set_group(dataclasses.replace(group, thumbnails=thumbnails))
    assert shown.grab().toImage().pixel(shown.tile(0, 1).center()) == QColor(DARK.nan).rgb()


@pytest.mark.parametrize("width", [336, 150])
def test_a_head_that_leaks_is_framed_red_with_the_cell_and_the_mean_of_its_layer(
    qtbot: QtBot, selection: Selection, width: int
) -> None:
    group = example_look().groups["decoder"]
    stack = group.thumbnails.copy()
    stack[1, 2, 3, 9] = 1e-6
    shown = mosaic(qtbot, selection, width=width)
    shown.set_group(dataclasses.replace(group, thumbnails=stack))
    image, wrong = shown.grab().toImage(), QColor(DARK.wrong)
    rows, columns = group.closed.shape
    for layer in range(2):
        for head in range(5):
            tile = shown.tile(layer, head)
            leaks = layer == 1 and head in (2, 4)
            x = tile.left() + int(9.5 * tile.width() / columns)
            y = tile.top() + int(3.5 * tile.height() / rows)
            assert (image.pixelColor(x, y) == wrong) == leaks
            if (layer, head) != shown.chosen:
                assert (image.pixelColor(tile.left() - 1, y) == wrong) == leaks
