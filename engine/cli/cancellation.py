"""Ctrl-C and SIGTERM as a question that work asks between two steps."""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType
from typing import Any


class Cancelled(Exception):
    """Work was given up because somebody asked to stop."""


class Cancellation:
    """Whether somebody has asked to stop; asked twice, Python's own way of stopping takes over."""

    def __init__(self) -> None:
        self.asked = False
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Cancellation:
        # Python lets no other thread listen to signals.
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._before[number] = signal.signal(number, self._ask)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._restore()

    def check(self) -> None:
        """Raise :class:`Cancelled` if somebody has asked to stop."""
        if self.asked:
            raise Cancelled

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked = True
        self._restore()

    def _restore(self) -> None:
        for number, handler in self._before.items():
            if handler is not None:  # it was not Python that had set it
                signal.signal(number, handler)
        self._before.clear()
