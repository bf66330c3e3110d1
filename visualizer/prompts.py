"""What a generation begins with: a sentence to translate, or the beginning of a text."""

from __future__ import annotations

from collections.abc import Iterable

from engine.messages.reading import Example
from engine.specification import DataSpecification, Kind

#: Words of a text that make a beginning, and its most letters where words are not spaced.
_WORDS, _LETTERS = 3, 24


class Prompts:
    """Remembers by kind of data what was generated from; other data offers an example of its own.

    `kind` is that of the data on the bench.
    """

    def __init__(self) -> None:
        self._data: DataSpecification | None = None
        self._kept: dict[Kind, tuple[DataSpecification, str]] = {}

    @property
    def kind(self) -> Kind:
        return self._data.kind if self._data is not None else "pairs"

    def turn_to(self, data: DataSpecification, examples: Iterable[Example], present: str) -> str:
        """The prompt to offer for `data`, where `present` is the one in the field."""
        before, self._data = self._data, data
        if before == data and self._stands(present):
            return present
        if before is not None:
            self._kept[before.kind] = before, present
        elif present:
            return present
        known, prompt = self._kept.get(data.kind, (None, ""))
        if known == data and self._stands(prompt):
            return prompt
        return next(iter(self.offered(examples)), "")

    def _stands(self, prompt: str) -> bool:
        """Whether a generation can begin with it; a text can begin with nothing."""
        return bool(prompt) or self.kind == "text"

    def offered(self, examples: Iterable[Example]) -> list[str]:
        """What to begin with, of each example; each once."""
        return list(dict.fromkeys(self.of(example.source) for example in examples))

    def of(self, text: str) -> str:
        """A sentence as it is; of a text its beginning, so that there is something to write."""
        if self.kind == "pairs":
            return text
        return " ".join(text.split()[:_WORDS])[:_LETTERS].rstrip()
