"""Alternatives chosen by mouse and keys; icons tinted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QIcon
from pytestqt.qtbot import QtBot

from assets import FOLDER
from visualizer.appearance import Appearance
from visualizer.widgets.icon import icon, icon_pixmap
from visualizer.widgets.segmented import Segmented


@pytest.fixture
def segmented(qtbot: QtBot) -> Segmented:
    made = Segmented(Appearance(), [("fixed", "0 – 1"), ("log", "log"), ("row", "per row")])
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    made.show()
    return made


def test_a_click_chooses_and_says_so_once(qtbot: QtBot, segmented: Segmented) -> None:
    said: list[str] = []
    segmented.changed.connect(said.append)
    last = QPoint(segmented.width() - 8, 10)
    qtbot.mouseClick(segmented, Qt.MouseButton.LeftButton, pos=last)
    qtbot.mouseClick(segmented, Qt.MouseButton.LeftButton, pos=last)
    assert (segmented.value, said) == ("row", ["row"])


def test_keys_choose_and_stop_at_the_ends(qtbot: QtBot, segmented: Segmented) -> None:
    values = []
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_Right):
        qtbot.keyClick(segmented, key)
        values.append(segmented.value)
    assert values == ["fixed", "log", "row", "row"]
    assert segmented.accessibleDescription() == "per row"


def test_set_value_is_silent_and_refuses_what_is_not_there(
    qtbot: QtBot, segmented: Segmented
) -> None:
    with qtbot.assertNotEmitted(segmented.changed):
        segmented.set_value("log")
    assert segmented.value == "log"
    with pytest.raises(ValueError, match="sideways"):
        segmented.set_value("sideways")


@pytest.mark.parametrize("name", sorted(path.stem for path in (FOLDER / "icons").glob("*.svg")))
def test_every_icon_draws_in_the_colour_asked_for(qapp: object, name: str) -> None:
    image = icon_pixmap(name, "#ff0000", 20).toImage()
    inked = [
        image.pixelColor(x, y)
        for x in range(20)
        for y in range(20)
        if image.pixelColor(x, y).alpha() > 200
    ]
    assert inked
    assert all(colour.red() > 240 and colour.green() < 15 for colour in inked)


def test_an_icon_is_dimmer_when_disabled(qapp: object) -> None:
    made = icon("copy", Appearance())
    normal = made.pixmap(20, QIcon.Mode.Normal).toImage()
    assert normal != made.pixmap(20, QIcon.Mode.Disabled).toImage()


def test_an_alternative_says_what_it_means(qtbot: QtBot) -> None:
    options = [("a", "first"), ("b", "second")]
    made = Segmented(Appearance(), options, tips={"a": "One thing.", "b": "Another thing."})
    qtbot.addWidget(made)
    assert made.accessibleDescription() == "first: One thing."
    assert made.tip(made.sizeHint().width() - 4) == "Another thing."
    made.set_value("b")
    assert made.accessibleDescription() == "second: Another thing."
    assert made.statusTip() == "Another thing."
