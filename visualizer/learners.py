"""Which architecture is to learn from what the user opens."""

from __future__ import annotations

from collections.abc import Container

from engine.catalog import ARCHITECTURES, Architecture, find
from engine.specification import Kind, RunSpecification


def usual(kind: Kind) -> Architecture:
    """The newest architecture that learns from a kind of data, whatever its form.

    A cloze model is not the usual one: it asks for documents of several sentences.
    """
    known = [entry for entry in all_of(kind) if entry.task != "cloze"]
    return max(known, key=lambda entry: entry.year)


def all_of(kind: Kind) -> tuple[Architecture, ...]:
    """Every architecture that learns from a kind of data, in the catalogue's order."""
    return tuple(entry for entry in ARCHITECTURES if entry.kind == kind)


class Learners:
    """Remembers the architecture that was chosen last for each kind of data."""

    def __init__(self, name: str = RunSpecification().architecture) -> None:
        self._last: dict[Kind, Architecture] = {}
        self.present = find(name)
        self.choose(name)

    def choose(self, name: str) -> None:
        """The architecture `name` stands in the run bar now."""
        self.present = find(name)
        self._last[self.present.kind] = self.present

    def of(self, kind: Kind, unfit: Container[str] = ()) -> Architecture:
        """What learns from data of this kind: the one in front, the one chosen last, or the usual.

        The one in front is named even if its task is one of `unfit`, which cannot learn from the
        data: whoever looks at it wants to know why.
        """
        if self.present.kind == kind:
            return self.present
        last = self._last.get(kind)
        return last if last is not None and last.task not in unfit else usual(kind)
