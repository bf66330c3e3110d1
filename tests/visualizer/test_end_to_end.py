"""The window on the real engine: open, look, train, stop, keep, open again, go on."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.messages import events
from engine.specification import DataSpecification, Recipe, RunSpecification
from visualizer.app import Heed

Open = Callable[..., Heed]
WAIT = 60_000


@pytest.fixture
def opened(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens windows on engines of their own."""
    monkeypatch.setattr(gc, "freeze", lambda: None)
    made: list[Heed] = []

    def make(path: str = "") -> Heed:
        heed = Heed(path, theme="dark")
        with qtbot.waitSignal(heed.complete, timeout=WAIT):
            heed.show()
        made.append(heed)
        return heed

    yield make
    for heed in made:
        heed.window.hide()
        assert heed.stop(timeout=30)
        heed.window.deleteLater()


def tiny() -> RunSpecification:
    """A run that takes milliseconds a step."""
    return RunSpecification(
        options={"d_model": 16, "heads": 2, "encoder_layers": 1, "decoder_layers": 1, "d_ff": 32},
        data=DataSpecification(world="dates", limit=300),
        recipe=Recipe(steps=8, batch_size=8, warmup=4, evaluate_every=4, held_out=8),
        seed=3,
        device="cpu",
        threads=1,
    )


def test_a_run_is_watched_kept_opened_again_and_goes_on(opened: Open, qtbot: QtBot) -> None:
    heed = opened()
    bench, learn = heed.steering.bench, heed.views.learn
    assert learn is not None
    qtbot.waitUntil(lambda: bench.state == "loaded", timeout=WAIT)
    cross = learn.trio.panels["cross"]
    qtbot.waitUntil(
        lambda: cross.heatmap.content is not None and cross.heatmap.content.weights is not None,
        timeout=WAIT,
    )
    heed.frame.run_bar.set_specification(tiny())
    heard: list[object] = []
    bench.received.connect(heard.append)
    qtbot.mouseClick(heed.frame.run_bar.primary, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bench.state == "finished", timeout=WAIT)
    run = bench.run
    assert bench.step == 8
    qtbot.waitUntil(lambda: bool(heed.choices.last_run), timeout=WAIT)
    assert {type(event) for event in heard} >= {
        events.Started,
        events.Losses,
        events.Evaluated,
        events.Finished,
    }
    assert learn.curves.history.run == run
    heed.stop(timeout=30)

    again = opened()
    bench = again.steering.bench
    qtbot.waitUntil(lambda: bench.state == "loaded", timeout=WAIT)
    assert (bench.step, bench.resumable) == (8, True)
    assert f"run {run}" in again.window.windowTitle()
    bar = again.frame.run_bar
    longer = replace(bar.specification.recipe, steps=12)
    bar.set_specification(replace(bar.specification, recipe=longer))
    again.steering.train_or_pause()
    qtbot.waitUntil(lambda: bench.state == "finished", timeout=WAIT)
    assert bench.step == 12


def test_a_folder_that_is_no_checkpoint_is_refused_and_the_model_stays(
    opened: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    heed = opened()
    bench = heed.steering.bench
    qtbot.waitUntil(lambda: bench.state == "loaded", timeout=WAIT)
    run = bench.run
    heed.steering.filing.open_paths([str(tmp_path)])
    qtbot.waitUntil(heed.frame.failure.isVisible, timeout=WAIT)
    assert heed.frame.failure.sentence.text()
    assert (bench.run, bench.state, bench.pending) == (run, "loaded", None)


def test_a_run_that_does_not_fit_is_refused_where_the_user_looks(
    opened: Open, qtbot: QtBot
) -> None:
    heed = opened()
    bench = heed.steering.bench
    qtbot.waitUntil(lambda: bench.state == "loaded", timeout=WAIT)
    huge = {"d_model": 2048, "heads": 8, "encoder_layers": 24, "decoder_layers": 24, "d_ff": 8192}
    specification = replace(tiny(), options=huge, recipe=replace(tiny().recipe, batch_size=4096))
    heed.frame.run_bar.set_specification(specification)
    heed.steering.train_or_pause()
    qtbot.waitUntil(heed.frame.failure.isVisible, timeout=WAIT)
    assert "GB" in heed.frame.failure.sentence.text() or "GiB" in heed.frame.failure.sentence.text()
    assert heed.frame.run_bar.primary.isEnabled()
