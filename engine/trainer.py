"""The one run in training: started, paused, resumed, stopped, a step at a time."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path

import torch

from engine.bench import Bench
from engine.checkpoint import Checkpoint, load
from engine.ledger import Ledger
from engine.messages.commands import Train
from engine.messages.events import Building, Evaluated, Event, Finished, Paused, Resumed, Stopped
from engine.problem import Problem
from engine.restoring import checked
from engine.shelf import Shelf
from engine.specification import RunSpecification
from engine.training import Judged, training

Work = Generator[None, None, None]


class Trainer:
    """Has at most one run in work, from the opening of its data to its last step.

    `bench` is the model that is looked at, saved and generated from; a run that starts puts its
    own there as soon as its data is open, and leaves it there when it ends.
    """

    def __init__(
        self, post: Callable[[Event], None], shelf: Shelf, look_soon: Callable[[], None]
    ) -> None:
        """`look_soon` is called when something else than a step changed what there is to see."""
        self.bench: Bench | None = None
        self.run = 0  # the number of the run in work, or of the last one
        self._post = post
        self._shelf = shelf
        self._look_soon = look_soon
        self._work: Work | None = None
        self._ledger: Ledger | None = None
        self._paused = False
        self._steps_allowed = 0  # that a paused run may still take
        self._pause_at_start = False  # asked for while the data was being opened

    @property
    def runnable(self) -> bool:
        """Whether :meth:`advance` has anything to do."""
        return self._work is not None and (not self._paused or self._steps_allowed > 0)

    def advance(self) -> None:
        """Do one bit of the work: a bit of reading or judging, or a step.

        Raises
        ------
        StopIteration
            The run has ended.
        Problem
            The run cannot be started or go on.
        """
        assert self._work is not None
        next(self._work)

    def end(self) -> None:
        """Give up what is in work; the bench keeps what was learned."""
        if self._work is not None:
            self._work.close()
        if self._ledger is not None:
            self._ledger.flush()
        self._work, self._ledger = None, None
        self._paused, self._steps_allowed, self._pause_at_start = False, 0, False
        torch.set_num_threads(1)  # for looks; a run brings its own number

    def show(self, bench: Bench) -> None:
        """Put another model on the bench; what is in work makes room."""
        self.end()
        self.bench = bench

    def on_bench(self, run: int) -> Bench:
        """The bench, if it holds that run.

        Raises
        ------
        Problem
            It does not.
        """
        if self.bench is None or self.bench.number != run:
            raise Problem("This run is no longer on the bench. Start or open one.")
        return self.bench

    # ------------------------------------------------------------ commands

    def start(self, command: Train) -> None:
        """Begin a run in the place of the present one."""
        self.end()
        self.run = command.run
        self._work = self._opening_and_training(command)

    def pause(self, run: int) -> None:
        """Stand still after the present step."""
        if self._in_work(run):
            self._pause()

    def resume(self, run: int, steps: int) -> None:
        """Go on, to `steps` if that is further than the run goes by itself.

        Raises
        ------
        Problem
            The run is not on the bench, or not to be trained.
        """
        if self._in_work(run) and not self._opened():
            self._pause_at_start = False
            return
        bench = self.on_bench(run)
        if self._work is not None and self.run != run:
            raise Problem("Another run is being started. Stop it before going on with this one.")
        if bench.run is None:
            raise Problem("This model was opened to be looked at, not to be trained.")
        if self._work is None:
            bench.run.extend_to(steps)
            self.run = run
            self._work = self._training(bench)
            self._post(bench.started())
        self._paused, self._steps_allowed = False, 0
        self._post(Resumed(run, bench.step))

    def one_step(self, run: int, steps: int) -> None:
        """Take one step and pause.

        Raises
        ------
        Problem
            As for :meth:`resume`.
        """
        if self._work is None:
            self.resume(run, steps)
        if self._in_work(run) and self._opened():
            self._paused, self._steps_allowed = True, 1

    def stop(self, run: int) -> None:
        """End the run; its weights stay on the bench."""
        if not self._in_work(run):
            return
        self.end()
        bench = self.bench
        step = bench.step if bench is not None and bench.number == run else 0
        self._post(Stopped(run, step))
        self._look_soon()

    # ------------------------------------------------------------ work

    def _in_work(self, run: int) -> bool:
        return self._work is not None and self.run == run

    def _opened(self) -> bool:
        """Whether the present work has got past opening its data."""
        return self.bench is not None and self.bench.number == self.run

    def _pause(self) -> None:
        bench = self.bench
        if bench is None or not self._opened():
            self._pause_at_start = True
            return
        self._paused, self._steps_allowed = True, 0
        if self._ledger is not None:
            self._ledger.flush()
        self._post(Paused(self.run, bench.step))
        self._look_soon()

    def _opening_and_training(self, command: Train) -> Work:
        resumed = load(Path(command.checkpoint)) if command.checkpoint else None
        if resumed is None:
            specification = command.specification
            corpus, note = yield from self._shelf.corpus(specification.data)
        else:
            specification = _going_on(resumed, command.specification)
            corpus = yield from self._shelf.corpus_again(specification.data, checked(resumed))
            note = ""
        self._post(Building(command.run))
        yield  # nothing is taken while it is built: the last point to stop at
        bench = Bench.training(command.run, specification, corpus, resumed, note)
        self.bench = bench
        self._post(bench.started())
        if command.paused or self._pause_at_start:
            self._pause()
        self._look_soon()
        yield
        yield from self._training(bench)

    def _training(self, bench: Bench) -> Work:
        run = bench.run
        assert run is not None
        torch.set_num_threads(run.specification.threads)
        self._ledger = ledger = Ledger(self._post, bench.number, run.seconds)
        for outcome in training(run):
            if isinstance(outcome, Judged):
                ledger.flush()
                self._post(Evaluated(bench.number, outcome.number, outcome.figures))
            elif outcome is not None:
                ledger.enter(outcome, run.seconds)
                if self._paused:
                    self._pause()  # the one step that was asked for is taken
            yield
        ledger.flush()
        figures = run.history.evaluations[-1][1]
        self._post(Finished(bench.number, run.step, run.seconds, figures))


def _going_on(stored: Checkpoint, asked: RunSpecification) -> RunSpecification:
    """What a stored run goes on with: its own choices, and more steps if more are asked for."""
    own = stored.specification
    steps = max(asked.recipe.steps, own.recipe.steps)
    return replace(own, recipe=replace(own.recipe, steps=steps))
