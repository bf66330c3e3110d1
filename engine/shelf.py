"""The user's data as read: told of while it is read, and kept until its files change."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from typing import TypeVar

from engine.data.opening import opening, reading
from engine.data.progress import Progress
from engine.data.stamps import Stamps, changed, stamps
from engine.data.text_corpus import AnyCorpus
from engine.data.tokenizer import Tokenizer
from engine.messages.commands import ReadData
from engine.messages.events import Event
from engine.messages.reading import Reading
from engine.specification import DataSpecification

T = TypeVar("T")

#: Seconds between two reports of how far the reading of data has come.
_REPORT_EVERY = 0.1


class Shelf:
    """Holds the corpus read last, so that what a report showed is what is trained on."""

    def __init__(self, post: Callable[[Event], None]) -> None:
        self._post = post
        self._kept: tuple[DataSpecification, Stamps, AnyCorpus] | None = None

    def report(self, command: ReadData) -> Generator[None, None, None]:
        """Read data and post what was understood; each yield is a pause point.

        Raises
        ------
        Problem
            The data cannot be read as what it was said to be.
        """
        before = stamps(command.data)
        corpus, report = yield from self._told(
            reading(command.data, command.request), command.request
        )
        self._kept = command.data, before, corpus
        self._post(report)

    def corpus(self, data: DataSpecification) -> Generator[None, None, tuple[AnyCorpus, str]]:
        """The corpus of some data, from the shelf while its files are as they were.

        With it comes what to say of files that have changed since; "" where none has.

        Raises
        ------
        Problem
            The data cannot be read as what it was said to be.
        """
        before = stamps(data)
        if self._kept is not None and self._kept[:2] == (data, before):
            return self._kept[2], ""
        since = changed(data, self._kept[1]) if self._kept and self._kept[0] == data else []
        corpus = yield from self._told(opening(data), request=0)
        self._kept = data, before, corpus
        return corpus, _about_change(since)

    def corpus_again(
        self, data: DataSpecification, tokenizer: Tokenizer
    ) -> Generator[None, None, AnyCorpus]:
        """The corpus that a run goes on with, cut by the run's own vocabulary.

        It is read anew, so that a change in its files is noticed.

        Raises
        ------
        Problem
            The data cannot be read as what it was said to be.
        """
        return self._told(opening(data, tokenizer), request=0)

    def _told(self, work: Generator[Progress, None, T], request: int) -> Generator[None, None, T]:
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


def _about_change(files: Sequence[str]) -> str:
    if not files:
        return ""
    names = files[0] if len(files) == 1 else f"{files[0]} and {len(files) - 1} more"
    return f"Changed since the last reading: {names}. The run learns from what is there now."
