"""Where the dividing lines of a splitter stood, for each set of things that it held."""

from __future__ import annotations

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QSplitter


class LinePlaces:
    """Places of lines by the names of what stood between them; "" is never kept."""

    def __init__(self) -> None:
        self._places: dict[str, QByteArray] = {}

    def keep(self, names: str, splitter: QSplitter) -> None:
        """Remember where the lines stand now."""
        if names:
            self._places[names] = splitter.saveState()

    def put_back(self, names: str, splitter: QSplitter) -> None:
        """Put the lines where they stood, if they are known."""
        if names in self._places:
            splitter.restoreState(self._places[names])

    def state(self) -> dict[str, str]:
        """As plain values, to be kept over a restart."""
        return {
            names: bytes(place.toBase64().data()).decode() for names, place in self._places.items()
        }

    def restore(self, state: object) -> None:
        """Take what `state()` gave; anything else is left."""
        if isinstance(state, dict):
            self._places = {
                str(names): QByteArray.fromBase64(str(place).encode())
                for names, place in state.items()
            }
