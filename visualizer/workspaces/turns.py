"""Hands pictures on, one view a turn, so that no turn of the event loop is long."""

from __future__ import annotations

import time
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

from engine.messages.frames import BatchFrame, Frame

Picture = Frame | BatchFrame

#: Milliseconds between two views that take the same picture: each paints in a turn of its own.
APART = 12
#: Share of the window's time that pictures of one sentence in training may take, because what the
#: window computes, the engine waits for; and the longest pause that makes, in seconds.
SHARE, LONGEST = 0.009, 3.0
#: Seconds by which the pause after a sentence's first pictures grows from one to the next: what a
#: run makes of random weights at first is what people wait for.
GROWING = 1.0


class Turns(QObject):
    """Gives the newest pictures to views that are seen; the others get them when they are."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pictures: dict[type, Picture] = {}
        self._owed: dict[QWidget, set[type]] = {}
        self._queue: dict[QWidget, set[type]] = {}
        self._began = 0.0
        self._expected = False
        self._going_on = 0  # pictures of this sentence and this run until now
        #: When the next picture may be handed on, by time.perf_counter().
        self.next = 0.0
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self._hand_on)

    def newest(self, kind: type) -> Picture | None:
        """The newest picture of a kind."""
        return self._pictures.get(kind)

    def watch(self, view: QWidget) -> None:
        """Give this view what it is owed as soon as it is seen."""
        view.installEventFilter(self)

    def owe(self, view: QWidget) -> None:
        """A view that was made late is owed every newest picture."""
        self._owed[view] = set(self._pictures)

    def take(self, event: Picture, views: Iterable[QWidget]) -> None:
        """Hand a picture on to these views: at once if it shows something else than the last."""
        before = self._pictures.get(type(event))
        self._pictures[type(event)] = event
        for view in views:
            self._queue.setdefault(view, set()).add(type(event))
        new = isinstance(event, Frame) and not goes_on(before, event)
        if new:
            self._going_on = 0
        if new or (isinstance(event, Frame) and self._expected):
            self._expected = False
            self.timer.start(0)
        elif not self.timer.isActive():
            wait = self.next - time.perf_counter()
            self.timer.start(max(round(wait * 1e3), 0))

    @Slot()
    def expect(self) -> None:
        """A view has asked for what the last picture lacks: the next one that comes is news."""
        self._expected = True

    def hurry(self) -> None:
        """The run pauses, goes on, ends: what it looks like now is news."""
        self.next = 0.0
        if self.timer.isActive():
            self.timer.start(0)

    def catch_up(self) -> None:
        """Give every view now what it would get in the turns that follow."""
        while self._queue:
            self._hand_on()

    @Slot()
    def _hand_on(self) -> None:
        """Give the newest pictures to the next view that is seen."""
        now = time.thread_time()
        if not self._began:
            self._began = now
        while self._queue:
            view = next(iter(self._queue))
            kinds = self._queue.pop(view)
            if view.isVisible():
                self.timer.start(APART)
                self._give(view, kinds)
                return
            self._owed.setdefault(view, set()).update(kinds)
        # One turn after the last view, so that its paint is counted.
        self.timer.stop()
        self._going_on += 1
        longest = min(LONGEST, GROWING * self._going_on)
        self.next = time.perf_counter() + min((now - self._began) / SHARE, longest)
        self._began = 0.0

    def _give(self, view: QWidget, kinds: set[type]) -> None:
        for kind in kinds:
            view.receive(self._pictures[kind])  # type: ignore[attr-defined]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
            self._give(watched, self._owed.pop(watched, set()))
        return False


def goes_on(before: object, frame: Frame) -> bool:
    """Whether a picture shows the sentence of the one before it, some steps later."""
    return (
        isinstance(before, Frame)
        and before.run == frame.run
        and before.step < frame.step
        and before.look.sequences == frame.look.sequences
        and before.look.groups.keys() == frame.look.groups.keys()
    )
