"""How soon the default recipes learn their worlds: steps and core-seconds, over three seeds.

Nothing is tuned here: the catalogue's own recipe and its own held-out part, judged as in the
window, every so many steps as the recipe says. A figure counts from the first judgement at which it
is good enough, so with judgements every 100 steps "900" means "between 801 and 900". Core-seconds
are the processor time of training steps alone; judging is given apart. Each run is headless and has
one thread. Seeds run in processes side by side, on all cores but one, which can only make them
slower.
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
from tests.benchmarks.runs import default_run, on_one_thread

SEEDS = (7, 8, 9)[: pairs.size(3, 1)]


@dataclass(frozen=True)
class Goal:
    """A default run, and what it is to reach.

    `enough` of `figure`, an excess from above and anything else from below; `within` : steps, 0
    where no target was set; `besides` : another figure whose course is shown.
    """

    architecture: str
    world: str
    figure: str
    enough: float
    within: int = 0
    besides: str = ""

    def __str__(self) -> str:
        return f"{self.architecture}-{self.world}"

    @property
    def words(self) -> str:
        sign = "≤" if self.figure == "excess" else "≥"
        return f"{self.figure.replace('_', ' ')} {sign} {self.enough:g}"

    def reached(self, value: float) -> bool:
        """Whether a judgement's figure is good enough."""
        return value <= self.enough if self.figure == "excess" else value >= self.enough


GOALS = (
    Goal("bahdanau", "dates", "exact_match", 0.99, 500),
    Goal("transformer", "dates", "exact_match", 0.99, 1300),
    Goal("transformer", "numbers", "exact_match", 0.99),
    Goal("seq2seq", "english-french", "exact_match", 0.9, 2500),
    Goal("bahdanau", "english-french", "exact_match", 0.99, 2500, "alignment"),
    Goal("transformer", "english-french", "exact_match", 0.99, 2000, "alignment"),
    Goal("gpt", "stories", "excess", 0.02, 3500, "loss"),
    Goal("bert", "stories", "next_sentence", 0.9, 5000, "cloze"),
)


@dataclass(frozen=True)
class Outcome:
    """One run, to its end.

    `steps` and `seconds` to the first judgement that is good enough, None if none came.
    `judgements`: (step, figures) of each.
    """

    seed: int
    steps: int | None
    seconds: float | None
    training_seconds: float
    judging_seconds: float
    last_step: int
    judgements: tuple[tuple[int, dict[str, float]], ...]


def train(goal: Goal, seed: int) -> Outcome:
    """Run the default recipe; imports the engine in a process of its own."""
    import torch

    from engine.data.opening import open_corpus
    from engine.run import Run
    from engine.training import Judged, training

    torch.set_num_threads(1)
    specification = on_one_thread(default_run(goal.architecture, goal.world, seed))
    run = Run(specification, open_corpus(specification.data))
    spent = {"training": 0.0, "judging": 0.0}
    judgements: list[tuple[int, dict[str, float]]] = []
    reached: tuple[int, float] | None = None
    for outcome, seconds in _timed(training(run)):
        learning = outcome is not None and not isinstance(outcome, Judged)
        spent["training" if learning else "judging"] += seconds
        if isinstance(outcome, Judged):
            judgements.append((outcome.number, outcome.figures))
            if reached is None and goal.reached(outcome.figures[goal.figure]):
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


@pytest.mark.parametrize("goal", GOALS, ids=str)
def test_default_run(goal: Goal) -> None:
    recipe = default_run(goal.architecture, goal.world).recipe
    title = f"Default run: {goal.architecture} on {goal.world}, {recipe.steps:,} steps"
    pairs.headline(f"{title} of {recipe.batch_size}, seeds {SEEDS}")
    workers = max(1, min(len(SEEDS), (os.cpu_count() or 1) - 1))
    print(f"   {workers} seeds side by side, one thread each")
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        outcomes = list(pool.map(train, [goal] * len(SEEDS), SEEDS))
    for name in filter(None, (goal.figure, goal.besides)):
        for outcome in outcomes:
            print(f"   seed {outcome.seed}: {name} by step   {_course(outcome, name)}")
    reached = [outcome for outcome in outcomes if outcome.steps is not None]
    print(f"   {goal.words} was reached by {len(reached)} of {len(outcomes)} seeds")
    if reached:
        target = f"≤ {goal.within:,}" if goal.within else ""
        pairs.line("steps to it", [float(o.steps or 0) for o in reached], "", target)
        pairs.line("core-seconds of training to it", [o.seconds or 0.0 for o in reached], "s")
    pairs.line("core-seconds of training in all", [o.training_seconds for o in outcomes], "s")
    pairs.line("core-seconds of judging in all", [o.judging_seconds for o in outcomes], "s")
    for name in outcomes[0].judgements[-1][1]:
        values = [outcome.judgements[-1][1][name] for outcome in outcomes]
        pairs.line(f"at the last step: {name}", values)
    assert all(outcome.last_step > 0 for outcome in outcomes)


def _course(outcome: Outcome, name: str) -> str:
    return "  ".join(f"{step:,}: {found[name]:.3f}" for step, found in outcome.judgements)


if __name__ == "__main__":
    for each in GOALS:
        test_default_run(each)
