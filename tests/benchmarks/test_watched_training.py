"""What watching costs: training in the window with every view in sight, against training alone.

A: `heed`'s real window at 1920 × 1080, Learn in front: overview, maps or an exhibit, predictions,
curves and masks, as far as the model has them, all visible and painting, on Qt's offscreen platform
(which rasters every pixel). Models with maps are measured twice: with the maps in the middle and
with the first of their exhibits there, whose tables are then asked for.
B: the generator `training(run)` in a bare process, the least that can be called training.
Both take the same steps and the same judgements of the same run from the same seed, in fresh
processes, with one torch thread each. The clock runs from one step to a later one, the same two in
both, so that neither start-up nor the opening of data counts. Losses have to be equal to the last
bit, and every view has to have painted.

One after the other they would be told apart by a tenth or more on a shared machine, whose speed
changes within seconds. So the two of a pair run at the same time, from the same moment on, each on
one half of the cores, and change halves five times a second.

Beside the ratio, which the machine's moods move by several hundredths, stand shares of the time
that they move little. What the window's thread computed; what the looks at the watched sentence
took; and in how much of the time the engine's thread computed no step: it looked, handed on what it
saw, or waited for the interpreter. What is left is the processor time of a step, whose ratio moves
with where in memory a process happened to lie, and with the caches that the window's thread shares.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.benchmarks import pairs, processes
from tests.benchmarks.runs import ALL, default_run, on_one_thread

if TYPE_CHECKING:
    from engine.specification import RunSpecification

PAIRS = pairs.size(6, 1)
#: Seconds from the start of two processes to the moment in which both begin to train: by then the
#: window stands.
BEGIN = 9.0
#: Steps on the clock, 15 to 25 s of each; it starts a fifth of them after the first.
STEPS = {
    "nnlm": 6000,
    "seq2seq": 500,
    "bahdanau": 900,
    "transformer": 600,
    "gpt": 800,
    "bert": 160,
}
#: What stands in the middle: what the model opens with, and where that is maps, an exhibit too.
VIEWS = {
    "nnlm": ("window",),
    "seq2seq": ("states",),
    "bahdanau": ("maps", "contexts"),
    "transformer": ("maps", "gradients"),
    "gpt": ("maps", "plane"),
    "bert": ("maps", "plane"),
}
TARGETS = {"nnlm": 0.90}
TARGET = 0.97


def clocked(architecture: str) -> tuple[int, int]:
    """The two steps between which the clock runs."""
    steps = STEPS[architecture] // pairs.size(1, 4)
    return steps // 5, steps // 5 + steps


def specification(architecture: str) -> RunSpecification:
    """The default run, cut short; two judgements at least fall into the time on the clock."""
    first, last = clocked(architecture)
    usual = default_run(architecture).recipe.evaluate_every
    every = min(usual, (last - first) // 2)
    return on_one_thread(default_run(architecture, steps=last, evaluate_every=every))


class Clock:
    """Notes the moment of each training step, and the processor time of threads between two."""

    def __init__(self, first: int, last: int) -> None:
        from engine.run import Run

        self.moments: list[float] = []
        self._computed: list[float] = []
        self.losses: list[float] = []
        self._between = first, last
        advance = Run.advance

        def noted(run: Run) -> object:
            computed = time.thread_time()
            step = advance(run)
            self._computed.append(time.thread_time() - computed)
            self.moments.append(time.perf_counter())
            self.losses = run.history.losses
            return step

        Run.advance = noted  # type: ignore[method-assign, assignment]

    @property
    def started(self) -> bool:
        return len(self.moments) >= self._between[0]

    @property
    def seconds(self) -> float:
        first, last = self._between
        return self.moments[last - 1] - self.moments[first - 1]

    @property
    def step(self) -> float:
        """Seconds of processor time that a step took on average."""
        first, last = self._between
        return sum(self._computed[first:last]) / (last - first)

    @property
    def idle(self) -> float:
        """The share of the time in which the engine's thread computed no step."""
        return 1 - self.step * self.speed

    @property
    def speed(self) -> float:
        """Steps a second between the two steps."""
        first, last = self._between
        return (last - first) / self.seconds

    def within(self, moment: float) -> bool:
        """Whether a moment lies between the two steps."""
        first, last = self._between
        return self.moments[first - 1] <= moment <= self.moments[last - 1]


class Looks:
    """When each look at the watched sentence ended, and the processor time it took."""

    def __init__(self) -> None:
        from engine.watching import Watcher

        self.taken: list[tuple[float, float]] = []
        look = Watcher.look

        def timed(watcher: Watcher, *arguments: Any) -> None:
            started = time.thread_time()
            look(watcher, *arguments)
            self.taken.append((time.perf_counter(), time.thread_time() - started))

        Watcher.look = timed  # type: ignore[method-assign, assignment]


def headless(spawned: float, architecture: str) -> None:
    """In a process of its own: train, and nothing else."""
    import torch

    from engine.data.opening import open_corpus
    from engine.run import Run
    from engine.training import training

    clock = Clock(*clocked(architecture))
    torch.set_num_threads(1)
    wanted = specification(architecture)
    time.sleep(max(spawned + BEGIN - time.monotonic(), 0))
    for _ in training(Run(wanted, open_corpus(wanted.data))):
        pass
    processes.answer(speed=clock.speed, losses=clock.losses, step=clock.step, idle=clock.idle)


def watched(spawned: float, architecture: str, view: str) -> None:
    """In a process of its own: train in the window, seen."""
    from tests.benchmarks import real_window

    def course(heed: Any) -> real_window.Course:
        yield real_window.is_complete(heed)
        bench = heed.steering.bench
        # Generate is made after the first picture: a part of starting up.
        yield lambda: bench.ready is not None and heed.views.generate is not None
        clock, looks = Clock(*clocked(architecture)), Looks()
        yield lambda: time.monotonic() >= spawned + BEGIN
        real_window.train(heed, specification(architecture))
        yield lambda: bool(clock.moments) and bench.trained_here
        real_window.show_in_the_middle(heed, view)
        yield lambda: clock.started
        paints, views = real_window.Paints(), real_window.views(heed)
        paints.observe(views)
        hidden = [name for name, view in views.items() if not view.isVisible()]
        computed, since = time.thread_time(), time.perf_counter()
        yield lambda: bench.state == "finished"
        computed, since = time.thread_time() - computed, time.perf_counter() - since
        taken = [cost for ended, cost in looks.taken if clock.within(ended)]
        processes.answer(
            speed=clock.speed,
            losses=clock.losses,
            step=clock.step,
            idle=clock.idle,
            paints=paints.counts,
            hidden=hidden,
            offered=heed.views.learn.middle.offered,
            window=computed / since,
            looks=len(taken),
            looking=sum(taken) / clock.seconds,
        )

    real_window.run(course)


@pytest.mark.parametrize(
    ("architecture", "view"), [(name, view) for name in ALL for view in VIEWS[name]]
)
def test_watched_training(architecture: str, view: str) -> None:
    first, last = clocked(architecture)
    pairs.headline(f"Training watched against alone, {architecture}, {view}, 1920 × 1080")
    print(f"   steps {first:,} to {last:,}, with the judgements between them, side by side")
    alone, seen = [], []
    for _ in range(PAIRS):
        found = processes.side_by_side(
            (headless, {"architecture": architecture}),
            (watched, {"architecture": architecture, "view": view}),
        )
        alone.append(found[0])
        seen.append(found[1])
    speeds = [[float(answer["speed"]) for answer in answers] for answers in (alone, seen)]
    pairs.line("alone", speeds[0], "steps/s")
    pairs.line(f"{view} watched", speeds[1], "steps/s")
    target = TARGETS.get(architecture, TARGET)
    pairs.line("as a share of alone", pairs.ratios(speeds[1], speeds[0]), "", f"≥ {target:.2f}")
    _print(alone, seen)
    every = [answer["losses"] for answer in (*alone, *seen)]
    assert all(losses == every[0] for losses in every), "watching changed a loss"
    assert len(every[0]) == last
    for answer in seen:
        assert view in answer["offered"], answer["offered"]
        assert not answer["hidden"], answer["hidden"]
        assert all(answer["paints"].values()), answer["paints"]


def _print(alone: list[dict[str, Any]], answers: list[dict[str, Any]]) -> None:
    dearer = pairs.ratios(*([each["step"] for each in side] for side in (answers, alone)))
    pairs.line("  a step's processor time, to alone", dearer)
    pairs.line("  no step computed, watched", [answer["idle"] for answer in answers])
    pairs.line("  no step computed, alone", [answer["idle"] for answer in alone])
    pairs.line("  window's thread, of the time", [answer["window"] for answer in answers])
    pairs.line("  looks, of the time", [answer["looking"] for answer in answers])
    paints = answers[0]["paints"]
    print(
        f"   {answers[0]['looks']} looks; "
        "paint events: " + ", ".join(f"{name} {count}" for name, count in paints.items())
    )


if __name__ == "__main__":
    for each in ALL:
        for shown in VIEWS[each]:
            test_watched_training(each, shown)
