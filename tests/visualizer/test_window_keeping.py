"""Runs that the window keeps by itself, finds again at the next start, and lists."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from engine.messages import commands, events
from engine.specification import DataSpecification
from tests.visualizer.conftest import Opened
from tests.visualizer.fake_engine import losses, specification
from tests.visualizer.window_controls import titles, train
from visualizer import folders
from visualizer.choices import ChoicesFile

Open = Callable[..., Opened]


def test_a_stopped_run_is_kept_and_is_what_the_next_session_opens(
    window: Opened, open_window: Open, qtbot: QtBot
) -> None:
    run = train(window, qtbot)
    window.say(losses(run, 1), events.Stopped(run, 10))
    saved = window.host.last(commands.Save)
    assert saved.training and Path(saved.path).name == f"run-{run:04}"
    (Path(saved.path) / "checkpoint.json").write_text("{}")
    window.say(events.Saved(run, 10, saved.path))
    window.heed.stop()
    again = open_window()
    assert again.host.last(commands.Load).path == saved.path
    assert again.host.last(commands.Load).run == run + 1


def test_a_run_is_kept_every_minute_and_found_again_after_a_crash(
    window: Opened, open_window: Open, qtbot: QtBot
) -> None:
    keeping = window.heed.steering.keeping
    assert keeping.regular.isActive() and keeping.regular.interval() <= 60_000
    keeping.regular.timeout.emit()
    assert not window.host.all(commands.Save), "nothing was trained"
    run = train(window, qtbot)
    window.say(losses(run, 1))
    keeping.regular.timeout.emit()
    saved = window.host.last(commands.Save)
    assert saved.training and (saved.run, Path(saved.path).name) == (run, f"run-{run:04}")
    (Path(saved.path) / "checkpoint.json").write_text("{}")
    window.say(events.Saved(run, 10, saved.path))
    keeping.regular.timeout.emit()
    assert len(window.host.all(commands.Save)) == 1, "nothing is new since"
    qtbot.waitUntil(lambda: ChoicesFile().read()[0].last_run == saved.path)
    # As after a kill: the session before never wrote anything at its end.
    again = open_window()
    assert again.host.last(commands.Load).path == saved.path
    assert again.host.last(commands.Load).run == run + 1


def test_a_run_that_is_replaced_is_kept_first(window: Opened, qtbot: QtBot) -> None:
    run = train(window, qtbot)
    window.say(losses(run, 1))
    window.heed.actions["train_anew"].trigger()
    saved = window.host.last(commands.Save)
    assert (saved.run, window.host.commands[-1]) == (run, saved)
    window.say(events.Saved(run, 10, saved.path))
    assert isinstance(window.host.commands[-1], commands.Train)
    said = window.heed.frame.status.text
    assert f"Run {run} is kept at step 10" in said and "Kept runs" in said


def kept_run(number: int, step: int, world: str = "english-french") -> Path:
    """The folder of a kept run, as far as the window reads it."""
    folder = folders.runs() / f"run-{number:04}"
    folder.mkdir(parents=True)
    chosen = specification(data=DataSpecification(world=world))
    (folder / "checkpoint.json").write_text(
        json.dumps({"specification": chosen.to_json(), "step": step})
    )
    return folder


def test_kept_runs_are_listed_by_data_number_and_step(window: Opened) -> None:
    menu = window.heed.actions.filled_late["kept_runs"]
    assert titles(menu) == ["nothing yet"]
    kept_run(6, 752)
    newest = kept_run(12, 1300, "dates")
    (folders.runs() / "run-0013").mkdir()
    window.heed.choices.remember(str(newest))
    world = "Dates"
    assert titles(menu) == [
        f"{world} · run 12 · step 1,300",
        "English → French · run 6 · step 752",
    ]
    assert titles(window.heed.actions.filled_late["recent"])[0] == titles(menu)[0]
    menu.actions()[1].trigger()
    assert window.host.last(commands.Load).path.endswith("run-0006")
