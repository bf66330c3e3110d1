"""Garbage collection on the window's thread alone."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

#: Milliseconds between two looks at how much has gathered.
_INTERVAL = 1000


class Collector(QObject):
    """Collects from a timer, in place of Python's own moments.

    Left to itself, Python collects in whatever thread has just made one object too many. In the
    engine's thread that would destroy widgets away from the thread they live in, which Qt does
    not survive, and stop the window for as long as it takes.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(_INTERVAL)
        self._timer.timeout.connect(self.collect)

    def rest(self) -> None:
        """Collect nothing: while much is imported and built, a collection is one long pause."""
        gc.disable()

    def start(self) -> None:
        """Begin; what stands now is never walked through again."""
        gc.disable()
        gc.freeze()
        self._timer.start()

    def stop(self) -> None:
        """Give collecting back to Python."""
        self._timer.stop()
        gc.enable()

    @Slot()
    def collect(self) -> None:
        collect_what_is_due()


def collect_what_is_due() -> None:
    """Collect the oldest generation that has reached Python's own threshold, if any has."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if counts[generation] > thresholds[generation]:
            gc.collect(generation)
            return
