"""Pointing at a map by mouse and keyboard: previewed, locked, let go, marked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from tests.visualizer.looks import example_look
from tests.visualizer.widgets.map_pictures import BLACK, NOIR, content, middle, picture
from visualizer.appearance import Appearance
from visualizer.selection import Pair, Selection, TokenReference
from visualizer.widgets.heatmap import Heatmap


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
