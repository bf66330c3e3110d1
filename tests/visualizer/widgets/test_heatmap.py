import dataclasses
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from engine.seen.look import Look
from engine.seen.maps import Closed, HeadReference
from engine.seen.tokens import Axis
from tests.visualizer.looks import chinese_look, example_look, long_look
from visualizer.appearance import Appearance
from visualizer.selection import Pair, Selection, TokenReference
from visualizer.theme import DARK, LIGHT, Theme, colour_table
from visualizer.widgets import textures
from visualizer.widgets.heatmap import Heatmap
from visualizer.widgets.map_content import MapContent, map_content
from visualizer.widgets.map_marks import BAR, BAR_GAP

NOIR, BLACK = TokenReference("target", 2), TokenReference("source", 1)


def content(look: Look, group: str, layer: int = 0, head: int = 1) -> MapContent:
    return map_content(look, look.groups[group], HeadReference(group, layer, head))


@pytest.fixture(params=[DARK, LIGHT], ids=["dark", "light"])
def appearance(qapp: QApplication, request: pytest.FixtureRequest) -> Appearance:
    return Appearance(request.param)


@pytest.fixture
def selection(qapp: QApplication) -> Selection:
    return Selection()


@pytest.fixture
def heatmap(qtbot: QtBot, appearance: Appearance, selection: Selection) -> Iterator[Heatmap]:
    widget = Heatmap(appearance, selection)
    qtbot.addWidget(widget)
    widget.resize(520, 480)
    widget.set_content(content(example_look(), "cross"))
    with qtbot.waitExposed(widget):
        widget.show()
    yield widget
    QToolTip.hideText()


def picture(widget: Heatmap) -> QImage:
    return widget.grab().toImage()


def middle(widget: Heatmap, row: int, column: int) -> QPoint:
    return widget.grid.cell(row, column).center()


def colour_of(theme: Theme, level: int) -> str:
    return QColor(int(colour_table(theme.weight_stops)[level])).name()


def assert_colours(widget: Heatmap, appearance: Appearance, expected: np.ndarray) -> None:
    image = picture(widget)
    assert widget.content is not None
    for (row, column), level in np.ndenumerate(expected):
        if widget.content.is_open(row, column):
            found = image.pixelColor(middle(widget, row, column)).name()
            assert found == colour_of(appearance.theme, int(level)), (row, column)


# ---------------------------------------------------------------- colours


@pytest.mark.parametrize("group", ["encoder", "decoder", "cross"])
def test_each_open_cell_has_the_colour_of_its_weight(
    heatmap: Heatmap, appearance: Appearance, group: str
) -> None:
    heatmap.set_content(content(example_look(), group))
    weights = heatmap.content.weights
    assert_colours(heatmap, appearance, np.rint(weights * 255))


def test_log_and_row_change_the_mapping_and_not_the_table(
    heatmap: Heatmap, appearance: Appearance
) -> None:
    weights = heatmap.content.weights
    heatmap.set_mode("row")
    assert_colours(heatmap, appearance, np.rint(weights / weights.max(axis=1, keepdims=True) * 255))
    heatmap.set_mode("log")
    places = np.clip(1 + np.log10(np.maximum(weights, 1e-3)) / 3, 0, 1)
    assert_colours(heatmap, appearance, np.rint(places * 255))


def test_cells_outside_the_mass_take_the_colour_of_zero(
    heatmap: Heatmap, appearance: Appearance
) -> None:
    heatmap.set_threshold(0.7)
    weights = heatmap.content.weights
    expected = np.zeros_like(weights)
    for row, values in enumerate(weights):
        order, reached = np.argsort(-values, kind="stable"), 0.0
        for column in order:
            if reached >= 0.7 - 1e-7:
                break
            expected[row, column] = np.rint(values[column] * 255)
            reached += float(values[column])
    assert (expected == 0).any()
    assert_colours(heatmap, appearance, expected)


def test_closed_cells_show_texture_and_no_colour_of_the_scale(
    heatmap: Heatmap, appearance: Appearance
) -> None:
    theme = appearance.theme
    looks = {QColor(theme.hatch_line).name(), QColor(theme.hatch_ground).name()}
    for group, padding in (("decoder", 0), ("cross", 3)):
        heatmap.set_content(content(example_look(padding=padding), group))
        image = picture(heatmap)
        seen: set[str] = set()
        for row, column in np.argwhere(heatmap.content.closed != Closed.OPEN):
            cell = heatmap.grid.cell(int(row), int(column)).adjusted(1, 1, -3, -3)
            seen |= {
                image.pixelColor(x, y).name()
                for x in range(cell.left(), cell.right())
                for y in range(cell.top(), cell.bottom())
            }
        assert seen == looks


def test_the_causal_hatch_is_continuous_over_cells(
    heatmap: Heatmap, appearance: Appearance
) -> None:
    heatmap.set_content(content(example_look(), "decoder"))
    image, line = picture(heatmap), QColor(appearance.theme.hatch_line).name()
    origin = heatmap.grid.origin()
    for row, column in ((0, 5), (2, 9), (7, 13)):
        cell = heatmap.grid.cell(row, column).adjusted(1, 1, -3, -3)
        for x in range(cell.left(), cell.right()):
            for y in range(cell.top(), cell.bottom()):
                on_line = (x - origin.x() + y - origin.y()) % 6 == 5
                assert (image.pixelColor(x, y).name() == line) == on_line


def test_nan_is_magenta_wherever_it_stands(heatmap: Heatmap, appearance: Appearance) -> None:
    for group in ("cross", "decoder"):
        shown = content(example_look(), group)
        weights = shown.weights.copy()
        weights[5] = np.nan
        heatmap.set_map(
            weights,
            shown.closed,
            shown.row_axis,
            shown.column_axis,
            shown.row_tokens,
            shown.column_tokens,
        )
        image = picture(heatmap)
        for column in range(weights.shape[1]):
            corner = heatmap.grid.cell(5, column).topLeft() + QPoint(2, 2)
            assert image.pixelColor(corner).name() == QColor(appearance.theme.nan).name()
    assert "not a number" in heatmap.tooltip(5, 0)


def test_a_theme_repaints_in_its_own_colours(
    heatmap: Heatmap, appearance: Appearance, qtbot: QtBot
) -> None:
    other = LIGHT if appearance.theme is DARK else DARK
    appearance.set_theme(other)
    assert_colours(heatmap, appearance, np.rint(heatmap.content.weights * 255))


def test_bars_beside_the_rows_are_as_long_as_the_rows_spread(
    heatmap: Heatmap, appearance: Appearance
) -> None:
    assert heatmap.content is not None and heatmap.shows_spread
    image, left = picture(heatmap), heatmap.grid.port.right() + BAR_GAP
    filled, track = appearance.colour("low").name(), appearance.colour("line").name()
    for row, spread in enumerate(heatmap.content.spreads().tolist()):
        y = heatmap.grid.cell(row, 0).center().y()
        bar = [image.pixelColor(left + x, y).name() for x in range(BAR)]
        assert bar == [filled] * round(BAR * spread) + [track] * (BAR - round(BAR * spread))


def test_grid_lines_only_from_ten_pixels_on(heatmap: Heatmap) -> None:
    heatmap.set_content(content(example_look(sharpness=0), "cross"))
    assert heatmap.grid.cell_width >= 10

    def colours() -> set[str]:
        image, row = picture(heatmap), heatmap.grid.cell(3, 0).center().y()
        port = heatmap.grid.port
        return {image.pixelColor(x, row).name() for x in range(port.left(), port.right())}

    assert len(colours()) > 1
    heatmap.resize(220, 200)
    assert heatmap.grid.cell_width < 10
    assert len(colours()) == 1


def test_the_strongest_cell_of_a_long_map_is_never_lost(
    heatmap: Heatmap, appearance: Appearance
) -> None:
    rows = columns = 1200
    weights = np.zeros((rows, columns), np.float32)
    weights[np.arange(rows), (np.arange(rows) * 7) % columns] = 1
    tokens = content(long_look(8), "encoder").row_tokens[:1] * rows
    closed = np.zeros((rows, columns), np.uint8)
    heatmap.set_map(weights, closed, Axis("source"), Axis("source"), tokens, tokens)
    assert heatmap.grid.cell_width < 1
    image, port = picture(heatmap), heatmap.grid.port
    top = colour_of(appearance.theme, 255)
    for row in range(rows):
        column = (row * 7) % columns
        x, y = heatmap.grid.column_edge(column), heatmap.grid.row_edge(row)
        near = [
            image.pixelColor(min(x + i, port.right()), min(y + j, port.bottom())).name()
            for i in (-1, 0)
            for j in (-1, 0)
        ]
        assert top in near


# ---------------------------------------------------------------- pointing


def test_hover_previews_with_dashes_and_a_tooltip(
    heatmap: Heatmap, selection: Selection, qtbot: QtBot, appearance: Appearance
) -> None:
    before = picture(heatmap)
    qtbot.mouseMove(heatmap, middle(heatmap, 6, 6))
    qtbot.mouseMove(heatmap, middle(heatmap, 2, 1))
    assert selection.hovered == Pair(NOIR, BLACK)
    assert "<b>“noir”</b> attends to <b>“black”</b><br>α = " in QToolTip.text()
    cell, image = heatmap.grid.cell(2, 1), picture(heatmap)
    edge = {image.pixelColor(x, cell.top()).name() for x in range(cell.left(), cell.right() - 1)}
    assert QColor(appearance.theme.high).name() in edge
    assert image != before
    heatmap.leaveEvent(QEvent(QEvent.Type.Leave))
    assert selection.hovered is None


def test_tooltip_names_the_mask_and_gives_no_number(heatmap: Heatmap) -> None:
    heatmap.set_content(content(example_look(), "decoder"))
    said = heatmap.tooltip(2, 6)
    assert said == "<b>“noir”</b> may not see <b>“pas”</b><br>it comes later (no weight)"
    heatmap.set_content(content(example_look(padding=2), "cross"))
    assert "it is padding" in heatmap.tooltip(0, 14)


def test_tooltip_names_what_leaks(heatmap: Heatmap) -> None:
    shown = content(example_look(), "decoder")
    weights = shown.weights.copy()
    weights[0, 3] = 0.25
    heatmap.set_map(
        weights,
        shown.closed,
        shown.row_axis,
        shown.column_axis,
        shown.row_tokens,
        shown.column_tokens,
    )
    assert "leaking: it has weight 0.25" in heatmap.tooltip(0, 3)


@pytest.mark.parametrize("size", [(520, 480), (190, 170), (150, 120)])
def test_what_leaks_is_framed_red_and_alone_is(
    heatmap: Heatmap, appearance: Appearance, size: tuple[int, int]
) -> None:
    heatmap.resize(*size)
    shown = content(example_look(), "decoder")
    weights = shown.weights.copy()
    weights[2, 7] = 1e-7
    heatmap.set_content(dataclasses.replace(shown, weights=weights))
    image, wrong = picture(heatmap), QColor(appearance.theme.wrong)

    def red(row: int, column: int) -> int:
        cell = heatmap.grid.cell(row, column)
        found = [
            image.pixelColor(x, y) == wrong
            for x in range(cell.left(), cell.right() + 1)
            for y in range(cell.top(), cell.bottom() + 1)
        ]
        return sum(found)

    rows, columns = shown.closed.shape
    grid = heatmap.grid
    cell = grid.cell(2, 7)
    whole = cell.width() * cell.height()
    filled = min(grid.cell_width, grid.cell_height) < textures.FRAME_FROM
    assert filled == (size == (150, 120))
    assert red(2, 7) >= (whole if filled else 2 * (grid.cell_width + grid.cell_height) - 12)
    others = [(r, c) for r in range(rows) for c in range(columns) if (r, c) != (2, 7)]
    assert not any(red(*place) for place in others)


def test_tooltip_says_row_max_outside_mass_and_unknown(heatmap: Heatmap) -> None:
    heatmap.set_content(content(chinese_look(), "cross", head=0))
    weights = heatmap.content.weights
    best = int(weights[0].argmax())
    assert f"α = {weights[0, best]:.3f} · row max" in heatmap.tooltip(0, best)
    heatmap.set_threshold(0.5)
    assert "outside the mass shown" in heatmap.tooltip(0, int(weights[0].argmin()))
    unknown = next(i for i, token in enumerate(heatmap.content.column_tokens) if token.unknown)
    assert "饿 is unknown: the model saw &lt;unk&gt;" in heatmap.tooltip(0, unknown)


def test_tooltip_escapes_tokens(heatmap: Heatmap) -> None:
    assert "&lt;/s&gt;" in heatmap.tooltip(13, 12)


def test_click_locks_and_again_or_escape_lets_go(
    heatmap: Heatmap, selection: Selection, qtbot: QtBot, appearance: Appearance
) -> None:
    qtbot.mouseClick(heatmap, Qt.MouseButton.LeftButton, pos=middle(heatmap, 2, 1))
    assert selection.locked == Pair(NOIR, BLACK)
    assert "locked" in heatmap.tooltip(2, 1)
    selection.hover(None)
    cell, image = heatmap.grid.cell(2, 1), picture(heatmap)
    amber, keyline = (
        QColor(c).name() for c in (appearance.theme.selection, appearance.theme.keyline)
    )
    for depth in (1, 2):
        assert image.pixelColor(cell.left() - depth, cell.center().y()).name() == amber
        assert image.pixelColor(cell.center().x(), cell.bottom() + depth - 1).name() == amber
    assert image.pixelColor(cell.left(), cell.center().y()).name() == keyline
    # Lines of row and column run to the map's edges.
    port = heatmap.grid.port
    assert image.pixelColor(port.right() - 3, cell.top() - 1).name() == amber
    assert image.pixelColor(cell.left() - 1, port.bottom() - 3).name() == amber
    qtbot.mouseClick(heatmap, Qt.MouseButton.LeftButton, pos=middle(heatmap, 2, 1))
    assert selection.locked is None
    qtbot.mouseClick(heatmap, Qt.MouseButton.LeftButton, pos=middle(heatmap, 4, 4))
    qtbot.keyClick(heatmap, Qt.Key.Key_Escape)
    assert selection.locked is None and selection.hovered is None


def test_the_tooltip_of_a_label_names_signs_and_unknown_tokens(
    heatmap: Heatmap, qtbot: QtBot
) -> None:
    look = example_look(source="🐈‍⬛ the ☺️ ， wug </s>", unknown=("wug",))
    heatmap.set_content(content(look, "cross"))

    def said(column: int) -> str:
        QToolTip.hideText()
        qtbot.waitUntil(lambda: not QToolTip.isVisible())
        above = QPoint(middle(heatmap, 0, column).x(), heatmap.grid.port.top() - 8)
        qtbot.mouseMove(heatmap, above)
        if not QToolTip.isVisible():
            return ""
        return QToolTip.text().removeprefix("<div style='white-space: pre'>").removesuffix("</div>")

    assert said(0).endswith("<br>cat<br>black large square")
    assert said(1) == "", "nothing but what the label says"
    assert said(2).endswith("<br>white smiling face")
    assert said(4) == "wug<br>wug is unknown: the model saw &lt;unk&gt;"
    assert said(5) == "&lt;/s&gt;"
    long = "anticonstitutionnellement" * 2
    heatmap.set_content(content(example_look(source=f"the {long} </s>"), "cross"))
    assert said(1) == long, "the label has no room for it"
    heatmap.set_content(content(example_look(target=f"le {long} chat </s>"), "cross"))
    left = heatmap.grid.port.left() - 12
    qtbot.mouseMove(heatmap, QPoint(left, middle(heatmap, 1, 0).y()))
    assert long in QToolTip.text()
    qtbot.mouseMove(heatmap, QPoint(left, middle(heatmap, 2, 0).y()))
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_a_label_selects_its_token_alone(
    heatmap: Heatmap, selection: Selection, qtbot: QtBot
) -> None:
    port = heatmap.grid.port
    label = QPoint(port.left() - 20, middle(heatmap, 2, 0).y())
    qtbot.mouseClick(heatmap, Qt.MouseButton.LeftButton, pos=label)
    assert selection.locked == Pair(NOIR, NOIR)
    above = QPoint(middle(heatmap, 0, 1).x(), port.top() - 10)
    qtbot.mouseClick(heatmap, Qt.MouseButton.LeftButton, pos=above)
    assert selection.locked == Pair(BLACK, BLACK)


def test_a_word_chosen_elsewhere_lights_its_row_and_column_without_a_frame(
    heatmap: Heatmap, selection: Selection, appearance: Appearance
) -> None:
    heatmap.set_content(content(example_look(), "decoder"))
    selection.lock(Pair(NOIR, BLACK))
    # noir comes out of row 2 and is a key in column 3, one further for <s>.
    assert heatmap.content.row(selection.locked) == 2
    assert heatmap.content.column(selection.locked) == 3
    assert heatmap.content.cell(selection.locked) is None
    image, port = picture(heatmap), heatmap.grid.port
    amber = QColor(appearance.theme.selection).name()
    assert image.pixelColor(port.left() + 3, heatmap.grid.row_edge(2) - 1).name() == amber
    assert image.pixelColor(heatmap.grid.column_edge(3) - 1, port.bottom() - 3).name() == amber


def test_a_token_beyond_the_last_column_lights_none(heatmap: Heatmap, selection: Selection) -> None:
    heatmap.set_content(content(example_look(), "decoder"))
    end = TokenReference("target", 13)
    assert heatmap.content.column(Pair(end, end)) is None
    assert heatmap.content.row(Pair(end, end)) == 13


# ---------------------------------------------------------------- keyboard


def test_arrows_move_a_cursor_and_enter_locks(
    heatmap: Heatmap, selection: Selection, qtbot: QtBot
) -> None:
    said: list[str] = []
    heatmap.described.connect(said.append)
    heatmap.clearFocus()
    heatmap.setFocus(Qt.FocusReason.TabFocusReason)
    assert heatmap.cursor_cell == (0, 0)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right):
        qtbot.keyClick(heatmap, key)
    assert heatmap.cursor_cell == (2, 1)
    assert selection.hovered == Pair(NOIR, BLACK)
    assert said[-1].startswith("“noir” attends to “black”: α = ")
    assert heatmap.accessibleDescription() == said[-1]
    qtbot.keyClick(heatmap, Qt.Key.Key_Return)
    assert selection.locked == Pair(NOIR, BLACK)
    for key, place in (
        (Qt.Key.Key_End, (2, 12)),
        (Qt.Key.Key_Home, (2, 0)),
        (Qt.Key.Key_PageDown, (13, 0)),
        (Qt.Key.Key_PageUp, (0, 0)),
        (Qt.Key.Key_Up, (0, 0)),
        (Qt.Key.Key_Left, (0, 0)),
    ):
        qtbot.keyClick(heatmap, key)
        assert heatmap.cursor_cell == place
    qtbot.keyClick(heatmap, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert heatmap.cursor_cell == (13, 12)


def test_focus_by_keyboard_has_a_ring_and_by_mouse_has_none(
    heatmap: Heatmap, qtbot: QtBot, appearance: Appearance
) -> None:
    focus, port = QColor(appearance.theme.focus).name(), heatmap.grid.port
    spot = QPoint(port.center().x(), port.bottom() + 3)
    qtbot.mouseClick(heatmap, Qt.MouseButton.LeftButton, pos=middle(heatmap, 1, 1))
    assert picture(heatmap).pixelColor(spot).name() != focus
    qtbot.keyClick(heatmap, Qt.Key.Key_Down)
    assert picture(heatmap).pixelColor(spot).name() == focus


def test_escape_with_nothing_to_clear_is_left_to_others(heatmap: Heatmap, qtbot: QtBot) -> None:
    caught: list[int] = []

    class Outer(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.KeyPress:
                heatmap.keyPressEvent(event)
                caught.append(event.isAccepted())
                return True
            return False

    outer = Outer()
    heatmap.installEventFilter(outer)
    qtbot.keyClick(heatmap, Qt.Key.Key_Escape)
    assert caught == [False]


# ---------------------------------------------------------------- zoom and pan


def wheel(heatmap: Heatmap, steps: int, modifiers: Qt.KeyboardModifier) -> None:
    at = QPointF(heatmap.grid.port.center())
    event = QWheelEvent(
        at,
        heatmap.mapToGlobal(at),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    heatmap.wheelEvent(event)


def test_zoom_and_pan_survive_new_data_of_the_same_shape(heatmap: Heatmap) -> None:
    heatmap.set_content(content(long_look(120), "cross"))
    wheel(heatmap, 6, Qt.KeyboardModifier.ControlModifier)
    wheel(heatmap, -3, Qt.KeyboardModifier.NoModifier)
    wheel(heatmap, -2, Qt.KeyboardModifier.ShiftModifier)
    before = heatmap.grid.zoom, heatmap.grid.origin()
    assert before[0] > 2
    heatmap.set_content(content(long_look(120), "cross", layer=1))
    assert (heatmap.grid.zoom, heatmap.grid.origin()) == before
    heatmap.set_content(content(long_look(121), "cross"))
    assert heatmap.grid.zoom == 1


def test_keys_zoom_pan_and_fit(heatmap: Heatmap, qtbot: QtBot) -> None:
    heatmap.set_content(content(long_look(120), "cross"))
    moved: list[bool] = []
    heatmap.rows_changed.connect(lambda: moved.append(True))
    for _ in range(5):
        qtbot.keyClick(heatmap, Qt.Key.Key_Plus)
    assert heatmap.grid.zoom > 2 and moved
    before = heatmap.grid.origin()
    qtbot.keyClick(heatmap, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert heatmap.grid.origin().x() < before.x()
    qtbot.keyClick(heatmap, Qt.Key.Key_0)
    assert heatmap.grid.zoom == 1


def test_drag_pans_and_does_not_lock(heatmap: Heatmap, selection: Selection, qtbot: QtBot) -> None:
    heatmap.set_content(content(long_look(120), "cross"))
    heatmap.zoom_in()
    for _ in range(5):
        heatmap.zoom_in()
    before, start = heatmap.grid.origin(), heatmap.grid.port.center()
    qtbot.mousePress(heatmap, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 4):
        qtbot.mouseMove(heatmap, start + QPoint(10 * step, 8 * step))
    qtbot.mouseRelease(heatmap, Qt.MouseButton.LeftButton, pos=start + QPoint(30, 24))
    assert heatmap.grid.origin() - before == QPoint(30, 24)
    assert selection.locked is None


def test_the_cursor_pulls_the_view_along(heatmap: Heatmap, qtbot: QtBot) -> None:
    heatmap.set_content(content(long_look(120), "cross"))
    for _ in range(8):
        heatmap.zoom_in()
    qtbot.keyClick(heatmap, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert heatmap.grid.port.adjusted(-1, -1, 1, 1).contains(heatmap.grid.cell(119, 119))


# ---------------------------------------------------------------- neighbours and cost


def test_rows_tell_their_place_to_neighbours(heatmap: Heatmap) -> None:
    assert heatmap.first_row_top == heatmap.grid.port.top()
    for row in range(14):
        rectangle = heatmap.row_rect(row)
        assert rectangle.top() == heatmap.first_row_top + round(row * heatmap.row_height)
        assert rectangle.width() == heatmap.width()


class Paints(QObject):
    """Counts paint events of what it watches."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_new_data_are_painted_once(heatmap: Heatmap, qapp: QApplication) -> None:
    qapp.processEvents()
    paints = Paints()
    heatmap.installEventFilter(paints)
    for layer in (1, 0, 1):
        heatmap.set_content(content(example_look(), "cross", layer=layer))
        qapp.processEvents()
    assert paints.count == 3


def test_pointing_does_not_paint_the_cells_again(heatmap: Heatmap, selection: Selection) -> None:
    picture(heatmap)
    drawn = heatmap._painting.pictures_drawn
    selection.hover(Pair(NOIR, BLACK))
    picture(heatmap)
    selection.lock(Pair(NOIR, BLACK))
    picture(heatmap)
    assert heatmap._painting.pictures_drawn == drawn


def test_a_map_that_was_not_captured_says_so(heatmap: Heatmap, appearance: Appearance) -> None:
    shown = content(example_look(captured=[(0, 0)]), "decoder")
    assert shown.weights is None
    heatmap.set_content(shown)
    spot = heatmap.grid.cell(12, 1).center()
    assert picture(heatmap).pixelColor(spot).name() == QColor(appearance.theme.panel).name()
    assert "not looked at" in heatmap.tooltip(5, 1)
    assert "it comes later" in heatmap.tooltip(1, 5)


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (1, 30), (30, 1)])
def test_odd_shapes_are_painted(heatmap: Heatmap, rows: int, columns: int) -> None:
    tokens = content(long_look(30), "encoder").row_tokens
    heatmap.set_map(
        np.full((rows, columns), 1 / columns, np.float32),
        np.zeros((rows, columns), np.uint8),
        Axis("source"),
        Axis("source"),
        tokens[:rows],
        tokens[:columns],
    )
    picture(heatmap)
    assert heatmap.grid.cell_at(middle(heatmap, rows - 1, columns - 1)) == (rows - 1, columns - 1)


def test_a_symbol_of_the_equation_marks_its_row_column_or_cell(
    heatmap: Heatmap, appearance: Appearance, selection: Selection
) -> None:
    shown = content(example_look(), "cross")
    heatmap.set_content(shown)
    row, column = shown.example(None)
    assert row == shown.shape[0] // 2 and column == int(shown.weights[row].argmax())
    amber = QColor(appearance.theme.selection)

    def marked() -> tuple[bool, bool]:
        """Whether amber runs along the row, and along the column, far from the cell."""
        image, grid = picture(heatmap), heatmap.grid
        far_column, far_row = (column + 5) % shown.shape[1], (row + 5) % shown.shape[0]
        along, down = grid.cell(row, far_column), grid.cell(far_row, column)
        across = [image.pixelColor(x, along.top()) for x in range(along.left(), along.right())]
        upright = [image.pixelColor(down.left(), y) for y in range(down.top(), down.bottom())]
        return amber in across, amber in upright

    found = {}
    for side in ("", "row", "column", "cell"):
        selection.hover_side(side)
        found[side] = marked()
    assert found == {
        "": (False, False),
        "row": (True, False),
        "column": (False, True),
        "cell": (False, False),
    }
    pair = shown.pair(1, 2)
    selection.lock(pair)
    assert shown.example(selection.shown) == (1, 2)
