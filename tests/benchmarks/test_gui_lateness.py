"""How late the window is while a model trains, against the same window at rest.

A 5 ms precise timer runs on the window's thread; a tick that comes late is a click or a paint that
would have come as late. A: the default run of each architecture trains, every view that it has in
Learn visible at 1920 × 1080 and painting, in the arrangement that the model opens with. B, the
control: the same window, the Transformer opened and looked at, and nothing trained. What A shows
beyond B is the price of training. Threads are what the run itself chooses. Paint events are counted
for each view, so that a window that does not paint cannot win; figures of judgements are left out,
because between two of them may lie more time than is measured. The opening of the data, before the
first step, is given apart.

Qt's offscreen platform rasters every pixel but sends none; where xvfb-run is installed (or
HEED_BENCH_XVFB=0 does not forbid it) the same is measured once more on an X server.
"""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.benchmarks import pairs, processes
from tests.benchmarks.runs import ALL, default_run

if TYPE_CHECKING:
    from collections.abc import Callable

PLATFORMS = ("offscreen", "xcb")
#: The window at rest, and the architecture that is measured for longest.
AT_REST, LONGEST = "at rest", "transformer"


def seconds(name: str, platform: str) -> int:
    """How long to measure."""
    full = 60 if platform == "offscreen" and name in (AT_REST, LONGEST) else 20
    return pairs.size(full, 6)


def window(spawned: float, name: str, seconds: float, checkpoint: str) -> None:
    """In a process of its own: the window, at rest or training, and how late it is."""
    from tests.benchmarks import real_window

    def course(heed: Any) -> real_window.Course:
        yield real_window.is_complete(heed)
        learn, bench = heed.views.learn, heed.steering.bench
        yield lambda: learn.trio.panels["cross"].heatmap.content is not None
        yield _after(2.0)
        ticks = real_window.Ticks()
        opening: dict[str, float] = {}
        if name != AT_REST:
            # With steps enough not to end meanwhile.
            real_window.train(heed, default_run(name, steps=100_000))
            yield lambda: bench.trained_here and bench.step >= 1
            opening = ticks.milliseconds()
            yield _after(1.0)  # the views of another model have been made
        paints, views = real_window.Paints(), real_window.views(heed, judged=False)
        paints.observe(views)
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
@pytest.mark.parametrize("name", (AT_REST, *ALL))
def test_gui_lateness(name: str, platform: str, tmp_path: Path) -> None:
    wrapper = _wrapper(platform)
    if wrapper is None:
        pytest.skip("xvfb-run is not installed")
    lasting = seconds(name, platform)
    pairs.headline(f"GUI lateness, {name}, {lasting} s, 1920 × 1080, platform {platform}")
    answer = processes.measure(
        window,
        wrapper=wrapper,
        timeout=lasting + 120,
        environment={"QT_QPA_PLATFORM": platform},
        name=name,
        seconds=lasting,
        checkpoint=str(processes.small_checkpoint(tmp_path)),
    )
    _print(name, answer)
    assert not answer["hidden"], answer["hidden"]
    if name != AT_REST:
        opening = answer["opening"]
        print(f"   opening data: p99 {opening['p99']:.1f} ms, max {opening['max']:.1f} ms")
        print(
            f"   {answer['steps']:,} steps on {answer['threads']} thread(s); paint events: "
            + ", ".join(f"{view} {count}" for view, count in answer["paints"].items())
        )
        assert answer["steps"] > 0
        assert all(answer["paints"].values()), answer["paints"]


def _print(name: str, answer: dict[str, Any]) -> None:
    aim = "" if name == AT_REST else "   target p99 ≤ 16, max ≤ 50"
    over = [f"{late * 1e3:.0f}" for late in sorted(answer["late"], reverse=True)[:12]]
    print(
        f"   p50 {answer['p50']:.2f} ms, p99 {answer['p99']:.1f} ms, "
        f"max {answer['max']:.1f} ms of {answer['ticks']:,.0f} ticks{aim}"
    )
    print(f"   the latest, in ms: {' '.join(over)}")


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
        for one in (AT_REST, *ALL):
            with tempfile.TemporaryDirectory() as folder:
                if _wrapper(each) is not None:
                    test_gui_lateness(one, each, Path(folder))
