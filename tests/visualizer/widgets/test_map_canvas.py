"""A map as it is seen: zoomed, panned, its rows where neighbours expect them, painted once."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.visualizer.looks import example_look, long_look
from tests.visualizer.widgets.map_pictures import content
from visualizer.selection import Selection
from visualizer.widgets.heatmap import Heatmap


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
