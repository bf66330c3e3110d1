"""What the log keeps of a failure."""

from __future__ import annotations

from engine.messages import events
from tests.visualizer.conftest import Opened


def test_a_refusal_takes_one_line_of_the_log(window: Opened) -> None:
    run = window.run
    log = window.heed.logbook.path
    before = log.read_text().splitlines() if log.exists() else []
    window.say(events.Failed("Generating", "BERT does not write.", run=run))
    window.say(events.Failed("Looking", "The text is empty.", run=run))
    added = log.read_text().splitlines()[len(before) :]
    assert [line.split(" WARNING ")[1] for line in added] == [
        "Generating failed: BERT does not write.",
        "Looking failed: The text is empty.",
    ]
