"""The sizes left open in their form while something else is chosen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from engine.catalog import find
from engine.data.worlds import TEXT_WORLDS
from engine.specification import DataSpecification
from tests.visualizer.conftest import Opened
from tests.visualizer.fake_engine import loaded, specification
from visualizer import opening
from visualizer.panels.model_form import ModelForm

STORIES = DataSpecification(kind="text", world=TEXT_WORLDS[0].name)


def test_sizes_left_open_are_not_asked_of_another_architecture(
    window: Opened, qtbot: QtBot
) -> None:
    bar = window.heed.frame.run_bar
    window.heed.steering.filing.load_now("elsewhere/gpt")
    bar.open_form()
    assert bar.form is not None and bar.form.isVisible()
    gpt = specification(architecture="gpt", data=STORIES)
    window.say(loaded(window.pending, "elsewhere/gpt", specification=gpt))
    assert not bar.form.isVisible()
    bar.open_form()
    retype(bar.form, qtbot, "32")
    assert bar.form.isVisible() and bar.specification.options["d_model"] == 32
    assert bar.specification.architecture == "gpt"


def test_sizes_left_open_close_when_another_architecture_is_chosen_without_a_model(
    window: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "bundled", lambda name: "")
    bar = window.heed.frame.run_bar
    bar.open_form()
    assert bar.form is not None and bar.form.isVisible()
    qtbot.mouseClick(window.heed.frame.lineage.stops["gpt"], Qt.MouseButton.LeftButton)
    assert not bar.form.isVisible()
    bar.open_form()
    retype(bar.form, qtbot, "32")
    assert bar.specification.architecture == "gpt"
    assert set(bar.specification.options) == {option.name for option in find("gpt").options}


def test_a_recipe_left_open_follows_other_data(window: Opened) -> None:
    bar = window.heed.frame.run_bar
    bar.open_form()
    assert bar.form is not None
    bar.set_data(DataSpecification(kind="pairs", world=""))
    assert bar.form.isVisible() and bar.form.recipe == bar.specification.recipe


def test_sizes_left_open_follow_another_model_of_the_same_architecture(
    window: Opened, qtbot: QtBot
) -> None:
    bar = window.heed.frame.run_bar
    window.heed.steering.filing.load_now("elsewhere/wider")
    bar.open_form()
    assert bar.form is not None
    here = bar.specification
    wider = replace(here, options={**here.options, "d_model": 96, "d_ff": 384})
    window.say(loaded(window.pending, "elsewhere/wider", specification=wider))
    assert bar.form.isVisible()
    retype(bar.form, qtbot, "128")
    chosen_now = bar.specification.options
    assert (chosen_now["d_model"], chosen_now["d_ff"]) == (128, 384), "not the sizes before"


def retype(form: ModelForm, qtbot: QtBot, text: str) -> None:
    """Type another width of the model."""
    field = form.rows["d_model"].control
    assert isinstance(field, QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, text)
