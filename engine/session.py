"""The engine's side of the conversation: takes commands, trains, looks, answers with events.

One thread runs :meth:`Session.serve`. Work is generators: between two yields commands are taken,
so that every command takes effect within one training step. A failure becomes an event with a
sentence, and the session goes on serving.
"""

from __future__ import annotations

import queue
import traceback
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Protocol

import torch

from engine import device
from engine.bench import Bench
from engine.generation.stepping import Generation
from engine.mailbox import Mailbox
from engine.messages import commands, events
from engine.messages.commands import Command
from engine.problem import Problem, sentence
from engine.shelf import Shelf
from engine.trainer import Trainer
from engine.watching import Watcher


class Inbox(Protocol):
    """Where commands come from: a queue.SimpleQueue or anything like it."""

    def get(self, block: bool = True, timeout: float | None = None) -> Command:
        """The next command; raises queue.Empty where there is none and `block` is false."""


class Session:
    """Serves until :class:`engine.messages.commands.Shutdown`."""

    def __init__(self, inbox: Inbox, mailbox: Mailbox) -> None:
        self._inbox = inbox
        self._post = mailbox.post
        self._shelf = Shelf(mailbox.post)
        self._watcher = Watcher(mailbox.post)
        self._trainer = Trainer(mailbox.post, self._shelf, self._watcher.look_soon)
        self._generation: tuple[Generation, int, int] | None = None  # with its run and step
        self._reading: Generator[None, None, None] | None = None
        self._request = 0  # whose data is being read, or was last

    @property
    def bench(self) -> Bench | None:
        """The model that is trained, looked at, saved and generated from."""
        return self._trainer.bench

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
                self._trainer.end()
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
        if self._trainer.runnable:
            if not self._guarded("Training", self._trainer.advance, run=self._trainer.run):
                self._trainer.end()
                self._watcher.look_soon()
            elif self._watcher.due_in_training():
                self._watcher.look_soon()
        bench = self.bench
        if bench is not None and self._watcher.due(bench):
            self._guarded("Looking", lambda: self._watcher.look(bench), run=bench.number)

    def _busy(self) -> bool:
        reads, trains = self._reading is not None, self._trainer.runnable
        return reads or trains or self._watcher.due(self.bench)

    def _guarded(
        self, doing: str, act: Callable[[], object], run: int = 0, request: int = 0
    ) -> bool:
        """Do something; False when a generator has ended or a failure was reported."""
        try:
            act()
        except StopIteration:
            return False
        except Exception as error:  # every failure is told, none ends the session
            bench = self.bench
            kept = ""
            if doing == "Training" and bench is not None and bench.number == run:
                kept = f"The weights of step {bench.step:,} are kept."
            self._post(
                events.Failed(
                    what=doing,
                    sentence=sentence(error),
                    kept=kept,
                    detail="" if isinstance(error, Problem) else traceback.format_exc(),
                    run=run,
                    request=request,
                )
            )
            return False
        return True

    def _dispatch(self, command: Command) -> None:
        match command:
            case commands.Load():
                self._load(command)
            case commands.Train():
                self._trainer.start(command)
            case commands.Pause(run):
                self._trainer.pause(run)
            case commands.Resume(run, steps):
                self._trainer.resume(run, steps)
            case commands.OneStep(run, steps):
                self._trainer.one_step(run, steps)
            case commands.Stop(run):
                self._trainer.stop(run)
            case commands.Watch():
                self._watcher.watch(command)
            case commands.Save(run, path, training):
                bench = self._trainer.on_bench(run)
                bench.save(Path(path), training)
                self._post(events.Saved(run, bench.step, path))
            case commands.ReadData(request):
                self._request = request
                self._reading = self._shelf.report(command)
            case commands.Cancel(request) if request == self._request:
                self._reading = None
            case commands.Generate():
                self._generate(command)
            case commands.Extend(request, written):
                self._answer(request, written)
            case _:
                pass  # gives up a request that is no longer current

    def _load(self, command: commands.Load) -> None:
        bench = Bench.opened(command.run, Path(command.path))
        loaded = bench.loaded()
        # Only now, when nothing can fail any more, the present run makes room.
        self._trainer.show(bench)
        self._post(loaded)
        self._watcher.look_soon()

    def _generate(self, command: commands.Generate) -> None:
        bench = self.bench
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
