"""One run in work: every command takes effect within a step, and watching changes no loss."""

from __future__ import annotations

import time
from unittest.mock import Mock

import pytest
import torch

from engine.bench import Bench
from engine.messages.commands import OneStep, Pause, Resume, Save, Stop, Train, Watch
from engine.messages.events import (
    Building,
    Evaluated,
    Failed,
    Finished,
    Losses,
    Paused,
    Resumed,
    Started,
    Stopped,
)
from tests.engine.conversation import Conversation, losses, tiny


def test_a_run_tells_every_loss_and_judgement(talk: Conversation) -> None:
    talk.say(Train(1, tiny()))
    finished = talk.until(Finished)
    started = talk.heard(Started)[0]
    assert started.specification.options["positions"] == "sinusoid", "defaults are filled in"
    assert started.parameters > 0 and started.memory_bytes > 0
    assert len(losses(talk)) == 6
    assert [event.step for event in talk.heard(Evaluated)] == [0, 3, 6]
    assert finished.step == 6 and set(finished.figures) == {"loss", "exact_match", "alignment"}
    assert not talk.heard(Failed)


def test_a_run_says_that_it_builds_and_stops_before_it_does(
    talk: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = Mock(side_effect=Bench.training)
    monkeypatch.setattr(Bench, "training", make)
    talk.say(Train(1, tiny()))
    talk.until(Building)
    assert not make.called and not talk.heard(Started)
    talk.say(Stop(1))
    talk.work(3)
    assert talk.heard(Stopped)[-1].run == 1 and not make.called
    talk.say(Train(2, tiny()))
    talk.until(Started)
    assert [event.run for event in talk.heard(Building)] == [1, 2]


def test_watching_changes_no_bit_of_any_loss(talk: Conversation) -> None:
    talk.say(Train(1, tiny(steps=12)))
    talk.until(Finished)
    unwatched = losses(talk)

    watched = Conversation()
    watched.session._watcher._next = float("-inf")
    watched.say(Watch("12 may 2001", "2001-05-12"), Train(1, tiny(steps=12)))
    while not watched.heard(Finished):
        watched.session._watcher.look_soon()
        watched.work()
        torch.rand(3)  # somebody else draws from torch's generator
    assert len(watched.frames) > 12
    assert losses(watched) == unwatched
    assert len(set(unwatched)) > 1


def test_dropout_draws_are_the_runs_own(talk: Conversation) -> None:
    """With dropout, whatever else draws random numbers in between changes nothing."""
    specification = tiny(steps=8)
    specification.options["dropout"] = 0.3
    talk.say(Train(1, specification))
    talk.until(Finished)
    other = Conversation()
    other.say(Train(1, specification))
    while not other.heard(Finished):
        torch.rand(5)
        other.work()
    assert losses(other) == losses(talk)


def test_pause_one_step_resume_stop(talk: Conversation) -> None:
    talk.say(Train(1, tiny(steps=500, evaluate_every=500)))
    talk.until(Losses)
    talk.say(Pause(1))
    paused = talk.heard(Paused)[-1].step
    talk.work(5)
    assert len(losses(talk)) == paused, "a paused run does not move"
    talk.say(OneStep(1))
    talk.work(5)
    assert talk.heard(Paused)[-1].step == paused + 1 == len(losses(talk))
    talk.say(Resume(1))
    assert talk.heard(Resumed)[-1].step == paused + 1
    talk.work(3)
    talk.say(Stop(1))
    assert talk.heard(Stopped)[-1].step == paused + 4 == len(losses(talk))
    talk.work(5)
    assert len(losses(talk)) == paused + 4
    talk.forget()
    talk.say(Resume(1))
    talk.work(2)
    assert talk.heard(Started)[0].step == paused + 4, "a stopped run can go on"


def test_stop_takes_effect_within_a_step_also_while_judging(talk: Conversation) -> None:
    talk.say(Train(1, tiny(steps=3)))
    talk.until(Started)
    talk.work()  # inside the first judgement
    assert not talk.heard(Evaluated)
    talk.say(Stop(1))
    assert talk.heard(Stopped)[-1].step == 0
    bench = talk.session.bench
    assert bench is not None and bench.model.training


def test_commands_of_another_run_are_dropped(talk: Conversation) -> None:
    talk.say(Train(2, tiny()))
    talk.until(Started)
    talk.say(Pause(1), Stop(1))
    talk.until(Finished)
    assert not talk.heard(Paused) and not talk.heard(Stopped)


def test_a_pause_while_data_is_opened_pauses_at_the_start(talk: Conversation) -> None:
    talk.say(Train(1, tiny()), Pause(1))
    talk.until(Paused)
    assert talk.heard(Started) and talk.heard(Paused)[0].step == 0
    talk.work(5)
    assert not talk.heard(Losses)
    talk.say(Resume(1))
    talk.until(Finished)
    other = Conversation()
    other.say(Train(1, tiny()), Pause(1), Resume(1))
    other.until(Finished)
    assert not other.heard(Paused), "resumed before it began"


def test_resuming_one_run_while_another_is_opened_is_refused(talk: Conversation) -> None:
    talk.say(Train(1, tiny()))
    talk.until(Finished)
    talk.forget()
    talk.say(Train(2, tiny(), paused=True), Resume(1))
    assert "Another run is being started" in talk.heard(Failed)[0].sentence
    talk.until(Paused)
    assert not talk.heard(Resumed)


def test_one_step_beyond_the_last_one(talk: Conversation) -> None:
    talk.say(Train(1, tiny(steps=4)))
    talk.until(Finished)
    talk.forget()
    talk.say(OneStep(1, steps=9))
    assert talk.until(Paused).step == 5
    (told,) = talk.heard(Losses)
    assert told.first == 5 and len(told.values) == 1


def test_speed_does_not_count_pauses(talk: Conversation) -> None:
    talk.say(Train(1, tiny(steps=400, evaluate_every=400)))
    talk.until(Losses)
    talk.say(Pause(1))
    told = talk.heard(Losses)[-1]
    run = talk.session.bench.run  # type: ignore[union-attr]
    assert run is not None
    before = run.seconds
    time.sleep(0.3)
    talk.say(OneStep(1))
    talk.until(Losses)
    talk.work_until(lambda: talk.heard(Losses)[-1] is not told)
    one = talk.heard(Losses)[-1]
    assert len(one.values) == 1 and one.first == told.first + len(told.values)
    expected = run.last_batch.tokens / (run.seconds - before)
    assert one.tokens_per_second == pytest.approx(expected, rel=1e-6)


def test_a_loss_that_is_not_finite_keeps_the_weights_before_it(talk: Conversation) -> None:
    talk.say(Train(1, tiny(steps=50)))
    talk.until(Losses)
    bench = talk.session.bench
    assert bench is not None
    with torch.no_grad():
        next(bench.model.parameters()).fill_(float("inf"))
    failed = talk.until(Failed)
    assert failed.what == "Training" and "Try a lower learning rate" in failed.sentence
    step = len(losses(talk))
    assert failed.kept == f"The weights of step {step:,} are kept."
    talk.forget()
    talk.say(Save(1, "/proc/nowhere"))
    assert "could not be written" in talk.heard(Failed)[0].sentence


def test_a_run_that_cannot_fit_is_refused_with_numbers(talk: Conversation) -> None:
    specification = tiny(batch_size=100_000)
    specification.options.update(d_model=2048, d_ff=8192, encoder_layers=24)
    talk.say(Train(1, specification))
    failed = talk.until(Failed)
    assert "GiB" in failed.sentence and "smaller model" in failed.sentence
    assert not talk.heard(Started)


@pytest.mark.parametrize(
    ("options", "recipe", "sentence"),
    [
        ({"heads": 3}, {}, "3 heads do not divide a model width of 16."),
        ({"colour": 3}, {}, "Transformer has no option called “colour”."),
        ({"dropout": 2.0}, {}, "dropout cannot be 2.0; choose 0 to 0.9."),
        ({}, {"evaluate_every": 0}, "evaluate_every cannot be 0; choose 1 to 1e+07."),
        ({}, {"batch_size": 0}, "batch_size cannot be 0; choose 1 to 100000."),
        ({}, {"steps": -1}, "A run cannot take -1 steps; choose 0 to 1,000,000,000."),
    ],
)
def test_unknown_choices_are_refused_in_words(
    talk: Conversation, options: dict[str, float], recipe: dict[str, object], sentence: str
) -> None:
    specification = tiny(**recipe)
    specification.options.update(options)
    talk.say(Train(1, specification))
    assert talk.until(Failed).sentence == sentence
