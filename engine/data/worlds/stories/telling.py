"""Which sentences may be told in a situation, with their weights.

A telling is a text of symbols (see `scene`) and of X and Y, which stand for the one who acts and
for the other person: as subject and as object, by name or by pronoun, as `grammar` spells out.
X.she, X.her, Y.she and Y.her stand for the pronoun alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from engine.data.worlds.stories.situation import Person, Situation

THING = "the @colour @thing"
SECOND = "the @colour2 @thing2"
SPOT = "@preposition the @landmark"


class Telling(NamedTuple):
    """A sentence that may come next, its weight among all that may, and what it leads to."""

    weight: float
    text: str
    after: Situation


def openings(now: Situation) -> Iterator[Telling]:
    """First sentences: a person and a thing with its colour."""
    held, lying = now._replace(thing="hero"), now._replace(thing="spot")
    yield Telling(3, "+hero has a +colour +thing .", held)
    yield Telling(3, "one +time , +hero buys a +colour +thing at the +place .", held)
    yield Telling(2, "in the +room , +hero finds a +colour +thing .", held)
    yield Telling(2, "+hero sees a +colour +thing +preposition the +landmark .", lying)


def tellings(now: Situation) -> Iterator[Telling]:
    """Later sentences, whoever acts being called X."""
    yield from _about_the_lost(now)
    yield from _about_animals(now)
    yield from _about_keys(now)
    if now.met:
        yield Telling(1, "@hero and @other walk to the +place .", now)


def actions(now: Situation, actor: Person) -> Iterator[Telling]:
    """Later sentences in which `actor`, already named, is X and the other person is Y."""
    yield from _with_thing(now, actor, "thing", THING)
    if now.second:
        yield from _with_thing(now, actor, "second", SECOND)
    if now.thing == "spot":
        yield Telling(3, f"X finds {THING} {SPOT} .", now._replace(thing=actor))
        yield Telling(1, f"X is +sad because {THING} is {SPOT} .", now)
    if now.animals == "":
        seen = now._replace(animals="seen")
        yield Telling(1.5, "X sees the +animal near the +animal2 .", seen)
    if now.animals == "known":
        yield Telling(1, "X feeds the @animal .", now)
    if now.keys == "":
        yield Telling(0.7, "X looks for the +key to the +lock .", now._replace(keys="sought"))


def _with_thing(
    now: Situation, actor: Person, item: Literal["thing", "second"], phrase: str
) -> Iterator[Telling]:
    """What X does with a thing that one of the two has, and feels about it."""
    partner: Person = "other" if actor == "hero" else "hero"
    holder = now.thing if item == "thing" else now.second
    if holder == actor:
        known = now._replace(met=True)
        given = _handed(known, item, partner)
        yield Telling(3, f"X gives {phrase} to Y .", given)
        yield Telling(1.5, f"X gives {phrase} to Y , and Y.she thanks X.her .", given)
        yield Telling(1, f"X shows {phrase} to Y .", known)
        yield Telling(2, f"X @{phrase.split('@')[-1]}.wears {phrase} in the +room .", now)
        yield Telling(1, f"X takes {phrase} to the +place .", now)
        yield Telling(1, f"X is +glad because X.she has {phrase} .", now)
        if item == "thing":
            put = now._replace(thing="spot")
            yield Telling(1.5, f"X puts {phrase} +preposition the +landmark .", put)
    elif holder == partner:
        taken = _handed(now, item, actor)
        yield Telling(1, f"X takes {phrase} from Y .", taken)
        yield Telling(2, f"X asks Y for {phrase} , and Y.she gives it to X.her .", taken)
        yield Telling(1, f"X is +sad because Y.she has {phrase} .", now)


def _handed(now: Situation, item: Literal["thing", "second"], to: Person) -> Situation:
    return now._replace(thing=to) if item == "thing" else now._replace(second=to)


def _about_the_lost(now: Situation) -> Iterator[Telling]:
    """The second person comes in, or it is told who has what."""
    if now.second == "":
        who = "@other" if now.met else "+other"
        text = f"{who} has a +colour2 +thing2 ."
        yield Telling(2.5, text, now._replace(met=True, second="other"))
    if not now.met and now.thing == "spot":
        found = now._replace(met=True, thing="other")
        yield Telling(2, f"+other finds {THING} {SPOT} .", found)
    if now.met and now.thing != "spot":
        yield Telling(1, f"now @{now.thing} has {THING} .", now)
    if now.second:
        yield Telling(0.5, f"now @{now.second} has {SECOND} .", now)


def _about_animals(now: Situation) -> Iterator[Telling]:
    """Verbs that agree with an animal, past another noun."""
    known = now._replace(animals="known")
    if now.animals == "":
        yield Telling(1.5, "the +animal near @hero @animal.are +mood .", known)
    if now.animals == "seen":
        yield Telling(5, "the @animal near the @animal2 @animal.are +mood .", known)
        yield Telling(3, "the @animal near the @animal2 @animal.follow @hero .", known)
    if now.animals == "known":
        yield Telling(1, "the @animal @animal.follow @hero .", known)


def _about_keys(now: Situation) -> Iterator[Telling]:
    """The key to the cabinets is …"""
    known = now._replace(keys="known")
    if now.keys == "":
        yield Telling(1.5, f"the +key to the +lock @key.are +side {THING} .", known)
    if now.keys == "sought":
        yield Telling(4, f"the @key to the @lock @key.are +side {THING} .", known)
