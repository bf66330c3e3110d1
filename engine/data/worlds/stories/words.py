"""The words that stories choose from, by the role they take, and the forms they decide."""

from __future__ import annotations

from collections.abc import Mapping

GIRLS = tuple(
    "lena anna maria julia clara nora emma ida lucy alice rosa eva mia zoe vera ruth".split()
)
BOYS = tuple(
    "tom paul max leo felix oscar hugo theo simon jacob noah peter david adam karl ben".split()
)

COLOURS = tuple("red blue green yellow white black brown pink grey purple".split())

# What one does with a thing follows from its kind, so the verb can be told from the thing. The
# kinds are of one size, so that a choice among the others is as free whatever came first.
THINGS_BY_USE: Mapping[str, tuple[str, ...]] = {
    "wears": tuple("hat scarf coat mask belt jacket cap shirt".split()),
    "reads": tuple("book letter map card note diary comic poster".split()),
    "plays": tuple("drum flute guitar harp trumpet violin banjo horn".split()),
    "opens": tuple("box bag basket umbrella chest jar purse suitcase".split()),
    "throws": tuple("ball hoop stone disc dart rope cushion stick".split()),
}
USES = {thing: use for use, things in THINGS_BY_USE.items() for thing in things}

ANIMALS = {
    "dog": "dogs",
    "cat": "cats",
    "bird": "birds",
    "horse": "horses",
    "duck": "ducks",
    "rabbit": "rabbits",
    "goat": "goats",
    "cow": "cows",
}
LOCKS = {
    "cabinet": "cabinets",
    "door": "doors",
    "drawer": "drawers",
    "gate": "gates",
    "shed": "sheds",
    "room": "rooms",
}
KEYS = {"key": "keys"}

_SIDES = tuple("under behind near beside".split())

LEXICON: Mapping[str, tuple[str, ...]] = {
    "hero": GIRLS + BOYS,
    "other": GIRLS + BOYS,
    "colour": COLOURS,
    "colour2": COLOURS,
    "thing": tuple(USES),
    "thing2": tuple(USES),
    "animal": (*ANIMALS, *ANIMALS.values()),
    "animal2": (*ANIMALS, *ANIMALS.values()),
    "key": (*KEYS, *KEYS.values()),
    "lock": (*LOCKS, *LOCKS.values()),
    "preposition": _SIDES,
    "side": _SIDES,
    "landmark": tuple("table bed tree bench bridge sofa cart tent piano ladder desk wagon".split()),
    "room": tuple("garden kitchen park forest school yard barn library attic meadow".split()),
    "place": tuple("market fair station harbour museum bakery zoo shop farm beach".split()),
    "time": tuple("morning evening day night".split()),
    "glad": tuple("happy glad proud cheerful pleased".split()),
    "sad": tuple("sad angry jealous upset gloomy".split()),
    "mood": tuple("hungry loud quiet asleep thirsty friendly".split()),
}

_PLURALS = frozenset((*ANIMALS.values(), *LOCKS.values(), *KEYS.values()))
_SINGULAR = {plural: noun for nouns in (ANIMALS, LOCKS, KEYS) for noun, plural in nouns.items()}


def forms(role: str, word: str) -> dict[str, str]:
    """What `word` in `role` makes of the words that agree with it, named by an example."""
    if role in ("hero", "other"):
        girl = word in GIRLS
        return {"she": "she" if girl else "he", "her": "her" if girl else "him"}
    if role in ("thing", "thing2"):
        return {"wears": USES[word]}
    if role in ("animal", "key"):
        plural = word in _PLURALS
        return {"are": "are" if plural else "is", "follow": "follow" if plural else "follows"}
    return {}


def rivals(role: str, word: str) -> tuple[str, ...]:
    """What the second of its kind may be, once `word` has taken the first `role`.

    A person of the other gender, another colour, a thing of other use, another animal: so every
    pronoun, colour, verb and noun has one thing that it can mean.
    """
    if role == "hero":
        return BOYS if word in GIRLS else GIRLS
    if role == "colour":
        return tuple(colour for colour in COLOURS if colour != word)
    if role == "thing":
        return tuple(thing for thing, use in USES.items() if use != USES[word])
    noun = _SINGULAR.get(word, word)
    return tuple(other for other in LEXICON["animal"] if _SINGULAR.get(other, other) != noun)


FIRST_OF = {"other": "hero", "colour2": "colour", "thing2": "thing", "animal2": "animal"}


def choices(role: str) -> int:
    """Among how many words `role` is chosen; the same whatever has been chosen before."""
    first = FIRST_OF.get(role)
    return len(rivals(first, LEXICON[first][0]) if first else LEXICON[role])
