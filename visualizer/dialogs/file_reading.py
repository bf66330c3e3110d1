"""One question to the engine at a time: what is understood of these files?"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine.data.stamps import Stamps, changed, stamps
from engine.messages.commands import Cancel, Command, ReadData
from engine.messages.events import Failed
from engine.messages.reading import DataReport, Reading
from engine.specification import DataSpecification

#: Milliseconds of rest after a change before the files are read again.
_REST = 350


class FileReading(QObject):
    """Asks, gives up an answer that is of no use any more, and drops those to earlier requests.

    Signals: `progressed(Reading)`, `reported(DataReport)`, `failed(Failed)` for the present
    question; `rested` when no change was announced for a while.
    """

    progressed = Signal(object)
    reported = Signal(object)
    failed = Signal(object)
    rested = Signal()

    def __init__(
        self, send: Callable[[Command], None], new_request: Callable[[], int], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._send = send
        self._new_request = new_request
        self._request = 0
        self.awaited = False
        self._asked: tuple[DataSpecification, Stamps] | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self.rested)

    def ask(self, data: DataSpecification) -> None:
        """Read these files; an answer still awaited is given up."""
        self.give_up()
        self._request = self._new_request()
        self.awaited = True
        self._asked = data, stamps(data)
        self._send(ReadData(self._request, data))

    def give_up(self) -> None:
        """Nothing is awaited any more, and no rest either."""
        self._rest.stop()
        if self.awaited:
            self.awaited = False
            self._send(Cancel(self._request))

    def changed(self) -> list[str]:
        """The names of the files that are not as they were when they were asked about last."""
        return changed(*self._asked) if self._asked is not None else []

    def announce_change(self) -> None:
        """What is being read is of no use now; `rested` follows once the user has come to rest."""
        self.give_up()
        self._rest.start()

    @Slot(object)
    def receive(self, event: object) -> None:
        """Take the engine's answer."""
        if not self.awaited or getattr(event, "request", 0) != self._request:
            return
        if isinstance(event, Reading):
            self.progressed.emit(event)
        elif isinstance(event, DataReport):
            self.awaited = False
            self.reported.emit(event)
        elif isinstance(event, Failed):
            self.awaited = False
            self.failed.emit(event)
