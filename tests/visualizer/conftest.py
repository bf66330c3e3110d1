"""The real window on a fake engine."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from engine.messages.events import Event
from tests.visualizer.fake_engine import READY, FakeHost

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from visualizer.app import Heed


@pytest.fixture(autouse=True)
def garbage_waits() -> Iterator[None]:
    """Collect between two tests alone, as the window does between two turns of its event loop.

    When a test function returns, nothing but cycles may hold its widgets any longer; they are
    closed a moment later, and a collection in the meantime would take one away while it is painted.
    """
    from visualizer.collecting import collect_what_is_due

    gc.disable()
    yield
    gc.disable()
    collect_what_is_due()


@dataclass
class Opened:
    """A window whose views stand, and the engine it talks to."""

    heed: Heed
    host: FakeHost

    def say(self, *events: Event) -> None:
        """Let the engine say something, and the window hear it."""
        self.host.post(*events)
        self.heed.steering.bridge.drain()
        if self.heed.views.learn is not None:
            self.heed.views.learn.catch_up()

    @property
    def run(self) -> int:
        return self.heed.steering.bench.run

    @property
    def pending(self) -> int:
        number = self.heed.steering.bench.pending
        assert number is not None
        return number


@pytest.fixture
def open_window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Opened]]:
    """Opens windows; all are ended after the test, however they were left."""
    from visualizer.app import Heed

    # A frozen window would never be collected, and the next test would find it still there.
    monkeypatch.setattr(gc, "freeze", lambda: None)
    made: list[Opened] = []

    def make(path: str = "", size: tuple[int, int] = (1440, 900)) -> Opened:
        hosts: list[FakeHost] = []

        def make_host(mailbox: object) -> FakeHost:
            hosts.append(FakeHost(mailbox))  # type: ignore[arg-type]
            return hosts[0]

        heed = Heed(path, theme="dark", make_host=make_host)
        heed.window.resize(*size)
        with qtbot.waitSignal(heed.complete, timeout=20_000):
            heed.show()
        opened = Opened(heed, hosts[0])
        opened.say(READY)
        made.append(opened)
        return opened

    yield make
    for opened in made:
        question = opened.heed.steering.keeping.question
        if question is not None:
            question.close()
        opened.heed.window.hide()
        opened.heed.stop()
        opened.heed.window.deleteLater()


@pytest.fixture
def window(open_window: Callable[..., Opened]) -> Opened:
    """A window with a trained model and its maps."""
    from tests.visualizer.fake_engine import frame, loaded

    opened = open_window()
    if opened.heed.steering.bench.pending is None:
        opened.heed.steering.bench.load("/a/model")
    run = opened.pending
    opened.say(loaded(run), frame(run, 2000))
    return opened
