"""Why this token: the row of every head, over the source and over the past."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.look import Token
from visualizer.appearance import Appearance
from visualizer.panels.panel import Panel
from visualizer.selection import Selection
from visualizer.stepping import Stepping, path_name
from visualizer.widgets.head_rows import HeadRows
from visualizer.widgets.label import Label
from visualizer.widgets.row_group import RowGroup, groups_of
from visualizer.widgets.weight_scale import WeightScale
from visualizer.widgets.wording import strongest


class WhyPanel(Panel):
    """Rows of all layers × heads for the token written last, or for the one to come."""

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            appearance, QCoreApplication.translate("WhyPanel", "Why this token"), parent=parent
        )
        self._selection = selection
        self._groups: list[RowGroup] = []
        self.rows = HeadRows(appearance, selection, self)
        self.rows.setAccessibleName(self.tr("Rows of attention by head"))
        self.words = Label(appearance, role="note", colour="mid")
        self.words.setWordWrap(True)
        self.scale = WeightScale(appearance, self)
        scale_words = Label(appearance, self.tr("weight, fixed 0 – 1"), "note", "low", elide=True)
        body = QWidget(self)
        self._column = QVBoxLayout(body)
        self._column.addWidget(self.rows, 1)
        self._line = QHBoxLayout()
        self._line.addWidget(self.scale)
        self._line.addWidget(scale_words, 1)
        self._column.addLayout(self._line)
        self._below = QHBoxLayout()
        self._below.addWidget(self.words)
        self._column.addLayout(self._below)
        self.set_body(body)
        selection.head_changed.connect(self._say)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def show_stepping(self, stepping: Stepping) -> None:
        """Show the rows from which the last token came."""
        node, here = stepping.deciding, stepping.here
        if node is None or here is None or node.step is None or stepping.root is None:
            return
        past: tuple[Token, ...] = (stepping.root.token, *node.step.written)
        titles = {"cross": self.tr("over the source"), "decoder": self.tr("over the past")}
        self._groups = groups_of(node.step.rows, stepping.source, past, titles)
        self.rows.show_groups(self._groups)
        where = self.tr("step {0}, path {1}").format(f"{stepping.step:,}", path_name(stepping.path))
        if here is node:
            what = self.tr("rows of the next token, every head")
        else:
            what = self.tr("rows that produced “{0}”, every head").format(here.token.text)
        self.set_subtitle(f"{what}  ·  {where}")
        self._say("")

    @Slot(str)
    def _say(self, group: str) -> None:
        """What the chosen heads look at, in words."""
        lines = []
        for group_ in self._groups:
            layer, head = self.rows.chosen(group_)
            name = self.rows.head_name(layer, head)
            found = strongest(group_.row(layer, head), group_.tokens, 4)
            lines.append(f"{name}, {group_.title}: {found}")
        self.words.setText("\n".join(lines))

    @Slot()
    def _restyle(self) -> None:
        px = self.appearance.px
        self._column.setContentsMargins(px(6), 0, px(8), px(8))
        self._column.setSpacing(px(6))
        self._below.setContentsMargins(px(8), 0, 0, 0)
