"""The cross-attention of one head, a row for every token written so far."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.look import MEAN, Token
from visualizer.appearance import Appearance
from visualizer.panels.panel import Panel
from visualizer.selection import Selection
from visualizer.stepping import Node, Stepping, path_name
from visualizer.widgets.growth import GrowthMap, GrowthRow
from visualizer.widgets.label import Label


class GrowingMapPanel(Panel):
    """Rows "in → out" over the source; the head is the one chosen for cross-attention.

    Signals: `position_chosen(position)` when the user wants to stand behind a row's token.
    """

    position_chosen = Signal(int)

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            appearance,
            QCoreApplication.translate("GrowingMapPanel", "Cross-attention"),
            "rectangle",
            parent,
        )
        self._selection = selection
        self._stepping: Stepping | None = None
        self.map = GrowthMap(appearance, selection, self)
        self.map.setAccessibleName(self.tr("Cross-attention, a row for each written token"))
        self.map.row_chosen.connect(self._choose)
        self.note = Label(
            appearance,
            self.tr("rows: in → out (decoder queries)  ·  columns: source  ·  p: of the token"),
            role="note",
            colour="low",
            elide=True,
        )
        body = QWidget(self)
        self._column = QVBoxLayout(body)
        self._column.addWidget(self.map, 1)
        self._line = QHBoxLayout()
        self._line.addWidget(self.note)
        self._column.addLayout(self._line)
        self.set_body(body)
        self.set_tag("QVV")
        selection.head_changed.connect(self._head_changed)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def show_stepping(self, stepping: Stepping) -> None:
        """Show every row of the path one is on."""
        self._stepping = stepping
        self._fill()

    def _fill(self) -> None:
        stepping = self._stepping
        root = stepping.root if stepping else None
        if stepping is None or root is None or root.step is None:
            return
        if "cross" not in root.step.rows:
            self.show_empty(self.tr("This model has no attention over a source."))
            return
        self.show_body()
        line = stepping.line()
        before = [root, *line[:-1]]
        rows = [
            self._row(entered, node.token, node.probability, place >= stepping.position)
            for place, (entered, node) in enumerate(zip(before, line, strict=False))
        ]
        if not stepping.position:
            # Nothing is written: the row of the token to come stands first, as in the other views.
            rows[:1] = [self._row(root, Token(-1, "?", special=True), float("nan"), False)]
        open_ = not (line and line[-1].ended)
        self.map.show_rows(rows, stepping.source, max(stepping.position - 1, 0), open_)
        layers, heads, _ = root.step.rows["cross"].shape
        layer, head = self._selection.head("cross")
        whole = head == MEAN or head >= heads
        name = self.tr("mean") if whole else f"H{head + 1}"
        self.set_subtitle(
            self.tr("L{0} {1}  ·  step {2}, path {3}").format(
                layer % layers + 1, name, f"{stepping.step:,}", path_name(stepping.path)
            )
        )

    def _row(self, before: Node, out: Token, probability: float, ahead: bool) -> GrowthRow:
        assert before.step is not None
        weights = before.step.rows["cross"]
        layer, head = self._selection.head("cross")
        layer %= weights.shape[0]
        whole = head == MEAN or head >= weights.shape[1]
        row = weights[layer].mean(0) if whole else weights[layer, head]
        return GrowthRow(before.token, out, row, probability, ahead)

    @Slot(int)
    def _choose(self, row: int) -> None:
        self.position_chosen.emit(row + 1)

    @Slot(str)
    def _head_changed(self, group: str) -> None:
        if group == "cross":
            self._fill()

    @Slot()
    def _restyle(self) -> None:
        px = self.appearance.px
        self._column.setContentsMargins(0, 0, 0, px(8))
        self._column.setSpacing(px(4))
        self._line.setContentsMargins(px(12), 0, px(8), 0)
