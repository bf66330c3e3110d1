"""The engine's thread, from the outside: start it, send it commands, stop it.

No torch here: the thread imports torch itself, so a window can be on screen long before.
"""

from __future__ import annotations

import queue
import threading
import traceback

from engine.mailbox import Mailbox
from engine.messages.commands import Command, Shutdown
from engine.messages.events import Failed


class EngineHost:
    """A plain thread that serves one :class:`engine.session.Session`."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        self._inbox: queue.SimpleQueue[Command] = queue.SimpleQueue()
        # A daemon, so that an interpreter that is going down never waits for a long step.
        self._thread = threading.Thread(target=self._serve, name="engine", daemon=True)

    def start(self) -> None:
        """Begin importing torch and then serving; returns at once."""
        self._thread.start()

    def send(self, command: Command) -> None:
        """Queue a command; never blocks."""
        self._inbox.put(command)

    def stop(self, timeout: float = 5.0) -> bool:
        """Ask the thread to end and wait for it; False if it is still at work after `timeout` s."""
        self._inbox.put(Shutdown())
        if self._thread.is_alive():
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _serve(self) -> None:
        try:
            from engine.preload import preload_torch

            preload_torch()
            from engine.session import Session

            Session(self._inbox, self._mailbox).serve()
        except Exception as problem:
            # The session answers for its own failures; what arrives here is a broken installation.
            self._mailbox.post(
                Failed(
                    what="Starting",
                    sentence=f"The engine could not start: {problem}. Set up Heed again (README).",
                    detail=traceback.format_exc(),
                )
            )
