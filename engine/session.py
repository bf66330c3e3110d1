"""The engine's side of the conversation: takes commands, trains, looks, answers with events.

One thread runs :meth:`Session.serve`. Work is generators: between two yields commands are taken,
so that every command takes effect within one training step. A failure becomes an event with a
sentence, and the session goes on serving.
"""

from __future__ import annotations

import os
import queue
import time
import traceback
from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path
from typing import Protocol, TypeVar

import torch

from engine import device
from engine.bench import Bench
from engine.checkpoint import load
from engine.data.opening import opening, reading
from engine.data.progress import Progress
from engine.data.text_corpus import AnyCorpus
from engine.data.tokenizer import Tokenizer
from engine.generation.stepping import Generation
from engine.ledger import Ledger
from engine.mailbox import Mailbox
from engine.messages import commands, events
from engine.messages.commands import Command
from engine.messages.reading import Reading
from engine.problem import Problem, sentence
from engine.specification import DataSpecification
from engine.training import Judged, training
from engine.watching import Watcher

Work = Generator[None, None, None]
T = TypeVar("T")

#: When each file was last changed (ns) and how long it is; None for one that is not there.
Stamps = tuple[tuple[int, int] | None, ...]

#: Seconds between two reports of how far the reading of data has come.
_REPORT_EVERY = 0.1


class Inbox(Protocol):
    """Where commands come from: a queue.SimpleQueue or anything like it."""

    def get(self, block: bool = True, timeout: float | None = None) -> Command:
        """The next command; raises queue.Empty where there is none and `block` is false."""


class Session:
    """Serves until :class:`engine.messages.commands.Shutdown`."""

    def __init__(self, inbox: Inbox, mailbox: Mailbox) -> None:
        self._inbox = inbox
        self._post = mailbox.post
        self._watcher = Watcher(mailbox.post)
        self._bench: Bench | None = None
        self._generation: tuple[Generation, int, int] | None = None  # with its run and step
        # Training, from the opening of its data on.
        self._work: Work | None = None
        self._run = 0
        self._paused = False
        self._steps_allowed = 0  # that a paused run may still take
        self._pause_at_start = False  # asked for while the data was being opened
        self._ledger: Ledger | None = None
        # Reading data to report on it.
        self._reading: Work | None = None
        self._request = 0
        self._read: tuple[DataSpecification, Stamps, AnyCorpus] | None = None

    def serve(self) -> None:
        """Take commands and work until told to shut down."""
        torch.set_num_threads(1)  # for looks; a run brings its own number
        self._post(events.Ready(torch.__version__, device.devices(), device.cores()))
        while True:
            try:
                command = self._inbox.get(block=not self._busy())
            except queue.Empty:
                self.work()
                continue
            if isinstance(command, commands.Shutdown):
                self._end_work()
                return
            self.obey(command)

    def obey(self, command: Command) -> None:
        """Carry out one command; what it starts goes on in :meth:`work`."""
        run, request = getattr(command, "run", 0), getattr(command, "request", 0)
        self._guarded(_DOING[type(command)], lambda: self._dispatch(command), run, request)

    def work(self) -> None:
        """One bit of everything under way: reading, training, looking."""
        if self._reading is not None:
            step = self._reading
            if not self._guarded("Reading", lambda: next(step), request=self._request):
                self._reading = None
        if self._runnable():
            assert self._work is not None
            step = self._work
            if not self._guarded("Training", lambda: next(step), run=self._run):
                self._end_work()
                self._watcher.look_soon()
            elif self._watcher.due_in_training():
                self._watcher.look_soon()
        if self._bench is not None and self._watcher.due(self._bench):
            bench = self._bench
            self._guarded("Looking", lambda: self._watcher.look(bench), run=bench.number)

    # ------------------------------------------------------------ states

    def _runnable(self) -> bool:
        return self._work is not None and (not self._paused or self._steps_allowed > 0)

    def _busy(self) -> bool:
        return self._reading is not None or self._runnable() or self._watcher.due(self._bench)

    def _on_bench(self, run: int) -> Bench:
        """The bench, if it holds that run."""
        if self._bench is None or self._bench.number != run:
            raise Problem("This run is no longer on the bench. Start or open one.")
        return self._bench

    def _end_work(self) -> None:
        if self._work is not None:
            self._work.close()
        if self._ledger is not None:
            self._ledger.flush()
        self._work, self._ledger = None, None
        self._paused, self._steps_allowed, self._pause_at_start = False, 0, False
        torch.set_num_threads(1)  # for looks; a run brings its own number

    def _guarded(
        self, doing: str, act: Callable[[], object], run: int = 0, request: int = 0
    ) -> bool:
        """Do something; False when a generator has ended or a failure was reported."""
        try:
            act()
        except StopIteration:
            return False
        except Exception as error:  # every failure is told, none ends the session
            bench = self._bench
            kept = ""
            if doing == "Training" and bench is not None and bench.number == run:
                kept = f"The weights of step {bench.step:,} are kept."
            self._post(
                events.Failed(
                    what=doing,
                    sentence=sentence(error),
                    kept=kept,
                    detail=traceback.format_exc(),
                    run=run,
                    request=request,
                )
            )
            return False
        return True

    # ------------------------------------------------------------ commands

    def _dispatch(self, command: Command) -> None:
        match command:
            case commands.Load():
                self._load(command)
            case commands.Train():
                self._end_work()
                self._run = command.run
                self._work = self._opening_and_training(command)
            case commands.Pause(run) if run == self._run and self._work is not None:
                self._pause()
            case commands.Resume(run, steps):
                self._resume(run, steps)
            case commands.OneStep(run, steps):
                if self._work is None:
                    self._resume(run, steps)
                if run == self._run and self._training_now():
                    self._paused, self._steps_allowed = True, 1
            case commands.Stop(run) if run == self._run and self._work is not None:
                self._stop(run)
            case commands.Watch():
                self._watcher.watch(command)
            case commands.Save():
                bench = self._on_bench(command.run)
                bench.save(Path(command.path), command.training)
                self._post(events.Saved(command.run, bench.step, command.path))
            case commands.ReadData():
                self._request = command.request
                self._reading = self._reading_data(command)
            case commands.Cancel(request) if request == self._request:
                self._reading = None
            case commands.Generate():
                self._generate(command)
            case commands.Extend():
                self._answer(command.request, command.written)
            case _:
                pass  # meant for a run or a request that is no longer current

    def _load(self, command: commands.Load) -> None:
        path = Path(command.path)
        bench = Bench.opened(command.run, path)
        loaded = bench.loaded(path)
        # Only now, when nothing can fail any more, the present run makes room.
        self._end_work()
        self._bench = bench
        self._post(loaded)
        self._watcher.look_soon()

    def _training_now(self) -> bool:
        """Whether the present work has got past opening its data."""
        return self._bench is not None and self._bench.number == self._run

    def _pause(self) -> None:
        bench = self._bench
        if bench is None or not self._training_now():
            self._pause_at_start = True
            return
        self._paused, self._steps_allowed = True, 0
        if self._ledger is not None:
            self._ledger.flush()
        self._post(events.Paused(self._run, bench.step))
        self._watcher.look_soon()

    def _resume(self, run: int, steps: int) -> None:
        if self._work is not None and self._run == run and not self._training_now():
            self._pause_at_start = False  # its data is still being opened
            return
        bench = self._on_bench(run)
        if self._work is not None and self._run != run:
            raise Problem("Another run is being started. Stop it before going on with this one.")
        if bench.run is None:
            raise Problem("This model was opened to be looked at, not to be trained.")
        if self._work is None:
            bench.run.extend_to(steps)
            self._run = run
            self._work = self._training(bench)
            self._post(bench.started())
        self._paused, self._steps_allowed = False, 0
        self._post(events.Resumed(run, bench.step))

    def _stop(self, run: int) -> None:
        self._end_work()
        bench = self._bench
        step = bench.step if bench is not None and bench.number == run else 0
        self._post(events.Stopped(run, step))
        self._watcher.look_soon()

    def _generate(self, command: commands.Generate) -> None:
        bench = self._bench
        if bench is None:
            raise Problem("There is no model yet. Train one or open a checkpoint.")
        self._generation = bench.generation(command.source), bench.number, bench.step
        self._answer(command.request, ())

    def _answer(self, request: int, written: tuple[int, ...]) -> None:
        if self._generation is None:
            raise Problem("There is no generation to go on with. Start one first.")
        generation, run, step = self._generation
        following = generation.answer(written)
        self._post(events.Generated(request, run, step, generation.source, following))

    # ------------------------------------------------------------ work

    def _opening_and_training(self, command: commands.Train) -> Work:
        resumed = load(Path(command.checkpoint)) if command.checkpoint else None
        specification = command.specification
        if resumed is not None:
            recipe = replace(
                resumed.specification.recipe,
                steps=max(specification.recipe.steps, resumed.specification.recipe.steps),
            )
            specification = replace(resumed.specification, recipe=recipe)
        data = specification.data
        if resumed is not None:
            # Read again, so that a change in the files is noticed, with the run's own vocabulary.
            tokenizer = Tokenizer.from_json(resumed.vocabulary)
            corpus = yield from self._telling(opening(data, tokenizer), request=0)
        elif self._read is not None and self._read[:2] == (data, _stamps(data)):
            corpus = self._read[2]  # what the report showed is what is trained on
        else:
            stamps = _stamps(data)
            corpus = yield from self._telling(opening(data), request=0)
            self._read = data, stamps, corpus
        yield
        bench = Bench.training(command.run, specification, corpus, resumed)
        self._bench = bench
        self._post(bench.started())
        if command.paused or self._pause_at_start:
            self._pause()
        self._watcher.look_soon()
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
                self._post(events.Evaluated(bench.number, outcome.number, outcome.figures))
            elif outcome is not None:
                ledger.enter(outcome, run.seconds)
                if self._paused:
                    self._pause()  # the one step that was asked for is taken
            yield
        ledger.flush()
        figures = run.history.evaluations[-1][1]
        self._post(events.Finished(bench.number, run.step, run.seconds, figures))

    def _reading_data(self, command: commands.ReadData) -> Work:
        stamps = _stamps(command.data)
        corpus, report = yield from self._telling(
            reading(command.data, command.request), command.request
        )
        self._read = command.data, stamps, corpus
        self._post(report)

    def _telling(
        self, work: Generator[Progress, None, T], request: int
    ) -> Generator[None, None, T]:
        """Pass on a reader's pause points, and tell now and then how far it is."""
        told = time.perf_counter()
        while True:
            try:
                progress = next(work)
            except StopIteration as end:
                result: T = end.value
                return result
            if time.perf_counter() - told >= _REPORT_EVERY:
                told = time.perf_counter()
                self._post(
                    Reading(request, progress.lines, progress.bytes_read, progress.bytes_total)
                )
            yield


#: What a command was doing when it failed, for the title of the message.
_DOING: dict[type, str] = {
    commands.Load: "Opening",
    commands.Train: "Training",
    commands.Pause: "Training",
    commands.Resume: "Training",
    commands.OneStep: "Training",
    commands.Stop: "Training",
    commands.Watch: "Looking",
    commands.Save: "Saving",
    commands.ReadData: "Reading",
    commands.Cancel: "Reading",
    commands.Generate: "Generating",
    commands.Extend: "Generating",
}


def _stamps(data: DataSpecification) -> Stamps:
    """By which a changed file is told from the one that was read."""
    found: list[tuple[int, int] | None] = []
    for file in (*data.files, *data.vocabulary_files):
        try:
            status = os.stat(file)
        except OSError:
            found.append(None)
        else:
            found.append((status.st_mtime_ns, status.st_size))
    return tuple(found)
