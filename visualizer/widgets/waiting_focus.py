"""Keeps the keyboard where it was while a button is disabled for a moment."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


class WaitingFocus:
    """Enables and disables the buttons of a bar.

    Qt hands the focus of a disabled button on to the next widget, where Space means something
    else. Here it waits at the bar, and comes back with the button unless it was moved since.
    """

    def __init__(self, bar: QWidget) -> None:
        self._bar = bar
        self._left: QWidget | None = None

    def allow(self, button: QWidget, allowed: bool) -> None:
        """Enable `button`, or disable it."""
        if not allowed and button.hasFocus():
            self._left = button
            self._bar.setFocus()
        button.setEnabled(allowed)
        if allowed and button is self._left and self._bar.hasFocus():
            button.setFocus()
