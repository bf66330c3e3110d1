"""What a model with a window of k words sees of a text, position by position."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.seen.look import Look, Table
from engine.seen.tokens import Token

#: What a word is to the model when it predicts another: in the window, before it, to come, or it.
Sight = Literal["open", "earlier", "later", "predicted"]

EMBEDDING, HIDDEN = "text.embedding", "hidden"


@dataclass(frozen=True, eq=False)
class WindowContent:
    """A look through a window of `window` words; position p is token p of the text, -1 is <s>."""

    look: Look
    window: int

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The words of the text; each of them is predicted."""
        return self.look.sequences.get("text", ())

    def word(self, position: int) -> Token:
        """The token at a position; before the text there is nothing but <s>."""
        return self.tokens[position] if position >= 0 else self.look.start

    def seen(self, place: int) -> tuple[int, ...]:
        """The positions seen when the word at `place` is predicted, nearest first.

        Where the text begins the window is filled up with <s>: all its positions are then -1.
        """
        return tuple(max(place - back, -1) for back in range(1, self.window + 1))

    def sight(self, place: int, position: int) -> Sight:
        """What the word at `position` is to the prediction of the word at `place`."""
        if position == place:
            return "predicted"
        if position > place:
            return "later"
        return "open" if position in self.seen(place) else "earlier"

    def usual_place(self) -> int:
        """The first place whose window holds words alone, which shows most; -1 without a text."""
        return min(self.window, len(self.tokens) - 1)

    @property
    def vectors(self) -> NDArray[np.float32] | None:
        """(words, m) of the embeddings of <s> and the words; None where nobody looked."""
        table = self._table(EMBEDDING)
        return None if table is None else table.values

    def embedding(self, position: int) -> NDArray[np.float32] | None:
        """(m,) of the word at a position; None where nobody looked or it is never an input."""
        table = self._table(EMBEDDING)
        if table is None or isinstance(table.axes[0], str):
            return None
        row = max(position, -1) - table.axes[0].shift
        return table.values[row] if 0 <= row < len(table.values) else None

    def hidden(self, place: int) -> NDArray[np.float32] | None:
        """(h,) of the hidden units that predict the word at `place`; None where nobody looked."""
        table = self._table(HIDDEN)
        return table.values[place] if table is not None and place < len(table.values) else None

    def _table(self, name: str) -> Table | None:
        return self.look.tables.get(name)
