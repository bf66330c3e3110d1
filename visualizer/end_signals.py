"""SIGINT, SIGTERM and SIGHUP: the system or a terminal asks Heed to end."""

from __future__ import annotations

import contextlib
import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

#: Not every system has them all.
_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


class EndSignals(QObject):
    """Hands signals of the system's to the event loop.

    Python runs handlers between two of its own instructions, and an idle window executes none.
    So each signal writes a byte into a socket that Qt watches.

    Signals: `received` for each one.
    """

    received = Signal()

    def __init__(self) -> None:
        """Takes the signals over; only the main thread can."""
        super().__init__()
        self._out, self._into = socket.socketpair()
        for end in (self._out, self._into):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._out.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)
        self._wakeup_before = signal.set_wakeup_fd(self._into.fileno(), warn_on_full_buffer=False)
        self._before = {
            number: signal.signal(number, _handled)
            for name in _NAMES
            if (number := getattr(signal, name, None)) is not None
            # One that was told to be ignored, as under nohup, stays so.
            and signal.getsignal(number) is not signal.SIG_IGN
        }

    def close(self) -> None:
        """Give the signals back."""
        signal.set_wakeup_fd(self._wakeup_before)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._notifier.setEnabled(False)
        self._out.close()
        self._into.close()

    @Slot()
    def _read(self) -> None:
        with contextlib.suppress(BlockingIOError):
            if self._out.recv(64):
                self.received.emit()


def _handled(number: int, frame: object) -> None:
    """Nothing: the byte in the socket has said it."""
