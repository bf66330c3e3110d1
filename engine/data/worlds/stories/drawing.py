"""Stories drawn at random, a whole sentence at a time."""

from __future__ import annotations

from bisect import bisect
from functools import cache
from itertools import accumulate
from random import Random

from engine.data.worlds.stories.grammar import END, rules
from engine.data.worlds.stories.scene import Scene
from engine.data.worlds.stories.situation import BEGINNING, Situation
from engine.data.worlds.world import pick


def draw(generator: Random) -> str:
    """One story, as likely as the grammar says; draws with the generator's `random` alone."""
    scene = Scene()
    words: list[str] = []
    now: Situation | None = BEGINNING
    while now is not None:
        rule = rules(now)[bisect(_bounds(now), generator.random())]
        for symbol in rule.symbols:
            if symbol[0] == "+":
                word = pick(generator, scene.candidates(symbol[1:]))
                scene.bind(symbol[1:], word)
            else:
                word = scene.word(symbol)
            words.append(word)
        now = rule.after
    return " ".join(words).removesuffix(f" {END}")


@cache
def _bounds(now: Situation) -> tuple[float, ...]:
    """Where one rule's share of [0, 1) ends and the next one's begins."""
    return tuple(accumulate(rule.chance for rule in rules(now)))[:-1]
