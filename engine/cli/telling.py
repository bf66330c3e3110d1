"""How opening and training go, on stderr: a live line in a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Generator, Iterable
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from engine.cli.cancellation import Cancellation
from engine.cli.tally import Tally
from engine.cli.wording import duration, figure
from engine.data.progress import Progress as Reading
from engine.figures import FIGURES, HEADLINES
from engine.run import Step
from engine.training import Judged

T = TypeVar("T")

#: Columns of figures: four of them, the most a task has, leave room in 80 characters.
_WIDTH = 11


class Teller:
    """Prints on stderr, or nothing at all when `quiet`. A context manager."""

    def __init__(self, quiet: bool) -> None:
        self.console = Console(
            file=sys.stderr, quiet=quiet, markup=False, highlight=False, emoji=False
        )
        self._live = self.console.is_terminal and not quiet
        self._bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=20),
            TextColumn("{task.fields[state]}", markup=False),
            TimeRemainingColumn(),
            console=self.console,
            transient=True,
            disable=not self._live,
        )
        self._task = self._bar.add_task("", visible=False, state="", total=None)
        self._figures: tuple[str, ...] = ()
        self._headed = False

    def __enter__(self) -> Teller:
        if self._live:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._live:
            self._bar.stop()

    def say(self, lines: Iterable[str], style: str = "") -> None:
        """Print whole lines."""
        for line in lines:
            self.console.print(Text(line, style=style), soft_wrap=True)

    def expect(self, task: str) -> None:
        """Show the figures that tell most of this task, the loss first."""
        self._figures = tuple(name for name in FIGURES if name in HEADLINES[task])

    def finish(self, work: Generator[Reading, None, T], cancellation: Cancellation) -> T:
        """The result of `work`, telling how far it is.

        Raises
        ------
        Cancelled
            Somebody asked to stop.
        """
        try:
            while True:
                cancellation.check()
                self._read(next(work))
        except StopIteration as end:
            result: T = end.value
            return result
        finally:
            work.close()
            self._bar.update(self._task, visible=False)

    def step(self, step: Step, tally: Tally) -> None:
        """A step was taken."""
        state = f"{step.number:,}/{tally.last:,}  loss {step.loss:.3f}  {tally.speed:,.0f} tokens/s"
        self._show("training", step.number, tally.last, state)

    def judging(self) -> None:
        """The model is being judged."""
        self._bar.update(self._task, description="judging ")

    def judged(self, judged: Judged, tally: Tally) -> None:
        """New held-out figures: a line that stays."""
        shown = [name for name in self._figures if name in judged.figures]
        if not self._headed:
            self._headed = True
            heads = "".join(f"{FIGURES[name].short:>{_WIDTH}}" for name in shown)
            self.say([f"{'step':>9}{'loss':>8}{heads}{'tokens/s':>10}{'left':>9}"], style="bold")
        loss = f"{tally.recent_loss():.3f}" if tally.steps else "-"
        values = "".join(f"{figure(name, judged.figures[name]):>{_WIDTH}}" for name in shown)
        speed = f"{tally.speed:,.0f}" if tally.steps else "-"
        left = tally.left(time.perf_counter())
        self.say(
            [
                f"{judged.number:>9,}{loss:>8}{values}{speed:>10}"
                f"{'-' if left is None else duration(left):>9}"
            ]
        )

    def _read(self, progress: Reading) -> None:
        state = f"{progress.lines:,}" if progress.lines else ""
        self._show(progress.stage, progress.bytes_read, progress.bytes_total or None, state)

    def _show(self, description: str, done: int, total: int | None, state: str) -> None:
        self._bar.update(
            self._task,
            description=description,
            completed=done,
            total=total,
            state=state,
            visible=True,
        )
