"""How late the window is while a model trains, against the same window at rest.

A 5 ms precise timer runs on the window's thread for a minute; a tick that comes late is a click
or a paint that would have come as late. A: the default run on English → French trains, every view
of Learn visible at 1920 × 1080 and painting. B, the control: the same window with the same views,
a model opened and looked at, and nothing trained. What A shows beyond B is the price of training.
Threads are what the run itself chooses. Paint events are counted for each view, so that a window
that does not paint cannot win. The opening of the data, before the first step, is given apart.

Qt's offscreen platform rasters every pixel but sends none; where xvfb-run is installed (or
HEED_BENCH_XVFB=0 does not forbid it) the same is measured once more on an X server.
"""

from __future__ import annotations

import dataclasses
import os
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.benchmarks import pairs, processes

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.specification import RunSpecification

#: Seconds of each measurement.
SECONDS = pairs.size(60, 6)
PLATFORMS = ("offscreen", "xcb")


def specification() -> RunSpecification:
    """The default run on English → French, with steps enough not to end meanwhile."""
    from engine.catalog import find
    from engine.specification import DataSpecification, RunSpecification

    world = "english-french"
    recipe = dataclasses.replace(find("transformer").recipe(world), steps=100_000)
    return RunSpecification(data=DataSpecification(world=world), recipe=recipe)


def window(spawned: float, training: bool, seconds: float, checkpoint: str) -> None:
    """In a process of its own: the window, at rest or training, and how late it is."""
    from tests.benchmarks import real_window

    def course(heed: Any) -> real_window.Course:
        yield real_window.is_complete(heed)
        learn, bench = heed.views.learn, heed.steering.bench
        yield lambda: learn.trio.panels["cross"].heatmap.content is not None
        yield _after(2.0)
        ticks, paints = real_window.Ticks(), real_window.Paints()
        views = real_window.views(heed)
        paints.observe(views)
        opening: dict[str, float] = {}
        if training:
            real_window.train(heed, specification())
            yield lambda: bench.trained_here and bench.step >= 1
            opening = ticks.milliseconds()
        paints.restart()
        ticks.restart()
        first = bench.step
        yield _after(seconds)
        processes.answer(
            opening=opening,
            steps=bench.step - first,
            threads=bench.specification.threads,
            paints=paints.counts,
            hidden=[name for name, view in views.items() if not view.isVisible()],
            late=ticks.late,
            **ticks.milliseconds(),
        )

    real_window.run(course, checkpoint)


def _after(seconds: float) -> Callable[[], bool]:
    end = time.perf_counter() + seconds
    return lambda: time.perf_counter() >= end


@pytest.mark.parametrize("platform", PLATFORMS)
def test_gui_lateness(platform: str, tmp_path: Path) -> None:
    wrapper = _wrapper(platform)
    if wrapper is None:
        pytest.skip("xvfb-run is not installed")
    pairs.headline(f"GUI lateness, {SECONDS} s each, 1920 × 1080, platform {platform}")
    checkpoint = str(processes.small_checkpoint(tmp_path))
    found = {
        name: processes.measure(
            window,
            wrapper=wrapper,
            timeout=SECONDS + 120,
            environment={"QT_QPA_PLATFORM": platform},
            training=training,
            seconds=SECONDS,
            checkpoint=checkpoint,
        )
        for name, training in (("at rest", False), ("training", True))
    }
    for name, answer in found.items():
        _print(name, answer)
    opening = found["training"]["opening"]
    print(f"   opening data: p99 {opening['p99']:.1f} ms, max {opening['max']:.1f} ms")
    training = found["training"]
    print(
        f"   {training['steps']} steps in {SECONDS} s on {training['threads']} thread(s); "
        "paint events: " + ", ".join(f"{name} {n}" for name, n in training["paints"].items())
    )
    assert training["steps"] > 0
    assert not training["hidden"], training["hidden"]
    assert all(training["paints"].values()), training["paints"]


def _print(name: str, answer: dict[str, Any]) -> None:
    aim = "   target p99 ≤ 16, max ≤ 50" if name == "training" else ""
    over = [f"{late * 1e3:.0f}" for late in sorted(answer["late"], reverse=True)[:12]]
    print(
        f"   {name:<12} p50 {answer['p50']:.2f} ms, p99 {answer['p99']:.1f} ms, "
        f"max {answer['max']:.1f} ms of {answer['ticks']:,.0f} ticks{aim}"
    )
    print(f"   {'':<12} the latest, in ms: {' '.join(over)}")


def _wrapper(platform: str) -> tuple[str, ...] | None:
    """What to start the process with; None where it cannot be."""
    if platform == "offscreen":
        return ()
    if os.environ.get("HEED_BENCH_XVFB", "1") == "0" or shutil.which("xvfb-run") is None:
        return None
    return ("xvfb-run", "-a", "-s", "-screen 0 1920x1080x24")


if __name__ == "__main__":
    import tempfile

    for each in PLATFORMS:
        with tempfile.TemporaryDirectory() as folder:
            if _wrapper(each) is not None:
                test_gui_lateness(each, Path(folder))
