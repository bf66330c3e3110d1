"""The watched sentence: its tokens as chips, editable at any time, also during training."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.look import Look, MapGroup
from engine.messages import Example, Failed, Frame, Loaded, Started
from visualizer.appearance import Appearance
from visualizer.panels.sentence_editor import SentenceEditor
from visualizer.selection import Pair, Selection, TokenReference
from visualizer.widgets.chips import Chips
from visualizer.widgets.icon import icon
from visualizer.widgets.label import Label

HEIGHT = 60
SEQUENCES = ("source", "target")
#: Examples offered in the menu at once; the next ones follow by "Next example".
_OFFERED = 20


class SentencePanel(QWidget):
    """Source and target of the watched sentence, and what is to be known of them.

    Signals: `watch_requested(source, target)`, target None where the model shall write its own.
    """

    watch_requested = Signal(str, object)

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._selection = selection
        self._look: Look | None = None
        self._examples: tuple[Example, ...] = ()
        self._asked: tuple[str, str] | None = None
        self._waiting = False
        self._failure = ""
        self.edit_action = QAction(self.tr("Edit the watched sentence"), self)
        self.edit_action.setShortcut("F2")
        self.edit_action.triggered.connect(self.edit)
        self.next_action = QAction(self.tr("Watch the next example"), self)
        self.next_action.setShortcut("Ctrl+E")
        self.next_action.triggered.connect(self.watch_next_example)
        self.next_action.setEnabled(False)
        self.addActions([self.edit_action, self.next_action])
        self.rows = {name: Chips(appearance, self) for name in SEQUENCES}
        self.editor = SentenceEditor(appearance, self)
        self.note = Label(appearance, role="note", colour="low", elide=True, parent=self)
        self.target_note = Label(appearance, role="note", colour="low", elide=True, parent=self)
        self.failure = Label(appearance, role="note", colour="wrong", parent=self)
        self._build()
        selection.changed.connect(self._mark)
        selection.head_changed.connect(self._shade)
        appearance.changed.connect(self._restyle)
        self._restyle()

    # ------------------------------------------------------------ what comes in

    def receive(self, event: object) -> None:
        """Frames bring the tokens; Loaded and Started the examples of the data."""
        if isinstance(event, Frame):
            self._waiting, self._failure = False, ""
            self._set_look(event.look)
        elif isinstance(event, (Loaded, Started)):
            self._set_examples(event.examples)
        elif isinstance(event, Failed) and event.what == "Looking":
            self._waiting, self._failure = False, event.sentence
            self._describe()

    @property
    def source_text(self) -> str:
        """The sentence that is watched; "" before anything is."""
        return self._texts()[0]

    # ------------------------------------------------------------ what the user does

    @Slot()
    def edit(self) -> None:
        """Turn the chips into two lines of text."""
        self._pages.setCurrentIndex(1)
        self.editor.begin(*self._texts())

    @Slot()
    def watch_next_example(self) -> None:
        """Watch the example after the present one."""
        if self._examples:
            place = self._example_now() + 1
            self._watch_example(self._examples[place % len(self._examples)])

    def actions_for_menu(self) -> list[QAction]:
        return [self.edit_action, self.next_action]

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
        self._names = [
            Label(self._appearance, text, role="note", colour="low", parent=self)
            for text in (self.tr("source"), self.tr("target"))
        ]
        names = QVBoxLayout()
        names.setSpacing(0)
        lines = QWidget(self)
        column = QVBoxLayout(lines)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for name, label in zip(SEQUENCES, self._names, strict=True):
            names.addWidget(label)
            row = self.rows[name]
            row.setAccessibleName(label.text())
            row.pointed.connect(self._point)
            row.chosen.connect(self._choose)
            row.edit_requested.connect(self.edit)
            column.addWidget(row)
        self.editor.accepted.connect(self._accept)
        self.editor.cancelled.connect(self._leave_editor)
        pages = QWidget(self)
        self._pages = QStackedLayout(pages)
        self._pages.addWidget(lines)
        self._pages.addWidget(self.editor)
        self._examples_menu = QMenu(self)
        self._edit_button = self._tool(self.edit_action)
        self._examples_button = self._tool(None)
        self._examples_button.setToolTip(self.tr("Examples from the held-out data"))
        self._examples_button.setAccessibleName(self.tr("Examples"))
        self._examples_button.setMenu(self._examples_menu)
        self._examples_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._notes = QWidget(self)
        notes = QVBoxLayout(self._notes)
        notes.setContentsMargins(0, 0, 0, 0)
        notes.setSpacing(0)
        self.failure.setWordWrap(True)
        for label in (self.note, self.target_note, self.failure):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            notes.addWidget(label)
        self._notes.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        row_layout = QHBoxLayout(self)
        row_layout.addLayout(names)
        row_layout.addWidget(pages, 1)
        row_layout.addWidget(self._notes)
        row_layout.addWidget(self._edit_button)
        row_layout.addWidget(self._examples_button)
        self._row = row_layout

    def _tool(self, action: QAction | None) -> QToolButton:
        button = QToolButton(self)
        if action:
            button.setDefaultAction(action)
        button.setAutoRaise(True)
        return button

    @Slot()
    def _restyle(self) -> None:
        look = self._appearance
        px = look.px
        self.setFixedHeight(px(HEIGHT))
        self._row.setContentsMargins(px(12), px(3), px(8), px(4))
        self._row.setSpacing(px(8))
        for label in self._names:
            label.setFixedWidth(px(44))
        self.edit_action.setIcon(icon("edit", look))
        self.next_action.setIcon(icon("next", look))
        self._examples_button.setIcon(icon("down", look))
        for button in (self._edit_button, self._examples_button):
            button.setFixedSize(px(24), px(24))
            button.setIconSize(QSize(px(16), px(16)))
            button.setStyleSheet(
                "QToolButton { border: 0; border-radius: 4px; background: transparent }"
                f"QToolButton:hover {{ background: {look.theme.raised}; }}"
                f"QToolButton:focus {{ border: 2px solid {look.theme.focus}; }}"
                "QToolButton::menu-indicator { image: none; }"
            )
        self._describe()
        self.update()

    # ------------------------------------------------------------ look and selection

    def _set_look(self, look: Look) -> None:
        self._look = look
        for name, row in self.rows.items():
            row.set_tokens(look.sequences.get(name, ()))
        self._mark()
        self._describe()

    @Slot()
    def _mark(self) -> None:
        """Frame and dash what is selected, wherever it was selected."""
        for name, row in self.rows.items():
            length = len(row.tokens)
            row.set_marked(
                _places(self._selection.locked, name, length),
                _places(self._selection.hovered, name, length),
            )
        self._shade()

    @Slot()
    def _shade(self) -> None:
        """The source chips take the colours of the selected query's row."""
        self.rows["source"].set_shades(self._row_of_weights("source"))

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
        return weights[place, max(-group.columns.shift, 0) :]

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
        name = next(name for name, row in self.rows.items() if row is self.sender())
        token = TokenReference(name, place)
        return Pair(token, token)

    # ------------------------------------------------------------ texts and examples

    def _texts(self) -> tuple[str, str]:
        """Source and target as text, the target "" where the model writes its own.

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
        self.rows["source"].setFocus()

    def _example_now(self) -> int:
        """Which example is watched, with another target if need be; -1 for none."""
        pairs = [(example.source, example.target) for example in self._examples]
        sources = [source for source, _ in pairs]
        source, target = self._texts()
        if (source, target) in pairs:  # one source may have several targets
            return pairs.index((source, target))
        return sources.index(source) if source in sources else -1

    def _set_examples(self, examples: tuple[Example, ...]) -> None:
        if examples != self._examples:
            self._asked = None  # it belongs to the data that went
        self._examples = examples
        self.next_action.setEnabled(bool(examples))
        self._examples_menu.clear()
        for example in examples[:_OFFERED]:
            text = f"{example.source} → {example.target}" if example.target else example.source
            action = self._examples_menu.addAction(_shortened(text).replace("&", "&&"))
            action.setData(example)
            action.triggered.connect(self._take_example)
        self._examples_menu.addSeparator()
        self._examples_menu.addAction(self.next_action)
        self._examples_button.setEnabled(bool(examples))
        self._describe()

    @Slot()
    def _take_example(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            self._watch_example(sender.data())

    def _watch_example(self, example: Example) -> None:
        self._accept(example.source, example.target)

    # ------------------------------------------------------------ notes

    def _describe(self) -> None:
        """The two notes at the right, or in their place why there is nothing to look at."""
        plain = self.tr("watched sentence · edit any time")
        self.note.setText(self.tr("looking …") if self._waiting else self._unknown_words() or plain)
        self.target_note.setText(self._origin())
        self.failure.setText(self._failure)
        for label in (self.note, self.target_note, self.failure):
            label.setToolTip(label.text())
            label.setVisible((label is self.failure) == bool(self._failure))
        self._notes.setFixedWidth(self._appearance.px(420 if self._failure else 252))

    def _unknown_words(self) -> str:
        tokens = [token for row in self.rows.values() for token in row.tokens]
        count = len({token.text for token in tokens if token.unknown})
        if count == 1:
            return self.tr("1 word is unknown to this model")
        return self.tr("{0} words are unknown to this model").format(count) if count else ""

    def _origin(self) -> str:
        if self._look is None:
            return ""
        if self._look.rows_from == "own":
            return self.tr("target: the model’s own output")
        texts = self._look.source_text, self._look.target_text
        if any((example.source, example.target) == texts for example in self._examples):
            return self.tr("target: reference · held out")
        return self.tr("target: reference")


def _places(pair: Pair | None, sequence: str, length: int) -> frozenset[int]:
    """Which of a sequence's chips a pair touches."""
    if pair is None:
        return frozenset()
    ends = (pair.query, pair.key)
    return frozenset(
        end.position for end in ends if end.sequence == sequence and 0 <= end.position < length
    )


def _shortened(text: str, most: int = 90) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
