"""What the status line says of the bench."""

from __future__ import annotations

from engine.messages import events
from tests.visualizer.conftest import Opened


def test_a_run_that_starts_opens_its_data_and_then_builds_its_model(window: Opened) -> None:
    status = window.heed.frame.status
    window.heed.steering.train_anew()
    assert "Opening the data …" in status.text
    window.say(events.Building(window.pending))
    assert "Building the model …" in status.text
