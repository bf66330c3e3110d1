"""The verbs, pronouns and prepositions of English → French."""

from __future__ import annotations

from engine.data.worlds.french.words import Preposition, Pronoun, Verb

_FOOD = ("food", "drink")
_THINGS = ("text", "vehicle", "garment", "tool", "flower", "building")


def _first_group(stem: str, we: str = "ons") -> tuple[str, str, str, str, str]:
    """Verbs in -er."""
    return stem + "e", stem + "es", stem + "e", stem + we, stem + "ent"


VERBS: tuple[Verb, ...] = (
    Verb("eat", "eats", _first_group("mang", "eons"), ("food",)),
    Verb("drink", "drinks", ("bois", "bois", "boit", "buvons", "boivent"), ("drink",)),
    Verb(
        *("see", "sees", ("vois", "vois", "voit", "voyons", "voient")),
        ("person", "name", "animal", "building", "vehicle", "plant", "flower", "way"),
        judged=False,
    ),
    Verb(
        *("watch", "watches", _first_group("regard")),
        ("person", "name", "animal", "vehicle"),
        judged=False,
    ),
    Verb(
        *("hear", "hears", ("entends", "entends", "entend", "entendons", "entendent")),
        ("person", "name", "animal"),
    ),
    Verb(
        *("like", "likes", _first_group("aim")),
        ("person", "name", "animal", *_FOOD, *_THINGS, "plant", "way"),
        indefinite=False,
        placed=False,
    ),
    Verb(
        *("look", "looks", _first_group("cherch")),
        ("person", "name", "animal", "food", "text", "garment", "tool"),
        particle="for",
        judged=False,
    ),
    Verb(
        *("find", "finds", _first_group("trouv")),
        ("animal", "food", "text", "garment", "tool", "flower", "opening"),
        judged=False,
    ),
    Verb(
        *("want", "wants", ("veux", "veux", "veut", "voulons", "veulent")),
        (*_FOOD, *_THINGS),
        placed=False,
    ),
    Verb("cross", "crosses", _first_group("travers"), ("way",), indefinite=False, placed=False),
    Verb(
        *("buy", "buys", ("achète", "achètes", "achète", "achetons", "achètent")),
        ("food", "animal", *_THINGS),
        animals=False,
    ),
    Verb(
        *("sell", "sells", ("vends", "vends", "vend", "vendons", "vendent")),
        ("food", "animal", *_THINGS),
        animals=False,
    ),
    Verb(
        *("read", "reads", ("lis", "lis", "lit", "lisons", "lisent")),
        ("text",),
        animals=False,
    ),
    Verb("hide", "hides", _first_group("cach"), ("text", "garment", "tool"), animals=False),
    Verb(
        *("open", "opens", ("ouvre", "ouvres", "ouvre", "ouvrons", "ouvrent")),
        ("opening",),
        animals=False,
        placed=False,
    ),
    Verb(
        *("close", "closes", _first_group("ferm")),
        ("opening",),
        animals=False,
        placed=False,
    ),
    Verb("wash", "washes", _first_group("lav"), ("animal", "vehicle"), animals=False),
    Verb("repair", "repairs", _first_group("répar"), ("vehicle", "tool"), animals=False),
    Verb("sleep", "sleeps", ("dors", "dors", "dort", "dormons", "dorment")),
    Verb("play", "plays", _first_group("jou")),
    Verb("wait", "waits", ("attends", "attends", "attend", "attendons", "attendent")),
    Verb("sing", "sings", _first_group("chant"), animals=False),
    Verb("work", "works", _first_group("travaill"), animals=False),
)
BE = ("suis", "es", "est", "sommes", "sont")

PRONOUNS: tuple[Pronoun, ...] = (
    Pronoun("i", "je", "am", 0, None, False),
    Pronoun("you", "tu", "are", 1, None, False),
    Pronoun("he", "il", "is", 2, "m", False),
    Pronoun("she", "elle", "is", 2, "f", False),
    Pronoun("we", "nous", "are", 3, None, True),
)

PREPOSITIONS: tuple[Preposition, ...] = (
    Preposition(
        ("in",),
        "dans",
        "",
        ("garden", "house", "forest", "kitchen", "hotel", "field"),
    ),
    Preposition(("on",), "sur", "", ("table", "bed", "roof", "bridge", "chair")),
    Preposition(("under",), "sous", "", ("table", "bed", "tree", "bridge", "chair")),
    Preposition(
        ("near",),
        "près",
        "de",
        *(("river", "bridge", "tree", "house", "hotel", "school", "forest", "market", "garden"),),
        outdoors=True,
    ),
    Preposition(
        ("behind",),
        "derrière",
        "",
        ("house", "hotel", "school", "tree", "door"),
        outdoors=True,
    ),
    Preposition(
        ("in", "front", "of"),
        "devant",
        "",
        ("house", "hotel", "school", "tree", "door", "window"),
        outdoors=True,
    ),
    Preposition(("at",), "", "à", ("market", "school", "hotel")),
)
