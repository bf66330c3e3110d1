"""The watched sentence: its tokens as chips, editable at any time, also during training."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QToolButton, QWidget

from engine.catalog import find
from engine.messages.events import Failed, Loaded, Started
from engine.messages.frames import Frame
from engine.messages.reading import Example
from engine.seen.look import Look
from engine.specification import Kind
from visualizer.appearance import Appearance
from visualizer.panels.examples import Examples
from visualizer.panels.sentence_blanks import SentenceBlanks
from visualizer.panels.sentence_editor import SentenceEditor
from visualizer.panels.sentence_notes import SentenceNotes
from visualizer.panels.sentence_rows import SEQUENCES, SentenceRows
from visualizer.selection import Selection
from visualizer.widgets.chips import Chips
from visualizer.widgets.icon import icon

#: Pixels at scale 1: at least, and above and below what is in it.
HEIGHT, ABOVE, BELOW = 60, 3, 4


class SentencePanel(QWidget):
    """The watched sentence, source and target or one running text, and what is to be known of it.

    Where words of a text are to be guessed, they are marked as the model saw them; other words
    can be drawn, and any word turned into a blank.

    Signals: `watch_requested(source, target)`, target None where the model shall write its own or
    there is none; `draw_requested` for another draw of the words to be guessed.
    """

    watch_requested = Signal(str, object)
    draw_requested = Signal()

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._selection = selection
        self._look: Look | None = None
        self._kind: Kind = "pairs"
        self.blanks = SentenceBlanks(self)
        self._asked: tuple[str, str] | None = None
        self._waiting = False
        self._failure = ""
        self.edit_action = self._action(self.tr("Edit the watched sentence"), "F2", self.edit)
        self.next_action = self._action(
            self.tr("Watch the next example"), "Ctrl+E", self.watch_next_example
        )
        self.examples = Examples(self.next_action, self)
        self.lines = SentenceRows(appearance, selection, *self._blanking(), self)
        self.editor = SentenceEditor(appearance, self)
        self.notes = SentenceNotes(appearance, self)
        self._build()
        appearance.changed.connect(self._restyle)
        self._restyle()

    # ------------------------------------------------------------ what comes in

    def receive(self, event: object) -> None:
        """Frames bring the tokens; Loaded and Started the examples of the data."""
        if isinstance(event, Frame):
            self._waiting, self._failure = False, ""
            self._set_look(event.look)
        elif isinstance(event, (Loaded, Started)):
            self._set_kind(find(event.specification.architecture).kind)
            self._set_examples(event.examples)
        elif isinstance(event, Failed) and event.what == "Looking":
            self._waiting, self._failure = False, event.sentence
            self._describe()

    @property
    def rows(self) -> dict[str, Chips]:
        """The chips by the name of their sequence."""
        return self.lines.chips

    @property
    def source_text(self) -> str:
        """The sentence that is watched; "" before anything is."""
        return self._texts()[0]

    # ------------------------------------------------------------ what the user does

    @Slot()
    def edit(self) -> None:
        """Turn the chips into lines of text to be typed in."""
        self._pages.setCurrentIndex(1)
        source, target = self._texts()
        self.editor.begin(source, target if self._kind == "pairs" else None)

    @Slot()
    def watch_next_example(self) -> None:
        """Watch the example after the present one."""
        example = self.examples.after(*self._texts())
        if example is not None:
            self._watch_example(example)

    @Slot()
    def blank(self) -> None:
        """Turn the chosen word of the text into a blank, or a blank back into its word."""
        place = self.lines.chosen_place()
        if place is not None:
            self.blanks.toggle(place)

    def actions_for_menu(self) -> list[QAction]:
        return [self.edit_action, self.next_action, *self._blanking()]

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(800), self._appearance.px(HEIGHT))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.edit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._appearance.colour("panel"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._appearance.colour("line"))

    # ------------------------------------------------------------ building

    def _build(self) -> None:
        self.lines.edit_requested.connect(self.edit)
        self.lines.menu_requested.connect(self._open_menu)
        self.lines.height_changed.connect(self._fit)
        self.blanks.draw_requested.connect(self.draw_requested)
        self.blanks.blank_requested.connect(self.blank)
        self.blanks.text_made.connect(self._watch_text)
        self.addActions(self._blanking())
        self.editor.accepted.connect(self._accept)
        self.editor.cancelled.connect(self._leave_editor)
        pages = QWidget(self)
        self._pages = QStackedLayout(pages)
        self._pages.addWidget(self.lines)
        self._pages.addWidget(self.editor)
        self._edit_button = QToolButton(self)
        self._edit_button.setDefaultAction(self.edit_action)
        self._edit_button.setAutoRaise(True)
        self.examples.chosen.connect(self._watch_example)
        row_layout = QHBoxLayout(self)
        row_layout.addWidget(pages, 1)
        row_layout.addWidget(self.notes)
        row_layout.addWidget(self._edit_button, 0, Qt.AlignmentFlag.AlignTop)
        row_layout.addWidget(self.examples, 0, Qt.AlignmentFlag.AlignTop)
        self._row = row_layout

    def _blanking(self) -> tuple[QAction, QAction]:
        return self.blanks.draw_action, self.blanks.blank_action

    def _action(self, text: str, key: str, slot: object) -> QAction:
        action = QAction(text, self)
        action.setShortcut(key)
        action.triggered.connect(slot)
        self.addAction(action)
        return action

    @Slot()
    def _restyle(self) -> None:
        look = self._appearance
        px = look.px
        self._row.setContentsMargins(px(12), px(ABOVE), px(8), px(BELOW))
        self._row.setSpacing(px(8))
        self.edit_action.setIcon(icon("edit", look))
        self.next_action.setIcon(icon("next", look))
        self.examples.setIcon(icon("down", look))
        for button in (self._edit_button, self.examples):
            button.setFixedSize(px(24), px(24))
            button.setIconSize(QSize(px(16), px(16)))
            button.setStyleSheet(
                "QToolButton { border: 0; border-radius: 4px; background: transparent }"
                f"QToolButton:hover {{ background: {look.theme.raised}; }}"
                f"QToolButton:focus {{ border: 2px solid {look.theme.focus}; }}"
                "QToolButton::menu-indicator { image: none; }"
            )
        self._fit()
        self._describe()
        self.update()

    @Slot()
    def _fit(self) -> None:
        """Take the height that the lines of the sentence ask for."""
        px = self._appearance.px
        self.setFixedHeight(max(self.lines.sizeHint().height() + px(ABOVE + BELOW), px(HEIGHT)))

    # ------------------------------------------------------------ look and selection

    def _set_look(self, look: Look) -> None:
        self._look = look
        self._kind = "text" if "text" in look.sequences else "pairs"
        self.blanks.set_look(look)
        self.lines.set_look(look, self.blanks.text)
        self._describe()

    def _set_kind(self, kind: Kind) -> None:
        """A model of another kind of data: what was watched cannot be given to it."""
        if kind != self._kind:
            self._kind, self._look = kind, None
            self.lines.clear(kind)
            self.blanks.set_look(None)

    # ------------------------------------------------------------ texts and examples

    def _texts(self) -> tuple[str, str]:
        """Source and target as text; the target "" where the model writes its own or is none.

        What was asked for until it has been looked at, also where that failed: a sentence that is
        too long is there to be shortened.
        """
        if self._asked is not None and (self._look is None or self._waiting or self._failure):
            return self._asked
        if self._look is None:
            return "", ""
        own = self._look.rows_from == "own"
        return self._look.source_text, "" if own else self._look.target_text

    @Slot(str, str)
    def _accept(self, source: str, target: str) -> None:
        self._leave_editor()
        # The chosen tokens belong to the sentence that goes.
        self._selection.clear()
        self._asked = source, target
        self._waiting, self._failure = True, ""
        self._describe()
        self.watch_requested.emit(source, target or None)

    @Slot()
    def _leave_editor(self) -> None:
        self._pages.setCurrentIndex(0)
        self.rows[SEQUENCES[self._kind][0]].setFocus()

    def _set_examples(self, examples: tuple[Example, ...]) -> None:
        if examples != self.examples.examples:
            self._asked = None  # it belongs to the data that went
        self.examples.set_examples(examples)
        self._describe()

    @Slot(object)
    def _watch_example(self, example: Example) -> None:
        self._accept(example.source, example.target)

    @Slot(str)
    def _watch_text(self, text: str) -> None:
        self._accept(text, "")

    @Slot(int, QPoint)
    def _open_menu(self, place: int, at: QPoint) -> None:
        menu = QMenu(self)
        self.blanks.add_to(menu, place)
        menu.addAction(self.edit_action)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    # ------------------------------------------------------------ notes

    def _describe(self) -> None:
        """Write the notes at the right, or in their place why there is nothing to look at."""
        plain = self.tr("watched sentence · edit any time")
        if self._kind == "text":
            plain = self.tr("watched text · edit any time")
        note = self.tr("looking …") if self._waiting else self._unknown_words() or plain
        # A text is one line, and needs the room more than its notes.
        width = 252 if self._kind == "pairs" else 196
        self.notes.say(note, self._origin(), self._failure, width)

    def _unknown_words(self) -> str:
        tokens = [token for row in self.rows.values() for token in row.tokens]
        count = len({token.text for token in tokens if token.unknown})
        if count == 1:
            return self.tr("1 word is unknown to this model")
        return self.tr("{0} words are unknown to this model").format(count) if count else ""

    def _origin(self) -> str:
        look = self._look
        if look is None:
            return ""
        held_out = self.examples.holds(look.source_text, look.target_text)
        if self._kind == "text":
            if self.blanks.typed:
                return self.tr("only the blanks are guessed")
            return self.tr("held out: not in the training texts") if held_out else ""
        if look.rows_from == "own":
            return self.tr("target: the model’s own output")
        return self.tr("target: reference · held out") if held_out else self.tr("target: reference")
