"""The chosen block: what it gives and learns, in words and, where it is kept, number by number."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.seen.look import Look, Table
from visualizer.appearance import Appearance
from visualizer.selection import Selection
from visualizer.widgets.label import Label
from visualizer.widgets.tensor_heat import TensorHeat

#: From this width on, at scale 1, the shapes of weights are written out.
ROOMY = 400


class BlockDetail(QWidget):
    """A heading, facts, and the heat of a table, or a sentence that says why there is none."""

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._facts: tuple[str, ...] = ()
        self.heading = Label(appearance, role="text", bold=True, elide=True, parent=self)
        self.facts = Label(appearance, role="note", colour="mid", parent=self)
        self.facts.setWordWrap(True)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.hint = Label(appearance, role="note", colour="low", parent=self)
        self.hint.setWordWrap(True)
        self.heat = TensorHeat(appearance, selection, self)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.heading)
        self._column.addWidget(self.facts)
        self._column.addWidget(self.hint)
        self._column.addWidget(self.heat, 1)
        self._column.addStretch(0)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def set_facts(self, facts: Sequence[str]) -> None:
        """Say which block it is, and what there is to say of it: what it gives first, how many
        parameters it has last; where there is little room, what stands between is a tooltip.
        """
        self._facts = tuple(facts)
        self.heading.setText(facts[0])
        self._say()

    def _say(self) -> None:
        said, whole = self._facts[1:], "\n".join(self._facts)
        if self.width() < self._appearance.px(ROOMY) and len(said) > 2:
            said = (said[0], said[-1])
        self.facts.setText("\n".join(said))
        self.facts.setToolTip(whole)
        self.heading.setToolTip(whole)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say()

    def set_hint(self, text: str) -> None:
        """A sentence instead of numbers."""
        self.hint.setText(text)
        self.hint.setVisible(bool(text))
        self.heat.hide()

    def set_table(self, table: Table, look: Look) -> None:
        """The numbers that the block gives."""
        self.hint.hide()
        self.heat.set_table(table, look)
        self.heat.show()

    @Slot()
    def _restyle(self) -> None:
        px = self._appearance.px
        self._column.setContentsMargins(px(12), px(6), px(12), px(8))
        self._column.setSpacing(px(3))
