"""Kinds of word, with the forms that English and French give them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Gender = Literal["m", "f"]

# An h is silent unless the word is known to block elision: le hibou, la hache, but l’ hôtel.
ASPIRATED = frozenset({"hache", "haches", "hibou", "hiboux", "héros"})
_VOWELS = frozenset("aâeéèêiîoôœuh")


def elides(following: str) -> bool:
    """Whether le, la, je, ne, de, que … lose their vowel before `following`."""
    return following[0] in _VOWELS and following not in ASPIRATED


@dataclass(frozen=True, eq=False, slots=True)
class Adjective:
    """An adjective: French masculine and feminine, singular and plural.

    `liaison` is the masculine singular before a vowel (bel, nouvel, vieil), `before` whether it
    stands before its noun. `feeling` marks what only living beings are in this world; whatever
    else “it” is said to be because of, it is said of a thing.
    """

    english: str
    masculine: str
    feminine: str
    masculine_plural: str
    feminine_plural: str
    before: bool = False
    liaison: str = ""
    feeling: bool = False

    @property
    def epicene(self) -> bool:
        """Masculine and feminine look the same, as in malade."""
        return self.masculine == self.feminine

    def form(self, gender: Gender, plural: bool, following: str = "") -> str:
        """The French form for a noun of `gender`; `following` is the noun it stands before."""
        if gender == "f":
            return self.feminine_plural if plural else self.feminine
        if plural:
            return self.masculine_plural
        return self.liaison if self.liaison and following and elides(following) else self.masculine


@dataclass(frozen=True, eq=False, slots=True)
class Noun:
    """A noun or a proper name (kind "name"), and what can sensibly be said of it.

    The plurals are "" for what is not counted here: names, bread, fish.
    `before`, `after` are the adjectives that may stand with it, told apart by where the French
    one goes; `qualities` those that it may be said to be.
    """

    english: str
    english_plural: str
    french: str
    french_plural: str
    gender: Gender
    kind: str
    before: tuple[Adjective, ...]
    after: tuple[Adjective, ...]
    qualities: tuple[Adjective, ...]

    @property
    def alive(self) -> bool:
        """It may act and feel."""
        return self.kind in ("person", "name", "animal")


@dataclass(frozen=True, eq=False, slots=True)
class Verb:
    """A verb in the present: English with and without -s, French for je, tu, il, nous, ils.

    `particle` is English's second word (look for). `objects` are the kinds of noun it takes
    directly, none if it takes no object; `indefinite` whether that may be “a” noun. `animals`
    tells whether animals do it too, `placed` whether a place may be told, `judged` whether what
    the object is like can be a reason.
    """

    english: str
    english_third: str
    french: tuple[str, str, str, str, str]
    objects: tuple[str, ...] = ()
    particle: str = ""
    indefinite: bool = True
    animals: bool = True
    placed: bool = True
    judged: bool = True


@dataclass(frozen=True, eq=False, slots=True)
class Pronoun:
    """A subject pronoun. `person` indexes :attr:`Verb.french`; `gender` None is not known."""

    english: str
    french: str
    be: str
    person: int
    gender: Gender | None
    plural: bool

    @property
    def third(self) -> bool:
        """Takes the English -s."""
        return self.gender is not None


@dataclass(frozen=True, eq=False, slots=True)
class Preposition:
    """A preposition of place and the English nouns it goes with.

    `joint` is what its French ends in when that may fuse with the article (de, à). `outdoors`
    marks those that suit whatever is too big for a house.
    """

    english: tuple[str, ...]
    french: str
    joint: str
    places: tuple[str, ...]
    outdoors: bool = False
