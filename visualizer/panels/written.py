"""The sentence being generated: the source, shaded by where the model looked, and the text."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from engine.look import MEAN
from visualizer.appearance import Appearance
from visualizer.selection import Pair, Selection, TokenReference
from visualizer.stepping import Stepping, path_name
from visualizer.widgets.chips import Chips
from visualizer.widgets.label import Label
from visualizer.widgets.written_chips import WrittenChips

HEIGHT = 60


class WrittenPanel(QWidget):
    """Two lines of chips with a note each.

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
        chips = (self.source, self.written)
        notes = (self.source_note, self.written_note)
        for row, parts in enumerate(zip(self._names, chips, notes, strict=True)):
            for column, part in enumerate(parts):
                self._grid.addWidget(part, row, column)
        self._grid.setColumnStretch(1, 3)
        self._grid.setColumnStretch(2, 2)
        self.source.setAccessibleName(self._names[0].text())
        self.written.setAccessibleName(self._names[1].text())
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
        line = stepping.line()
        self.source.set_tokens(stepping.source)
        self.written.set_written(tuple(node.token for node in line), stepping.position)
        self.written_note.setText(
            {
                "empty": "",
                "ended": self.tr("</s>: the sentence has ended"),
                "limit": self.tr("the limit of {0} tokens is reached").format(stepping.limit),
            }.get(
                stepping.state,
                self.tr("path {0}, token {1} of {2}  ·  at most {3}").format(
                    path_name(stepping.path), stepping.position, len(line), stepping.limit
                ),
            )
        )
        self._shade()
        self._mark()

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(800), self._appearance.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._appearance.colour("panel"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._appearance.colour("line"))

    def _shade(self) -> None:
        node = self._stepping.deciding if self._stepping else None
        rows = node.step.rows.get("cross") if node and node.step else None
        if rows is None or self._stepping is None:
            self.source.set_shades(None)
            self.source_note.setText("")
            return
        layer, head = self._selection.head("cross")
        layer %= rows.shape[0]
        whole = head == MEAN or head >= rows.shape[1]
        shades = rows[layer].mean(0) if whole else rows[layer, head]
        self.source.set_shades(np.asarray(shades, np.float32))
        here = self._stepping.here
        of = (
            self.tr("mean of layer {0}").format(layer + 1)
            if whole
            else self.tr("layer {0}, head {1}").format(layer + 1, head + 1)
        )
        if here is None or here is node:
            text = self.tr("shaded by the cross-attention of the next token ({0})").format(of)
        else:
            text = self.tr("shaded by the cross-attention that produced “{0}” ({1})").format(
                here.token.text, of
            )
        self.source_note.setText(text)

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
        if group == "cross":
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
        self.position_chosen.emit(place + 1)

    @Slot()
    def _restyle(self) -> None:
        px = self._appearance.px
        self.setFixedHeight(px(HEIGHT))
        self._grid.setContentsMargins(px(12), px(4), px(12), px(4))
        self._grid.setHorizontalSpacing(px(10))
        self._grid.setVerticalSpacing(0)


def _word(place: int) -> Pair:
    token = TokenReference("source", place)
    return Pair(token, token)
