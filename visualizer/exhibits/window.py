"""The window of k words: what the model may see of a text, and what it makes of it."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.messages.events import Loaded, Started
from engine.messages.frames import Frame
from engine.seen.tokens import Axis
from engine.structure import Structure
from visualizer.appearance import Appearance
from visualizer.exhibits.exhibit import Exhibit
from visualizer.panels.panel import Panel
from visualizer.selection import Pair, Selection, TokenReference
from visualizer.widgets.label import Label
from visualizer.widgets.window_band import WindowBand
from visualizer.widgets.window_content import EMBEDDING, HIDDEN, WindowContent
from visualizer.widgets.window_flow import WindowFlow
from visualizer.widgets.window_text import WindowText

_TEXT = Axis("text")


class WindowPanel(Panel):
    """The watched text with the window of one prediction open, and every other one as a band.

    Which prediction is shown follows the shared selection; until something is selected it is the
    first whose window holds words alone.
    """

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, "", parent=parent)
        self.set_title(self.tr("The window"))
        self._selection = selection
        self._structure = Structure()
        self._content: WindowContent | None = None
        body = QWidget(self)
        self.sentence = Label(appearance, role="text", parent=body)
        self.sentence.setWordWrap(True)
        self.hint = Label(appearance, role="note", colour="low", elide=True, parent=body)
        self.text = WindowText(appearance, body)
        self.band = WindowBand(appearance, body)
        self.flow = WindowFlow(appearance, body)
        self._column = QVBoxLayout(body)
        self._row = QHBoxLayout()
        self._row.addWidget(self.band, 9)
        self._row.addWidget(self.flow, 10)
        for widget in (self.sentence, self.hint, self.text):
            self._column.addWidget(widget)
        self._column.addLayout(self._row, 1)
        self.set_body(body)
        for picker in (self.text, self.band):
            picker.pointed.connect(self._point)
            picker.chosen.connect(self._choose)
            picker.released.connect(self._release)
        selection.changed.connect(self._mark)
        appearance.changed.connect(self._restyle)
        self._restyle()
        self.show_empty(
            self.tr("No text is watched yet.\nThe words that each prediction sees are shown here.")
        )

    def receive(self, event: object) -> None:
        if isinstance(event, Started | Loaded):
            self._structure = event.structure
        elif isinstance(event, Frame):
            self._show(event)

    @property
    def place(self) -> int:
        """The word whose prediction is shown; -1 without a text."""
        if self._content is None:
            return -1
        pair = self._selection.shown
        row = pair.row(_TEXT) if pair else None
        if row is not None and 0 <= row < len(self._content.tokens):
            return row
        return self._content.usual_place()

    def _show(self, frame: Frame) -> None:
        window = self._structure.window
        if not window or not frame.look.sequences.get("text"):
            self._content = None
            self.show_empty(self.tr("This model sees a whole text, not a window of it."))
            return
        self._content = WindowContent(frame.look, window)
        self.set_subtitle(self.tr("k = {0} · step {1}").format(window, f"{frame.step:,}"))
        self.sentence.setText(
            self.tr(
                "A Markov model of order {0}: the next word depends on these {0} words and on "
                "nothing else."
            ).format(window)
            if window > 1
            else self.tr(
                "A Markov model of order 1: the next word depends on the word before it and on "
                "nothing else."
            )
        )
        said = self.tr("Here n = k + 1 = {0}; another n is set in Sizes and recipe (Ctrl+M).")
        said = said.format(window + 1)
        self.hint.setText(said)
        self.text.set_content(self._content)
        self.band.set_content(self._content)
        self._mark()
        self.show_body()

    @Slot()
    def _mark(self) -> None:
        if self._content is None:
            return
        place = self.place
        locked = self._selection.locked is not None
        self.text.set_place(place, locked)
        self.band.set_place(place, locked)
        self.flow.set_content(self._content, place, self._hidden_title())

    def _hidden_title(self) -> str:
        blocks = (block.title for block in self._structure.blocks if block.table == HIDDEN)
        return next(blocks, "")

    @Slot(int)
    def _point(self, place: int) -> None:
        self._selection.hover(_word(place) if place >= 0 else None)

    @Slot(int)
    def _choose(self, place: int) -> None:
        self._selection.lock(_word(place))

    @Slot()
    def _release(self) -> None:
        self._selection.lock(None)

    @Slot()
    def _restyle(self) -> None:
        px = self.appearance.px
        self._column.setContentsMargins(px(12), px(6), px(12), px(8))
        self._column.setSpacing(px(4))
        self._row.setSpacing(px(14))


def _word(place: int) -> Pair:
    token = TokenReference("text", place)
    return Pair(token, token)


WINDOW = Exhibit(
    "window",
    "The window",
    frozenset({EMBEDDING}),
    (EMBEDDING, HIDDEN),
    WindowPanel,
    windowed=True,
)
