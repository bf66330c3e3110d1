"""How often something may be drawn anew, by what drawing it costs, its painting included."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot


class DrawingPace(QObject):
    """Calls for a drawing soon, once, however much changes until then.

    What a drawing makes Qt paint is painted after it, in the same turn of the event loop; the
    clock of the thread is read before the drawing and in the turn that follows, so both count.
    """

    def __init__(
        self, draw: Callable[[], None], share: float, apart: float, longest: float, parent: QObject
    ) -> None:
        """At most this `share` of the time; `apart` seconds at least, `longest` at most."""
        super().__init__(parent)
        self._share, self._apart, self._longest = share, apart, longest
        self._costs: deque[float] = deque(maxlen=3)
        self._began = self._at = 0.0
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(draw)
        self._after = QTimer(self)
        self._after.setSingleShot(True)
        self._after.timeout.connect(self._count)

    @property
    def wait(self) -> float:
        """Seconds from one drawing to the next."""
        # The least of the last few: in one turn with them other views may have painted.
        cost = min(self._costs, default=0.0)
        return min(max(self._apart, cost / self._share), self._longest)

    def ask(self, burst: float) -> None:
        """Something changed: draw when it is time, in `burst` seconds at the soonest."""
        if not self._soon.isActive():
            left = self._at + self.wait - time.perf_counter()
            self._soon.start(round(max(left, burst) * 1e3))

    def begin(self) -> None:
        """A drawing begins, asked for or not."""
        self._soon.stop()
        self._began, self._at = time.thread_time(), time.perf_counter()
        self._after.start(0)

    @Slot()
    def _count(self) -> None:
        self._costs.append(time.thread_time() - self._began)
