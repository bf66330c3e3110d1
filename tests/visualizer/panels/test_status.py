"""The line at the foot: what gives way, and that it paints again only what changed."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QPaintEvent
from pytestqt.qtbot import QtBot

from visualizer.appearance import Appearance
from visualizer.panels.status import Status


class Painted(QObject):
    """The rectangle of each paint event of a widget."""

    def __init__(self, widget: QObject) -> None:
        super().__init__()
        self.rects: list[QRect] = []
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.rects.append(event.rect())
        return False


@pytest.fixture
def status(qtbot: QtBot) -> Status:
    status = Status(Appearance())
    qtbot.addWidget(status)
    status.resize(900, 24)
    status.show_left("Training: GPT, run 3", "44.1 steps/s", "CPU · 1 thread")
    status.show_keys("Space pause", "Esc clear")
    status.show()
    qtbot.waitExposed(status)
    status.grab()
    return status


def test_a_changed_segment_alone_is_painted_again(status: Status, qtbot: QtBot) -> None:
    qtbot.wait(20)
    painted = Painted(status)
    status.show_left("Training: GPT, run 3", "44.2 steps/s", "CPU · 1 thread")
    qtbot.waitUntil(lambda: bool(painted.rects))
    (rect,) = painted.rects
    assert 100 < rect.left() < 200 and rect.width() < 100
    status.show_left("Training: GPT, run 3", "44.2 steps/s", "CPU · 1 thread")
    qtbot.wait(30)
    assert len(painted.rects) == 1, "nothing changed"


def test_what_is_painted_in_parts_is_the_whole(status: Status, qtbot: QtBot) -> None:
    """Shorter and longer texts leave nothing of themselves behind."""
    for speed in ("9.3", "1,234.5", "44.7"):
        status.show_left("Training: GPT, run 3", f"{speed} steps/s", "CPU · 1 thread")
        qtbot.wait(20)
    shown = status.screen().grabWindow(status.winId()).toImage()
    whole = status.grab().toImage()
    if shown.size() == whole.size():
        assert shown == whole
    fresh = Status(Appearance())
    qtbot.addWidget(fresh)
    fresh.resize(status.size())
    fresh.show_keys("Space pause", "Esc clear")
    fresh.show_left("Training: GPT, run 3", "44.7 steps/s", "CPU · 1 thread")
    assert fresh.grab().toImage() == whole


def test_keys_give_way_from_the_left(status: Status) -> None:
    def ink(status: Status) -> int:
        image = status.grab().toImage()
        values = np.frombuffer(image.constBits(), np.uint8)
        rows = values.reshape(image.height(), image.bytesPerLine())[2:]
        return int((rows != rows[0, 0]).sum())

    whole = ink(status)
    status.resize(440, 24)
    assert ink(status) < whole
    assert status.text == "Training: GPT, run 3 · 44.1 steps/s · CPU · 1 thread"


def test_a_message_stands_in_place_of_what_runs(status: Status) -> None:
    before = status.grab().toImage()
    status.say("Saved")
    assert status.text == "Saved" and status.grab().toImage() != before
    status._pass()
    assert status.grab().toImage() == before
