"""The frame of every view: its states, its picture, its tools."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from visualizer.appearance import Appearance
from visualizer.panels.panel import Panel
from visualizer.theme import LIGHT


@pytest.fixture
def panel(qtbot: QtBot) -> Panel:
    made = Panel(Appearance(), "Attention", "square")
    made.set_body(QLabel("the last picture"))
    qtbot.addWidget(made)
    made.resize(420, 300)
    made.show()
    return made


def button(panel: QWidget, text: str) -> QPushButton:
    return next(b for b in panel.findChildren(QPushButton) if b.text() == text and b.isVisible())


def test_empty_says_what_belongs_here_and_offers_one_button(qtbot: QtBot, panel: Panel) -> None:
    taken: list[bool] = []
    panel.show_empty("Nothing watched yet.\nType one.", "Pick", lambda: taken.append(True))
    assert panel.state == "empty"
    assert panel._notice.headline == "Nothing watched yet."
    qtbot.mouseClick(button(panel, "Pick"), Qt.MouseButton.LeftButton)
    assert taken == [True]
    panel.show_body()
    assert panel.state == "body"


def test_loading_is_cancelled_by_button_and_by_escape(qtbot: QtBot, panel: Panel) -> None:
    cancelled: list[bool] = []
    panel.show_loading("91 of 220 lines", 0.4, lambda: cancelled.append(True))
    cancel = button(panel, "Cancel")
    panel.show_loading("92 of 220 lines", 0.5, lambda: cancelled.append(True))
    assert button(panel, "Cancel") is cancel, "a button under the pointer stays the same one"
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    qtbot.keyClick(cancel, Qt.Key.Key_Escape)
    assert cancelled == [True, True]
    panel.show_body()
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert len(cancelled) == 2


def test_failed_shows_cause_kept_and_the_way_out_over_the_last_picture(
    qtbot: QtBot, panel: Panel
) -> None:
    calls: list[str] = []
    panel.show_failed(
        "Training stopped",
        "Loss became NaN at 871.",
        "Weights of step 850 are kept.",
        "Back to 850",
        lambda: calls.append("back"),
        lambda: calls.append("details"),
    )
    texts = [label.text() for label in panel._notice.findChildren(QLabel) if label.isVisible()]
    assert texts[:3] == [
        "Training stopped",
        "Loss became NaN at 871.",
        "Weights of step 850 are kept.",
    ]
    assert panel.body is not None
    assert panel.body.isVisible()
    for text in ("Back to 850", "Details"):
        qtbot.mouseClick(button(panel, text), Qt.MouseButton.LeftButton)
    assert calls == ["back", "details"]


def test_a_double_click_on_the_header_asks_for_the_space(qtbot: QtBot, panel: Panel) -> None:
    with qtbot.waitSignal(panel.maximise_requested, timeout=1000):
        qtbot.mouseDClick(panel.header, Qt.MouseButton.LeftButton, pos=QPoint(150, 10))
    with qtbot.waitSignal(panel.maximise_requested, timeout=1000):
        panel.maximise_action.trigger()
    panel.set_maximised(True)
    assert "back" in panel.maximise_action.text()


def test_tools_fold_into_one_menu_when_narrow(panel: Panel, qtbot: QtBot) -> None:
    def shown() -> int:
        return sum(tool.isVisible() for tool in panel.header._tools)

    assert (shown(), panel.header._more.isVisible()) == (3, False)
    panel.resize(120, 300)
    qtbot.waitUntil(lambda: panel.header.width() == 120)
    assert (shown(), panel.header._more.isVisible()) == (0, True)
    assert panel.header._more.menu().actions() == panel.actions_for_menu()


def test_the_picture_leaves_the_tools_out_and_says_what_it_shows(
    panel: Panel, tmp_path: Path
) -> None:
    panel.set_subtitle("step 1,240 · layer 2")
    panel.set_tag("VVV")
    image = panel.picture().toImage()
    assert (image.width(), image.height()) == (840, 600)
    ground = panel.appearance.colour("panel").name()
    tools = range(2 * (420 - panel.header.tools_width()), 840)
    assert {image.pixelColor(x, y).name() for x in tools for y in range(0, 60)} == {ground}
    said: list[str] = []
    panel.said.connect(said.append)
    path = tmp_path / "a.png"
    assert panel.save_picture(str(path))
    assert QImage(str(path)).text("Title") == "Attention · step 1,240 · layer 2 · VVV"
    assert not panel.save_picture(str(tmp_path / "missing" / "a.png"))
    assert "could not be written" in said[-1]
    panel.copy_action.trigger()
    assert QGuiApplication.clipboard().image().width() == 840


def test_another_theme_repaints(panel: Panel) -> None:
    panel.appearance.set_theme(LIGHT)
    assert panel.grab().toImage().pixelColor(200, 250).name() == LIGHT.panel.lower()
