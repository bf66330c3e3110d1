"""What is done at the window's controls: Train is pressed, the entries of a menu are read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from engine.messages import commands
from tests.visualizer.conftest import Opened
from tests.visualizer.fake_engine import started

LEFT = Qt.MouseButton.LeftButton


def train(opened: Opened, qtbot: QtBot) -> int:
    """Press Train; the engine begins."""
    qtbot.mouseClick(opened.heed.frame.run_bar.primary, LEFT)
    run = opened.pending
    opened.say(started(run, chosen=opened.host.last(commands.Train).specification))
    return run


def titles(menu: QMenu) -> list[str]:
    menu.aboutToShow.emit()
    return [action.text() for action in menu.actions()]
