"""The form of a model's sizes: switches and presets."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from engine.catalog import find
from visualizer.appearance import Appearance
from visualizer.panels.model_form import ModelForm
from visualizer.widgets.number_slider import NumberSlider


def form(qtbot: QtBot) -> ModelForm:
    made = ModelForm(Appearance())
    qtbot.addWidget(made)
    nnlm = find("nnlm")
    made.show_values(nnlm, {}, nnlm.recipe("stories"), nnlm.recipe("stories"))
    return made


def test_a_switch_is_yes_or_no(qtbot: QtBot) -> None:
    made = form(qtbot)
    control = made.rows["direct"].control
    assert isinstance(control, QComboBox) and control.currentText() == "no"
    with qtbot.waitSignal(made.changed):
        control.setCurrentText("yes")
    assert made.options["direct"] is True


def test_sizes_that_do_not_go_together_are_said_where_they_were_made(qtbot: QtBot) -> None:
    made = form(qtbot)
    field = made.rows["h"].control
    field.setFocus()
    with qtbot.assertNotEmitted(made.changed):
        field.clear()
        qtbot.keyClicks(field, "0")
    assert "needs direct connections" in made.rows["h"].note.text()
    with qtbot.waitSignal(made.changed):
        made.rows["direct"].control.setCurrentText("yes")  # type: ignore[union-attr]


def test_a_preset_brings_its_optimiser(qtbot: QtBot) -> None:
    made = form(qtbot)
    preset = find("nnlm").presets[0]
    button = next(b for b in made.findChildren(QPushButton) if b.text() == preset.title)
    with qtbot.waitSignal(made.changed):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert made.recipe == preset.recipe
    assert made.rows["optimizer"].control.currentText() == "sgd"  # type: ignore[union-attr]
    assert made.options == {**preset.options}


def test_the_order_of_the_window_is_on_a_slider(qtbot: QtBot) -> None:
    made = form(qtbot)
    control = made.rows["n"].control
    assert isinstance(control, NumberSlider)
    assert (control.value, control.slider.minimum(), control.slider.maximum()) == (5, 2, 10)
    with qtbot.waitSignal(made.changed):
        qtbot.keyClick(control.slider, Qt.Key.Key_Right)
    assert (made.options["n"], control.number.text()) == (6, "6")
    with qtbot.assertNotEmitted(made.changed):
        made.rows["n"].show(3)
    assert (control.value, made.options["n"]) == (3, 3)
