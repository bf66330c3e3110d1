"""The words that stories choose from, by the role they take, and the forms they decide."""

from __future__ import annotations

from collections.abc import Mapping

GIRLS = tuple("lena anna julia nora emma ida rosa mia".split())
BOYS = tuple("tom paul max leo felix oscar hugo adam".split())

# Two things of one story never share a colour, so the colour alone tells which is meant.
COLOURS = tuple("red blue green yellow purple pink".split())
COLOURS_OF_THE_SECOND = tuple("white black brown grey golden silver".split())

# What one does with a thing follows from its kind, so the verb can be told from the thing.
THINGS_BY_USE: Mapping[str, tuple[str, ...]] = {
    "wears": tuple("hat scarf coat belt cap shirt".split()),
    "reads": tuple("book letter map card note comic".split()),
    "plays": tuple("drum flute guitar violin banjo horn".split()),
    "throws": tuple("ball hoop stone disc rope stick".split()),
}
USES = {thing: use for use, things in THINGS_BY_USE.items() for thing in things}

# Those that verbs agree with, and those that stand in between.
ANIMALS = {
    "dog": "dogs",
    "bird": "birds",
    "horse": "horses",
    "duck": "ducks",
    "goat": "goats",
}
NEIGHBOURS = {
    "cat": "cats",
    "cow": "cows",
    "hen": "hens",
    "rabbit": "rabbits",
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

LEXICON: Mapping[str, tuple[str, ...]] = {
    "hero": GIRLS + BOYS,
    "other": GIRLS + BOYS,
    "colour": COLOURS,
    "colour2": COLOURS_OF_THE_SECOND,
    "thing": tuple(USES),
    "thing2": tuple(USES),
    "animal": (*ANIMALS, *ANIMALS.values()),
    "neighbour": (*NEIGHBOURS, *NEIGHBOURS.values()),
    "key": (*KEYS, *KEYS.values()),
    "lock": (*LOCKS, *LOCKS.values()),
    "side": tuple("under behind near beside".split()),
    "landmark": tuple(
        "table bed tree bench bridge sofa cart tent piano ladder desk wagon box basket".split()
    ),
    "room": tuple(
        "garden kitchen park forest school yard barn library attic meadow cellar field".split()
    ),
    "place": tuple(
        "market fair station harbour museum bakery zoo shop farm beach castle lake".split()
    ),
    "time": tuple("morning evening day night monday sunday".split()),
    "glad": tuple("happy glad proud cheerful pleased merry".split()),
    "sad": tuple("sad angry jealous upset gloomy cross".split()),
    "mood": tuple("hungry loud quiet asleep thirsty friendly wet cold".split()),
}

_PLURALS = frozenset((*ANIMALS.values(), *KEYS.values()))


def forms(role: str, word: str) -> dict[str, str]:
    """What `word` in `role` makes of the words that agree with it, named by an example."""
    if role in ("hero", "other"):
        girl = word in GIRLS
        return {"she": "she" if girl else "he", "her": "her" if girl else "him"}
    if role in ("thing", "thing2"):
        return {"wears": USES[word]}
    if role in ("animal", "key"):
        plural = word in _PLURALS
        return {
            "are": "are" if plural else "is",
            "follow": "follow" if plural else "follows",
            "they": "they" if plural else "it",
            "them": "them" if plural else "it",
        }
    return {}


def others(hero: str) -> tuple[str, ...]:
    """Who the second person may be: one of the other gender, so that pronouns are clear."""
    return BOYS if hero in GIRLS else GIRLS
