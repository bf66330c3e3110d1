"""Where the next run computes, and with how many threads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from visualizer.appearance import Appearance
from visualizer.widgets.choice_menu import ChoiceMenu
from visualizer.widgets.drop_button import DropButton


@dataclass(frozen=True)
class Device:
    """One place to compute, as the menu shows it; name "" stands for the engine's own choice."""

    name: str
    title: str
    tested: bool = True


class DeviceChoice(DropButton):
    """Devices and numbers of threads; one that was never tested says so.

    Signals: `device_chosen(name)`; `threads_chosen(count)`, 0 for what the engine measures.
    """

    device_chosen = Signal(str)
    threads_chosen = Signal(int)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, "", parent)
        self.set_label(self.tr("Device"))
        self._devices: tuple[Device, ...] = (Device("", self.tr("chosen by measuring")),)
        self._cores = 0
        self._computing = ""
        self._chosen = ("", 0)
        self.clicked.connect(self._open)

    def set_devices(self, devices: Sequence[Device], cores: int) -> None:
        """What the engine found; the first device is the one it would choose."""
        self._devices = (Device("", self.tr("chosen by measuring")), *devices)
        self._cores = cores
        self.show_choice(*self._chosen)

    def show_computing(self, device: str, threads: int) -> None:
        """Where the run on the bench computes; shown while the choice is left to the engine."""
        self._computing = self._text(device, threads) if device else ""
        self.show_choice(*self._chosen)

    def show_choice(self, device: str, threads: int) -> None:
        """Show what is chosen, without a signal."""
        self._chosen = device, threads
        left_open = not (device or threads)
        self.set_value(
            self._computing if left_open and self._computing else self._text(device, threads)
        )

    def build_menu(self) -> ChoiceMenu:
        """Devices, then numbers of threads."""
        menu = ChoiceMenu(self)
        chosen, chosen_threads = self._chosen
        for device in self._devices:
            title = device.title if device.tested else self._untested(device.title)
            menu.offer(title, device.name, device.name == chosen, self._take_device)
        menu.addSection(self.tr("Threads"))
        menu.begin_group()
        for count in range(self._cores + 1):
            title = self._threads(count) if count else self.tr("measured at the start")
            menu.offer(title, count, count == chosen_threads, self._take_threads)
        return menu

    def _text(self, name: str, threads: int) -> str:
        device = {device.name: device for device in self._devices}.get(name)
        title = device.title if device and name else name.upper() or self.tr("automatic")
        if device and not device.tested:
            title = self._untested(title)
        return f"{title}, {self._threads(threads)}" if threads else title

    def _threads(self, count: int) -> str:
        return self.tr("1 thread") if count == 1 else self.tr("{0} threads").format(count)

    def _untested(self, title: str) -> str:
        return self.tr("{0} (not tested)").format(title)

    @Slot()
    def _open(self) -> None:
        self.build_menu().drop(self)

    @Slot()
    def _take_device(self) -> None:
        self.device_chosen.emit(str(self._sent()))

    @Slot()
    def _take_threads(self) -> None:
        self.threads_chosen.emit(int(self._sent()))

    def _sent(self) -> Any:
        action = self.sender()
        assert isinstance(action, QAction)
        return action.data()
