"""Which sentence is looked at, when a model of other data comes onto the bench."""

from __future__ import annotations

from engine.messages.commands import Train, Watch
from engine.messages.events import Started
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
