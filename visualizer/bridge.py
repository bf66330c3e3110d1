"""The window's end of the line to the engine: commands go in, and what comes out is drained."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal, SignalInstance, Slot

from engine.mailbox import Mailbox

if TYPE_CHECKING:
    from engine.messages.commands import Command

#: Milliseconds from one emptying of the mailbox to the next at least: 30 a second at most.
INTERVAL = 33


class Host(Protocol):
    """What the bridge needs of engine.host.EngineHost."""

    def start(self) -> None: ...

    def send(self, command: Command) -> None: ...

    def stop(self, timeout: float = 5.0) -> bool: ...


class _Drain(QObject):
    """Empties the mailbox on the window's thread, soon after something came into it.

    While nothing comes, nothing happens here: a timer that only looked would wake the window's
    thread thirty times a second, and the engine's would wait for the interpreter each time.

    Signals: `kept(event)` for each kept event, oldest first; then `newest(picture)`. `filled` is
    the mailbox's word, from whichever thread posted.
    """

    kept = Signal(object)
    newest = Signal(object)
    filled = Signal()

    def __init__(self, mailbox: Mailbox) -> None:
        super().__init__()
        self._mailbox = mailbox
        self._emptied = 0.0
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.empty)
        self.filled.connect(self._soon, Qt.ConnectionType.QueuedConnection)

    def listen(self) -> None:
        """From now on; what lies in the mailbox already comes first."""
        self._mailbox.filled = self.filled.emit
        self.timer.start(0)

    def leave(self) -> None:
        """Deliver nothing more."""
        self._mailbox.filled = None
        self.timer.stop()

    @Slot()
    def _soon(self) -> None:
        if self._mailbox.filled is not None and not self.timer.isActive():
            since = (time.perf_counter() - self._emptied) * 1e3
            self.timer.start(max(round(INTERVAL - since), 0))

    @Slot()
    def empty(self) -> None:
        self._emptied = time.perf_counter()
        kept, newest = self._mailbox.drain()
        for event in kept:
            self.kept.emit(event)
        for picture in newest:
            self.newest.emit(picture)


class EngineBridge:
    """Owns the mailbox and the engine's thread.

    Signals: `event(object)`, every kept event in order; `frame(object)`, the newest pictures.
    Not a QObject itself: there, a signal called `event` would replace QObject.event, and with it
    the delivery of timers.
    """

    def __init__(self, make_host: Callable[[Mailbox], Host] | None = None, runs: int = 0) -> None:
        self._mailbox = Mailbox()
        if make_host is None:
            from engine.host import EngineHost

            make_host = EngineHost
        self._host = make_host(self._mailbox)
        self._drain = _Drain(self._mailbox)
        self._runs = runs
        self._requests = 0
        self.event: SignalInstance = self._drain.kept
        self.frame: SignalInstance = self._drain.newest

    def start(self) -> None:
        """Start the engine's thread; what it says waits in the mailbox."""
        self._host.start()

    def listen(self) -> None:
        """Deliver from now on what the engine says."""
        self._drain.listen()

    def send(self, command: Command) -> None:
        """Queue a command for the engine; never blocks."""
        self._host.send(command)

    def drain(self) -> None:
        """Deliver now what waits in the mailbox."""
        self._drain.empty()

    def new_run(self) -> int:
        """A number no run had before, also not in earlier sessions."""
        self._runs += 1
        return self._runs

    @property
    def runs(self) -> int:
        """The highest number given to a run so far."""
        return self._runs

    def new_request(self) -> int:
        """A number for a request that is answered: reading data, generating."""
        self._requests += 1
        return self._requests

    def stop(self, timeout: float = 5.0) -> bool:
        """End the engine's thread; False if it did not end in time (it dies with the process)."""
        self._drain.leave()
        return self._host.stop(timeout)
