"""Work that cannot be cut into pieces, waited for in pieces."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
P = TypeVar("P")

#: How long one wait may keep the caller, in seconds.
_PATIENCE = 0.02


class GivenUp(Exception):
    """Raised inside the work once nobody waits for it any more."""


class Interest:
    """Whether anybody still waits for the work."""

    def __init__(self) -> None:
        self._lost = threading.Event()

    def lose(self) -> None:
        """Nobody waits any more."""
        self._lost.set()

    def while_wanted(self, items: Iterable[T]) -> Iterator[T]:
        """`items`, until nobody waits for what becomes of them."""
        for item in items:
            if self._lost.is_set():
                raise GivenUp
            yield item


def in_background(work: Callable[[Interest], T], meanwhile: P) -> Generator[P, None, T]:
    """The result of `work`, done in a thread of its own; yields `meanwhile` while it lasts.

    A generator that is closed before the end stops waiting at once. The work then ends at the
    next item it takes through `Interest.while_wanted`, or else runs out unheard.
    """
    results: list[T] = []
    failures: list[BaseException] = []
    interest = Interest()

    def run() -> None:
        try:
            results.append(work(interest))
        except BaseException as failure:
            failures.append(failure)

    thread = threading.Thread(target=run, name="heed-data", daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            thread.join(_PATIENCE)
            yield meanwhile
    finally:
        interest.lose()
    if failures:
        raise failures[0]
    return results[0]
