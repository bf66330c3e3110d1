"""The panel of the watched sentence as its tests drive it."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from engine.messages.events import Started
from engine.messages.reading import Example
from engine.specification import RunSpecification
from tests.visualizer.looks import FRENCH, example_frame, words
from visualizer.appearance import Appearance
from visualizer.panels.sentence import SentencePanel
from visualizer.selection import Pair, Selection, TokenReference

EXAMPLES = (
    Example("the black cat does not eat the fish because it is hungry", words(FRENCH)),
    Example("a dog", "un chien"),
)


def sentence_panel(qtbot: QtBot, selection: Selection) -> SentencePanel:
    """In sight, with a run begun and a picture of its first example."""
    made = SentencePanel(Appearance(), selection)
    qtbot.addWidget(made)
    made.resize(1300, 60)
    made.show()
    made.receive(Started(1, RunSpecification(), 0, 1, 1, EXAMPLES))
    made.receive(example_frame())
    return made


def word(sequence: str, place: int) -> Pair:
    """One token, chosen by itself."""
    token = TokenReference(sequence, place)
    return Pair(token, token)
