"""``heed train``: drives the same generators as the window, and saves what comes of it."""

from __future__ import annotations

import json
import shlex
import shutil
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import torch

from engine import catalog, device
from engine import checkpoint as checkpoints
from engine.checkpoint import Checkpoint
from engine.cli.cancellation import Cancellation, Cancelled
from engine.cli.commands import STOPPED
from engine.cli.outcome import figures, summary
from engine.cli.plan import Plan
from engine.cli.tally import Tally
from engine.cli.telling import Teller
from engine.cli.understanding import understanding
from engine.cli.wording import count
from engine.data.opening import reading
from engine.problem import Problem, sentence
from engine.restoring import checked
from engine.run import Run
from engine.specification import Recipe, RunSpecification
from engine.training import Judged, training

_FLOAT = 4


def train(plan: Plan, cancellation: Cancellation) -> int:
    """Carry out `plan` unless it is cancelled; returns the exit code.

    Raises
    ------
    Problem, DataProblem
        It cannot be carried out, or failed on the way; what was learned by then is saved.
    """
    with Teller(plan.quiet) as teller:
        try:
            run = _opened(plan, teller, cancellation)
        except Cancelled:
            teller.say(["Stopped before training began."])
            return STOPPED
        _introduce(run, plan, teller)
        teller.expect(run.task.name)
        tally = Tally(run.step, run.specification.recipe.steps)
        try:
            done = _trained(run, tally, teller, cancellation)
        except Exception as error:
            if not (tally.steps and plan.out):
                raise
            place, failure = _saved(run, plan)
            kept = failure or f"The weights of step {run.step:,} are saved in {place}."
            raise Problem(f"{sentence(error)} {kept}") from error
        out, failure = _saved(run, plan) if tally.steps or done else (None, "")
        if not done:
            teller.say(_stopped(run, tally, plan, out))
    results = figures(run, tally, out, interrupted=not done)
    print(json.dumps(results, allow_nan=False) if plan.json else summary(results), flush=True)
    if failure:
        raise Problem(failure)
    return 0 if done else STOPPED


def _opened(plan: Plan, teller: Teller, cancellation: Cancellation) -> Run:
    stored = checkpoints.load(plan.resume) if plan.resume else None
    specification, tokenizer = plan.specification, None
    if stored is not None:
        specification = _continued(stored, plan)
        # The run's own: the files of a vocabulary may have changed, or be gone.
        tokenizer = checked(stored)
    assert specification is not None
    work = reading(specification.data, tokenizer=tokenizer)
    corpus, report = teller.finish(work, cancellation)
    teller.say(understanding(report, catalog.find(specification.architecture).task))
    try:
        run = Run(specification, corpus)
    except ValueError as error:  # options that are each allowed, but not together
        raise Problem(str(error)) from error
    if stored is not None:
        run.resume(stored)
        _tell_of_rate(stored.specification.recipe, specification.recipe, teller)
    cancellation.check()
    if plan.out:
        _refuse_if_full(run, plan.out, plan.weights_only)
    return run


def _continued(stored: Checkpoint, plan: Plan) -> RunSpecification:
    """The specification of a stored run, with the steps now asked for."""
    specification = stored.specification
    recipe = specification.recipe
    if plan.architecture and plan.architecture != specification.architecture:
        raise Problem(
            f"The checkpoint in {plan.resume} is a {specification.architecture}, not a "
            f"{plan.architecture}. Leave the name out to resume it."
        )
    steps = plan.steps or recipe.steps
    if steps < recipe.steps:
        raise Problem(
            f"The run in {plan.resume} goes to step {recipe.steps:,}; --steps can only let it go "
            "further."
        )
    if steps <= stored.step:
        raise Problem(
            f"The run in {plan.resume} has taken all its {count(stored.step, 'step')}. "
            f"Let it go further with --steps, such as --steps {2 * stored.step}."
        )
    return replace(specification, recipe=replace(recipe, steps=steps))


def _tell_of_rate(before: Recipe, now: Recipe, teller: Teller) -> None:
    """A rate that falls towards the last step falls more slowly when that lies further off."""
    if before.schedule in ("warmup-linear", "warmup-cosine") and now.steps > before.steps:
        teller.say(
            [
                f"note: the learning rate now falls to 0 at step {now.steps:,}, not at "
                f"{before.steps:,}; a run of so many steps from the start is another one"
            ]
        )


def _introduce(run: Run, plan: Plan, teller: Teller) -> None:
    specification = run.specification
    where = next(d.title for d in device.devices() if d.name == specification.device)
    begins = f"from step {run.step:,} " if run.step else ""
    teller.say(
        [
            f"{specification.architecture}: {count(run.parameters, 'parameter')}, seed "
            f"{specification.seed}, {count(specification.threads, 'thread')}, {where}; {begins}to "
            f"step {specification.recipe.steps:,}"
        ]
    )
    if not plan.out:
        teller.say(["Nothing will be saved; --out FOLDER saves what is learned."])


def _trained(run: Run, tally: Tally, teller: Teller, cancellation: Cancellation) -> bool:
    """Train until the last step, or until asked to stop: then False, at most one step later."""
    torch.set_num_threads(run.specification.threads)
    before = run.seconds
    with closing(training(run)) as work:
        for outcome in work:
            if isinstance(outcome, Judged):
                teller.judged(outcome, tally)
            elif outcome is None:
                teller.judging()
            else:
                tally.enter(outcome, run.seconds - before)
                teller.step(outcome, tally)
            if cancellation.asked and not (isinstance(outcome, Judged) and run.step >= tally.last):
                return False
    return True


def _stopped(run: Run, tally: Tally, plan: Plan, out: Path | None) -> list[str]:
    """That a run was stopped, and what became of it."""
    lines = [f"Stopped at step {run.step:,} of {tally.last:,}."]
    if out and not plan.weights_only:
        lines.append(f"It goes on with: heed train --resume {shlex.quote(str(out))} --out FOLDER")
    elif out:
        lines.append("Only the weights were saved, as asked: this run cannot go on.")
    else:
        lines.append("Nothing was saved.")
    return lines


def _refuse_if_full(run: Run, folder: Path, weights_only: bool) -> None:
    """Refuse a run whose checkpoint would not fit, before hours are spent on it."""
    # With its training state a checkpoint holds the weights and Adam's two moments.
    needed = run.parameters * _FLOAT * (1 if weights_only else 3)
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    free = shutil.disk_usage(there).free
    if needed > free:
        raise Problem(
            f"The checkpoint will take {needed / 1e6:.1f} MB, and {there} has "
            f"{free / 1e6:.1f} MB free. Free some space or choose another folder."
        )


def _saved(run: Run, plan: Plan) -> tuple[Path | None, str]:
    """Where the run was saved, if it was to be, and what went wrong, if anything.

    What cannot be saved where it should be goes to the system's folder for passing files.
    """
    if plan.out is None:
        return None, ""
    checkpoint = run.checkpoint(training=not plan.weights_only)
    try:
        checkpoints.save(checkpoint, plan.out)
        return plan.out, ""
    except Problem as problem:
        refuge = Path(tempfile.gettempdir(), f"heed-{plan.out.absolute().name}-{run.step}")
        try:
            checkpoints.save(checkpoint, refuge)
        except Problem:
            return None, str(problem)
        return refuge, f"{problem} What was learned is in {refuge} for now."
