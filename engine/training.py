"""Training as a generator: every yield is a point at which a run may pause, look or stop."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

from engine.run import Run, Step


@dataclass(frozen=True)
class Judged:
    """Held-out figures after step `number`."""

    number: int
    figures: dict[str, float]


def training(run: Run) -> Generator[Step | Judged | None, None, None]:
    """Train to the recipe's last step; yields each step, each judgement, and None while judging.

    Closing the generator leaves the run between two steps; another one goes on from there.

    Raises
    ------
    Problem
        The loss is not finite; the run's weights are those of the step before.
    """
    recipe = run.specification.recipe
    judge = run.task.judging(run.corpus, recipe)
    while True:
        judged = run.history.evaluations[-1][0] if run.history.evaluations else -1
        last = run.step >= recipe.steps
        if run.step != judged and (last or run.step % recipe.evaluate_every == 0):
            figures = yield from judge(run.model)
            run.history.evaluations.append((run.step, figures))
            yield Judged(run.step, figures)
        if last:
            return
        yield run.advance()
