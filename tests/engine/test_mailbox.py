"""Two lanes: everything of one, the newest of the other."""

from __future__ import annotations

import threading

import numpy as np

from engine.mailbox import Mailbox
from engine.messages.events import Paused
from engine.messages.frames import BatchFrame


def picture(run: int, step: int) -> BatchFrame:
    return BatchFrame(run, step, {"source": np.zeros(1, np.int32)})


def test_kept_events_stay_in_order_and_pictures_are_replaced() -> None:
    mailbox = Mailbox()
    for step in range(5):
        mailbox.post(Paused(1, step))
        mailbox.post(picture(1, step))
        mailbox.post(picture(2, 10 + step))
    kept, newest = mailbox.drain()
    assert [event.step for event in kept] == [0, 1, 2, 3, 4]  # type: ignore[union-attr]
    assert [(event.run, event.step) for event in newest] == [(1, 4), (2, 14)]
    assert mailbox.drain() == ([], [])


def test_it_says_when_something_lies_in_it_once_until_it_is_drained() -> None:
    said: list[int] = []
    mailbox = Mailbox(lambda: said.append(len(said)))
    mailbox.post(Paused(1, 0))
    mailbox.post(Paused(1, 1))
    mailbox.post(picture(1, 1))
    assert said == [0]
    mailbox.drain()
    mailbox.post(picture(1, 2))
    mailbox.post(Paused(1, 3))
    assert said == [0, 1]
    mailbox.drain()
    assert said == [0, 1]


def test_nothing_is_lost_between_threads() -> None:
    mailbox = Mailbox()
    count, seen = 20_000, 0

    def post() -> None:
        for step in range(count):
            mailbox.post(Paused(1, step))

    thread = threading.Thread(target=post)
    thread.start()
    while thread.is_alive() or seen < count:
        for event in mailbox.drain()[0]:
            assert event.step == seen  # type: ignore[union-attr]
            seen += 1
    thread.join()
    assert seen == count
