"""No run takes another's place, on the bench or on the disk, before that one is safe."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from engine.messages import commands, events
from tests.visualizer.conftest import Opened
from tests.visualizer.fake_engine import losses, started
from visualizer import folders, kept_runs
from visualizer.keeping import KEPT

Open = Callable[..., Opened]


def train(opened: Opened) -> int:
    """A run that holds ten unsaved steps."""
    opened.heed.actions["train_anew"].trigger()
    run = opened.pending
    opened.say(started(run), losses(run, 1))
    return run


@pytest.fixture
def full(window: Opened) -> Opened:
    """A run that another was to replace, and a disk that is full."""
    run = train(window)
    trains = len(window.host.all(commands.Train))
    window.heed.actions["train_anew"].trigger()
    window.say(events.Failed("Saving", "The disk is full.", run=run))
    assert len(window.host.all(commands.Train)) == trains
    assert window.heed.steering.keeping.question is not None
    return window


def press(opened: Opened, qtbot: QtBot, button: QMessageBox.StandardButton) -> None:
    question = opened.heed.steering.keeping.question
    assert question is not None
    qtbot.mouseClick(question.button(button), Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("name", ["train_anew", "bundled", "one_step"])
def test_nothing_replaces_a_run_before_it_is_kept(window: Opened, name: str) -> None:
    run = train(window)
    window.say(events.Stopped(run, 10))
    window.heed.frame.run_bar.set_specification(
        window.heed.frame.run_bar.specification.__class__(seed=99)
    )
    before = len(window.host.all(commands.Train)), len(window.host.all(commands.Load))
    window.heed.actions[name].trigger()
    assert (len(window.host.all(commands.Train)), len(window.host.all(commands.Load))) == before
    window.say(events.Saved(run, 10, window.host.last(commands.Save).path))
    assert (len(window.host.all(commands.Train)), len(window.host.all(commands.Load))) != before


def test_a_run_that_cannot_be_kept_stays_unless_it_is_discarded(full: Opened, qtbot: QtBot) -> None:
    run = full.run
    press(full, qtbot, QMessageBox.StandardButton.Cancel)
    assert (full.run, full.heed.steering.bench.pending) == (run, None)
    full.say(events.Saved(run, 10, "/x"))
    assert full.heed.steering.bench.pending is None, "what was cancelled does not come after all"
    full.say(losses(run, 11))
    full.heed.actions["train_anew"].trigger()
    full.say(events.Failed("Saving", "The disk is full.", run=run))
    press(full, qtbot, QMessageBox.StandardButton.Discard)
    assert full.pending == full.host.last(commands.Train).run > run


def test_a_run_that_cannot_be_kept_can_be_saved_elsewhere_first(
    full: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    chosen = str(tmp_path / "elsewhere")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *rest: (chosen, ""))
    press(full, qtbot, QMessageBox.StandardButton.Save)
    assert full.host.last(commands.Save).path == chosen
    assert full.heed.steering.bench.pending is None
    full.say(events.Saved(full.run, 10, chosen))
    assert full.pending == full.host.last(commands.Train).run


def test_a_folder_that_nothing_was_written_into_is_given_back(full: Opened) -> None:
    assert kept_runs.all_folders() == []


# ---------------------------------------------------------------- on the disk


def keep(number: int, when: float) -> Path:
    folder = folders.runs() / f"run-{number:04}"
    folder.mkdir(parents=True)
    (folder / "checkpoint.json").write_text("{}")
    os.utime(folder / "checkpoint.json", (when, when))
    return folder


def test_runs_are_numbered_after_those_on_disk_when_the_choices_are_lost(open_window: Open) -> None:
    keep(41, 1.0)
    opened = open_window()
    assert opened.pending == 42


def test_two_windows_keep_their_runs_in_folders_of_their_own(open_window: Open) -> None:
    first, second = open_window(), open_window()
    paths = set()
    for opened in (first, second):
        run = train(opened)
        assert run == 2
        opened.say(events.Stopped(run, 10))
        paths.add(opened.host.last(commands.Save).path)
        opened.say(losses(run, 11), events.Stopped(run, 20))
        paths.add(opened.host.last(commands.Save).path)
    assert {Path(path).name for path in paths} == {"run-0002", "run-0003"}


def test_room_is_made_by_age_and_never_of_the_run_just_kept(window: Opened) -> None:
    # Numbers began again: the highest is the oldest.
    old = [keep(900 + number, 1000.0 - number) for number in range(KEPT)]
    run = train(window)
    window.say(events.Stopped(run, 10))
    path = Path(window.host.last(commands.Save).path)
    (path / "checkpoint.json").write_text("{}")
    os.utime(path / "checkpoint.json", (1.0, 1.0))  # a clock that was put back
    window.say(events.Saved(run, 10, str(path)))
    assert path.is_dir()
    os.utime(path / "checkpoint.json", (5000.0, 5000.0))
    window.say(events.Saved(run, 10, str(path)))
    assert [folder for folder in old if not folder.is_dir()] == [old[-1]]


# ---------------------------------------------------------------- told to end


def test_told_to_end_the_run_is_kept_and_nothing_asked(window: Opened, qtbot: QtBot) -> None:
    run = train(window)
    window.heed.end()
    assert window.heed.steering.keeping.question is None
    assert window.heed.window.isVisible()
    with qtbot.waitSignal(window.heed.window.closed):
        window.say(events.Saved(run, 10, window.host.last(commands.Save).path))


def test_told_to_end_while_a_question_is_open_the_run_is_kept(window: Opened, qtbot: QtBot) -> None:
    run = train(window)
    window.heed.window.close()
    assert window.heed.steering.keeping.question is not None
    window.heed.end()
    with qtbot.waitSignal(window.heed.window.closed):
        window.say(events.Saved(run, 10, window.host.last(commands.Save).path))


def test_told_to_end_twice_it_ends(window: Opened, qtbot: QtBot) -> None:
    train(window)
    window.heed.end()
    with qtbot.waitSignal(window.heed.window.closed):
        window.heed.end()


def test_what_was_chosen_is_written_down_on_the_way_out(window: Opened) -> None:
    window.heed.end()
    window.heed.stop()
    written = json.loads((folders.configuration() / "choices.json").read_text())
    assert written["runs"] == window.run
