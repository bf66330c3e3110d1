"""The watched sentence as rows of chips, marked and shaded by what is selected in any view."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.seen.look import Look
from engine.seen.maps import Closed, MapGroup
from engine.specification import Kind
from visualizer.appearance import Appearance
from visualizer.panels.cloze_line import ClozeLine
from visualizer.selection import Pair, Selection, TokenReference
from visualizer.widgets.chips import Chips

#: What a sentence of each kind of data consists of.
SEQUENCES: dict[Kind, tuple[str, ...]] = {"pairs": ("source", "target"), "text": ("text",)}
#: The line below a text of which words are to be guessed.
CLOZE = "cloze"


class SentenceRows(QWidget):
    """Source and target, or one text; below a text with words to be guessed what was drawn.

    Signals: `edit_requested` on a double click; `menu_requested(place, at)` for a token of the
    text; `shown_changed` when other rows are seen than before.
    """

    edit_requested = Signal()
    menu_requested = Signal(int, QPoint)
    shown_changed = Signal()

    def __init__(
        self,
        appearance: Appearance,
        selection: Selection,
        draw_action: QAction,
        blank_action: QAction,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._selection = selection
        self._look: Look | None = None
        #: The rows that are seen, by name.
        self.shown: tuple[str, ...] = ()
        self.chips = {
            name: Chips(appearance, self) for names in SEQUENCES.values() for name in names
        }
        self.cloze = ClozeLine(appearance, draw_action, blank_action, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for row in self.chips.values():
            row.pointed.connect(self._point)
            row.chosen.connect(self._choose)
            row.edit_requested.connect(self.edit_requested)
            column.addWidget(row)
        self.chips["text"].menu_requested.connect(self.menu_requested)
        column.addWidget(self.cloze)
        selection.changed.connect(self._mark)
        selection.head_changed.connect(self._shade)
        self.clear("pairs")

    def set_look(self, look: Look) -> None:
        """Show the tokens of a look."""
        self._look = look
        for name, row in self.chips.items():
            segments = look.segments if name == "text" else ()
            row.set_tokens(look.sequences.get(name, ()), segments)
        self.cloze.set_look(look)
        shown = SEQUENCES["text" if "text" in look.sequences else "pairs"]
        self._show((*shown, CLOZE) if is_cloze(look) else shown)
        self._mark()

    def clear(self, kind: Kind) -> None:
        """Empty rows for a sentence of this kind of data."""
        self._look = None
        for row in self.chips.values():
            row.set_tokens(())
        self._show(SEQUENCES[kind])

    def chosen_place(self) -> int | None:
        """The token of the text that is selected, or that the keyboard stands on."""
        chips = self.chips["text"]
        places = _places(self._selection.shown, "text", len(chips.tokens))
        if places:
            return min(places)
        return chips.standing if chips.hasFocus() else None

    # ------------------------------------------------------------ within

    def _show(self, names: tuple[str, ...]) -> None:
        if names != self.shown:
            self.shown = names
            for name, row in self.chips.items():
                row.setVisible(name in names)
            self.cloze.setVisible(CLOZE in names)
            self.shown_changed.emit()

    @Slot()
    def _mark(self) -> None:
        """Frame and dash what is selected, wherever it was selected."""
        for name, row in self.chips.items():
            length = len(row.tokens)
            row.set_marked(
                _places(self._selection.locked, name, length),
                _places(self._selection.hovered, name, length),
            )
        self._shade()

    @Slot()
    def _shade(self) -> None:
        """The chips that are looked at take the colours of the selected query's row."""
        for name in ("source", "text"):
            self.chips[name].set_shades(self._row_of_weights(name))

    def _row_of_weights(self, sequence: str) -> NDArray[np.float32] | None:
        pair = self._selection.shown
        group = self._group_over(sequence, pair)
        if pair is None or group is None:
            return None
        layer, head = self._selection.head(group.name)
        weights = group.map(layer % group.layers, head)
        place = pair.row(group.rows)
        if weights is None or place is None or not 0 <= place < len(weights):
            return None
        # A closed cell has no number, not even 0.
        open_cells = group.closed[place] == Closed.OPEN
        row: NDArray[np.float32] = np.where(open_cells, weights[place], np.float32(np.nan))
        return row[max(-group.columns.shift, 0) :]

    def _group_over(self, sequence: str, pair: Pair | None) -> MapGroup | None:
        """The group whose queries are the selected token's and whose keys are `sequence`."""
        if self._look is None or pair is None:
            return None
        for group in self._look.groups.values():
            if (group.rows.sequence, group.columns.sequence) == (pair.query.sequence, sequence):
                return group
        return None

    @Slot(int)
    def _point(self, place: int) -> None:
        self._selection.hover(self._word(place) if place >= 0 else None)

    @Slot(int)
    def _choose(self, place: int) -> None:
        """A click locks a word; a second click on it lets go."""
        word = self._word(place)
        self._selection.lock(None if word == self._selection.locked else word)

    def _word(self, place: int) -> Pair:
        name = next(name for name, row in self.chips.items() if row is self.sender())
        token = TokenReference(name, place)
        return Pair(token, token)


def is_cloze(look: Look) -> bool:
    """Whether the loss counts some words only, those to be guessed."""
    return look.predictions is not None and look.predictions.counted is not None


def _places(pair: Pair | None, sequence: str, length: int) -> frozenset[int]:
    """Which of a sequence's chips a pair touches."""
    if pair is None:
        return frozenset()
    ends = (pair.query, pair.key)
    return frozenset(
        end.position for end in ends if end.sequence == sequence and 0 <= end.position < length
    )
