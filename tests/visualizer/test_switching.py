"""Going from one architecture to another by the lineage strip."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from engine import manifest
from engine.catalog import ARCHITECTURES
from engine.data.worlds import TEXT_WORLDS, WORLDS
from engine.messages import commands, events
from engine.messages.frames import Frame
from engine.specification import DataSpecification
from tests.visualizer.conftest import Opened
from tests.visualizer.fake_engine import loaded, losses, specification, started
from tests.visualizer.looks import gpt_look
from visualizer import opening

Open = Callable[..., Opened]
STORIES = DataSpecification(kind="text", world=TEXT_WORLDS[0].name)


@pytest.fixture
def trained(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Every architecture has a trained example."""
    monkeypatch.setattr(opening, "bundled", lambda name: str(tmp_path / "bundled" / name))


@pytest.fixture
def untrained(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the Transformer has one."""
    usual = opening.bundled
    monkeypatch.setattr(
        opening, "bundled", lambda name: usual(name) if name == "transformer" else ""
    )


def choose(opened: Opened, qtbot: QtBot, name: str) -> None:
    qtbot.mouseClick(opened.heed.frame.lineage.stops[name], Qt.MouseButton.LeftButton)


def chosen(opened: Opened) -> str:
    """The one stop that is raised."""
    raised = [n for n, stop in opened.heed.frame.lineage.stops.items() if stop.isChecked()]
    assert len(raised) == 1
    return raised[0]


def train(opened: Opened, steps: int = 10) -> int:
    opened.heed.actions["train_anew"].trigger()
    run = opened.pending
    opened.say(
        started(run, chosen=opened.host.last(commands.Train).specification), losses(run, 1, steps)
    )
    return run


def test_every_stop_is_live_and_says_whether_it_is_trained(trained: None, window: Opened) -> None:
    for entry in ARCHITECTURES:
        stop = window.heed.frame.lineage.stops[entry.name]
        assert stop.isEnabled()
        assert stop.accessibleName() == f"{entry.title}, {entry.year}: {entry.idea}"
        assert stop.pill_text == "trained"


def test_a_stop_shows_its_trained_example_at_once(
    trained: None, window: Opened, qtbot: QtBot
) -> None:
    choose(window, qtbot, "gpt")
    assert chosen(window) == "gpt"
    assert window.host.last(commands.Load).path == opening.bundled("gpt")
    bar = window.heed.frame.run_bar
    assert not bar.primary.isEnabled() and not bar.one_step.isEnabled(), "nothing to train yet"
    gpt = specification(architecture="gpt", data=STORIES)
    window.say(loaded(window.pending, opening.bundled("gpt"), specification=gpt))
    window.say(Frame(window.run, 2000, "gpt", gpt_look()))
    learn = window.heed.views.learn
    assert learn is not None
    assert learn.trio.names == ("decoder",) and learn.trio.panels["decoder"].isVisible()
    assert chosen(window) == "gpt"
    assert bar.primary.isEnabled() and bar.one_step.isEnabled()
    assert bar.specification.data == STORIES
    choose(window, qtbot, "gpt")
    assert len(window.host.all(commands.Load)) == 2, "it is there already"


def test_the_run_bar_shows_at_once_what_the_model_that_opens_was_made_of(
    window: Opened, qtbot: QtBot
) -> None:
    bar = window.heed.frame.run_bar
    choose(window, qtbot, "bert")
    stored = manifest.read(Path(opening.bundled("bert"))).specification
    shown = replace(bar.specification, device=stored.device, threads=stored.threads)
    assert shown == stored and window.heed.steering.bench.pending is not None
    before = bar.grab(QRect(bar.world.pos(), bar.device.geometry().bottomRight())).toImage()
    window.say(loaded(window.pending, opening.bundled("bert"), specification=stored))
    after = bar.grab(QRect(bar.world.pos(), bar.device.geometry().bottomRight())).toImage()
    assert before == after, "nothing moves when it has come"


def test_while_another_model_opens_nothing_of_the_one_before_is_counted(
    trained: None, window: Opened, qtbot: QtBot
) -> None:
    train(window)
    bar = window.heed.frame.run_bar
    qtbot.waitUntil(lambda: bar.primary.text() == "Pause")
    window.heed.steering.filing.load_now(opening.bundled("gpt"))
    assert bar.primary.text() == "Pause", "it is still the Transformer that is chosen"
    bar.set_architecture("gpt")
    assert bar.primary.text() == "Train" and not bar.primary.isEnabled()
    assert bar.progress.words.text() == "" and not bar.stop.isEnabled()


def test_where_there_is_no_model_that_is_said_and_train_makes_one(
    untrained: None, window: Opened, qtbot: QtBot
) -> None:
    learn, bar = window.heed.views.learn, window.heed.frame.run_bar
    assert learn is not None
    before = window.host.commands.copy()
    choose(window, qtbot, "gpt")
    assert not [c for c in window.host.commands if isinstance(c, commands.Load) and c not in before]
    assert learn.vacant.isVisible() and "no trained model yet" in learn.vacant.headline
    assert window.heed.frame.failure.isHidden()
    assert (bar.primary.text(), bar.specification.data) == ("Train", STORIES)
    assert "GPT" in window.heed.window.windowTitle()
    button = learn.vacant.first_button()
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    asked = window.host.last(commands.Train).specification
    assert (asked.architecture, asked.data) == ("gpt", STORIES)
    window.say(started(window.pending, chosen=asked))
    assert not learn.vacant.isVisible() and learn.columns.isVisible()
    assert chosen(window) == "gpt"


def test_a_run_in_training_waits_where_the_other_has_no_model(
    untrained: None, window: Opened, qtbot: QtBot
) -> None:
    run = train(window)
    choose(window, qtbot, "bert")
    assert window.host.last(commands.Pause).run == run, "it does not compute unseen"
    assert window.host.last(commands.Save).run == run
    window.say(events.Paused(run, 10), events.Saved(run, 10, window.host.last(commands.Save).path))
    stop = window.heed.frame.lineage.stops["transformer"]
    assert (stop.pill, chosen(window)) == ("paused", "bert")
    choose(window, qtbot, "transformer")
    learn = window.heed.views.learn
    assert learn is not None and learn.columns.isVisible()
    assert (window.run, window.heed.frame.run_bar.primary.text()) == (run, "Resume")


def test_a_run_that_is_left_is_kept_and_opened_again_where_it_was_left(
    trained: None, window: Opened, qtbot: QtBot
) -> None:
    run = train(window)
    choose(window, qtbot, "gpt")
    saved = window.host.last(commands.Save)
    assert (saved.run, window.host.commands[-1]) == (run, saved), "kept before it is replaced"
    (Path(saved.path) / opening.MANIFEST).write_text("{}")
    window.say(events.Saved(run, 10, saved.path))
    assert window.host.last(commands.Load).path == opening.bundled("gpt")
    gpt = specification(architecture="gpt", data=STORIES)
    window.say(loaded(window.pending, opening.bundled("gpt"), specification=gpt))
    stop = window.heed.frame.lineage.stops["transformer"]
    assert (stop.pill, stop.pill_text) == ("paused", "paused")
    choose(window, qtbot, "transformer")
    assert window.host.last(commands.Load).path == saved.path
    window.say(loaded(window.pending, saved.path, step=10, resumable=True))
    assert window.heed.frame.run_bar.primary.text() == "Train on"


def test_a_run_that_cannot_be_kept_stays_and_so_does_its_architecture(
    trained: None, window: Opened, qtbot: QtBot
) -> None:
    run = train(window)
    loads = len(window.host.all(commands.Load))
    choose(window, qtbot, "gpt")
    window.say(events.Failed("Saving", "The disk is full.", run=run))
    question = window.heed.steering.keeping.question
    assert question is not None
    cancel = question.button(QMessageBox.StandardButton.Cancel)
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert chosen(window) == "transformer"
    assert (window.run, len(window.host.all(commands.Load))) == (run, loads)


def test_an_example_that_cannot_be_opened_leaves_what_was_there(
    trained: None, window: Opened, qtbot: QtBot
) -> None:
    run = window.run
    choose(window, qtbot, "bert")
    window.say(events.Failed("Opening", "It is damaged.", run=window.pending))
    assert (window.run, chosen(window)) == (run, "transformer")
    assert "damaged" in window.heed.frame.failure.sentence.text()
    learn = window.heed.views.learn
    assert learn is not None and not learn.vacant.isVisible()


def test_going_back_before_the_run_is_kept_stays_with_it(
    trained: None, window: Opened, qtbot: QtBot
) -> None:
    run = train(window)
    loads = len(window.host.all(commands.Load))
    choose(window, qtbot, "gpt")
    choose(window, qtbot, "transformer")
    window.say(events.Saved(run, 10, window.host.last(commands.Save).path))
    assert (window.run, len(window.host.all(commands.Load))) == (run, loads)
    assert chosen(window) == "transformer"


def test_data_and_sentence_are_remembered_for_each_kind_of_data(
    untrained: None, window: Opened, qtbot: QtBot
) -> None:
    bar = window.heed.frame.run_bar
    window.heed.steering.watch("a red fish", None)
    bar.set_data(DataSpecification(world=WORLDS[1].name))
    choose(window, qtbot, "gpt")
    assert bar.specification.data == STORIES
    texts = [a.text() for a in bar.world.build_menu().actions() if a.isCheckable()]
    assert texts == [world.title for world in TEXT_WORLDS]
    choose(window, qtbot, "bahdanau")
    assert bar.specification.data.world == WORLDS[1].name
    gpt = specification(architecture="gpt", data=STORIES)
    window.heed.steering.bench.load("/gpt")
    window.say(loaded(window.pending, "/gpt", specification=gpt))
    qtbot.waitUntil(lambda: window.host.last(commands.Watch).data == STORIES)
    assert window.host.last(commands.Watch).source is None
    window.heed.steering.watch("lena has a ball", None)
    window.heed.steering.bench.load("/a/model")
    window.say(loaded(window.pending))
    qtbot.waitUntil(lambda: window.host.last(commands.Watch).source == "a red fish")
    window.heed.steering.bench.load("/gpt")
    window.say(loaded(window.pending, "/gpt", specification=gpt))
    qtbot.waitUntil(lambda: window.host.last(commands.Watch).source == "lena has a ball")


def test_what_is_remembered_survives_a_restart(
    untrained: None, window: Opened, open_window: Open, qtbot: QtBot
) -> None:
    window.heed.steering.watch("a red fish", None)
    gpt = specification(architecture="gpt", data=replace(STORIES, limit=9))
    window.heed.steering.bench.load("/gpt")
    window.say(loaded(window.pending, "/gpt", specification=gpt))
    window.heed.steering.watch("lena has a ball", None)
    window.heed.stop()
    again = open_window()
    assert again.heed.frame.failure.isHidden()
    assert again.heed.steering.watched.source == "lena has a ball"
    assert again.heed.frame.run_bar.data_of("pairs") == specification().data
    again.heed.steering.bench.load("/a/model")
    again.say(loaded(again.pending))
    qtbot.waitUntil(lambda: again.host.last(commands.Watch).source == "a red fish")
