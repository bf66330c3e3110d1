"""What is being generated: the source and what is written, or a text and how it goes on."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from engine.seen.tokens import Axis
from visualizer.appearance import Appearance
from visualizer.panels.over import why_over
from visualizer.selection import Pair, Selection, token_at
from visualizer.stepping import Stepping
from visualizer.widgets.chip_rows import PITCH
from visualizer.widgets.chips import Chips
from visualizer.widgets.label import Label
from visualizer.widgets.row_group import (
    chosen_head,
    head_name,
    leading_group,
    over_source,
    row_of,
)
from visualizer.widgets.written_chips import WrittenChips
from visualizer.written_tree import path_name

#: Pixels at scale 1: at least, and above and below what is in it.
HEIGHT, MARGIN = 60, 4
#: Lines of chips of a text, and of a source at most.
_TEXT, _SOURCE = 2, 2
#: Room of the notes.
_NOTES = 330


class WrittenPanel(QWidget):
    """Source above output, or one text, as chips; notes at the right.

    The chips that the shown row of attention is over are shaded by its weights. No token that is
    written changes the height: an output has as many lines as its source.

    Signals: `position_chosen(position)` when the user clicked a written or stepped-back token.
    """

    position_chosen = Signal(int)

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._selection = selection
        self._stepping: Stepping | None = None
        self._lines = 0
        self.source = Chips(appearance, self)
        self.written = WrittenChips(appearance, self)
        self.source_note = Label(appearance, role="note", colour="low", elide=True)
        self.written_note = Label(appearance, role="note", colour="low", elide=True)
        self._names = [
            Label(appearance, text, role="note", colour="low")
            for text in (self.tr("source"), self.tr("written"))
        ]
        for note in (self.source_note, self.written_note):
            note.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._grid = QGridLayout(self)
        self._grid.addWidget(self._names[0], 0, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self.source, 0, 1)
        for row, note in enumerate((self.source_note, self.written_note)):
            self._grid.addWidget(note, row, 2)
        self._set_lines(2)
        self._grid.setColumnStretch(1, 1)
        self.source.setAccessibleName(self._names[0].text())
        self.source.set_lines(_SOURCE)
        self.source.lines_changed.connect(self._match)
        self.written.lines_changed.connect(self._fit)
        self.source.pointed.connect(self._point)
        self.source.chosen.connect(self._lock)
        self.written.chosen.connect(self._go)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        selection.changed.connect(self._mark)
        selection.head_changed.connect(self._head_changed)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def show_stepping(self, stepping: Stepping) -> None:
        """Show where one stands."""
        self._stepping = stepping
        line = tuple(node.token for node in stepping.line())
        self._set_lines(2 if stepping.source else 1)
        self.source.set_tokens(stepping.source)
        if stepping.source or stepping.root is None:
            self.written.set_written(line, stepping.position)
        else:
            given = stepping.past(stepping.root)
            seen = self._window(stepping)
            self.written.set_written((*given, *line), stepping.position, len(given), seen)
        self.written_note.setText(self._progress(stepping, len(line)))
        self._shade()
        self._mark()

    def _progress(self, stepping: Stepping, known: int) -> str:
        if stepping.state == "empty":
            return ""
        return why_over(stepping) or self.tr("path {0}, token {1} of {2}  ·  at most {3}").format(
            path_name(stepping.path), stepping.position, known, stepping.limit
        )

    def _window(self, stepping: Stepping) -> range:
        """The places of the text that the shown candidates were predicted from."""
        node = stepping.deciding
        if not stepping.window or node is None:
            return range(0)
        end = len(stepping.past(node))
        return range(max(end - stepping.window, 0), end)

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(800), self._appearance.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._appearance.colour("panel"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._appearance.colour("line"))

    def _set_lines(self, lines: int) -> None:
        """2: source above output; 1: one text over the height of both."""
        if lines == self._lines:
            return
        self._lines = lines
        two = lines == 2
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(self._names[1], lines - 1, 0, 3 - lines, 1, top)
        self._grid.addWidget(self.written, lines - 1, 1, 3 - lines, 1)
        for part in (self._names[0], self.source):
            part.setVisible(two)
        self._names[1].setText(self.tr("written") if two else self.tr("text"))
        self.written.setAccessibleName(self._names[1].text())
        self._match()

    @Slot()
    def _match(self) -> None:
        lines = self.source.lines if self._lines == 2 else _TEXT
        self.written.set_lines(lines, lines)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        """Take the height that the lines of chips ask for."""
        shown = (self.source, self.written) if self._lines == 2 else (self.written,)
        room = sum(chips.sizeHint().height() for chips in shown)
        px = self._appearance.px
        self.setFixedHeight(max(room + 2 * px(MARGIN), px(HEIGHT)))

    def _shade(self) -> None:
        """Shade the chips that the row in front is over, and say by what."""
        stepping = self._stepping
        node = stepping.deciding if stepping else None
        self.source.set_shades(None)
        self.written.set_shades(None)
        self.source_note.setText("")
        if stepping is None or node is None or node.step is None:
            return
        group = leading_group(node.step.rows)
        if not group:
            self.source_note.setText(self._no_rows(stepping))
            return
        weights = node.step.rows[group]
        layer, head = chosen_head(self._selection, group, weights)
        row = row_of(weights, layer, head)
        if over_source(group):
            self.source.set_shades(row)
        else:
            shades = np.full(len(self.written.tokens), np.nan, np.float32)
            shades[: len(row)] = row
            self.written.set_shades(shades)
        here = stepping.here
        if here is None or here is node:
            text = self.tr("shaded by the attention of the next token")
        else:
            text = self.tr("shaded by the attention that produced “{0}”").format(here.token.text)
        name = head_name(weights, layer, head)
        self.source_note.setText(f"{text} ({name})" if name else text)

    def _no_rows(self, stepping: Stepping) -> str:
        if stepping.window:
            said = self.tr("in brackets: the {0} words it sees; nothing else counts")
            return said.format(stepping.window)
        return (
            self.tr("no attention: all of the source passes through c") if stepping.source else ""
        )

    @Slot()
    def _mark(self) -> None:
        length = len(self.source.tokens)

        def places(pair: Pair | None) -> frozenset[int]:
            ends = (pair.query, pair.key) if pair else ()
            found = (end.position for end in ends if end.sequence == "source")
            return frozenset(place for place in found if 0 <= place < length)

        self.source.set_marked(places(self._selection.locked), places(self._selection.hovered))

    @Slot(str)
    def _head_changed(self, group: str) -> None:
        self._shade()

    @Slot(int)
    def _point(self, place: int) -> None:
        self._selection.hover(_word(place) if place >= 0 else None)

    @Slot(int)
    def _lock(self, place: int) -> None:
        pair = _word(place)
        self._selection.lock(None if pair == self._selection.locked else pair)

    @Slot(int)
    def _go(self, place: int) -> None:
        self.position_chosen.emit(max(place - self.written.given + 1, 0))

    @Slot()
    def _restyle(self) -> None:
        px = self._appearance.px
        self._fit()
        self._grid.setContentsMargins(px(12), px(MARGIN), px(12), px(MARGIN))
        for name in self._names:
            name.setFixedHeight(px(PITCH))
        self._grid.setColumnMinimumWidth(2, px(_NOTES))
        self._grid.setHorizontalSpacing(px(10))
        self._grid.setVerticalSpacing(0)


def _word(place: int) -> Pair:
    token = token_at(Axis("source"), place)
    return Pair(token, token)
