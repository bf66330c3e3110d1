"""An engine that only takes notes: commands are recorded, events are said by the test."""

from __future__ import annotations

from typing import TypeVar

import numpy as np

from engine.mailbox import Mailbox
from engine.messages import events
from engine.messages.commands import Command
from engine.messages.events import Event
from engine.messages.frames import Frame
from engine.messages.reading import Example
from engine.seen.look import Look
from engine.specification import DataSpecification, Recipe, RunSpecification
from tests.visualizer.looks import ENGLISH, FRENCH, example_look

C = TypeVar("C")

EXAMPLES = (Example(ENGLISH.removesuffix(" </s>"), FRENCH.removesuffix(" </s>")),)
READY = events.Ready(
    "2.13",
    (events.DeviceChoice("cpu", "CPU", True), events.DeviceChoice("mps", "Apple GPU", False)),
    4,
)


def specification(**changes: object) -> RunSpecification:
    """A run on English → French, as the engine completes it."""
    values: dict[str, object] = {
        "data": DataSpecification(world="english-french"),
        "recipe": Recipe(steps=2000),
        "device": "cpu",
        "threads": 1,
    }
    return RunSpecification(**(values | changes))  # type: ignore[arg-type]


def loaded(run: int, path: str = "/a/model", step: int = 2000, **changes: object) -> events.Loaded:
    """A checkpoint stands on the bench."""
    values: dict[str, object] = {
        "specification": specification(),
        "parameters": 270_400,
        "figures": {},
        "examples": EXAMPLES,
        "resumable": False,
    }
    return events.Loaded(run=run, path=path, step=step, **(values | changes))  # type: ignore[arg-type]


def started(run: int, step: int = 0, chosen: RunSpecification | None = None) -> events.Started:
    """Training began."""
    return events.Started(run, chosen or specification(), step, 270_400, 10_000_000, EXAMPLES)


def losses(run: int, first: int, count: int = 10, seconds: float = 1.0) -> events.Losses:
    """Some steps were taken."""
    values = np.full(count, 1.5, np.float32)
    return events.Losses(run, first, values, np.full(count, 1e-3, np.float32), 20_000.0, seconds)


def frame(run: int, step: int, look: Look | None = None) -> Frame:
    """The watched sentence at a step."""
    return Frame(run, step, "transformer", look or example_look())


class FakeHost:
    """Takes the place of engine.host.EngineHost."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        self.commands: list[Command] = []
        self.started = self.stopped = False

    def start(self) -> None:
        self.started = True

    def send(self, command: Command) -> None:
        self.commands.append(command)

    def stop(self, timeout: float = 5.0) -> bool:
        self.stopped = True
        return True

    def post(self, *said: Event) -> None:
        for event in said:
            self._mailbox.post(event)

    def all(self, kind: type[C]) -> list[C]:
        """The commands of one kind, oldest first."""
        return [command for command in self.commands if isinstance(command, kind)]

    def last(self, kind: type[C]) -> C:
        """The newest command of one kind."""
        found = self.all(kind)
        assert found, f"no {kind.__name__} was sent"
        return found[-1]
