"""The window is closed: it asks where something could be lost, and waits for what is saved."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from engine.messages import commands, events
from tests.visualizer.conftest import Opened
from tests.visualizer.fake_engine import losses
from tests.visualizer.window_controls import LEFT, train


def test_closing_asks_nothing_when_nothing_can_be_lost(window: Opened, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.heed.window.closed):
        window.heed.window.close()


@pytest.fixture
def asked(window: Opened, qtbot: QtBot) -> Opened:
    """A window that trains and is asked to close."""
    run = train(window, qtbot)
    window.say(losses(run, 1))
    window.heed.window.close()
    assert window.heed.window.isVisible()
    assert window.heed.steering.keeping.question is not None
    return window


def press(opened: Opened, qtbot: QtBot, button: QMessageBox.StandardButton) -> None:
    question = opened.heed.steering.keeping.question
    assert question is not None
    qtbot.mouseClick(question.button(button), LEFT)


def test_closing_while_training_can_be_cancelled(asked: Opened, qtbot: QtBot) -> None:
    press(asked, qtbot, QMessageBox.StandardButton.Cancel)
    assert asked.heed.window.isVisible()
    assert not asked.host.all(commands.Save)


def test_closing_while_training_can_discard(asked: Opened, qtbot: QtBot) -> None:
    with qtbot.waitSignal(asked.heed.window.closed):
        press(asked, qtbot, QMessageBox.StandardButton.Discard)
    assert not asked.host.all(commands.Save)


def test_closing_while_training_can_save_and_waits_for_it(asked: Opened, qtbot: QtBot) -> None:
    press(asked, qtbot, QMessageBox.StandardButton.Save)
    saving = asked.host.last(commands.Save)
    assert asked.heed.window.isVisible()
    with qtbot.waitSignal(asked.heed.window.closed):
        asked.say(events.Saved(asked.run, 10, saving.path))


def test_a_window_that_cannot_save_stays_and_says_why(asked: Opened, qtbot: QtBot) -> None:
    press(asked, qtbot, QMessageBox.StandardButton.Save)
    asked.say(events.Failed("Saving", "The disk is full.", run=asked.run))
    assert asked.heed.window.isVisible()
    assert asked.heed.frame.failure.sentence.text() == "The disk is full."
    asked.heed.window.close()
    assert asked.heed.steering.keeping.question is not None
