"""Which sentences may be told in a situation, with their weights.

A telling is a text of symbols (see `scene`) and of X, Y and Z, as `grammar` spells them out. X and
Y stand for the one who acts and for the other person, by name or by pronoun; X.she, X.her, Y.she
and Y.her for the pronoun alone. Z stands for the first thing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from engine.data.worlds.stories.situation import Person, Situation

SECOND = "the @thing2"


class Telling(NamedTuple):
    """A sentence that may come next, its weight among all that may, and what it leads to."""

    weight: float
    text: str
    after: Situation


def openings(now: Situation) -> Iterator[Telling]:
    """First sentences: a person and a thing with its colour, which says what the story is about."""
    held, lying = now._replace(thing="hero"), now._replace(thing="spot")
    yield Telling(3, "+hero has a +colour +thing .", held)
    yield Telling(3, "one +time , +hero buys a +colour +thing at the +place .", held)
    yield Telling(2, "+hero finds a +colour +thing in the +room .", held)
    yield Telling(2, "+hero sees a +colour +thing +side the +landmark .", lying)


def tellings(now: Situation) -> Iterator[Telling]:
    """Later sentences, whoever acts being called X."""
    yield from _about_owners(now)
    yield from _about_animals(now)
    yield from _about_keys(now)
    if now.met:
        yield Telling(1, "@hero and @other walk to the +place .", now)


def actions(now: Situation, actor: Person) -> Iterator[Telling]:
    """Later sentences in which `actor`, already named, is X and the other person is Y."""
    if now.thing == actor:
        yield from _with_own(now, "Z", "@thing.wears")
        yield from _giving(now, "other" if actor == "hero" else "hero")
        put = now._replace(thing="spot")
        yield Telling(1.5, "X puts Z +side the +landmark .", put)
    elif now.thing == "spot":
        yield Telling(3, "X finds Z .", now._replace(thing=actor))
        yield Telling(1, "X looks for Z .", now)
    else:
        taken = now._replace(thing=actor)
        yield Telling(5, "X asks Y for Z , and Y.she gives it to X.her .", taken)
        yield Telling(1, "X is +sad because Y.she has Z .", now)
    if now.second and actor == "other":
        yield from _with_own(now, SECOND, "@thing2.wears")
    if now.animals:
        yield Telling(2, "X feeds @animal.them .", now)


def _with_own(now: Situation, thing: str, uses: str) -> Iterator[Telling]:
    """What X does with a thing that stays with X."""
    yield Telling(4, f"X takes {thing} and {uses} it in the +room .", now)
    yield Telling(1, f"X takes {thing} to the +place .", now)
    yield Telling(1, f"X is +glad because X.she has {thing} .", now)
    yield Telling(1, f"X shows {thing} to Y .", now._replace(met=True))


def _giving(now: Situation, to: Person) -> Iterator[Telling]:
    """X hands the first thing on, to somebody new if there is no Y yet."""
    given = now._replace(thing=to, met=True)
    yield Telling(3, "X gives Z to Y .", given)
    yield Telling(1.5, "X gives Z to Y , and Y.she thanks X.her .", given)


def _about_owners(now: Situation) -> Iterator[Telling]:
    """Who has what, or comes upon it; so the second person comes in."""
    if not now.second:
        who = "@other" if now.met else "+other"
        text = f"{who} has a +colour2 +thing2 ."
        yield Telling(3, text, now._replace(met=True, second=True))
    if not now.met and now.thing == "spot":
        found = now._replace(met=True, thing="other")
        yield Telling(2, "+other finds Z .", found)
    if now.met and now.thing != "spot":
        yield Telling(2, f"now @{now.thing} has Z .", now)


def _about_animals(now: Situation) -> Iterator[Telling]:
    """Verbs that agree with an animal, past another noun."""
    known = now._replace(animals=True)
    if now.animals:
        yield Telling(2, "@animal.they @animal.follow @hero .", now)
    else:
        yield Telling(2, "the +animal near the +neighbour @animal.are +mood .", known)
        yield Telling(2, "the +animal near @hero @animal.are +mood .", known)


def _about_keys(now: Situation) -> Iterator[Telling]:
    """The key to the cabinets is …"""
    if not now.keys:
        text = "the +key to the +lock @key.are +side Z ."
        yield Telling(1.5, text, now._replace(keys=True))
