"""The face of a built-in world: sentences that are generated, translated and aligned by rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal, NamedTuple, TypeVar

T = TypeVar("T")


class Derivation(NamedTuple):
    """A source, its one right translation, and which source tokens each target token renders.

    `links` holds, for every target token, the positions in `source` of which each is a right one
    to attend to; it is empty where nothing in the source says the token.
    """

    source: tuple[str, ...]
    target: tuple[str, ...]
    links: tuple[frozenset[int], ...]


@dataclass(frozen=True)
class World:
    """A language pair made by rule: as many pairs as asked for, each with its right alignment.

    Attributes
    ----------
    name : what commands, files and messages call it.
    title, description : what a user reads.
    tokenization : how both sides are cut, here always without loss.
    examples : pairs that are nice to watch, from short to medium.
    draw : a source and its target, drawn with the generator's `random` alone, because that is
        the one method whose stream Python promises never to change.
    derive : re-reads source tokens by the world's rules; None for what is not of this world.
    capacity : most distinct pairs it may be asked for.
    """

    name: str
    title: str
    description: str
    tokenization: Literal["character", "word"]
    examples: tuple[tuple[str, str], ...]
    draw: Callable[[Random], tuple[str, str]]
    derive: Callable[[Sequence[str]], Derivation | None]
    capacity: int = 200_000

    def pairs(self, seed: int, count: int) -> list[tuple[str, str]]:
        """The first `count` pairs of the endless list that `seed` begins, no source twice.

        Raises
        ------
        ValueError
            More are asked for than the world holds.
        """
        if not 0 <= count <= self.capacity:
            raise ValueError(
                f"The world “{self.name}” gives 0 to {self.capacity:,} pairs, not {count:,}."
            )
        generator = Random(seed)
        found: dict[str, str] = {}
        while len(found) < count:
            source, target = self.draw(generator)
            found.setdefault(source, target)
        return list(found.items())

    def tokens(self, text: str) -> tuple[str, ...]:
        """`text` as this world writes it, cut: lower case, one space between words."""
        words = text.lower().split()
        return tuple(words) if self.tokenization == "word" else tuple(" ".join(words))

    def text(self, tokens: Sequence[str]) -> str:
        """The inverse of :meth:`tokens`."""
        return (" " if self.tokenization == "word" else "").join(tokens)

    def expected(self, source: str) -> str | None:
        """The right translation of `source`, None if it is not a sentence of this world."""
        derivation = self.derive(self.tokens(source))
        return None if derivation is None else self.text(derivation.target)

    def align(
        self, source_tokens: Sequence[str], target_tokens: Sequence[str]
    ) -> tuple[frozenset[int], ...]:
        """For every target token (without </s>) the source positions that are right to attend to.

        Several may be right; none is where nothing says the token. A target is aligned as far as
        it agrees with the right translation: from its first wrong token on, nothing is right.
        A foreign source has empty sets throughout.
        """
        derivation = self.derive(source_tokens)
        nothing: frozenset[int] = frozenset()
        if derivation is None:
            return (nothing,) * len(target_tokens)
        right = 0
        for got, meant in zip(target_tokens, derivation.target, strict=False):
            if got != meant:
                break
            right += 1
        return derivation.links[:right] + (nothing,) * (len(target_tokens) - right)


def pick(generator: Random, items: Sequence[T]) -> T:
    """One of `items`, each as likely; the same in every version of Python, unlike `choice`."""
    return items[int(generator.random() * len(items))]
