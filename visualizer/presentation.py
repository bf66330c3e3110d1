"""How large and in which colours the window is: theme, scale, full screen for an audience."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from visualizer import style
from visualizer.appearance import Appearance

#: Scales that Larger and Smaller go through, and that of a presentation.
SCALES = (1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
FOR_AN_AUDIENCE = 1.5
#: Effective pixels that the window's width is never scaled below for an audience.
NARROWEST = 1024


class Presentation(QObject):
    """Sets the appearance and lets the style follow it.

    Signals: `changed` when the user's theme or scale is another; `presenting_changed(on)`, and
    before the window and its type change `about_to_present(on)`.
    """

    changed = Signal()
    about_to_present = Signal(bool)
    presenting_changed = Signal(bool)

    def __init__(self, appearance: Appearance, window: QWidget, theme: str, scale: float) -> None:
        super().__init__(window)
        self._appearance = appearance
        self._window = window
        self._maximised = False
        self.theme = theme
        self.scale = scale
        self.presenting = False
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    @Slot(str)
    def set_theme(self, name: str) -> None:
        """Take "system", "dark" or "light"."""
        self.theme = name
        self._apply()
        self.changed.emit()

    @Slot()
    def larger(self) -> None:
        """The next scale up."""
        self.set_scale(min((s for s in SCALES if s > self.scale + 0.01), default=SCALES[-1]))

    @Slot()
    def smaller(self) -> None:
        """The next scale down."""
        self.set_scale(max((s for s in SCALES if s < self.scale - 0.01), default=SCALES[0]))

    @Slot()
    def usual_size(self) -> None:
        """Scale 1."""
        self.set_scale(1.0)

    def set_scale(self, scale: float) -> None:
        """Draw everything at this scale from now on."""
        self.scale = scale
        self._apply()
        self.changed.emit()

    @Slot(bool)
    def present(self, on: bool) -> None:
        """Full screen with large type, or back to what was."""
        if on == self.presenting:
            return
        self.presenting = on
        self.about_to_present.emit(on)
        if on:
            self._maximised = self._window.isMaximized()
            self._window.showFullScreen()
        elif self._maximised:
            self._window.showMaximized()
        else:
            self._window.showNormal()
        self._apply()
        self.presenting_changed.emit(on)

    def _apply(self) -> None:
        """First the style sheet, then each widget: a new sheet resets the fonts widgets have."""
        appearance = self._appearance
        appearance.theme, appearance.scale = style.theme_named(self.theme), self._scale_now()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            style.apply(application, self._window, appearance)
        appearance.changed.emit()

    def _scale_now(self) -> float:
        if not self.presenting:
            return self.scale
        room = self._window.screen().size().width() / NARROWEST
        return max(self.scale, min(FOR_AN_AUDIENCE, room))

    @Slot()
    def _follow_system(self) -> None:
        if self.theme == "system":
            self.set_theme("system")
