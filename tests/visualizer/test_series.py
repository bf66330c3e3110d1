"""Runs of a series follow each other, each kept first; anything else the user does ends it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.messages import commands, events
from engine.specification import RunSpecification
from tests.visualizer.conftest import Opened
from tests.visualizer.fake_engine import loaded, losses, specification, started


def wanted(count: int = 3) -> tuple[RunSpecification, ...]:
    return tuple(replace(specification(), seed=100 + n) for n in range(count))


def seeds(opened: Opened) -> list[int]:
    return [command.specification.seed for command in opened.host.all(commands.Train)]


def finish(opened: Opened) -> None:
    """The run on the bench is trained, ends and is kept."""
    run = opened.host.last(commands.Train).run
    opened.say(started(run), losses(run, 1), events.Finished(run, 10, 1.0, {}))
    opened.say(events.Saved(run, 10, opened.host.last(commands.Save).path))


def test_each_is_trained_after_the_one_before_is_kept(window: Opened) -> None:
    window.heed.steering.series.begin(wanted())
    assert seeds(window) == [100]
    run = window.host.last(commands.Train).run
    window.say(started(run), losses(run, 1), events.Finished(run, 10, 1.0, {}))
    assert seeds(window) == [100], "it is not kept yet"
    window.say(events.Saved(run, 10, window.host.last(commands.Save).path))
    assert seeds(window) == [100, 101]
    finish(window)
    assert seeds(window) == [100, 101, 102]
    finish(window)
    assert seeds(window) == [100, 101, 102]


def test_a_pause_lets_it_wait(window: Opened) -> None:
    window.heed.steering.series.begin(wanted(2))
    run = window.host.last(commands.Train).run
    window.say(started(run), losses(run, 1), events.Paused(run, 10), events.Resumed(run, 10))
    window.say(events.Finished(run, 10, 1.0, {}))
    window.say(events.Saved(run, 10, window.host.last(commands.Save).path))
    assert seeds(window) == [100, 101]


@pytest.mark.parametrize("what", ["stopped", "failed", "loaded", "another"])
def test_anything_else_ends_it(window: Opened, what: str) -> None:
    window.heed.steering.series.begin(wanted())
    run = window.host.last(commands.Train).run
    window.say(started(run), losses(run, 1))
    if what == "stopped":
        window.say(events.Stopped(run, 10))
    elif what == "failed":
        window.say(events.Failed("Training", "The loss became inf.", run=run))
    elif what == "loaded":
        window.heed.steering.bench.load("/a/model")
        window.say(loaded(window.pending))
    else:
        window.say(events.Stopped(run, 10))
        window.say(events.Saved(run, 10, window.host.last(commands.Save).path))
        window.heed.actions["train_anew"].trigger()
        window.say(started(window.pending))
    asked = seeds(window)
    last = window.host.last(commands.Train).run
    window.say(events.Finished(last, 10, 1.0, {}))
    window.say(events.Saved(last, 10, "/kept"))
    assert seeds(window) == asked
