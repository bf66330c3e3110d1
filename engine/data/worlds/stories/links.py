"""What in a story is decided by an earlier word, and by which: what a head can be seen to use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from engine.data.worlds.stories.reading import Reading

Kind = Literal["pronoun", "name", "colour", "object", "use", "agreement"]

_KINDS: dict[str, Kind] = {
    "@hero": "name",
    "@hero.she": "pronoun",
    "@hero.her": "pronoun",
    "@other": "name",
    "@other.she": "pronoun",
    "@other.her": "pronoun",
    "@colour": "colour",
    "@thing": "object",
    "@thing2": "object",
    "@thing.wears": "use",
    "@thing2.wears": "use",
    "@animal.they": "pronoun",
    "@animal.them": "pronoun",
    "@animal.are": "agreement",
    "@animal.follow": "agreement",
    "@key.are": "agreement",
}


class Link(NamedTuple):
    """One token that earlier tokens decide.

    Attributes
    ----------
    kind : how. "pronoun": by the name or noun it stands for; "name", "colour", "object" (a noun):
        as it was said before; "use": the verb by the thing it suits; "agreement": the verb's
        number by the subject of its sentence, never by the noun in between.
    position : of the token decided. A model that predicts from the left does so one token before.
    sources : positions of the words that decide it, of which each is a right one to attend to.
    """

    kind: Kind
    position: int
    sources: frozenset[int]


def links(tokens: Sequence[str]) -> tuple[Link, ...]:
    """The links of a story or of its beginning, as far as the grammar can read it."""
    reading = Reading()
    mentions: dict[str, list[int]] = {}
    subject: dict[str, int] = {}
    found: list[Link] = []
    for position, token in enumerate(tokens):
        if reading.read(token) is None:
            break
        role, _, form = reading.symbol[1:].partition(".")
        if reading.symbol[0] == "+":
            mentions[role] = [position]
        elif reading.symbol[0] == "@":
            kind = _KINDS[reading.symbol]
            sources = [subject[role]] if kind == "agreement" else mentions[role]
            found.append(Link(kind, position, frozenset(sources)))
            if not form:
                mentions[role].append(position)
        if form in ("", "they"):
            subject[role] = position
    return tuple(found)
