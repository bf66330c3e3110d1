"""What watching costs: training in the window with every view in sight, against training alone.

A: `heed`'s real window at 1920 × 1080, Learn in front: overview, three maps, predictions, curves
and masks all visible and painting, on Qt's offscreen platform (which rasters every pixel).
B: the generator `training(run)` in a bare process, the least that can be called training.
Both take the same steps and the same judgements of the same run from the same seed, in fresh
processes that alternate, with one torch thread each. The clock runs from one step to a later one,
the same two in both, so that neither start-up nor the opening of data counts. Losses have to be
equal to the last bit, and every view has to have painted.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.benchmarks import pairs, processes

if TYPE_CHECKING:
    from engine.specification import RunSpecification

PAIRS = pairs.size(6, 1)
#: The clock runs between these two steps.
FIRST, LAST = 50, pairs.size(350, 110)


def specification() -> RunSpecification:
    """The default run on English → French, cut short."""
    from engine.catalog import find
    from engine.specification import DataSpecification, RunSpecification

    world = "english-french"
    recipe = dataclasses.replace(find("transformer").recipe(world), steps=LAST)
    return RunSpecification(
        data=DataSpecification(world=world), recipe=recipe, device="cpu", threads=1
    )


def _noting_time() -> tuple[list[float], Callable[[], list[float]]]:
    """The moment of each step from now on, and a way to its run's losses."""
    from engine.run import Run

    moments: list[float] = []
    runs: list[Run] = []
    advance = Run.advance

    def noted(self: Run) -> object:
        step = advance(self)
        moments.append(time.perf_counter())
        runs[:] = [self]
        return step

    Run.advance = noted  # type: ignore[method-assign, assignment]
    return moments, lambda: runs[0].history.losses


def headless(spawned: float) -> None:
    """In a process of its own: train, and nothing else."""
    import torch

    from engine.data.opening import open_corpus
    from engine.run import Run
    from engine.training import training

    moments, losses = _noting_time()
    torch.set_num_threads(1)
    wanted = specification()
    for _ in training(Run(wanted, open_corpus(wanted.data))):
        pass
    processes.answer(speed=_speed(moments), losses=losses())


def watched(spawned: float) -> None:
    """In a process of its own: train in the window, seen."""
    from tests.benchmarks import real_window

    def course(heed: Any) -> real_window.Course:
        yield real_window.is_complete(heed)
        bench = heed.steering.bench
        yield lambda: bench.ready is not None
        moments, losses = _noting_time()
        real_window.train(heed, specification())
        yield lambda: len(moments) >= 20
        paints = real_window.Paints()
        views = real_window.views(heed)
        paints.observe(views)
        hidden = [name for name, view in views.items() if not view.isVisible()]
        yield lambda: bench.state == "finished"
        processes.answer(
            speed=_speed(moments), losses=losses(), paints=paints.counts, hidden=hidden
        )

    real_window.run(course)


def _speed(moments: list[float]) -> float:
    """Steps a second between the two steps."""
    return (LAST - FIRST) / (moments[LAST - 1] - moments[FIRST - 1])


def test_watched_training() -> None:
    pairs.headline("Training watched against training alone, default Transformer, 1920 × 1080")
    answers: dict[str, list[dict[str, Any]]] = {"watched": [], "alone": []}

    def turn(name: str, function: Callable[..., None]) -> float:
        answers[name].append(processes.measure(function))
        return float(answers[name][-1]["speed"])

    measured = pairs.interleaved(
        PAIRS,
        {"watched": lambda: turn("watched", watched), "alone": lambda: turn("alone", headless)},
    )
    print(f"   steps {FIRST} to {LAST}, with the judgements between them")
    for name, values in measured.items():
        pairs.line(name, values, "steps/s")
    shares = pairs.ratios(measured["watched"], measured["alone"])
    pairs.line("watched, as a share of alone", shares, "", "≥ .97")
    paints = answers["watched"][0]["paints"]
    print("   paint events: " + ", ".join(f"{name} {count}" for name, count in paints.items()))
    every = [answer["losses"] for found in answers.values() for answer in found]
    assert all(losses == every[0] for losses in every), "watching changed a loss"
    assert len(every[0]) == LAST
    for answer in answers["watched"]:
        assert not answer["hidden"], answer["hidden"]
        assert all(answer["paints"].values()), answer["paints"]


if __name__ == "__main__":
    test_watched_training()
