"""The log file, and what happens to an exception that nobody caught."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from visualizer import folders

#: One file of half a megabyte and two older ones.
_BYTES, _OLDER = 512 * 1024, 2

log = logging.getLogger("heed")

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class Logbook(QObject):
    """Writes what goes wrong where it can be read later.

    Signals: `uncaught(sentence)` after an exception that nobody caught, from any thread.
    """

    uncaught = Signal(str)

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__()
        self.path = (folder or folders.log()) / "heed.log"
        self._handler: logging.Handler = logging.NullHandler()
        self._hooks = sys.excepthook, threading.excepthook
        self._before: Callable[..., object] | None = None

    def open(self) -> None:
        """Begin to write, and take what Python and Qt would print."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._handler = RotatingFileHandler(
                self.path, maxBytes=_BYTES, backupCount=_OLDER, encoding="utf-8", delay=True
            )
        except OSError as problem:
            # Without a log Heed works as well; only what goes wrong is not written down.
            print(f"heed: no log can be written to {self.path}: {problem}", file=sys.stderr)
        self._handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        log.addHandler(self._handler)
        log.setLevel(logging.INFO)
        self._hooks = sys.excepthook, threading.excepthook
        sys.excepthook = self._take
        threading.excepthook = self._take_of_thread
        self._before = qInstallMessageHandler(self._take_of_qt)

    def close(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook = self._hooks
        qInstallMessageHandler(self._before)
        log.removeHandler(self._handler)
        self._handler.close()

    def _take(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._hooks[0](kind, error, trace)
            return
        log.error("uncaught", exc_info=(kind, error, trace))
        self._hooks[0](kind, error, trace)
        self.uncaught.emit(f"{kind.__name__}: {error}" if str(error) else kind.__name__)

    def _take_of_thread(self, found: threading.ExceptHookArgs) -> None:
        if found.exc_value is not None:
            self._take(found.exc_type, found.exc_value, found.exc_traceback)

    def _take_of_qt(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        log.log(_LEVELS.get(kind, logging.WARNING), "Qt: %s", text)
