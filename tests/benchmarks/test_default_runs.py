"""How soon the default recipes learn their worlds: steps and core-seconds, over three seeds.

Nothing is tuned here: the catalogue's own recipe, 500 held-out pairs, judged by greedy output
every 100 steps as in the window. Exact match counts from the first judgement at .99 or above, so
a figure of 900 steps means "between 801 and 900". Core-seconds are the processor time of training
steps alone; judging is given apart. Seeds run in processes side by side, one core each, which can
only make them slower.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import pytest

from tests.benchmarks import pairs

SEEDS = (7, 8, 9)[: pairs.size(3, 1)]
ENOUGH = 0.99
#: Steps within which exact match is to come, where a target was set.
TARGETS = {"dates": "≤ 1,300", "english-french": "≤ 2,000", "numbers": ""}


@dataclass(frozen=True)
class Outcome:
    """One run, to its end.

    `steps` and `seconds` to the first judgement at .99 or above, None if none came.
    `judgements`: (step, exact match) of each.
    """

    seed: int
    steps: int | None
    seconds: float | None
    training_seconds: float
    judging_seconds: float
    last_step: int
    figures: dict[str, float]
    judgements: tuple[tuple[int, float], ...]


def train(world: str, seed: int) -> Outcome:
    """Run the default recipe; imports the engine in a process of its own."""
    import torch

    from engine.catalog import find
    from engine.data.opening import open_corpus
    from engine.run import Run
    from engine.specification import DataSpecification, RunSpecification
    from engine.training import Judged, training

    torch.set_num_threads(1)
    recipe = find("transformer").recipe(world)
    data = DataSpecification(world=world)
    run = Run(
        RunSpecification(data=data, recipe=recipe, seed=seed, device="cpu", threads=1),
        open_corpus(data),
    )
    spent = {"training": 0.0, "judging": 0.0}
    judgements: list[tuple[int, float]] = []
    reached: tuple[int, float] | None = None
    figures: dict[str, float] = {}
    for outcome, seconds in _timed(training(run)):
        learning = outcome is not None and not isinstance(outcome, Judged)
        spent["training" if learning else "judging"] += seconds
        if isinstance(outcome, Judged):
            figures = outcome.figures
            judgements.append((outcome.number, figures["exact_match"]))
            if reached is None and figures["exact_match"] >= ENOUGH:
                reached = outcome.number, spent["training"]
        if pairs.SHORT and run.step >= 30:
            break
    steps, core_seconds = reached or (None, None)
    return Outcome(
        seed,
        steps,
        core_seconds,
        spent["training"],
        spent["judging"],
        run.step,
        figures,
        tuple(judgements),
    )


def _timed(work: Iterator[object]) -> Iterator[tuple[object, float]]:
    """What `work` yields, with the processor time each took."""
    while True:
        before = time.process_time()
        try:
            outcome = next(work)
        except StopIteration:
            return
        yield outcome, time.process_time() - before


@pytest.mark.parametrize("world", TARGETS)
def test_default_run(world: str) -> None:
    pairs.headline(f"Default run: Transformer on {world}, batch 64, seeds {SEEDS}")
    workers = max(1, min(len(SEEDS), (os.cpu_count() or 1) - 1))
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        outcomes = list(pool.map(train, [world] * len(SEEDS), SEEDS))
    for outcome in outcomes:
        course = "  ".join(f"{step:,}: {match:.3f}" for step, match in outcome.judgements)
        print(f"   seed {outcome.seed}: exact match by step   {course}")
    reached = [outcome for outcome in outcomes if outcome.steps is not None]
    print(f"   exact match ≥ {ENOUGH} was reached by {len(reached)} of {len(outcomes)} seeds")
    if reached:
        pairs.line("steps to it", [float(o.steps or 0) for o in reached], "", TARGETS[world])
        pairs.line("core-seconds of training to it", [o.seconds or 0.0 for o in reached], "s")
    pairs.line("core-seconds of training in all", [o.training_seconds for o in outcomes], "s")
    pairs.line("core-seconds of judging in all", [o.judging_seconds for o in outcomes], "s")
    for name in ("exact_match", "alignment", "loss"):
        pairs.line(f"at the last step: {name}", [o.figures[name] for o in outcomes])
    assert all(o.last_step > 0 for o in outcomes)


if __name__ == "__main__":
    for each in TARGETS:
        test_default_run(each)
