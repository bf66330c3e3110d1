"""What went wrong is said in the window, with a way out, and goes when it is resolved."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from engine.messages import events
from tests.visualizer.conftest import Opened
from tests.visualizer.fake_engine import loaded

Open = Callable[..., Opened]


@pytest.mark.parametrize(
    ("what", "resolved"),
    [
        ("Opening", lambda run: loaded(run)),
        ("Training", lambda run: events.Resumed(run, 1)),
        ("Saving", lambda run: events.Saved(run, 1, "/x")),
    ],
)
def test_a_failure_is_said_with_a_way_out_and_goes_when_it_is_resolved(
    window: Opened, what: str, resolved: Callable[[int], events.Event]
) -> None:
    strip = window.heed.frame.failure
    assert strip.isHidden()
    window.say(events.Failed(what, "It went wrong.", "All is kept.", "details", window.run))
    assert strip.isVisible()
    assert strip.sentence.text() == "It went wrong."
    assert "All is kept." in strip.kept.text() and "heed.log" in strip.kept.text()
    assert strip.way_out.text()
    assert "details" in window.heed.logbook.path.read_text()
    window.say(resolved(window.run))
    assert strip.isHidden()


def test_an_engine_that_cannot_start_is_said_and_nothing_is_awaited(open_window: Open) -> None:
    opened = open_window()
    opened.say(events.Failed("Starting", "The engine could not start: no torch. Set it up again."))
    assert "no torch" in opened.heed.frame.failure.sentence.text()
    assert opened.heed.frame.status.text == "The engine could not start"
    assert opened.heed.steering.bench.pending is None


def test_a_failed_look_is_said_by_the_sentence_alone(window: Opened) -> None:
    window.say(events.Failed("Looking", "It is too long.", run=window.run))
    sentence = window.heed.views.sentence
    assert sentence and sentence.notes.failure.text() == "It is too long."
    assert window.heed.frame.failure.isHidden()


def test_the_newest_failure_is_shown_and_the_older_comes_back(window: Opened) -> None:
    strip = window.heed.frame.failure
    window.say(events.Failed("Training", "NaN."), events.Failed("Saving", "The disk is full."))
    assert strip.sentence.text() == "The disk is full."
    window.say(events.Saved(window.run, 2000, "/x"))
    assert strip.sentence.text() == "NaN."
    strip.put_away()
    assert strip.isHidden()


def test_an_exception_nobody_caught_is_said_and_logged(
    window: Opened, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    window.heed.logbook._hooks = (lambda *found: None, window.heed.logbook._hooks[1])
    try:
        raise RuntimeError("a slot went wrong")
    except RuntimeError:
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
    strip = window.heed.frame.failure
    qtbot.waitUntil(lambda: "a slot went wrong" in strip.sentence.text())
    assert "a slot went wrong" in window.heed.logbook.path.read_text()


def test_where_nothing_opens_the_log_its_place_is_said(
    window: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: False)
    window.heed.actions["show_log"].trigger()
    assert str(window.heed.logbook.path) in window.heed.frame.failure.sentence.text()
