"""A run as the window steers it: begun, paused, stopped, gone on with."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from engine.messages import commands, events
from engine.messages.frames import Frame
from tests.visualizer.conftest import Opened
from tests.visualizer.fake_engine import frame, losses, started
from tests.visualizer.window_controls import LEFT, train


def test_the_run_bar_steers_a_run_from_its_first_step_to_its_end(
    window: Opened, qtbot: QtBot
) -> None:
    bar, lineage = window.heed.frame.run_bar, window.heed.frame.lineage
    stop = lineage.stops["transformer"]
    assert (bar.primary.text(), stop.pill) == ("Train", "trained")
    run = train(window, qtbot)
    assert window.host.last(commands.Train).run == run
    assert (bar.primary.text(), stop.pill) == ("Pause", "live")
    window.say(losses(run, 1, 10, 1.0), losses(run, 11, 1230, 42.0))
    qtbot.waitUntil(lambda: bar.progress.words.text() == "step 1,240 of 2,000")
    assert stop.pill_text == "step 1,240"
    assert "Training" in window.heed.frame.status.text
    assert "30.0 steps/s" in window.heed.frame.status.text
    assert bar.progress.left.text() == "0:25 left"
    qtbot.mouseClick(bar.primary, LEFT)
    assert window.host.last(commands.Pause).run == run
    window.say(events.Paused(run, 1240))
    assert (bar.primary.text(), stop.pill) == ("Resume", "paused")
    qtbot.mouseClick(bar.one_step, LEFT)
    assert window.host.last(commands.OneStep).run == run
    qtbot.mouseClick(bar.primary, LEFT)
    assert window.host.last(commands.Resume).run == run
    window.say(events.Resumed(run, 1241))
    qtbot.mouseClick(bar.stop, LEFT)
    assert window.host.last(commands.Stop).run == run
    window.say(events.Stopped(run, 1250))
    assert bar.primary.text() == "Train on"
    assert stop.pill_text == "stopped", "1,250 of 2,000 steps are no trained model"
    assert f"run {run}" in window.heed.window.windowTitle()


def test_more_steps_of_the_same_run_go_on_and_another_seed_begins_anew(
    window: Opened, qtbot: QtBot
) -> None:
    bar = window.heed.frame.run_bar
    run = train(window, qtbot)
    window.say(losses(run, 1, 2000), events.Finished(run, 2000, 60.0, {}))
    window.say(events.Saved(run, 2000, window.host.last(commands.Save).path))
    assert bar.primary.text() == "Train"
    bar.steps.selectAll()
    qtbot.keyClicks(bar.steps, "3,000")
    assert bar.primary.text() == "Train on"
    qtbot.mouseClick(bar.primary, LEFT)
    assert window.host.last(commands.Resume) == commands.Resume(run, 3000)
    bar.seed.selectAll()
    qtbot.keyClicks(bar.seed, "8")
    assert bar.primary.text() == "Train"
    qtbot.mouseClick(bar.primary, LEFT)
    assert window.host.last(commands.Train).specification.seed == 8


def test_what_another_torch_goes_on_with_is_noted(window: Opened, qtbot: QtBot) -> None:
    window.heed.actions["train_anew"].trigger()
    note = "Saved with torch 1, continued with torch 2."
    window.say(replace(started(window.pending), note=note))
    strip = window.heed.frame.failure
    assert strip.isVisible() and strip.sentence.text() == note
    assert strip.problem is not None and not strip.problem.grave


def test_the_sentence_takes_a_picture_in_turn_with_the_views_of_learn(
    window: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = train(window, qtbot)
    learn, sentence = window.heed.views.learn, window.heed.views.sentence
    assert learn is not None and sentence is not None
    window.say(frame(run, 0))
    taken: list[int] = []
    receive = sentence.receive

    def heard(event: object) -> None:
        if isinstance(event, Frame):
            taken.append(event.step)
        receive(event)

    monkeypatch.setattr(sentence, "receive", heard)
    learn.turns.next = time.perf_counter() + 60
    window.host.post(frame(run, 50))
    window.heed.steering.bridge.drain()
    qtbot.wait(100)
    assert not taken, "else it would say another verdict than its predictions"
    learn.heads_wanted.emit(())  # somebody has asked for more: what comes next is the answer
    window.host.post(frame(run, 60))
    window.heed.steering.bridge.drain()
    qtbot.waitUntil(lambda: taken == [60])
