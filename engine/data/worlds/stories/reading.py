"""Reading a story from the left: what may be the next token, and how likely each is.

No two rules of a situation write the same words, and at each point the symbols that may come next
have no word in common. So every token tells which choice was made, and the chance of a token
given all before it is read off directly.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from engine.data.worlds.stories.grammar import rules
from engine.data.worlds.stories.scene import Scene
from engine.data.worlds.stories.situation import BEGINNING, Situation


@dataclass(eq=False, slots=True)
class Node:
    """A point inside a sentence: all rules that begin with the symbols read so far.

    `weight` is the chance of coming here from the sentence's start, `after` the situation that a
    finished sentence leads to.
    """

    weight: float = 0.0
    children: dict[str, Node] = field(default_factory=dict)
    after: Situation | None = None


@cache
def sentences(now: Situation) -> Node:
    """The sentences that may follow in `now`, as a tree of symbols."""
    root = Node(1.0)
    for chance, symbols, after in rules(now):
        node = root
        for symbol in symbols:
            node = node.children.setdefault(symbol, Node())
            node.weight += chance
        node.after = after
    return root


class Reading:
    """One story, read token by token.

    `symbol` is the symbol of the grammar that wrote the last token.
    """

    def __init__(self) -> None:
        self.scene = Scene()
        self.symbol = ""
        self._node = sentences(BEGINNING)

    def distribution(self) -> dict[str, float]:
        """The chance of each possible next token; empty once the story has ended."""
        whole = self._node.weight
        chances: dict[str, float] = {}
        for symbol, child in self._node.children.items():
            words = self.scene.words(symbol)
            chances |= dict.fromkeys(words, child.weight / whole / len(words))
        return chances

    def read(self, token: str) -> float | None:
        """Goes on by one token and gives its chance; None, without going on, if it cannot be."""
        for symbol, child in self._node.children.items():
            if self.scene.writes(symbol, token):
                chance = child.weight / self._node.weight / len(self.scene.words(symbol))
                if symbol[0] == "+":
                    self.scene.bind(symbol[1:], token)
                self.symbol = symbol
                self._node = child if child.after is None else sentences(child.after)
                return chance
        return None
