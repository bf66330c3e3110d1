"""When to look at the watched sentence: when something changed, and for a share of time."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Sequence

from engine.bench import Bench
from engine.messages.commands import Watch
from engine.messages.events import Event
from engine.messages.frames import BatchFrame, Frame
from engine.messages.reading import Example

#: Looking may take this share of the engine's time while a model trains …
_SHARE = 0.004
#: … and no two looks are closer than this, in seconds: the window draws hardly more often, and a
#: look that nobody sees is a step that was not taken.
_SHORTEST = 0.4
#: Letters of a sentence that is taken in at a glance.
_GLANCE = 64


class Watcher:
    """Looks at one sentence for whoever watches; costs nothing while nobody does."""

    def __init__(self, post: Callable[[Event], None]) -> None:
        self._post = post
        self._watch: Watch | None = None
        self._soon = False
        self._next = 0.0
        self._costs: deque[float] = deque(maxlen=5)

    def watch(self, command: Watch) -> None:
        """Look at this from now on."""
        self._watch = command
        self._soon = True
        self._next = 0.0

    def look_soon(self) -> None:
        """Something else than a training step changed what there is to see."""
        self._soon = True

    def due(self, bench: Bench | None) -> bool:
        """Whether something changed that was not looked at yet."""
        return self._soon and self._watch is not None and bench is not None

    def due_in_training(self) -> bool:
        """Whether the time has come to look at a model that trains."""
        return self._watch is not None and time.perf_counter() >= self._next

    def look(self, bench: Bench) -> None:
        """Look now and post what is seen.

        Raises
        ------
        Problem
            The sentence cannot be given to this model.
        """
        assert self._watch is not None
        self._soon = False
        self._next = math.inf  # a look that fails is not tried again until something changes
        started = time.perf_counter()
        source, target = self._watch.source, self._watch.target
        foreign = self._watch.data not in (None, bench.specification.data)
        if (source is None or foreign) and bench.examples:
            telling = _telling(bench.examples)
            source, target = telling.source, telling.target
        if source is not None:
            wanted = self._watch.heads, self._watch.tables, self._watch.draw
            seen = bench.look(source, target, *wanted)
            name = bench.specification.architecture
            self._post(Frame(bench.number, bench.step, name, seen))
        batch = bench.run.last_batch if bench.run is not None else None
        if batch is not None:
            self._post(BatchFrame(bench.number, bench.step, batch.lengths, batch.draws))
        now = time.perf_counter()
        self._costs.append(now - started)
        # The least of the last few: one look that others delayed must not blind the screen.
        self._next = now + max(_SHORTEST, min(self._costs) / _SHARE)


def _telling(examples: Sequence[Example]) -> Example:
    """The example to begin with: the longest at a glance, else the shortest."""
    short = [example for example in examples if len(example.source) <= _GLANCE]
    if short:
        return max(short, key=lambda example: len(example.source))
    return min(examples, key=lambda example: len(example.source))
