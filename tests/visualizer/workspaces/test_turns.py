"""Pictures take a bounded share of the window's time, what views cost to paint included."""

from __future__ import annotations

import time

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.messages.frames import Frame
from tests.visualizer.looks import nnlm_look
from visualizer.workspaces.turns import APART, LONGEST, SHARE, Turns

LOOK = nnlm_look()


class View(QWidget):
    """Paints each picture it is given, for some milliseconds of computing."""

    def __init__(self, milliseconds: float) -> None:
        super().__init__()
        self.seconds = milliseconds / 1e3
        self.taken: list[int] = []

    def receive(self, event: object) -> None:
        assert isinstance(event, Frame)
        self.taken.append(event.step)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        until = time.thread_time() + self.seconds
        while self.taken and time.thread_time() < until:
            pass


def views(qtbot: QtBot, milliseconds: float) -> list[View]:
    made = [View(milliseconds), View(milliseconds)]
    for view in made:
        qtbot.addWidget(view)
        view.show()
        qtbot.waitExposed(view)
    return made


def test_dear_pictures_come_less_often(qtbot: QtBot) -> None:
    waits = {}
    for milliseconds in (1, 3, 40):
        seen = views(qtbot, milliseconds)
        turns = Turns(seen[0])
        turns.take(Frame(1, 1, "nnlm", LOOK), seen)
        qtbot.waitUntil(lambda turns=turns: turns.next > 0)
        waits[milliseconds] = turns.next - time.perf_counter()
        assert all(view.taken == [1] for view in seen)
    # Two views' paints, and what Qt adds to them.
    assert waits[1] < waits[3] < waits[40] <= LONGEST
    assert waits[3] > 2 * 0.003 / SHARE - 0.1
    assert waits[40] > LONGEST - 0.1


def test_of_many_pictures_the_newest_is_shown_when_it_is_time(qtbot: QtBot) -> None:
    seen = views(qtbot, 0)
    turns = Turns(seen[0])
    turns.take(Frame(1, 1, "nnlm", LOOK), seen)
    qtbot.waitUntil(lambda: turns.next > 0)
    turns.next = time.perf_counter() + 0.1
    for step in range(2, 9):
        turns.take(Frame(1, step, "nnlm", LOOK), seen)
    qtbot.wait(30)
    assert seen[0].taken == [1]
    qtbot.waitUntil(lambda: seen[1].taken == [1, 8])
    assert seen[0].taken == [1, 8]
    turns.next = time.perf_counter() + 60
    turns.take(Frame(1, 9, "nnlm", LOOK), seen)
    turns.hurry()
    qtbot.wait(4 * APART)
    assert seen[1].taken == [1, 8, 9], "a pause is news"
