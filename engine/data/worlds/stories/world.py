"""The built-in story world: small stories from a grammar whose entropy is known exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from random import Random
from typing import Literal

from engine.data.worlds.stories import drawing, entropy
from engine.data.worlds.stories.grammar import END
from engine.data.worlds.stories.links import Link, links
from engine.data.worlds.stories.reading import Reading


@dataclass(frozen=True)
class StoryWorld:
    """A language of stories made by rule, with the chance of every next token.

    Attributes
    ----------
    name : what commands, files and messages call it.
    title, description : what a user reads.
    examples : stories that are nice to watch.
    tokenization : how a story is cut, without loss; words and marks stand one space apart.
    capacity : most distinct stories it may be asked for.
    """

    name: str
    title: str
    description: str
    examples: tuple[str, ...]
    tokenization: Literal["word"] = "word"
    capacity: int = 200_000

    def draw(self, generator: Random) -> str:
        """One story, exactly as likely as the grammar says.

        It draws with the generator's `random` alone, because that is the one method whose stream
        Python promises never to change.
        """
        return drawing.draw(generator)

    def stories(self, seed: int, count: int) -> list[str]:
        """The first `count` stories of the endless list that `seed` begins, none twice.

        Two draws are the same less than once in 10⁹, so leaving repetitions out changes no chance
        that could be measured.

        Raises
        ------
        ValueError
            More are asked for than the world gives.
        """
        if not 0 <= count <= self.capacity:
            raise ValueError(
                f"The world “{self.name}” gives 0 to {self.capacity:,} stories, not {count:,}."
            )
        generator = Random(seed)
        found: dict[str, None] = {}
        while len(found) < count:
            found.setdefault(drawing.draw(generator))
        return list(found)

    def tokens(self, text: str) -> tuple[str, ...]:
        """`text` as this world writes it, cut: lower case, one space between words."""
        return tuple(text.lower().split())

    def text(self, tokens: Sequence[str]) -> str:
        """The inverse of :meth:`tokens`."""
        return " ".join(tokens)

    def sentences(self, story: str) -> tuple[str, ...]:
        """`story` cut after each full stop; an unfinished sentence comes last."""
        sentences: list[list[str]] = [[]]
        for token in self.tokens(story):
            sentences[-1].append(token)
            if token == ".":
                sentences.append([])
        return tuple(self.text(sentence) for sentence in sentences if sentence)

    def distribution(self, prefix: Sequence[str]) -> Mapping[str, float] | None:
        """The chance of each possible next token after the tokens of `prefix`, `</s>` for the end.

        `prefix` begins where a story begins. None if no story begins so; what is not in the
        mapping has no chance.
        """
        reading = Reading()
        for token in prefix:
            if reading.read(token) is None:
                return None
        return reading.distribution() or None

    def log_probabilities(self, story: str, ended: bool = True) -> tuple[float, ...] | None:
        """log p(token | all before it) in nats, one for each token and, if `ended`, for the end.

        Their sum is the story's log-probability. None for what is no story of this world or, if
        not `ended`, for what no story of this world begins with.
        """
        reading = Reading()
        found: list[float] = []
        for token in (*self.tokens(story), *([END] if ended else [])):
            chance = reading.read(token)
            if chance is None:
                return None
            found.append(log(chance))
        return tuple(found)

    def phenomena(self, story: str) -> tuple[Link, ...]:
        """Which tokens are decided by earlier ones, and by which, in order.

        `story` may be the beginning of one; from the first token on that the grammar cannot read,
        there are none.
        """
        return links(self.tokens(story))

    @property
    def entropy(self) -> float:
        """Nats a story, exact: what no model's mean −log p can fall below."""
        return entropy.entropy()

    @property
    def tokens_a_story(self) -> float:
        """Expected tokens a story, the end included, exact."""
        return entropy.expected_tokens()

    @property
    def longest_story(self) -> int:
        """Tokens of the longest story, the end included: no model needs more positions."""
        return entropy.longest()

    @property
    def entropy_a_token(self) -> float:
        """Nats a token: :attr:`entropy` over :attr:`tokens_a_story`."""
        return self.entropy / self.tokens_a_story


STORIES = StoryWorld(
    name="stories",
    title="Stories",
    description="Small stories of two people and what they have, each about one subject, with "
    "pronouns, colours that come back, and verbs that agree with a noun further away. They are "
    "drawn from a grammar, so it is known exactly how well any model can predict them.",
    examples=(
        "lena has a red ball . she gives the red ball to tom , and he thanks her . "
        "now tom has the red ball .",
        "one morning , max buys a blue hat at the market . the goats near the cat are hungry . "
        "max feeds them . they follow max .",
        "anna has a green letter . the key to the cabinets is under the green letter . "
        "anna takes the letter and reads it in the library .",
        "nora finds a yellow drum in the barn . paul has a black flute . "
        "nora takes the drum and plays it in the cellar . nora and paul walk to the fair .",
        "leo sees a yellow ball behind the tree . mia finds the ball . "
        "leo asks her for the yellow ball , and she gives it to him .",
        "emma has a pink scarf . hugo has a brown coat . she gives the pink scarf to him . "
        "then he takes the pink scarf and wears it in the attic . "
        "she is sad because he has the scarf .",
        "adam has a purple kite . he puts the purple kite near the tower . "
        "later , adam looks for the purple kite . julia finds the kite .",
        "julia has a pink bike . the horses near julia are asleep . felix has a golden scooter . "
        "julia is proud because she has the pink bike .",
    ),
)
