"""The embedding plane: words at their two principal components, moving as they are learned."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from engine.messages.events import Loaded, Started
from engine.messages.frames import Frame
from engine.seen.look import Look
from visualizer.appearance import Appearance
from visualizer.exhibits.exhibit import Exhibit
from visualizer.panels.panel import Panel
from visualizer.selection import Pair, Selection, TokenReference
from visualizer.widgets.label import Label
from visualizer.widgets.plane_canvas import PlaneCanvas
from visualizer.widgets.plane_course import PLANE, SHARES, VECTORS, first_id, nearest, places_of
from visualizer.widgets.scale import number
from visualizer.widgets.token_text import visible

#: Nearest words that are named.
MOST = 5


class PlanePanel(Panel):
    """Words as text; those watched stand out, one can be sought, one chosen.

    A word that stands in what is watched is chosen in every view, any other one here alone. The
    whole table of embeddings is asked for only while a word is chosen: it may be large.
    """

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, "", parent=parent)
        self.set_title(self.tr("Embedding plane"))
        self._selection = selection
        self._look: Look | None = None
        self._vectors: NDArray[np.float32] | None = None
        self._offered = False
        self._own = -1
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("find a word"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(self.tr("Find a word"))
        self.search.textChanged.connect(self._mark)
        self.search.returnPressed.connect(self._choose_found)
        self.trails = QCheckBox(self.tr("trails"), self)
        self.trails.setToolTip(self.tr("Draw where words stood some pictures ago"))
        self.trails.setChecked(True)
        for widget in (self.search, self.trails):
            self.add_header_widget(widget)
        body = QWidget(self)
        self.canvas = PlaneCanvas(appearance, body)
        self.note = Label(appearance, role="note", colour="mid", elide=True, parent=body)
        self._column = QVBoxLayout(body)
        self._column.addWidget(self.canvas, 1)
        self._column.addWidget(self.note)
        self.set_body(body)
        self.trails.toggled.connect(self.canvas.set_trails)
        self.canvas.chosen.connect(self._choose)
        selection.changed.connect(self._follow)
        appearance.changed.connect(self._restyle)
        self._restyle()
        self.show_loading(self.tr("The plane of the words is being worked out."))

    def receive(self, event: object) -> None:
        if isinstance(event, Started | Loaded):
            self._offered = any(table.name == VECTORS for table in event.structure.tables)
        elif isinstance(event, Frame):
            self._show(event)

    def wanted_tables(self) -> tuple[str, ...]:
        return (VECTORS,) if self._offered and self.choice >= 0 else ()

    @property
    def choice(self) -> int:
        """The word that is chosen, here or in what is watched; -1 for none."""
        words = self.canvas.course.words
        if self._own >= 0:
            return self._own if self._own < len(words) else -1
        pair, look = self._selection.locked, self._look
        if pair is None or look is None:
            return -1
        for end in (pair.query, pair.key):
            line = look.sequences.get(end.sequence, ())
            if 0 <= end.position < len(line) and line[end.position].text in words:
                return words.index(line[end.position].text)
        return -1

    def _show(self, frame: Frame) -> None:
        table = frame.look.tables.get(PLANE)
        if table is None:
            return  # a picture from before it was asked for; the next one has it
        before = self.canvas.course.words
        self._look = frame.look
        shares = frame.look.tables.get(SHARES)
        self.canvas.course.add(frame.run, frame.step, table, shares)
        if self.canvas.course.words != before:
            self._own = -1
            self.canvas.fit()
        vectors = frame.look.tables.get(VECTORS)
        self._vectors = None if vectors is None else vectors.values
        count = f"{len(self.canvas.course.words):,}"
        self.set_subtitle(self.tr("{0} words · step {1}").format(count, f"{frame.step:,}"))
        self.canvas.refresh()
        self._mark()
        self.show_body()

    # ------------------------------------------------------------ words that stand out

    @Slot()
    def _mark(self) -> None:
        words, look, choice = self.canvas.course.words, self._look, self.choice
        if look is None:
            return
        found = self.canvas.course.find(self.search.text())
        near = self._neighbours(choice)
        self.canvas.mark(choice, tuple(place for place, _ in near), found, places_of(words, look))
        self.note.setText(self._said(choice, near, len(found)))

    def _neighbours(self, choice: int) -> list[tuple[int, float]]:
        """The nearest words among those in the plane, in all dimensions of the embedding."""
        words, look = self.canvas.course.words, self._look
        if choice < 0 or self._vectors is None or look is None:
            return []
        first = first_id(words, look)
        if first is None or first + len(words) > len(self._vectors):
            return []
        return nearest(self._vectors[first : first + len(words)], choice, MOST)

    def _said(self, choice: int, near: list[tuple[int, float]], found: int) -> str:
        words = self.canvas.course.words
        if choice >= 0 and near and self._vectors is not None:
            named = ", ".join(f"{visible(words[at])} {_cosine(cosine)}" for at, cosine in near)
            said = self.tr("nearest to “{0}” in all {1} dimensions, by cosine: {2}")
            return said.format(visible(words[choice]), self._vectors.shape[1], named)
        if choice >= 0:
            return self.tr("“{0}”").format(visible(words[choice]))
        if self.search.text().strip():
            return self.tr("{0} words found").format(found) if found else self.tr("no such word")
        return self.tr("Bold: words of what is watched. A dot is a word that found no room.")

    # ------------------------------------------------------------ choosing

    @Slot(int)
    def _choose(self, place: int) -> None:
        """A click chooses a word; a second click on it lets go."""
        again = place == self.choice
        token = self._token(self.canvas.course.words[place])
        self._own = -1 if again or token is not None else place
        if again or token is not None:
            self._selection.lock(None if again or token is None else Pair(token, token))
        self._changed()

    @Slot()
    def _choose_found(self) -> None:
        found = self.canvas.course.find(self.search.text())
        if found:
            self.canvas.show_word(found[0])
            if found[0] != self.choice:
                self._choose(found[0])

    @Slot()
    def _follow(self) -> None:
        if self._selection.locked is not None:
            self._own = -1
        self._changed()

    def _changed(self) -> None:
        self._mark()
        self.tables_wanted.emit()

    def _token(self, word: str) -> TokenReference | None:
        """Where a word stands in what is watched."""
        for name, line in (self._look.sequences if self._look is not None else {}).items():
            for position, token in enumerate(line):
                if token.text == word and not token.special:
                    return TokenReference(name, position)
        return None

    def event(self, event: QEvent) -> bool:
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and self._own >= 0 and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # before the window's Esc, which knows the shared selection alone
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._own >= 0:
            self._own = -1
            self._changed()
            return
        super().keyPressEvent(event)

    @Slot()
    def _restyle(self) -> None:
        px = self.appearance.px
        self._column.setContentsMargins(px(8), px(4), px(8), px(6))
        self._column.setSpacing(px(4))
        self.search.setFixedWidth(px(130))
        self.search.setFont(self.appearance.font("text"))
        self.trails.setFont(self.appearance.font("text"))


def _cosine(value: float) -> str:
    return f"−{number(-value)}" if value < 0 else number(value)


EMBEDDINGS = Exhibit("plane", "Embedding plane", frozenset({PLANE}), (PLANE, SHARES), PlanePanel)
