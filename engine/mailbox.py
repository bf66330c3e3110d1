"""Events from the engine's thread to whoever watches: two lanes, neither ever blocks.

Back-pressure by construction: of pictures only the newest of each (run, view) is held, so a slow
screen costs frames and never training time; everything else is kept in order until drained.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from engine.messages.events import Event, Kept, Newest
from engine.messages.frames import BatchFrame, Frame


class Mailbox:
    """Thread-safe; any thread may post, one drains.

    Attributes
    ----------
    filled : called, on the thread that posts, when something lies in a mailbox that was empty;
        it must not block.
    """

    def __init__(self, filled: Callable[[], None] | None = None) -> None:
        self.filled = filled
        self._lock = threading.Lock()
        self._kept: list[Kept] = []
        self._newest: dict[tuple[int, str], Newest] = {}

    def post(self, event: Event) -> None:
        """Append a kept event, or replace the picture of the same run and view."""
        with self._lock:
            first = not self._kept and not self._newest
            if isinstance(event, Frame | BatchFrame):
                self._newest[event.run, event.view] = event
            else:
                self._kept.append(event)
        tell = self.filled
        if first and tell is not None:
            tell()

    def drain(self) -> tuple[list[Kept], list[Newest]]:
        """Take everything: kept events oldest first, then the newest pictures."""
        with self._lock:
            kept, self._kept = self._kept, []
            newest, self._newest = self._newest, {}
        return kept, list(newest.values())
