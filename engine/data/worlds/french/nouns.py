"""The nouns of English → French, and what can sensibly be said of each."""

from __future__ import annotations

from engine.data.worlds.french.adjectives import ADJECTIVES
from engine.data.worlds.french.words import Adjective, Gender, Noun

_FEELINGS = "hungry tired sick happy sad"
_COLOURS = "black white grey red green blue"
_LOOKS = "big small old beautiful"

# kind: (adjectives before the French noun, adjectives after it, what it may be said to be)
_KINDS = {
    "person": ("young old", "happy sad tired sick", f"{_FEELINGS} young old"),
    "name": ("", "", f"{_FEELINGS} young old"),
    "animal": (
        f"{_LOOKS} young",
        "black white grey tired sick hungry",
        f"{_FEELINGS} {_LOOKS} young black white grey",
    ),
    "food": ("good", "fresh cold hot", "good fresh cold hot"),
    "drink": ("good", "fresh cold hot", "good fresh cold hot"),
    # “petit livre”, but “grand livre” is a ledger; “long” would go before the noun or after.
    "text": ("small old beautiful new", "interesting", "long interesting old beautiful"),
    "opening": (f"{_LOOKS} new", f"{_COLOURS} heavy broken", f"{_LOOKS} {_COLOURS} heavy broken"),
    "vehicle": (f"{_LOOKS} new", f"{_COLOURS} expensive", f"{_LOOKS} {_COLOURS} heavy expensive"),
    "garment": (
        f"{_LOOKS} new",
        f"{_COLOURS} heavy expensive",
        f"{_LOOKS} {_COLOURS} heavy expensive",
    ),
    "tool": (
        f"{_LOOKS} new",
        f"{_COLOURS} heavy expensive broken",
        f"{_LOOKS} {_COLOURS} heavy expensive broken",
    ),
    "flower": ("big small beautiful", "red white blue", "beautiful red white blue expensive"),
    "building": (f"{_LOOKS} new", "white grey expensive", f"{_LOOKS} white grey expensive"),
    "plant": (_LOOKS, "green", f"{_LOOKS} green"),
    "way": ("big small", "wide narrow", "wide narrow long"),
    "place": (_LOOKS, "", _LOOKS),
}
BIG = frozenset({"opening", "vehicle", "building", "plant", "way"})


def _adjectives(names: str) -> tuple[Adjective, ...]:
    return tuple(ADJECTIVES[name] for name in names.split())


def _noun(
    kind: str,
    gender: Gender,
    english: str,
    french: str,
    *,
    also: str = "",
    never: str = "",
) -> Noun:
    """`english` and `french`: singular, and the plural after a slash where it is counted.

    A plural of -s alone stands for the singular with that ending. `also`: adjectives in front of
    the noun that its kind does not have; `never`: those that it does not share with its kind.
    """
    before, after, qualities = _KINDS[kind]
    unfit = set(never.split())

    def allowed(names: str) -> tuple[Adjective, ...]:
        return _adjectives(" ".join(name for name in names.split() if name not in unfit))

    def forms(text: str) -> tuple[str, str]:
        singular, _, plural = text.partition("/")
        return singular, singular + plural[1:] if plural.startswith("-") else plural

    return Noun(
        *forms(english),
        *forms(french),
        gender,
        kind,
        allowed(f"{before} {also}"),
        allowed(after),
        allowed(f"{qualities} {also}"),
    )


NOUNS: tuple[Noun, ...] = (
    # “grand homme” is a great man, so people are never big here.
    _noun("person", "m", "man/men", "homme/-s"),
    _noun("person", "f", "woman/women", "femme/-s", also="beautiful"),
    _noun("person", "m", "boy/-s", "garçon/-s", also="small", never="old"),
    _noun("person", "f", "girl/-s", "fille/-s", also="small beautiful", never="old"),
    _noun("person", "m", "king/-s", "roi/-s"),
    _noun("person", "f", "queen/-s", "reine/-s", also="beautiful"),
    _noun("person", "m", "hero/-es", "héros/héros"),
    _noun("name", "m", "paul", "paul"),
    _noun("name", "m", "arthur", "arthur"),
    _noun("name", "f", "marie", "marie"),
    _noun("name", "f", "alice", "alice"),
    _noun("animal", "m", "animal/-s", "animal/animaux"),
    _noun("animal", "m", "cat/-s", "chat/-s"),
    _noun("animal", "m", "dog/-s", "chien/-s"),
    _noun("animal", "m", "horse/-s", "cheval/chevaux"),
    _noun("animal", "m", "bird/-s", "oiseau/-x"),
    _noun("animal", "m", "owl/-s", "hibou/-x"),
    _noun("animal", "m", "bear/-s", "ours/ours"),
    _noun("animal", "f", "mouse/mice", "souris/souris"),
    _noun("animal", "f", "cow/-s", "vache/-s"),
    _noun("animal", "f", "hen/-s", "poule/-s"),
    _noun("animal", "f", "bee/-s", "abeille/-s"),
    _noun("animal", "f", "goat/-s", "chèvre/-s"),
    _noun("animal", "f", "tortoise/-s", "tortue/-s"),
    _noun("food", "m", "fish", "poisson"),
    _noun("food", "m", "bread", "pain"),
    _noun("food", "m", "cheese", "fromage"),
    _noun("food", "m", "cake/-s", "gâteau/-x"),
    _noun("food", "m", "egg/-s", "œuf/-s"),
    _noun("food", "f", "soup", "soupe"),
    _noun("food", "f", "meat", "viande"),
    _noun("food", "f", "apple/-s", "pomme/-s"),
    _noun("food", "f", "orange/-s", "orange/-s"),
    _noun("drink", "m", "milk", "lait"),
    _noun("drink", "f", "water", "eau"),
    _noun("text", "m", "book/-s", "livre/-s"),
    _noun("text", "f", "letter/-s", "lettre/-s"),
    _noun("text", "f", "story/stories", "histoire/-s"),
    _noun("opening", "f", "door/-s", "porte/-s"),
    _noun("opening", "f", "window/-s", "fenêtre/-s"),
    _noun("opening", "f", "box/-es", "boîte/-s"),
    _noun("vehicle", "f", "car/-s", "voiture/-s"),
    _noun("vehicle", "m", "plane/-s", "avion/-s"),
    _noun("vehicle", "m", "boat/-s", "bateau/-x"),
    _noun("garment", "m", "hat/-s", "chapeau/-x"),
    _noun("garment", "m", "coat/-s", "manteau/-x"),
    _noun("tool", "f", "key/-s", "clé/-s"),
    _noun("tool", "f", "chair/-s", "chaise/-s"),
    _noun("tool", "f", "axe/-s", "hache/-s"),
    _noun("tool", "f", "clock/-s", "horloge/-s"),
    _noun("tool", "m", "umbrella/-s", "parapluie/-s"),
    _noun("tool", "m", "bicycle/-s", "vélo/-s"),
    _noun("flower", "f", "flower/-s", "fleur/-s"),
    _noun("building", "f", "house/-s", "maison/-s"),
    _noun("building", "m", "hotel/-s", "hôtel/-s"),
    _noun("plant", "m", "tree/-s", "arbre/-s"),
    _noun("way", "f", "street/-s", "rue/-s"),
    _noun("way", "f", "river/-s", "rivière/-s"),
    _noun("way", "m", "bridge/-s", "pont/-s"),
    _noun("way", "m", "field/-s", "champ/-s"),
    _noun("place", "m", "garden", "jardin"),
    _noun("place", "f", "forest", "forêt", never="small"),
    _noun("place", "f", "kitchen", "cuisine"),
    _noun("place", "m", "market", "marché"),
    _noun("place", "f", "school", "école", never="big"),
    _noun("place", "f", "table", "table"),
    _noun("place", "m", "bed", "lit"),
    _noun("place", "m", "roof", "toit"),
)
