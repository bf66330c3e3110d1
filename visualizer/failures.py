"""What fails is said where the user is looking, goes into the log, and goes away when resolved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Slot

from engine.messages import events
from engine.messages.reading import DataReport
from visualizer.bench import Bench
from visualizer.logbook import Logbook, log
from visualizer.panels.failure import FailureStrip, Problem

#: Events that show that what failed has been done since.
_RESOLVES: dict[type, tuple[str, ...]] = {
    events.Loaded: ("Opening", "Training", "Looking"),
    events.Started: ("Opening", "Training"),
    events.Resumed: ("Training",),
    events.Saved: ("Saving",),
    DataReport: ("Reading",),
    events.Ready: ("Starting",),
}
#: Failures that the panel where they arose says by itself.
_SAID_ELSEWHERE = ("Looking", "Generating")


class Failures(QObject):
    """Puts problems on the strip above the work."""

    def __init__(self, bench: Bench, strip: FailureStrip, logbook: Logbook) -> None:
        super().__init__(bench)
        self._strip = strip
        self._logbook = logbook
        self._ways_out: dict[str, tuple[str, Callable[[], object]]] = {}
        #: Kinds that somebody else says at present, such as an open dialog.
        self.said_elsewhere: set[str] = set(_SAID_ELSEWHERE)
        bench.failed.connect(self._fail)
        bench.received.connect(self._resolve)
        # Queued: a strip that shows at once lays out the window, and what failed inside a resize
        # would fail again inside its own report, without end.
        logbook.uncaught.connect(self.report_uncaught, Qt.ConnectionType.QueuedConnection)

    def offer(self, what: str, button: str, way_out: Callable[[], object]) -> None:
        """What to offer whenever this kind of thing fails."""
        self._ways_out[what] = (button, way_out)

    def report(self, problem: Problem) -> None:
        """Say what is wrong."""
        if not problem.button and problem.what in self._ways_out:
            button, way_out = self._ways_out[problem.what]
            problem = replace(problem, button=button, way_out=way_out)
        self._strip.report(replace(problem, log=problem.log and self._logbook.path.name))

    def note(self, sentence: str) -> None:
        """Say something that is no failure, until it is put away."""
        self.report(Problem("Note", sentence, grave=False))

    def resolve(self, what: str) -> None:
        """What failed has been done."""
        self._strip.resolve(what)

    @Slot(str)
    def report_uncaught(self, said: str) -> None:
        """An exception that nobody caught."""
        self.report(
            Problem(
                "Heed",
                self.tr("Something unforeseen went wrong in the window ({0}).").format(said),
                self.tr("Training goes on, and what was learned is kept."),
                log="log",
            )
        )

    @Slot(object)
    def _fail(self, failure: events.Failed) -> None:
        detail = f"\n{failure.detail}" if failure.detail else ""
        log.warning("%s failed: %s%s", failure.what, failure.sentence, detail)
        if failure.what not in self.said_elsewhere:
            self.report(Problem(failure.what, failure.sentence, failure.kept, "log"))

    @Slot(object)
    def _resolve(self, event: object) -> None:
        self._strip.resolve(*_RESOLVES.get(type(event), ()))
