"""The menu Help: words, keys, the log, and what runs here."""

from __future__ import annotations

import platform

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox

from visualizer.actions import Actions
from visualizer.key_list import KeyList
from visualizer.logbook import Logbook
from visualizer.steering import Steering
from visualizer.term_list import TermList


class Help(QObject):
    """Opens what each of its actions names; `terms` and `keys` are the lists opened last."""

    def __init__(
        self, actions: Actions, steering: Steering, logbook: Logbook, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self._steering = steering
        self._logbook = logbook
        self.keys: KeyList | None = None
        self.terms: TermList | None = None
        actions["terms"].triggered.connect(self.show_terms)
        actions["keys"].triggered.connect(self.show_keys)
        actions["show_log"].triggered.connect(self.show_log)
        actions["about"].triggered.connect(self.show_about)
        steering.frame.failure.details_requested.connect(self.show_log)

    @Slot()
    def show_terms(self) -> None:
        """List every word on screen and what it means."""
        self.terms = TermList(self._steering.appearance, self._steering.window)
        self.terms.open()

    @Slot()
    def show_keys(self) -> None:
        """List every action and its key."""
        self.keys = KeyList(self._steering.appearance, self._actions.every(), self._steering.window)
        self.keys.open()

    @Slot()
    def show_log(self) -> None:
        """Open the folder of the log file."""
        place = self.tr("The log is {0}").format(self._logbook.path)
        if QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._logbook.path.parent))):
            self._steering.frame.status.say(place)
        else:
            # Said until it is put away: nothing else shows where to look.
            self._steering.failures.note(place)

    @Slot()
    def show_about(self) -> None:
        """Version and libraries."""
        from visualizer.version import version

        ready = self._steering.bench.ready
        box = QMessageBox(self._steering.window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(self.tr("About Heed"))
        box.setText(f"Heed {version()}")
        torch = ready.torch_version if ready else self.tr("not yet imported")
        box.setInformativeText(
            self.tr(
                "Watch attention being learned.\n\nPython {0} · Qt for Python {1} · torch {2}"
            ).format(platform.python_version(), pyside_version, torch)
        )
        box.open()
