"""Learn hands pictures on so that no turn of the event loop is long, and shows the newest."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from engine.messages import events
from tests.visualizer.looks import example_frame
from visualizer.appearance import Appearance
from visualizer.selection import Selection
from visualizer.workspaces.learn import LearnWorkspace


@pytest.fixture
def learn(qtbot: QtBot) -> Iterator[LearnWorkspace]:
    made = LearnWorkspace(Appearance(), Selection())
    qtbot.addWidget(made)
    made.resize(1800, 900)
    made.show()
    qtbot.waitExposed(made)
    yield made


def steps(learn: LearnWorkspace) -> list[str]:
    """What the views that name their step say of it."""
    captions = [panel.header.caption.subtitle for panel in learn.trio.panels.values()]
    captions += [learn.predictions.header.caption.subtitle, learn.overview.header.caption.subtitle]
    return [word for text in captions for word in text.replace("·", " ").split() if "," in word]


def test_views_take_a_picture_one_after_another_until_all_show_it(
    qtbot: QtBot, learn: LearnWorkspace
) -> None:
    learn.receive(example_frame(step=1000))
    assert steps(learn) == [], "none in the turn in which it came"
    seen = []

    def all_there() -> bool:
        seen.append(len(steps(learn)))
        return seen[-1] == 5

    qtbot.waitUntil(all_there)
    assert steps(learn) == ["1,000"] * 5


def test_the_newest_picture_wins(qtbot: QtBot, learn: LearnWorkspace) -> None:
    learn.receive(example_frame(step=1000))
    qtbot.waitUntil(lambda: steps(learn) != [])
    learn.receive(example_frame(step=2000))
    qtbot.waitUntil(lambda: steps(learn) == ["2,000"] * 5)


def test_all_views_catch_up_at_once_where_they_have_to_agree(learn: LearnWorkspace) -> None:
    learn.receive(example_frame(step=3000))
    learn.catch_up()
    assert steps(learn) == ["3,000"] * 5


def test_pictures_of_a_run_wait_for_their_share_but_not_when_it_pauses(
    qtbot: QtBot, learn: LearnWorkspace
) -> None:
    learn.receive(example_frame(step=1000))
    qtbot.waitUntil(lambda: steps(learn) == ["1,000"] * 5)
    qtbot.waitUntil(lambda: not learn.turns.timer.isActive())
    learn.turns.next += 60
    learn.receive(example_frame(step=2000))
    qtbot.wait(100)
    assert steps(learn) == ["1,000"] * 5
    learn.receive(events.Evaluated(12, 2000, {"loss": 1.0}))
    qtbot.wait(100)
    assert steps(learn) == ["1,000"] * 5, "a judgement changes no picture"
    learn.receive(events.Paused(12, 2000))
    qtbot.waitUntil(lambda: steps(learn) == ["2,000"] * 5)
    qtbot.waitUntil(lambda: not learn.turns.timer.isActive())
    learn.turns.next += 60
    learn.receive(events.Paused(12, 3000))
    learn.receive(example_frame(step=3000))
    qtbot.waitUntil(lambda: steps(learn) == ["3,000"] * 5)
