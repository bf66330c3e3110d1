"""Exact sums over all stories of the grammar, by recursion over its situations.

What follows depends on the situation alone, and a slot leaves as many words to choose among
whatever was chosen before; so each sum is finite and small, and nothing is sampled.
"""

from __future__ import annotations

from functools import cache
from math import log, prod

from engine.data.worlds.stories.grammar import rules
from engine.data.worlds.stories.scene import freedom
from engine.data.worlds.stories.situation import BEGINNING, Situation


@cache
def entropy(now: Situation = BEGINNING) -> float:
    """Nats of what follows `now`: H = Σ p · (−log p + Σ log choices of its slots + H after)."""
    return sum(
        chance
        * (
            sum(log(freedom(symbol)) for symbol in symbols)
            - log(chance)
            + (entropy(after) if after else 0.0)
        )
        for chance, symbols, after in rules(now)
    )


@cache
def expected_tokens(now: Situation = BEGINNING) -> float:
    """How many tokens follow `now` on average, the end included."""
    return sum(
        chance * (len(symbols) + (expected_tokens(after) if after else 0.0))
        for chance, symbols, after in rules(now)
    )


@cache
def longest(now: Situation = BEGINNING) -> int:
    """The most tokens that can follow `now`, the end included."""
    return max(len(symbols) + (longest(after) if after else 0) for _, symbols, after in rules(now))


@cache
def coincidence(now: Situation = BEGINNING) -> float:
    """The chance that two draws from `now` on are the same: the sum of p² over all stories."""
    return sum(
        chance**2
        / prod(freedom(symbol) for symbol in symbols)
        * (coincidence(after) if after else 1.0)
        for chance, symbols, after in rules(now)
    )
