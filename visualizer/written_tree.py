"""The tree of everything written in one generation: a node a token, a path a way to a leaf.

Knows no Qt. A first child continues its parent's path; every other child begins a new one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from engine.seen.predictions import GenerationStep
from engine.seen.tokens import Token


@dataclass(eq=False)
class Node:
    """One written token, at its place in the tree.

    The root stands for what the output begins with: <s>, or the last token of the prompt.

    `probability` and `rank` (from 1; 0 for the root) are those it had among its rivals; `step`
    holds the candidates that follow it, once they are known; `followed` is the child that was
    visited last; `number` counts the paths.
    """

    token: Token
    parent: Node | None = None
    probability: float = 1.0
    rank: int = 0
    number: int = 0
    step: GenerationStep | None = None
    children: list[Node] = field(default_factory=list)
    followed: Node | None = None

    @property
    def ended(self) -> bool:
        """Whether the output is over with this token."""
        step = self.parent.step if self.parent else None
        return step is not None and self.token.id == step.end

    @property
    def log_probability(self) -> float:
        """Of everything written up to here, in nats."""
        return sum(math.log(max(node.probability, 1e-38)) for node in self.line())

    def line(self) -> list[Node]:
        """The nodes from the first written token to this one, the root left out."""
        nodes: list[Node] = []
        node: Node = self
        while node.parent is not None:
            nodes.append(node)
            node = node.parent
        return nodes[::-1]

    def written(self) -> tuple[int, ...]:
        """The ids from the first written token to this one."""
        return tuple(node.token.id for node in self.line())


@dataclass(frozen=True)
class Path:
    """One way through the tree, named by a letter in the order of discovery.

    `full` is one that takes all positions of the model, so that nothing can be read after it.
    """

    number: int
    nodes: tuple[Node, ...]
    full: bool = False

    @property
    def name(self) -> str:
        return path_name(self.number)

    @property
    def leaf(self) -> Node:
        return self.nodes[-1]


def path_name(number: int) -> str:
    """A to Z, then A1 to Z1, and so on."""
    turn, letter = divmod(number, 26)
    return chr(ord("A") + letter) + (str(turn) if turn else "")
