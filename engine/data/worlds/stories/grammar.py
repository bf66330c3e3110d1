"""The grammar of stories: in each situation the sentences that may follow, with their chances."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from typing import NamedTuple

from engine.data.worlds.stories.situation import BEGINNING, Person, Situation
from engine.data.worlds.stories.telling import actions, openings, tellings

END = "</s>"

# The chance that a story ends after so many sentences.
STOP = (0.0, 0.0, 0.05, 0.12, 0.3, 0.5, 1.0)

# What Z stands for: the first thing, with its colour or, as often, without.
_THING = ((0.5, "the @colour @thing"), (0.5, "the @thing"))


class Rule(NamedTuple):
    """One way to go on: the symbols of a sentence, or of the end, which leads to no situation."""

    chance: float
    symbols: tuple[str, ...]
    after: Situation | None


@cache
def rules(now: Situation) -> tuple[Rule, ...]:
    """All ways to go on from `now`; their chances sum to 1 and no two write the same words."""
    stop = STOP[now.sentences]
    if stop == 1:
        return (Rule(1.0, (END,), None),)
    spelled = tuple(_spelled(now))
    total = sum(weight for weight, _, _ in spelled)
    told = tuple(
        Rule((1 - stop) * weight / total, symbols, after._replace(sentences=now.sentences + 1))
        for weight, symbols, after in spelled
    )
    return (*told, Rule(stop, (END,), None)) if stop else told


def situations() -> tuple[Situation, ...]:
    """All situations that a story can come to, those with fewer sentences first."""
    found = {BEGINNING: None}
    level = [BEGINNING]
    while level:
        following = {rule.after: None for now in level for rule in rules(now) if rule.after}
        level = list(following)
        found |= following
    return tuple(found)


def _spelled(now: Situation) -> Iterator[tuple[float, tuple[str, ...], Situation]]:
    """The sentences that may follow, with X, Y and Z spelled out in all ways."""
    for weight, text, after in tellings(now) if now.sentences else openings(now):
        for share, symbols in _alternatives(text, {"Z": _THING}):
            yield weight * share, symbols, after
    if not now.sentences:
        return
    pairs: tuple[tuple[Person, Person], ...] = (("hero", "other"), ("other", "hero"))
    for actor, partner in pairs if now.met else pairs[:1]:
        for weight, text, after in actions(now, actor):
            for share, symbols in _mentions(text, actor, partner, now.met):
                yield weight * share, symbols, after


def _mentions(
    text: str, actor: Person, partner: Person, met: bool
) -> Iterator[tuple[float, tuple[str, ...]]]:
    """`text` with its people called by name or by pronoun; a new one can only be named."""
    subject = (
        (0.35, f"@{actor}"),
        (0.40, f"@{actor}.she"),
        (0.1, f"then @{actor}.she"),
        (0.15, f"later , @{actor}"),
    )
    to_one_known = ((0.7, f"@{partner}"), (0.3, f"@{partner}.her"))
    ways = {"X": subject, "Y": to_one_known if met else ((1.0, "+other"),), "Z": _THING}
    text = text.replace("X.", f"@{actor}.").replace("Y.", f"@{partner}.")
    yield from _alternatives(text, ways)


def _alternatives(
    text: str, ways: Mapping[str, tuple[tuple[float, str], ...]]
) -> Iterator[tuple[float, tuple[str, ...]]]:
    """`text` as symbols, each part that has several ways written in each of them."""
    for parts in product(*(ways.get(part, ((1.0, part),)) for part in text.split())):
        share = 1.0
        for chance, _ in parts:
            share *= chance
        yield share, tuple(" ".join(part for _, part in parts).split())
