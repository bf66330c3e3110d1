"""Pictures take a bounded share of the window's time, what views cost to paint included."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.messages.frames import Frame
from tests.visualizer.clock import Clock
from tests.visualizer.looks import nnlm_look
from visualizer.workspaces import turns as module
from visualizer.workspaces.turns import APART, GROWING, LONGEST, SHARE, Turns

LOOK = nnlm_look()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(module, "time", made)
    return made


class View(QWidget):
    """Paints each picture it is given, for some milliseconds of a clock."""

    def __init__(self, clock: Clock, milliseconds: float) -> None:
        super().__init__()
        self.clock = clock
        self.seconds = milliseconds / 1e3
        self.taken: list[int] = []
        self.fresh = False

    def receive(self, event: object) -> None:
        assert isinstance(event, Frame)
        self.taken.append(event.step)
        self.fresh = True
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        self.clock.now += self.seconds * self.fresh
        self.fresh = False


def views(qtbot: QtBot, clock: Clock, milliseconds: float) -> list[View]:
    made = [View(clock, milliseconds), View(clock, milliseconds)]
    for view in made:
        qtbot.addWidget(view)
        view.show()
        qtbot.waitExposed(view)
    return made


@pytest.mark.parametrize(
    ("milliseconds", "wait"),
    [(1, 2 * 0.001 / SHARE), (3, 2 * 0.003 / SHARE), (40, LONGEST)],
)
def test_dear_pictures_come_less_often(
    qtbot: QtBot, clock: Clock, milliseconds: float, wait: float
) -> None:
    seen = views(qtbot, clock, milliseconds)
    turns = Turns(seen[0])
    waited = []
    for step in range(1, 13):
        turns.hurry()
        turns.take(Frame(1, step, "nnlm", LOOK), seen)
        qtbot.waitUntil(lambda: turns.next > 0)
        assert all(view.taken[-1] == step for view in seen)
        waited.append(turns.next - clock.now)
    # The paints of both views count; the first pictures of a run come quicker.
    assert waited == pytest.approx([min(wait, GROWING * n) for n in range(1, 13)])
    assert waited[-1] == pytest.approx(wait)
    turns.hurry()
    turns.take(Frame(2, 1, "nnlm", LOOK), seen)
    qtbot.waitUntil(lambda: turns.next > 0)
    assert turns.next - clock.now == pytest.approx(min(wait, GROWING)), "another run"


def test_of_many_pictures_the_newest_is_shown_when_it_is_time(qtbot: QtBot, clock: Clock) -> None:
    seen = views(qtbot, clock, 0)
    turns = Turns(seen[0])
    turns.take(Frame(1, 1, "nnlm", LOOK), seen)
    qtbot.waitUntil(lambda: turns.next > 0)
    turns.next = clock.now + 0.1
    for step in range(2, 9):
        turns.take(Frame(1, step, "nnlm", LOOK), seen)
    assert turns.timer.isActive() and turns.timer.interval() == 100
    assert seen[0].taken == [1]
    qtbot.waitUntil(lambda: seen[1].taken == [1, 8])
    assert seen[0].taken == [1, 8]


def test_a_pause_is_news(qtbot: QtBot, clock: Clock) -> None:
    seen = views(qtbot, clock, 0)
    turns = Turns(seen[0])
    turns.take(Frame(1, 1, "nnlm", LOOK), seen)
    qtbot.waitUntil(lambda: turns.next > 0)
    turns.next = clock.now + 60
    turns.take(Frame(1, 2, "nnlm", LOOK), seen)
    qtbot.wait(4 * APART)
    assert seen[1].taken == [1], "not yet"
    turns.hurry()
    qtbot.waitUntil(lambda: seen[1].taken == [1, 2])
