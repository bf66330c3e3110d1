"""Every output word has a context of its own: the alignment, and c_i as the sum that it makes."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.messages.frames import Frame
from engine.seen.maps import HeadReference
from visualizer.appearance import Appearance
from visualizer.exhibits.exhibit import Exhibit
from visualizer.panels.panel import Panel
from visualizer.selection import Pair, Selection, token_at
from visualizer.widgets.context_column import ContextColumn
from visualizer.widgets.context_content import ANNOTATIONS, CONTEXTS, GROUP, HEAD, ContextContent
from visualizer.widgets.context_sum import ContextSum
from visualizer.widgets.heatmap import Heatmap
from visualizer.widgets.label import Label
from visualizer.widgets.map_content import map_content
from visualizer.widgets.scale import number


class ContextsPanel(Panel):
    """The alignment with each row's c_i beside it, and below it one of them taken apart.

    Which one follows the shared selection; until a word is selected it is the first.
    """

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, "", "rectangle", parent)
        self.set_title(self.tr("Contexts"))
        self._selection = selection
        self._content: ContextContent | None = None
        body = QWidget(self)
        self.sentence = Label(appearance, role="text", parent=body)
        self.sentence.setWordWrap(True)
        self.sentence.setText(
            self.tr("Every output word has a context of its own; Seq2Seq gives all the same c.")
        )
        self.likeness = Label(appearance, role="note", colour="low", elide=True, parent=body)
        self.heatmap = Heatmap(appearance, selection, body)
        self.contexts = ContextColumn(appearance, self.heatmap, body)
        self.sum = ContextSum(appearance, body)
        self._column = QVBoxLayout(body)
        self._row = QHBoxLayout()
        self._row.addWidget(self.heatmap, 11)
        self._row.addWidget(self.contexts, 8)
        self._column.addWidget(self.sentence)
        self._column.addWidget(self.likeness)
        self._column.addLayout(self._row, 8)
        self._column.addWidget(self.sum, 6)
        self.set_body(body)
        self.contexts.pointed.connect(self._point)
        self.contexts.chosen.connect(self._choose)
        self.contexts.released.connect(self._release)
        selection.changed.connect(self._mark)
        appearance.changed.connect(self._restyle)
        self._restyle()
        self.show_empty(
            self.tr("No sentence is watched yet.\nWhat each output is given is shown here.")
        )

    def receive(self, event: object) -> None:
        if isinstance(event, Frame):
            self._show(event)

    @property
    def row(self) -> int:
        """The output word whose context is taken apart; -1 where there is none."""
        group = self._content.group if self._content is not None else None
        if group is None or not group.closed.shape[0]:
            return -1
        pair = self._selection.shown
        row = pair.row(group.rows) if pair else None
        return row if row is not None and 0 <= row < group.closed.shape[0] else 0

    def _show(self, frame: Frame) -> None:
        content = ContextContent(frame.look)
        group = content.group
        if group is None:
            self._content = None
            self.show_empty(self.tr("This model has no single alignment to take apart."))
            return
        self._content = content
        self.set_subtitle(self.tr("cᵢ = Σⱼ αᵢⱼ hⱼ · step {0}").format(f"{frame.step:,}"))
        likeness = content.likeness()
        said = self.tr("Mean cosine between two contexts: {0}; one c for all would give 1.")
        self.likeness.setText("" if likeness is None else said.format(_signed(likeness)))
        self.heatmap.set_content(map_content(frame.look, group, HeadReference(GROUP, *HEAD)))
        self.contexts.set_content(content)
        self._mark()
        self.show_body()

    @Slot()
    def _mark(self) -> None:
        content = self._content
        if content is None or content.group is None:
            return
        pair, row = self._selection.shown, self.row
        column = pair.column(content.group.columns) if pair else None
        self.contexts.set_place(row, self._selection.locked is not None)
        self.sum.set_content(content, row, -1 if column is None else column)

    @Slot(int)
    def _point(self, row: int) -> None:
        self._selection.hover(self._word(row) if row >= 0 else None)

    @Slot(int)
    def _choose(self, row: int) -> None:
        self._selection.lock(self._word(row))

    @Slot()
    def _release(self) -> None:
        self._selection.lock(None)

    def _word(self, row: int) -> Pair | None:
        group = self._content.group if self._content is not None else None
        if group is None:
            return None
        token = token_at(group.rows, row)
        return Pair(token, token)

    @Slot()
    def _restyle(self) -> None:
        px = self.appearance.px
        self._column.setContentsMargins(px(12), px(6), 0, px(8))
        self._column.setSpacing(px(4))
        self._row.setSpacing(px(8))


def _signed(value: float) -> str:
    """As a cosine is written: .41, −.12."""
    return f"−{number(-value)}" if value < 0 else number(value)


CONTEXT_SUMS = Exhibit(
    "contexts", "Contexts", frozenset({CONTEXTS}), (CONTEXTS, ANNOTATIONS), ContextsPanel
)
