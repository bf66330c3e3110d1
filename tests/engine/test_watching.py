"""Which sentence is looked at, and how often."""

from __future__ import annotations

import pytest

from engine.messages.commands import Train, Watch
from engine.messages.events import Started
from engine.watching import Watcher
from tests.engine.conversation import Conversation, tiny


def test_a_sentence_of_other_data_is_not_looked_at_once() -> None:
    talk = Conversation()
    dates, english = tiny(), tiny("english-french")
    talk.say(Watch("12 may 2001", None, (), dates.data), Train(1, dates))
    talk.until(Started)
    talk.work(3)
    assert {frame.look.source_text for frame in talk.frames} == {"12 may 2001"}
    talk.forget()
    talk.say(Train(2, english))
    started = talk.until(Started)
    talk.work(3)
    talk.session._watcher.look_soon()
    talk.work(3)
    seen = {frame.look.source_text for frame in talk.frames if frame.run == 2}
    sources = [example.source for example in started.examples]
    longest = max((source for source in sources if len(source) <= 64), key=len)
    assert seen == {longest}
    assert talk.frames[-1].look.rows_from == "reference"
    talk.forget()
    talk.say(Watch("le chat", None, (), english.data))
    talk.work(2)
    assert {frame.look.source_text for frame in talk.frames} == {"le chat"}


def test_looking_takes_its_share_of_the_time_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """A look of 10 ms comes at most every 10 ms / .007; a very quick one every .4 s."""
    now = 0.0
    monkeypatch.setattr("engine.watching.time.perf_counter", lambda: now)
    for cost, pause in ((0.01, 0.01 / 0.004), (0.0001, 0.4)):
        talk = Conversation()
        talk.say(Train(1, tiny()))
        talk.until(Started)
        bench, watcher = talk.session.bench, Watcher(lambda event: None)
        assert bench is not None

        def look(*_: object, cost: float = cost) -> None:
            nonlocal now
            now += cost

        monkeypatch.setattr(bench, "look", look)
        watcher.watch(Watch("12 may 2001"))
        watcher.look(bench)
        now += 0.99 * pause
        assert not watcher.due_in_training()
        now += 0.02 * pause
        assert watcher.due_in_training()
