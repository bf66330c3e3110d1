"""What was seen when each token was predicted: a row for every token written so far."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.seen.tokens import Axis, Token
from visualizer.appearance import Appearance
from visualizer.panels.panel import Panel
from visualizer.selection import Selection
from visualizer.stepping import Stepping
from visualizer.widgets.growth import GrowthMap
from visualizer.widgets.growth_content import GrowthContent, GrowthRow
from visualizer.widgets.label import Label
from visualizer.widgets.row_group import (
    chosen_head,
    head_name,
    leading_group,
    over_source,
    row_of,
)
from visualizer.written_tree import Node, path_name

_UNKNOWN_YET = Token(-1, "?", special=True)


class GrowingMapPanel(Panel):
    """Rows "in → out" over the source, or over the text before: weights of the chosen head.

    Of a model that weighs nothing but sees a window, the window moves along the text.

    Signals: `position_chosen(position)` when the user wants to stand behind a row's token.
    """

    position_chosen = Signal(int)

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        title = QCoreApplication.translate("GrowingMapPanel", "Cross-attention")
        super().__init__(appearance, title, "rectangle", parent)
        self._selection = selection
        self._stepping: Stepping | None = None
        self.map = GrowthMap(appearance, selection, self)
        self.map.row_chosen.connect(self._choose)
        self.note = Label(appearance, role="note", colour="low", elide=True)
        body = QWidget(self)
        self._column = QVBoxLayout(body)
        self._column.addWidget(self.map, 1)
        self._line = QHBoxLayout()
        self._line.addWidget(self.note)
        self._column.addLayout(self._line)
        self.set_body(body)
        selection.head_changed.connect(self._head_changed)
        appearance.changed.connect(self._restyle)
        self._restyle()

    @staticmethod
    def suits(stepping: Stepping) -> bool:
        """Whether what each token was predicted from can be told apart."""
        step = stepping.root.step if stepping.root else None
        return step is not None and (bool(step.rows) or stepping.window > 0)

    def show_stepping(self, stepping: Stepping) -> None:
        """Show every row of the path one is on."""
        self._stepping = stepping
        if self.suits(stepping):
            self._fill(stepping)

    def _fill(self, stepping: Stepping) -> None:
        root = stepping.root
        assert root is not None and root.step is not None
        group = leading_group(root.step.rows)
        self._entitle(group)
        line = stepping.line()
        before = [root, *line[:-1]]
        of_source = over_source(group)
        first = len(stepping.past(root))
        rows = [
            self._row(stepping, group, entered, node.token, node.probability, first + place)
            for place, (entered, node) in enumerate(zip(before, line, strict=False))
        ]
        ahead = range(stepping.position, len(rows))
        if not stepping.position:
            # Nothing is written: the row of the token to come stands first, as in the other views.
            rows[:1] = [self._row(stepping, group, root, _UNKNOWN_YET, float("nan"), first)]
            ahead = range(1, len(rows))
        columns = stepping.source if of_source else stepping.past(before[-1])
        self.map.set_content(
            GrowthContent(
                rows=tuple(replace(row, ahead=place in ahead) for place, row in enumerate(rows)),
                columns=columns,
                axis=Axis("source") if of_source else stepping.past_axis,
                queries=stepping.past_axis,
                first=first - 1,
                current=max(stepping.position - 1, 0),
                open_=stepping.grows,
                grows=not of_source,
                window=stepping.window,
            )
        )
        where = self.tr("step {0}, path {1}").format(f"{stepping.step:,}", path_name(stepping.path))
        which = self._which(group, root)
        self.set_subtitle(f"{which}  ·  {where}" if which else where)

    def _entitle(self, group: str) -> None:
        """Name what the rows are."""
        if not group:
            title, glyph, tag = self.tr("The window"), "", ""
            note = self.tr("rows: in → out  ·  grey: seen, all alike  ·  p: of the token")
        elif over_source(group):
            title, glyph, tag = self.tr("Cross-attention"), "rectangle", "QVV"
            note = self.tr(
                "rows: in → out (decoder queries)  ·  columns: source  ·  p: of the token"
            )
        else:
            title, glyph, tag = self.tr("Decoder self-attention"), "triangle", "VVV masked"
            note = self.tr("rows: in → out  ·  columns: the text before  ·  p: of the token")
        self.set_title(title)
        self.set_glyph(glyph)
        self.set_tag(tag)
        self.note.setText(note)
        self.map.setAccessibleName(self.tr("{0}, a row for each written token").format(title))

    def _which(self, group: str, root: Node) -> str:
        """The head that is shown, or how wide the window is."""
        assert root.step is not None and self._stepping is not None
        if not group:
            return self.tr("k = {0}").format(self._stepping.window)
        weights = root.step.rows[group]
        return head_name(weights, *chosen_head(self._selection, group, weights))

    def _row(
        self,
        stepping: Stepping,
        group: str,
        before: Node,
        out: Token,
        probability: float,
        past: int,
    ) -> GrowthRow:
        """The row of one prediction, after `past` tokens of the output's own sequence."""
        assert before.step is not None
        weights: NDArray[np.float32] | None = None
        if group:
            rows = before.step.rows[group]
            weights = row_of(rows, *chosen_head(self._selection, group, rows))
            seen = range(len(weights))
        else:
            seen = range(max(past - stepping.window, 0), past)
        return GrowthRow(before.token, out, seen, weights, probability)

    @Slot(int)
    def _choose(self, row: int) -> None:
        self.position_chosen.emit(row + 1)

    @Slot(str)
    def _head_changed(self, group: str) -> None:
        if self._stepping is not None:
            self.show_stepping(self._stepping)

    @Slot()
    def _restyle(self) -> None:
        px = self.appearance.px
        self._column.setContentsMargins(0, 0, 0, px(8))
        self._column.setSpacing(px(4))
        self._line.setContentsMargins(px(12), 0, px(8), 0)
