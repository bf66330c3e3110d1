"""What the engine posts reaches the window's thread soon, in order, and in few turns."""

from __future__ import annotations

import threading
import time
from itertools import pairwise

from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from engine.mailbox import Mailbox
from engine.messages.commands import Command
from engine.messages.events import Paused
from visualizer.bridge import INTERVAL, EngineBridge


class Host:
    """An engine that only keeps its mailbox."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox

    def start(self) -> None: ...

    def send(self, command: Command) -> None: ...

    def stop(self, timeout: float = 5.0) -> bool:
        return True


def bridge_and_mailbox() -> tuple[EngineBridge, Mailbox]:
    hosts: list[Host] = []

    def make(mailbox: Mailbox) -> Host:
        hosts.append(Host(mailbox))
        return hosts[-1]

    return EngineBridge(make), hosts[0].mailbox


def test_posts_of_another_thread_arrive_in_order_on_the_windows(qtbot: QtBot) -> None:
    bridge, mailbox = bridge_and_mailbox()
    heard: list[int] = []
    threads: list[QThread] = []

    def hear(event: Paused) -> None:
        heard.append(event.step)
        threads.append(QThread.currentThread())

    bridge.event.connect(hear)
    mailbox.post(Paused(1, 0))
    qtbot.wait(80)
    assert not heard, "nobody listens yet"
    bridge.listen()
    qtbot.waitUntil(lambda: heard == [0])

    def post() -> None:
        for step in range(1, 2000):
            mailbox.post(Paused(1, step))

    thread = threading.Thread(target=post)
    thread.start()
    qtbot.waitUntil(lambda: len(heard) == 2000)
    thread.join()
    assert heard == list(range(2000))
    assert all(each is QThread.currentThread() for each in threads)
    bridge.stop()


def test_a_mailbox_is_emptied_thirty_times_a_second_at_most_and_never_in_silence(
    qtbot: QtBot,
) -> None:
    bridge, mailbox = bridge_and_mailbox()
    emptied: list[float] = []
    drain = mailbox.drain

    def counted() -> object:
        emptied.append(time.perf_counter())
        return drain()

    mailbox.drain = counted  # type: ignore[method-assign, assignment]
    bridge.listen()
    qtbot.waitUntil(lambda: len(emptied) == 1)
    qtbot.wait(100)
    assert len(emptied) == 1
    for step in range(20):
        mailbox.post(Paused(1, step))
        qtbot.wait(5)
    qtbot.wait(50)
    assert len(emptied) > 2
    apart = [after - before for before, after in pairwise(emptied)]
    assert min(apart) > 0.9 * INTERVAL / 1e3  # Qt's timers may be 5 % early
    bridge.stop()
    before = len(emptied)
    mailbox.post(Paused(1, 99))
    qtbot.wait(80)
    assert len(emptied) == before
