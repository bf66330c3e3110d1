"""What the window believes of the run on the bench."""

from __future__ import annotations

import pytest

from engine.messages import commands, events
from engine.messages.frames import Frame
from tests.visualizer.fake_engine import FakeHost, frame, loaded, losses, specification, started
from visualizer.bench import Bench
from visualizer.bridge import EngineBridge


class Told:
    """A bench without a window."""

    def __init__(self) -> None:
        self.bridge = EngineBridge(FakeHost)
        self.bench = Bench(self.bridge)
        self.received: list[object] = []
        self.failed: list[events.Failed] = []
        self.bench.received.connect(self.received.append)
        self.bench.failed.connect(self.failed.append)

    @property
    def host(self) -> FakeHost:
        host = self.bridge._host
        assert isinstance(host, FakeHost)
        return host

    def say(self, *said: events.Event) -> None:
        self.host.post(*said)
        self.bridge.drain()

    def train(self) -> int:
        self.bench.train(specification())
        run = self.bench.pending
        assert run is not None
        self.say(started(run))
        return run


@pytest.fixture
def told(qapp: object) -> Told:
    return Told()


def test_kept_events_come_in_order_and_before_pictures(told: Told) -> None:
    run = told.train()
    told.say(frame(run, 1), losses(run, 1), events.Paused(run, 10))
    assert [type(event) for event in told.received[1:]] == [events.Losses, events.Paused, Frame]


def test_of_two_asked_for_the_first_stands_where_the_second_fails(told: Told) -> None:
    told.train()
    told.bench.load("/sound")
    sound = told.bench.pending
    assert sound is not None
    told.bench.load("/damaged")
    damaged = told.bench.pending or 0
    told.say(loaded(sound, "/sound"))
    assert (told.bench.run, told.bench.pending) == (sound, damaged)
    told.say(events.Failed("Opening", "It is damaged.", run=damaged))
    assert (told.bench.run, told.bench.path, told.bench.pending) == (sound, "/sound", None)


def test_a_run_replaces_the_one_before_only_when_it_stands(told: Told) -> None:
    first = told.train()
    told.bench.load("/another")
    told.say(losses(first, 1))
    assert (told.bench.run, told.bench.state, told.bench.step) == (first, "training", 10)
    told.say(loaded(told.bench.pending or 0))
    assert told.bench.run != first
    assert (told.bench.state, told.bench.pending) == ("loaded", None)


def test_what_another_run_says_is_dropped(told: Told) -> None:
    first = told.train()
    second = told.train()
    heard = len(told.received)
    told.say(losses(first, 90), frame(first, 99), events.Finished(first, 2000, 1.0, {}))
    assert len(told.received) == heard
    assert (told.bench.run, told.bench.step, told.bench.state) == (second, 0, "training")


def test_an_opening_that_fails_leaves_the_run_training(told: Told) -> None:
    run = told.train()
    told.bench.load("/broken")
    told.say(events.Failed("Opening", "It is damaged.", run=told.bench.pending or 0))
    assert [failure.sentence for failure in told.failed] == ["It is damaged."]
    assert (told.bench.run, told.bench.state, told.bench.pending) == (run, "training", None)


def test_a_training_that_cannot_begin_has_ended_the_one_before(told: Told) -> None:
    run = told.train()
    told.bench.train(specification())
    told.say(events.Failed("Training", "It does not fit.", run=told.bench.pending or 0))
    assert (told.bench.run, told.bench.state) == (run, "stopped")


def test_a_model_is_built_after_its_data_is_open(told: Told) -> None:
    told.train()
    told.bench.train(specification())
    run = told.bench.pending
    assert run is not None and not told.bench.building
    told.say(events.Building(run - 1))
    assert not told.bench.building, "one that was asked for before"
    told.say(events.Building(run))
    assert told.bench.building and told.bench.training_awaited
    told.bench.train(specification())
    assert not told.bench.building


def test_stopping_while_the_data_is_opened_gives_up_waiting(told: Told) -> None:
    told.bench.train(specification())
    asked = told.bench.pending or 0
    told.bench.stop()
    assert told.host.last(commands.Stop).run == asked
    told.say(events.Stopped(asked, 0))
    assert (told.bench.pending, told.bench.state) == (None, "empty")


def test_the_first_step_of_a_new_run_waits_until_the_run_stands_still(told: Told) -> None:
    told.bench.train(specification(), one_step=True)
    run = told.bench.pending or 0
    assert told.host.last(commands.Train).paused
    assert not told.host.all(commands.OneStep)
    told.say(started(run), events.Paused(run, 0))
    assert told.host.last(commands.OneStep).run == run
    told.say(events.Paused(run, 1))
    assert len(told.host.all(commands.OneStep)) == 1
    assert (told.bench.state, told.bench.step) == ("paused", 1)


def test_speed_and_time_left_come_from_the_clock_of_the_run(told: Told) -> None:
    run = told.train()
    told.say(losses(run, 1, 10, seconds=1.0))
    assert told.bench.seconds_left is None
    told.say(losses(run, 11, 10, seconds=1.5))
    assert told.bench.steps_per_second == pytest.approx(20)
    assert told.bench.seconds_left == pytest.approx((2000 - 20) / 20)


def test_the_time_left_does_not_jump_with_a_slow_moment(told: Told) -> None:
    run = told.train()
    seconds, step = 0.0, 0
    for report in range(300):
        seconds += 0.4 if report == 280 else 0.1  # 100 steps/s, once 25
        step += 10
        told.say(losses(run, step - 9, 10, seconds))
        if report > 270:
            assert told.bench.steps_per_second == pytest.approx(100, rel=0.03)
    for _ in range(220):
        seconds += 0.2
        step += 10
        told.say(losses(run, step - 9, 10, seconds))
    assert told.bench.steps_per_second == pytest.approx(50), "what lasts is believed"


def test_training_is_unsaved_until_a_checkpoint_of_its_step_is_written(told: Told) -> None:
    run = told.train()
    assert not told.bench.unsaved
    told.say(losses(run, 1))
    assert told.bench.unsaved
    told.say(events.Saved(run, 5, "/x"))
    assert told.bench.unsaved
    told.say(events.Stopped(run, 10), events.Saved(run, 10, "/x"))
    assert not told.bench.unsaved


def test_going_on_keeps_the_number_of_a_run_and_gives_an_opened_one_its_own(told: Told) -> None:
    run = told.train()
    told.say(events.Stopped(run, 10))
    told.bench.train_on(3000)
    assert told.host.last(commands.Resume) == commands.Resume(run, 3000)
    told.bench.load("/mine")
    told.say(loaded(told.bench.pending or 0, "/mine", resumable=True))
    told.bench.train_on(2500)
    train = told.host.last(commands.Train)
    assert (train.checkpoint, train.specification.recipe.steps) == ("/mine", 2500)
    assert train.run == told.bench.pending != run


def test_run_numbers_go_on_from_earlier_sessions(qapp: object) -> None:
    assert EngineBridge(FakeHost, runs=11).new_run() == 12
