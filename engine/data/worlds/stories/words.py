"""The words that stories choose from, by the role they take, and the forms they decide."""

from __future__ import annotations

from collections.abc import Mapping

from engine.data.worlds.stories.subjects import SUBJECT_OF, SUBJECTS, Subject

GIRLS = tuple("lena anna julia nora emma ida rosa mia".split())
BOYS = tuple("tom paul max leo felix oscar hugo adam".split())

# Two things of one story share neither kind nor colour, so either tells which is meant.
COLOURS = tuple("red blue green yellow purple pink".split())
COLOURS_OF_THE_SECOND = tuple("white black brown grey golden silver".split())

# Those that stand between a verb and the animal that it agrees with.
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
    "thing": tuple(SUBJECT_OF),
    "thing2": tuple(SUBJECT_OF),
    "animal": tuple(word for subject in SUBJECTS for word in subject.animals),
    "neighbour": (*NEIGHBOURS, *NEIGHBOURS.values()),
    "key": (*KEYS, *KEYS.values()),
    "lock": (*LOCKS, *LOCKS.values()),
    "side": tuple("under behind near beside".split()),
    "landmark": tuple(word for subject in SUBJECTS for word in subject.landmarks),
    "room": tuple(word for subject in SUBJECTS for word in subject.rooms),
    "place": tuple(word for subject in SUBJECTS for word in subject.places),
    "time": tuple("morning evening day night monday sunday".split()),
    "glad": tuple("happy glad proud cheerful pleased merry".split()),
    "sad": tuple("sad angry jealous upset gloomy cross".split()),
    "mood": tuple("hungry loud quiet asleep thirsty friendly wet cold".split()),
}


def _besides(thing: str, subject: Subject) -> tuple[str, ...]:
    return tuple(other for other in subject.things if other != thing)


#: Roles that not every word of theirs may take: which earlier role decides, and by its word the
#: candidates, as many for each. The second person is of the other gender, so that pronouns are
#: clear; all else is of the first thing's subject, and the second thing is another one.
DECIDED: Mapping[str, tuple[str, Mapping[str, tuple[str, ...]]]] = {
    "other": ("hero", dict.fromkeys(GIRLS, BOYS) | dict.fromkeys(BOYS, GIRLS)),
    "thing2": ("thing", {thing: _besides(thing, subject) for thing, subject in SUBJECT_OF.items()}),
    "animal": ("thing", {thing: subject.animals for thing, subject in SUBJECT_OF.items()}),
    "landmark": ("thing", {thing: subject.landmarks for thing, subject in SUBJECT_OF.items()}),
    "room": ("thing", {thing: subject.rooms for thing, subject in SUBJECT_OF.items()}),
    "place": ("thing", {thing: subject.places for thing, subject in SUBJECT_OF.items()}),
}

_PLURALS = frozenset(KEYS.values()).union(*(subject.animals[1::2] for subject in SUBJECTS))


def forms(role: str, word: str) -> dict[str, str]:
    """What `word` in `role` makes of the words that agree with it, named by an example."""
    if role in ("hero", "other"):
        girl = word in GIRLS
        return {"she": "she" if girl else "he", "her": "her" if girl else "him"}
    if role in ("thing", "thing2"):
        return {"wears": SUBJECT_OF[word].use}
    if role in ("animal", "key"):
        plural = word in _PLURALS
        return {
            "are": "are" if plural else "is",
            "follow": "follow" if plural else "follows",
            "they": "they" if plural else "it",
            "them": "them" if plural else "it",
        }
    return {}
