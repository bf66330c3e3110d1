"""What of a story decides how it may go on, whoever and whatever it is about."""

from __future__ import annotations

from typing import Literal, NamedTuple

Person = Literal["hero", "other"]


class Situation(NamedTuple):
    """The story so far, without its words.

    It is small on purpose: all stories in one situation go on alike but for their words, so sums
    over all stories are sums over a few hundred situations.

    Attributes
    ----------
    sentences : how many have been told.
    met : whether the second person has been named.
    thing : who has the first thing, or that it lies somewhere ("spot").
    second : who has the second thing; "" as long as there is none.
    animals : "" for none; "seen" once two are named; "known" once something is said of the first.
    keys : "" for none; "sought" once they are named; "known" once it is told where they are.
    """

    sentences: int = 0
    met: bool = False
    thing: Literal["hero", "other", "spot"] = "hero"
    second: Literal["", "hero", "other"] = ""
    animals: Literal["", "seen", "known"] = ""
    keys: Literal["", "sought", "known"] = ""


BEGINNING = Situation()
