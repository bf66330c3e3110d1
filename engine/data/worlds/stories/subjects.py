"""What stories are about: each keeps to one subject, and many of its words tell which.

It is with these stories as with other texts: whether two pieces belong together shows in what they
are about, before it shows in who does what.
"""

from __future__ import annotations

from typing import NamedTuple


class Subject(NamedTuple):
    """Words of one subject, as many of a kind as in every other, so that chances are the same.

    Attributes
    ----------
    use : what one does with its things, so that the verb can be told from the thing.
    things : what somebody has.
    rooms : where it is used.
    places : where one gets it and goes.
    landmarks : what stands there, to put it under or behind.
    animals : which live there, singular and plural in turn.
    """

    use: str
    things: tuple[str, ...]
    rooms: tuple[str, ...]
    places: tuple[str, ...]
    landmarks: tuple[str, ...]
    animals: tuple[str, ...]


def _subject(use: str, *kinds: str) -> Subject:
    return Subject(use, *(tuple(kind.split()) for kind in kinds))


SUBJECTS = (
    _subject(
        "wears",
        "hat scarf coat",
        "hall attic",
        "market shop",
        "bed mirror",
        "goat goats lamb lambs",
    ),
    _subject(
        "reads",
        "book letter map",
        "library school",
        "museum station",
        "desk lamp",
        "owl owls mouse mice",
    ),
    _subject(
        "plays",
        "drum flute guitar",
        "barn cellar",
        "fair castle",
        "piano stage",
        "bird birds fox foxes",
    ),
    _subject(
        "throws",
        "ball hoop disc",
        "yard park",
        "zoo stadium",
        "tree bench",
        "dog dogs monkey monkeys",
    ),
    _subject(
        "rides",
        "bike scooter pony",
        "forest garden",
        "farm mill",
        "bridge wagon",
        "horse horses donkey donkeys",
    ),
    _subject(
        "flies",
        "kite glider balloon",
        "meadow field",
        "airport hill",
        "tower pole",
        "duck ducks goose geese",
    ),
    _subject(
        "sails",
        "boat raft canoe",
        "bay pond",
        "harbour lake",
        "pier net",
        "swan swans seal seals",
    ),
    _subject(
        "paints",
        "vase mask chest",
        "studio kitchen",
        "gallery bazaar",
        "easel shelf",
        "parrot parrots hamster hamsters",
    ),
)

#: The subject that a thing belongs to.
SUBJECT_OF = {thing: subject for subject in SUBJECTS for thing in subject.things}
