"""Imports what the window needs after its first paint, in a thread, without freezing it."""

from __future__ import annotations

import importlib
import sys
import threading

from PySide6.QtCore import QObject, Signal

#: Seconds after which a thread hands the interpreter on; the default, 5 ms, is a long wait at the
#: head of every paint while the engine works. Measured: p99 of a tick's delay 14 ms -> 5 ms.
SWITCH_INTERVAL = 0.0005

#: What is imported, in this order; each stage is announced when it is complete.
STAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    # First, and without a class of Qt's in it: visualizer.type_table says why.
    ("types", ("ctypes",)),
    (
        "frame",
        ("visualizer.palette", "visualizer.actions", "visualizer.frame", "visualizer.logbook"),
    ),
    (
        "steering",
        ("numpy", "visualizer.steering", "visualizer.presentation", "engine.host"),
    ),
    ("views", ("visualizer.views", "visualizer.menus")),
    ("plots", ("pyqtgraph", "visualizer.dialogs.open_data")),
)


class Startup(QObject):
    """One thread that imports stage after stage.

    Signals: `reached(stage)` when a stage is imported; `failed(sentence, problem)` when one cannot
    be. A stage waits until the one before it was taken with `go_on()`, so that building a part
    and importing the next do not fight for the interpreter.
    """

    reached = Signal(str)
    failed = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._next = threading.Semaphore(1)
        self._stopped = False
        self._thread = threading.Thread(target=self._import, name="imports", daemon=True)

    def start(self) -> None:
        """Begin to import."""
        sys.setswitchinterval(SWITCH_INTERVAL)
        self._thread.start()

    def go_on(self) -> None:
        """The last stage was made use of: import the next."""
        self._next.release()

    def stop(self, timeout: float) -> bool:
        """Import nothing more; False if the thread did not end in time."""
        self._stopped = True
        self._next.release()
        if self._thread.is_alive():
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _import(self) -> None:
        for stage, modules in STAGES:
            self._next.acquire()
            try:
                for name in modules:
                    if self._stopped:
                        return
                    importlib.import_module(name)
            except Exception as problem:
                self.failed.emit(f"A part of Heed could not be imported: {problem}.", problem)
                return
            self.reached.emit(stage)
