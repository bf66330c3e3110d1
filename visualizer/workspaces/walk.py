"""Moving about in a generation: by hand, or token by token at a pace."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from visualizer.stepping import Stepping
from visualizer.written_tree import Node


class Walk(QObject):
    """Steps through a Stepping; what is not known yet is asked for.

    Signals: `moved` after every step and whenever running begins or ends; `asked(written)` with
    the token ids whose continuation must be known to go on, once for each question.
    """

    moved = Signal()
    asked = Signal(tuple)

    def __init__(self, stepping: Stepping, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stepping = stepping
        self._clock = QTimer(self)
        self._clock.timeout.connect(self.tick)

    @property
    def running(self) -> bool:
        return self._clock.isActive()

    @Slot(int)
    def set_pace(self, pace: int) -> None:
        """Tokens a second."""
        self._clock.setInterval(1000 // pace)

    @Slot(int)
    def set_limit(self, limit: int) -> None:
        """Most tokens of a path."""
        self._stepping.limit = limit
        self.moved.emit()

    def halt(self) -> None:
        """Run no further; nothing else changes."""
        self._clock.stop()

    @Slot()
    def step(self) -> None:
        """One token forward."""
        self._stepping.forward()
        question = self._stepping.question()
        if question is not None:
            self.asked.emit(question)
        self.moved.emit()

    @Slot()
    def back(self) -> None:
        """One token back; nothing is forgotten."""
        self.halt()
        self._stepping.back()
        self.moved.emit()

    @Slot()
    def rewind(self) -> None:
        """Back to the beginning."""
        self.halt()
        self._stepping.rewind()
        self.moved.emit()

    @Slot()
    def run(self) -> None:
        """Step at the pace that was set, or pause."""
        if self.running:
            self.pause()
        elif self._stepping.state == "open":
            self._clock.start()
            self.step()

    @Slot()
    def pause(self) -> None:
        """Run no further."""
        self.halt()
        self.moved.emit()

    @Slot()
    def tick(self) -> None:
        """One step, unless the last one still waits for its answer."""
        if self._stepping.state != "waiting":
            self.step()

    @Slot(int)
    def choose(self, rank: int) -> None:
        """Write candidate `rank` (from 0) in place of the last token and go on from there."""
        self._stepping.choose(rank)
        self.moved.emit()

    @Slot(int)
    def go_to(self, position: int) -> None:
        """Stand behind the first `position` tokens."""
        self.halt()
        self._stepping.go_to(position)
        self.moved.emit()

    @Slot(object)
    def follow(self, node: Node) -> None:
        """Stand behind a token of any path."""
        self.halt()
        self._stepping.follow(node)
        self.moved.emit()
