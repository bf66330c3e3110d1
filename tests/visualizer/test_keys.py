"""Every action has its key, and no key does something behind the back of who is typing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from engine.messages import commands
from engine.messages.reading import Example
from tests.visualizer.conftest import Opened
from tests.visualizer.fake_engine import frame, loaded


@pytest.fixture
def focused(window: Opened, qtbot: QtBot) -> Opened:
    """The window is the active one, and nothing in it is being typed into."""
    window.heed.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window.heed.window)
    assert window.heed.views.learn is not None
    window.heed.views.learn.setFocus()
    return window


def test_space_trains_where_nothing_else_wants_it(focused: Opened, qtbot: QtBot) -> None:
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert len(focused.host.all(commands.Train)) == 1


def test_what_is_typed_into_a_field_is_text(focused: Opened, qtbot: QtBot) -> None:
    sentence = focused.heed.views.sentence
    assert sentence is not None
    sentence.edit()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    field = QApplication.focusWidget()
    field.selectAll()  # type: ignore[attr-defined]
    qtbot.keyClicks(field, "m . x")
    assert field.text() == "m . x"  # type: ignore[attr-defined]
    assert not focused.host.all(commands.Train) and not focused.host.all(commands.OneStep)
    assert focused.heed.views.learn is not None
    assert not focused.heed.views.learn.masks_shown


def test_digits_and_space_in_the_seed_are_no_shortcuts(focused: Opened, qtbot: QtBot) -> None:
    seed = focused.heed.frame.run_bar.seed
    seed.setFocus()
    seed.selectAll()
    qtbot.keyClicks(seed, "1 2.m")
    assert seed.text() == "1 2.m"
    assert not focused.host.all(commands.Train) and not focused.host.all(commands.OneStep)


def test_after_enter_in_the_seed_space_trains(focused: Opened, qtbot: QtBot) -> None:
    seed = focused.heed.frame.run_bar.seed
    seed.setFocus()
    seed.selectAll()
    qtbot.keyClicks(seed, "12")
    qtbot.keyClick(seed, Qt.Key.Key_Return)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert [sent.specification.seed for sent in focused.host.all(commands.Train)] == [12]


def test_the_focus_of_train_waits_while_the_run_starts(focused: Opened, qtbot: QtBot) -> None:
    bar = focused.heed.frame.run_bar
    bar.primary.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(bar.primary, Qt.Key.Key_Space)
    assert not bar.primary.isEnabled() and QApplication.focusWidget() is bar
    bar.show_run("training", 1, 100, None, False)
    assert QApplication.focusWidget() is bar.primary


def test_space_presses_the_button_that_has_the_focus(focused: Opened, qtbot: QtBot) -> None:
    button = focused.heed.frame.rail.buttons["generate"]
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert focused.heed.views.workspace == "generate"
    assert not focused.host.all(commands.Train)


def test_m_shows_the_masks_and_escape_puts_them_away(focused: Opened, qtbot: QtBot) -> None:
    learn = focused.heed.views.learn
    assert learn is not None
    qtbot.keyClick(learn, Qt.Key.Key_M)
    assert learn.masks_shown and focused.heed.actions["masks"].isChecked()
    qtbot.keyClick(learn, Qt.Key.Key_Escape)
    assert not learn.masks_shown and not focused.heed.actions["masks"].isChecked()


def test_a_point_takes_one_step(focused: Opened, qtbot: QtBot) -> None:
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Period)
    assert focused.host.last(commands.Train).paused


def test_f1_lists_every_action_of_every_menu(focused: Opened, qtbot: QtBot) -> None:
    focused.heed.views.make_generate()
    qtbot.keyClick(focused.heed.window, Qt.Key.Key_F1)
    keys = focused.heed.menus.help.keys
    assert keys is not None and keys.isVisible()
    listed = {row[1].text() for _, row in keys.rows}
    every = {action.text().replace("&", "") for _, action in focused.heed.actions.every()}
    assert every <= listed
    assert {"Train", "Masks", "Present", "Choose candidate 1"} <= listed
    qtbot.keyClicks(keys.search, "masks")
    shown = [row[1].text() for _, row in keys.rows if not row[1].isHidden()]
    assert "Masks" in shown and "Quit" not in shown
    keys.close()


@pytest.mark.parametrize("name", ["keys", "terms", "about"])
def test_help_that_was_put_away_is_gone(focused: Opened, qtbot: QtBot, name: str) -> None:
    focused.heed.actions[name].trigger()
    window = focused.heed.window
    assert len(window.findChildren(QDialog)) == 1
    qtbot.keyClick(window.findChildren(QDialog)[0], Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(QDialog))


@pytest.mark.parametrize("workspace", ["learn", "generate"])
def test_no_key_means_two_things_at_once(focused: Opened, workspace: str) -> None:
    focused.heed.views.make_generate()
    focused.heed.views.show_workspace(workspace)
    found: dict[str, list[str]] = {}
    for menu in focused.heed.actions.menus.values():
        for action in _active(menu):
            for keys in action.shortcuts():
                found.setdefault(keys.toString(), []).append(action.text())
    assert {keys: texts for keys, texts in found.items() if len(texts) > 1} == {}
    assert "F1" in found and "Space" in found


def _active(menu: object) -> list:  # type: ignore[type-arg]
    actions = []
    for action in menu.actions():  # type: ignore[attr-defined]
        if action.menu():
            actions += _active(action.menu()) if action.isVisible() else []
        elif action.isVisible():
            actions.append(action)
    return actions


def test_generate_asks_for_tokens_and_hears_the_answer(focused: Opened, qtbot: QtBot) -> None:
    from tests.visualizer.generations import generated

    views = focused.heed.views
    views.show_workspace("generate")
    assert views.generate is not None
    views.generate.generate("the black cat")
    asked = focused.host.last(commands.Generate)
    assert asked.source == "the black cat"
    focused.say(generated(request=asked.request, run=focused.run))
    assert views.generate.stepping.root is not None


def test_the_sentence_typed_is_watched(focused: Opened, qtbot: QtBot) -> None:
    sentence = focused.heed.views.sentence
    assert sentence is not None
    sentence.watch_requested.emit("a new one", None)
    qtbot.waitUntil(lambda: focused.host.last(commands.Watch).source == "a new one")
    assert focused.host.last(commands.Watch).target is None


def test_other_data_brings_its_own_sentence(focused: Opened, qtbot: QtBot) -> None:
    from engine.specification import DataSpecification
    from tests.visualizer.fake_engine import specification

    focused.heed.steering.bench.load("/dates")
    run = focused.pending
    dates = specification(data=DataSpecification(world="dates"))
    examples = (Example("3.3.1998", "1998-03-03"), Example("3 march 1998", "1998-03-03"))
    focused.say(loaded(run, "/dates", specification=dates, examples=examples), frame(run, 1))
    # The engine finds one among them; so does a model that is opened without a window.
    qtbot.waitUntil(lambda: focused.host.last(commands.Watch).data == dates.data)
    assert focused.host.last(commands.Watch).source is None
