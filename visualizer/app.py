"""The application: the window first, everything else after its first paint."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from visualizer import style
from visualizer.appearance import Appearance
from visualizer.choices import ChoicesFile
from visualizer.collecting import Collector
from visualizer.end_signals import EndSignals
from visualizer.startup import Startup
from visualizer.type_table import make_room
from visualizer.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.mailbox import Mailbox
    from visualizer.actions import Actions, TypingGuard
    from visualizer.bridge import Host
    from visualizer.frame import Frame
    from visualizer.logbook import Logbook
    from visualizer.menus import Menus
    from visualizer.presentation import Presentation
    from visualizer.steering import Steering
    from visualizer.views import Views


#: Milliseconds within which the views are painted for the first time.
_FIRST_PAINT = 30
#: Milliseconds to the next turn of the event loop; 0 may still be called in this one.
_NEXT_TURN = 1


class Heed(QObject):
    """One window and all that belongs to it, put together stage by stage.

    Signals: `complete` when every view stands and the plots are built; `unusable` when a part of
    it cannot be imported.
    """

    complete = Signal()
    unusable = Signal()

    def __init__(
        self,
        path: str = "",
        theme: str = "",
        scale: float = 0,
        make_host: Callable[[Mailbox], Host] | None = None,
    ) -> None:
        """`theme` and `scale` go before the choices of the last session, for this one."""
        super().__init__()
        self._make_host = make_host
        self._ending = False
        self._path = path
        self._file = ChoicesFile()
        self.choices, self._note = self._file.read()
        self._theme = theme or self.choices.theme
        self.appearance = Appearance(style.theme_named(self._theme), scale or self.choices.scale)
        style.prepare()
        self.window = MainWindow(self.appearance, self.choices.geometry)
        self.logbook: Logbook
        self.frame: Frame
        self.actions: Actions
        self.steering: Steering
        self.views: Views
        self.menus: Menus
        self.presentation: Presentation
        self._guard: TypingGuard
        self._collector = Collector(self)
        self._startup = Startup(self)
        self._startup.reached.connect(self._reached)
        self._startup.failed.connect(self._import_failed)
        self.window.painted.connect(self._painted)
        self.window.close_asked.connect(self._close_early)
        self._stages = {
            "types": self._make_room,
            "frame": self._build_frame,
            "steering": self._build_steering,
            "views": self._build_views,
            "plots": self._build_plots,
        }

    def show(self) -> None:
        """Put the window on screen; the rest follows."""
        self.window.show()

    def stop(self, timeout: float = 2.0) -> bool:
        """Write down the choices and end the threads; False if one did not end in time."""
        self._collector.stop()
        imported = self._startup.stop(timeout)
        if hasattr(self, "logbook"):
            self.logbook.close()
        if not hasattr(self, "steering"):
            return imported
        self.remember()
        return self.steering.bridge.stop(timeout) and imported

    @Slot()
    def end(self) -> None:
        """Close without a question, with the run kept; asked again, close at once."""
        if self._ending or not hasattr(self, "steering"):
            self.window.let_go()
        else:
            self._ending = True
            self.steering.keeping.keep_and_close()

    def remember(self) -> None:
        """Write down everything that survives a restart."""
        if not hasattr(self, "views"):
            return
        if not self.presentation.presenting:
            self.choices.geometry = self.window.geometry_text()
        self.choices.workspace = self.views.workspace
        self.choices.splitters = self.views.state()
        self.choices.views = self.views.settings()
        self.steering.write_choices()

    # ------------------------------------------------------------ stages

    @Slot()
    def _painted(self) -> None:
        # Not at once: the paint that said so has to reach the screen.
        self._collector.rest()
        QTimer.singleShot(0, self._startup.start)

    @Slot()
    def _close_early(self) -> None:
        # Before there is a run that could be lost, there is nobody else to answer.
        if not hasattr(self, "steering"):
            self.window.let_go()

    @Slot(str)
    def _reached(self, stage: str) -> None:
        self._stages[stage]()

    def _make_room(self) -> None:
        make_room()
        self._startup.go_on()

    def _build_frame(self) -> None:
        from visualizer.logbook import Logbook

        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.logbook = Logbook()
        self.logbook.open()
        style.apply(application, self.window, self.appearance)
        QTimer.singleShot(_NEXT_TURN, self, self._furnish)

    @Slot()
    def _furnish(self) -> None:
        from visualizer.actions import Actions, TypingGuard
        from visualizer.frame import Frame

        self.actions = Actions(self.window)
        self._guard = TypingGuard(self)
        self.frame = Frame(self.appearance)
        QTimer.singleShot(_NEXT_TURN, self, self._show_frame)

    @Slot()
    def _show_frame(self) -> None:
        self.actions.attach(self.window.menuBar())
        self.window.furnish(self.frame)
        self._startup.go_on()

    def _build_steering(self) -> None:
        from visualizer import kept_runs
        from visualizer.bridge import EngineBridge
        from visualizer.steering import Steering

        self.steering = Steering(
            self.window,
            self.frame,
            self.appearance,
            EngineBridge(self._make_host, max(self.choices.runs, kept_runs.highest())),
            self.choices,
            self._file,
            self.logbook,
        )
        self.steering.keeping.may_close.connect(self.window.let_go)
        if self._note:
            self.steering.failures.note(self._note)
        self._startup.go_on()

    def _build_views(self) -> None:
        from visualizer.menus import Menus
        from visualizer.presentation import Presentation
        from visualizer.views import Views

        self.presentation = Presentation(
            self.appearance, self.window, self._theme, self.choices.scale
        )
        self.presentation.changed.connect(self._appearance_chosen)
        self.views = Views(self.steering)
        self.menus = Menus(self.actions, self.steering, self.views, self.presentation, self.logbook)
        self.views.complete.connect(self._views_stand)
        self.views.begin()

    @Slot()
    def _views_stand(self) -> None:
        self.views.show_workspace(self.choices.workspace)
        # The next import waits for the first paint, which wants the interpreter for itself.
        QTimer.singleShot(_FIRST_PAINT, self, self._startup.go_on)

    def _build_plots(self) -> None:
        self.views.build_plots()
        # The engine last: while torch's libraries are opened, the loader is locked, and an import
        # of any other library would wait for it with the interpreter in its hands.
        self.steering.bridge.listen()
        self.steering.bench.changed.connect(self._engine_stands)
        self.steering.begin(self._path)
        self.complete.emit()

    @Slot()
    def _engine_stands(self) -> None:
        if self.steering.bench.ready is not None:
            self.steering.bench.changed.disconnect(self._engine_stands)
            self._collector.start()

    # ------------------------------------------------------------ what happens

    @Slot()
    def _appearance_chosen(self) -> None:
        self.choices.theme = self.presentation.theme
        self.choices.scale = self.presentation.scale
        self.steering.write_choices()

    @Slot(str, object)
    def _import_failed(self, sentence: str, problem: Exception) -> None:
        print(f"heed: {sentence} Set up Heed again (README).", file=sys.stderr)
        self.unusable.emit()


def run(path: str = "") -> int:
    """Show the window until it is closed; returns the exit code."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Heed")
    application.setDesktopFileName("heed")
    application.setQuitOnLastWindowClosed(False)
    heed = Heed(path)
    heed.window.closed.connect(application.exit)
    heed.unusable.connect(partial(application.exit, 2))
    told = EndSignals()
    told.received.connect(heed.end)
    heed.show()
    code = application.exec()
    heed.window.hide()
    if not heed.stop():
        # A step of a large model is still being taken, or a library being imported; such a thread
        # cannot be waited for.
        import os

        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code
