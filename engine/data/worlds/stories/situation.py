"""What of a story decides how it may go on, whoever and whatever it is about."""

from __future__ import annotations

from typing import Literal, NamedTuple

Person = Literal["hero", "other"]


class Situation(NamedTuple):
    """The story so far, without its words.

    It is small on purpose: all stories in one situation go on alike but for their words, so sums
    over all stories are sums over about a hundred situations.

    Attributes
    ----------
    sentences : how many have been told.
    met : whether the second person has been named.
    thing : who has the first thing, or that it lies somewhere ("spot").
    second : whether there is a second thing, which stays with the second person.
    animals : whether one has been named.
    keys : whether it has been told where they are.
    """

    sentences: int = 0
    met: bool = False
    thing: Literal["hero", "other", "spot"] = "hero"
    second: bool = False
    animals: bool = False
    keys: bool = False


BEGINNING = Situation()
