"""Words to be guessed in the watched text: another draw of them, or blanks of one's own."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from engine.seen.look import Look
from visualizer.blanks import BLANK, Blanks
from visualizer.panels.sentence_rows import is_cloze


class SentenceBlanks(QObject):
    """The actions that choose what is guessed, and the text that they make.

    Signals: `draw_requested` for another draw; `text_made(text)` when a word became a blank or a
    blank its word; `blank_requested` for the chosen word.
    """

    draw_requested = Signal()
    text_made = Signal(str)
    blank_requested = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._blanks = Blanks()
        self._look: Look | None = None
        self.draw_action = QAction(self.tr("Draw again"), self)
        self.draw_action.setShortcut("D")
        self.draw_action.setToolTip(
            self.tr("Let chance choose other words to be guessed: 15 % of the tokens (D)")
        )
        self.draw_action.triggered.connect(self.draw_requested)
        self.blank_action = QAction(self.tr("Blank"), self)
        self.blank_action.setShortcut("B")
        self.blank_action.setToolTip(
            self.tr("Turn the chosen word into a blank, or back; then only blanks are guessed (B)")
        )
        self.blank_action.triggered.connect(self.blank_requested)
        self.set_look(None)

    @property
    def text(self) -> str:
        """The text that is looked at, every blank that was made here its word again."""
        return self._blanks.text

    @property
    def typed(self) -> bool:
        """Whether the text has blanks of its own, beside which nothing is drawn."""
        look = self._look
        return look is not None and is_cloze(look) and BLANK in look.source_text

    def set_look(self, look: Look | None) -> None:
        """Take the text of a look; None for none."""
        self._look = look
        cloze = look is not None and is_cloze(look)
        if look is not None:
            self._blanks.stand_on(look)
        self.draw_action.setEnabled(cloze and not self.typed)
        self.blank_action.setEnabled(cloze)

    def toggle(self, place: int) -> None:
        """Turn a word into a blank, or a blank that was made of one back."""
        text = self._blanks.toggle(place) if self.blank_action.isEnabled() else None
        if text is not None:
            self.text_made.emit(text)

    def add_to(self, menu: QMenu, place: int) -> None:
        """Offer in a menu what can be done with the word at `place`."""
        if not self.blank_action.isEnabled():
            return
        word = self._blanks.word(place)
        said = self.tr("Bring back “{0}”").format(word) if word else self.tr("Blank this word")
        action = menu.addAction(said)
        action.setEnabled(self._blanks.can_toggle(place))
        action.setData(place)
        action.triggered.connect(self._toggle_from_menu)

    @Slot()
    def _toggle_from_menu(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.toggle(action.data())
