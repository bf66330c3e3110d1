"""English → French, word by word: a fragment small enough to be learned in minutes."""

from __future__ import annotations

from random import Random

from engine.data.worlds.french.drawing import draw
from engine.data.worlds.french.parsing import derive
from engine.data.worlds.french.translation import translate
from engine.data.worlds.world import World


def _draw(generator: Random) -> tuple[str, str]:
    derivation = translate(draw(generator))
    return " ".join(derivation.source), " ".join(derivation.target)


ENGLISH_FRENCH = World(
    name="english-french",
    title="English → French",
    description="Small sentences with all that makes French hard: gender and number, adjectives "
    "before or after their noun, l’ and qu’, ne … pas, and an “it” that becomes il or elle "
    "depending on what it stands for.",
    tokenization="word",
    examples=(
        (
            "the black cat does not eat the fish because it is hungry",
            "le chat noir ne mange pas le poisson parce qu' il est affamé",
        ),
        ("the cat sleeps", "le chat dort"),
        ("she likes this tree", "elle aime cet arbre"),
        ("an old man sings in the garden", "un vieil homme chante dans le jardin"),
        ("the beautiful birds are not tired", "les beaux oiseaux ne sont pas fatigués"),
        ("i do not open the door of the hotel", "je n' ouvre pas la porte de l' hôtel"),
        (
            "the animal does not cross the street because it is too tired",
            "l' animal ne traverse pas la rue parce qu' il est trop fatigué",
        ),
        (
            "the animal does not cross the street because it is too wide",
            "l' animal ne traverse pas la rue parce qu' elle est trop large",
        ),
    ),
    draw=_draw,
    derive=derive,
)
