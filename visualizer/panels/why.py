"""Why this token: the row of every head, or what the model sees in the place of rows."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from engine.seen.predictions import GenerationStep
from engine.seen.tokens import Token
from engine.structure import Structure
from visualizer.appearance import Appearance
from visualizer.panels.panel import Panel
from visualizer.selection import Selection, token_at
from visualizer.stepping import Stepping
from visualizer.widgets.head_rows import HeadRows
from visualizer.widgets.label import Label
from visualizer.widgets.one_vector import OneVector
from visualizer.widgets.row_group import RowGroup, groups_of, head_name
from visualizer.widgets.token_text import visible
from visualizer.widgets.weight_scale import WeightScale
from visualizer.widgets.window_slots import WindowSlots
from visualizer.widgets.wording import strongest
from visualizer.written_tree import Node, path_name

#: Words said to be out of the window, at most.
_UNSEEN = 24
#: The table of the one vector c.
_CONTEXT = "context"
_UNKNOWN_YET = Token(-1, "?", special=True)


class WhyPanel(Panel):
    """Rows of all layers × heads for the token written last, or for the one to come.

    A model without attention shows what it has instead: its window of words, or the one vector
    that the source went through.
    """

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            appearance, QCoreApplication.translate("WhyPanel", "Why this token"), parent=parent
        )
        self._selection = selection
        self._groups: list[RowGroup] = []
        body = QWidget(self)
        pictures = QWidget(body)
        self.rows = HeadRows(appearance, selection, pictures)
        self.rows.setAccessibleName(self.tr("Rows of attention by head"))
        window_page = QWidget(pictures)
        self.window_slots = WindowSlots(appearance, window_page)
        self.window_slots.setAccessibleName(self.tr("The words that this prediction sees"))
        self.vector = OneVector(appearance, pictures)
        self.vector.setAccessibleName(self.tr("Source, one vector, output"))
        self.window_words = Label(appearance, role="text", colour="mid", parent=window_page)
        self.window_words.setWordWrap(True)
        self.unseen = Label(appearance, role="note", colour="low", parent=window_page)
        self.unseen.setWordWrap(True)
        self._top = QVBoxLayout(window_page)
        for part in (self.window_slots, self.window_words, self.unseen):
            self._top.addWidget(part)
        self._top.addStretch(1)
        self._pictures = QStackedLayout(pictures)
        for page in (self.rows, window_page, self.vector):
            self._pictures.addWidget(page)
        self.words = Label(appearance, role="note", colour="mid")
        self.words.setWordWrap(True)
        self.scale = WeightScale(appearance, body)
        self._scale_words = Label(
            appearance, self.tr("weight, fixed 0 – 1"), "note", "low", elide=True
        )
        self._column = QVBoxLayout(body)
        self._column.addWidget(pictures, 1)
        self._line = QHBoxLayout()
        self._line.addWidget(self.scale)
        self._line.addWidget(self._scale_words, 1)
        self._column.addLayout(self._line)
        self._below = QHBoxLayout()
        self._below.addWidget(self.words)
        self._column.addLayout(self._below)
        self.set_body(body)
        selection.head_changed.connect(self._say_rows)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def show_stepping(self, stepping: Stepping) -> None:
        """Show what the last token came from."""
        node, here = stepping.deciding, stepping.here
        if node is None or here is None or node.step is None:
            return
        written = here.token if here is not node else None
        has_rows = bool(node.step.rows)
        self.words.setVisible(has_rows or not stepping.window)
        self.scale.setVisible(has_rows)
        self._scale_words.setVisible(has_rows)
        self._groups = []
        if has_rows:
            what = self._show_rows(stepping, node, node.step, written)
        elif stepping.window:
            what = self._show_window(stepping, node, written)
        else:
            what = self._show_vector(stepping, written)
        where = self.tr("step {0}, path {1}").format(f"{stepping.step:,}", path_name(stepping.path))
        self.set_subtitle(f"{what}  ·  {where}")

    def _show_rows(
        self, stepping: Stepping, node: Node, step: GenerationStep, written: Token | None
    ) -> str:
        past = stepping.past(node)
        titles = {"cross": self.tr("over the source"), "decoder": self.tr("over the past")}
        axis = stepping.past_axis
        self._groups = groups_of(step.rows, stepping.source, past, axis, titles)
        self.rows.show_groups(self._groups, token_at(axis, len(past) - 1))
        self._pictures.setCurrentIndex(0)
        self._say_rows("")
        alone = all(group.weights.shape[:2] == (1, 1) for group in self._groups)
        if written is None:
            return self.tr("row of the next token") if alone else self.tr("rows of the next token")
        if alone:
            return self.tr("row that produced “{0}”").format(written.text)
        return self.tr("rows that produced “{0}”, every head").format(written.text)

    def _show_window(self, stepping: Stepping, node: Node, written: Token | None) -> str:
        past, size = stepping.past(node), stepping.window
        # Before a text there is nothing but <s>, which fills the window.
        seen = ((past[0],) * size + past[1:])[-size:]
        self.window_slots.set_window(seen, written)
        self._pictures.setCurrentIndex(1)
        self.window_words.setText(
            self.tr(
                "The model sees these {0} words, each in its place, and weighs none of them: there "
                "is no attention. Wherever the same {0} words stand, the candidates are the same."
            ).format(size)
        )
        before = [visible(token.text) for token in past[:-size]]
        unseen = " ".join(before if len(before) <= _UNSEEN else ["…", *before[-_UNSEEN:]])
        self.unseen.setText(self.tr("Not seen any more: {0}").format(unseen) if unseen else "")
        if written is None:
            return self.tr("what predicts the next token")
        return self.tr("what “{0}” was predicted from").format(written.text)

    def _show_vector(self, stepping: Stepping, written: Token | None) -> str:
        line = tuple(node.token for node in stepping.line()[: stepping.position])
        current = len(line) - 1 if line else 0
        everywhere = _at_every_step(stepping.structure)
        self.vector.set_tokens(stepping.source, line or (_UNKNOWN_YET,), current, everywhere)
        self._pictures.setCurrentIndex(2)
        read = self.tr(
            "This model has no attention, so there is no row to look at. It read the whole source "
            "into one vector, c, before it wrote a word, and cannot look back at the source."
        )
        if everywhere:
            rest = self.tr("Every step sees the same c, and what is written so far.")
        else:
            rest = self.tr(
                "The same c stands behind every step: the decoder begins with it and hands on what "
                "it keeps of it, from token to token."
            )
        self.words.setText(f"{read} {rest}")
        return self.tr("one c for every step")

    @Slot(str)
    def _say_rows(self, group: str) -> None:
        """What the chosen heads look at, in words."""
        if not self._groups:
            return
        lines = []
        for group_ in self._groups:
            layer, head = self.rows.chosen(group_)
            name = head_name(group_.weights, layer, head)
            found = strongest(group_.row(layer, head), group_.tokens, 4)
            of = f"{name}, {group_.title}" if name else group_.title
            lines.append(f"{of}: {found}")
        self.words.setText("\n".join(lines))

    @Slot()
    def _restyle(self) -> None:
        px = self.appearance.px
        self._column.setContentsMargins(px(6), 0, px(8), px(8))
        self._column.setSpacing(px(6))
        self._below.setContentsMargins(px(8), 0, 0, 0)
        self._top.setContentsMargins(px(6), px(8), px(6), 0)
        self._top.setSpacing(px(10))


def _at_every_step(structure: Structure) -> bool:
    """Whether c goes into the decoder at every step, and not only into its first state."""
    vectors = {block.name for block in structure.blocks if block.table == _CONTEXT}
    recurrent = (block for block in structure.blocks if block.part == "recurrent")
    return any(vectors & set(block.inputs) for block in recurrent)
