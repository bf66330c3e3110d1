"""A session driven by hand, without a thread: a test decides what happens between two steps."""

from __future__ import annotations

import queue
from collections.abc import Callable
from typing import TypeVar

from engine.mailbox import Mailbox
from engine.messages.commands import Command
from engine.messages.events import Event, Losses
from engine.messages.frames import BatchFrame, Frame
from engine.session import Session
from engine.specification import DataSpecification, Recipe, RunSpecification

E = TypeVar("E")

TINY = {"d_model": 16, "heads": 2, "encoder_layers": 1, "decoder_layers": 1, "d_ff": 32}


def tiny(world: str = "dates", **changes: object) -> RunSpecification:
    """A run that takes milliseconds a step."""
    recipe: dict[str, object] = {
        "steps": 6,
        "batch_size": 8,
        "warmup": 4,
        "evaluate_every": 3,
        "held_out": 8,
    }
    recipe.update(changes)
    return RunSpecification(
        options=dict(TINY),
        data=DataSpecification(world=world, limit=300),
        recipe=Recipe(**recipe),  # type: ignore[arg-type]
        seed=3,
        device="cpu",
        threads=1,
    )


class Conversation:
    """Sends commands to a session and collects what it says."""

    def __init__(self) -> None:
        self.mailbox = Mailbox()
        self.session = Session(queue.SimpleQueue(), self.mailbox)
        self.events: list[Event] = []
        self.frames: list[Frame] = []

    def say(self, *commands: Command) -> None:
        for command in commands:
            self.session.obey(command)
            self._collect()

    def work(self, rounds: int = 1) -> None:
        for _ in range(rounds):
            self.session.work()
            self._collect()

    def work_until(self, done: Callable[[], object], limit: int = 5000) -> None:
        for _ in range(limit):
            if done():
                return
            self.work()
        raise AssertionError(f"still not done after {limit} rounds; heard {self.names()}")

    def until(self, kind: type[E], limit: int = 5000) -> E:
        """Work until an event of this kind is heard, and return the last."""
        self.work_until(lambda: self.heard(kind), limit)
        return self.heard(kind)[-1]

    def heard(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]

    def names(self) -> list[str]:
        return [type(event).__name__ for event in self.events]

    def forget(self) -> None:
        self.events.clear()
        self.frames.clear()

    def _collect(self) -> None:
        kept, newest = self.mailbox.drain()
        self.events.extend(kept)
        self.events.extend(event for event in newest if isinstance(event, BatchFrame))
        self.frames.extend(event for event in newest if isinstance(event, Frame))


def losses(talk: Conversation) -> list[float]:
    """All losses heard, checked to be without gap."""
    values: list[float] = []
    for event in talk.heard(Losses):
        assert event.first == len(values) + 1
        values.extend(event.values.tolist())
    return values
