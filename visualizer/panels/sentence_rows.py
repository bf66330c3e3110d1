"""The watched sentence as rows of chips, marked and shaded by what is selected in any view."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from engine.seen.look import Look
from engine.seen.maps import Closed, MapGroup
from engine.specification import Kind
from visualizer.appearance import Appearance
from visualizer.panels.cloze_line import ClozeLine
from visualizer.selection import Pair, Selection, TokenReference
from visualizer.widgets.chip_rows import PITCH
from visualizer.widgets.chips import Chips
from visualizer.widgets.label import Label

#: What a sentence of each kind of data consists of.
SEQUENCES: dict[Kind, tuple[str, ...]] = {"pairs": ("source", "target"), "text": ("text",)}
#: The line below a text of which words are to be guessed.
CLOZE = "cloze"
#: Lines at most that a sentence of each kind takes; what is longer scrolls.
_MOST: dict[Kind, int] = {"pairs": 2, "text": 3}


class SentenceRows(QWidget):
    """Source and target, or one text; below a text with words to be guessed what was drawn.

    A sentence takes the lines that it needs, up to a bound, and keeps them as long as it is
    watched: no picture of it moves what stands below.

    Signals: `edit_requested` on a double click; `menu_requested(place, at)` for a token of the
    text; `height_changed` when it asks for another height than before.
    """

    edit_requested = Signal()
    menu_requested = Signal(int, QPoint)
    height_changed = Signal()

    def __init__(
        self,
        appearance: Appearance,
        selection: Selection,
        draw_action: QAction,
        blank_action: QAction,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._selection = selection
        self._look: Look | None = None
        self._text = ""
        #: The rows that are seen, by name.
        self.shown: tuple[str, ...] = ()
        self.chips = {
            name: Chips(appearance, self) for names in SEQUENCES.values() for name in names
        }
        self.cloze = ClozeLine(appearance, draw_action, blank_action, self)
        self._names: dict[str, Label] = {}
        self._grid = QGridLayout(self)
        self._fill()
        self.chips["text"].menu_requested.connect(self.menu_requested)
        self.chips["source"].lines_changed.connect(self._match)
        appearance.changed.connect(self._restyle)
        self._restyle()
        selection.changed.connect(self._mark)
        selection.head_changed.connect(self._shade)
        self.clear("pairs")

    def set_look(self, look: Look, text: str) -> None:
        """Show the tokens of a look; while `text` is the same they take no fewer lines."""
        kind = _kind(look)
        same, self._look, self._text = text == self._text, look, text
        for name, row in self.chips.items():
            segments = look.segments if name == "text" else ()
            row.set_lines(_MOST[kind], row.lines if same else 1)
            row.set_tokens(look.sequences.get(name, ()), segments)
        self.cloze.set_look(look)
        self._match()
        self._show((*SEQUENCES[kind], CLOZE) if is_cloze(look) else SEQUENCES[kind])
        self._mark()

    def clear(self, kind: Kind) -> None:
        """Empty rows for a sentence of this kind of data."""
        self._look, self._text = None, ""
        for row in self.chips.values():
            row.set_lines(1)
            row.set_tokens(())
        self._show(SEQUENCES[kind])

    def chosen_place(self) -> int | None:
        """The token of the text that is selected, or that the keyboard stands on."""
        chips = self.chips["text"]
        places = _places(self._selection.shown, "text", len(chips.tokens))
        if places:
            return min(places)
        return chips.standing if chips.hasFocus() else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width() and self._look is not None:
            for row in self.chips.values():
                row.set_lines(_MOST[_kind(self._look)])
            self._match()

    # ------------------------------------------------------------ within

    def _show(self, names: tuple[str, ...]) -> None:
        if names != self.shown:
            self.shown = names
            for name, row in self.chips.items():
                if name not in names:
                    row.clearFocus()  # else the button beside it would be given the keyboard
                row.setVisible(name in names)
            self.cloze.setVisible(CLOZE in names)
            for name, label in self._names.items():
                label.setVisible(name in names)
            self.height_changed.emit()

    def _fill(self) -> None:
        names = {
            "source": self.tr("source"),
            "target": self.tr("target"),
            "text": self.tr("text"),
            CLOZE: self.tr("guessed"),
        }
        for place, (name, text) in enumerate(names.items()):
            self._names[name] = Label(self._appearance, text, "note", "low", parent=self)
            self._grid.addWidget(self._names[name], place, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(self.chips.get(name, self.cloze), place, 1)
        self._grid.setColumnStretch(1, 1)
        for name, row in self.chips.items():
            row.setAccessibleName(names[name])
            row.pointed.connect(self._point)
            row.chosen.connect(self._choose)
            row.edit_requested.connect(self.edit_requested)
            row.lines_changed.connect(self.height_changed)

    @Slot()
    def _match(self) -> None:
        """What the model writes changes with every picture: it takes the lines of the source."""
        if self._look is not None and self._look.rows_from == "own":
            lines = self.chips["source"].lines
            self.chips["target"].set_lines(lines, lines)

    @Slot()
    def _restyle(self) -> None:
        px = self._appearance.px
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(0)
        for label in self._names.values():
            label.setFixedSize(px(46), px(PITCH))

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


def _kind(look: Look) -> Kind:
    return "text" if "text" in look.sequences else "pairs"


def _places(pair: Pair | None, sequence: str, length: int) -> frozenset[int]:
    """Which of a sequence's chips a pair touches."""
    if pair is None:
        return frozenset()
    ends = (pair.query, pair.key)
    return frozenset(
        end.position for end in ends if end.sequence == sequence and 0 <= end.position < length
    )
