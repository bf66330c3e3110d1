"""How a word that a window closes off looks, and what is said of it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QBrush

from engine.seen.maps import Closed
from visualizer.theme import Theme
from visualizer.widgets import textures
from visualizer.widgets.token_text import visible
from visualizer.widgets.window_content import Sight, WindowContent


def closed_brush(theme: Theme, sight: Sight, scale: float) -> QBrush:
    """The causal hatch for words to come; that of the window for those too far back."""
    return textures.brush(theme, Closed.CAUSAL if sight == "later" else Closed.WINDOW, scale)


def sight_words(content: WindowContent, place: int, position: int) -> str:
    """One line on what the word at `position` is to the prediction of the word at `place`."""
    word = visible(content.word(position).text)
    sight = content.sight(place, position)
    if sight == "predicted":
        return _say("“{0}” is predicted from the {1} words before it").format(word, content.window)
    if sight == "later":
        return _say("“{0}” cannot be seen: it comes later").format(word)
    if sight == "earlier":
        said = _say("“{0}” cannot be seen: outside the window of {1} words")
        return said.format(word, content.window)
    places = [back for back, at in enumerate(content.seen(place), 1) if at == position]
    if len(places) > 1:
        said = _say("“{0}” fills the window where the text has no word yet: places {1} to {2}")
        return said.format(word, places[0], places[-1])
    return _say("“{0}” is seen, as word {1} of {2} going back").format(
        word, places[0], content.window
    )


def _say(text: str) -> str:
    return QCoreApplication.translate("Window", text)
