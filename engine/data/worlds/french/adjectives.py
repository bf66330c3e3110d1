"""The adjectives of English → French."""

from __future__ import annotations

from engine.data.worlds.french.words import Adjective


def _adjective(
    english: str,
    masculine: str,
    feminine: str = "",
    plural: str = "",
    *,
    before: bool = False,
    liaison: str = "",
    feeling: bool = False,
) -> Adjective:
    """Forms that follow the rule are left out: noir → noire, noirs, noires."""
    feminine = feminine or (masculine if masculine.endswith("e") else masculine + "e")
    plural = plural or (masculine if masculine.endswith(("s", "x")) else masculine + "s")
    return Adjective(english, masculine, feminine, plural, feminine + "s", before, liaison, feeling)


ADJECTIVES: dict[str, Adjective] = {
    adjective.english: adjective
    for adjective in (
        _adjective("black", "noir"),
        _adjective("white", "blanc", "blanche"),
        _adjective("grey", "gris"),
        _adjective("red", "rouge"),
        _adjective("green", "vert"),
        _adjective("blue", "bleu"),
        _adjective("big", "grand", before=True),
        _adjective("small", "petit", before=True),
        _adjective("young", "jeune", before=True),
        _adjective("old", "vieux", "vieille", before=True, liaison="vieil"),
        _adjective("beautiful", "beau", "belle", "beaux", before=True, liaison="bel"),
        _adjective("new", "nouveau", "nouvelle", "nouveaux", before=True, liaison="nouvel"),
        _adjective("good", "bon", "bonne", before=True),
        _adjective("fresh", "frais", "fraîche"),
        _adjective("cold", "froid"),
        _adjective("hot", "chaud"),
        _adjective("heavy", "lourd"),
        _adjective("expensive", "cher", "chère"),
        _adjective("broken", "cassé"),
        _adjective("wide", "large"),
        _adjective("narrow", "étroit"),
        _adjective("long", "long", "longue"),
        _adjective("interesting", "intéressant"),
        _adjective("hungry", "affamé", feeling=True),
        _adjective("tired", "fatigué", feeling=True),
        _adjective("sick", "malade", feeling=True),
        _adjective("happy", "heureux", "heureuse", feeling=True),
        _adjective("sad", "triste", feeling=True),
    )
}

# Colours alone may follow another adjective: “the small black cat”.
COLOURS = frozenset(ADJECTIVES[name] for name in ("black", "white", "grey", "red", "green", "blue"))

# What nothing is “very” or “too”.
ABSOLUTE = COLOURS | {ADJECTIVES["broken"]}

# What “it” may be said to be because of which something happens, if it is a thing. Not its
# colour or its age: those could as well be said of whoever acts.
REASONS = frozenset(
    ADJECTIVES[name]
    for name in (
        *("fresh", "cold", "hot", "good", "heavy", "expensive", "broken"),
        *("wide", "narrow", "long", "interesting"),
    )
)
