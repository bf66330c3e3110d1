"""What the inspector explains: a cell, a unit, an embedding or a norm, and which of them."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from engine.structure import Structure
from visualizer.appearance import Appearance
from visualizer.inspector import choices
from visualizer.inspector.choices import EmbeddingChoice, NormChoice
from visualizer.selection import Pair
from visualizer.widgets.segmented import Segmented


class InspectorTools(QWidget):
    """Offers what a model's tables allow; hides itself where there is nothing to choose.

    Signals: `changed` when something else is to be explained, by the user or by `take_side()`.
    """

    changed = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.kinds: frozenset[str] = frozenset()
        self._choices: dict[str, tuple[NormChoice, ...] | tuple[EmbeddingChoice, ...]] = {}
        # Short, so that no model asks for a wider column than another.
        tips = {
            "cell": self.tr("One weight of a map"),
            "unit": self.tr("One hidden unit at one step"),
            "embedding": self.tr("A token’s embedding"),
            "norm": self.tr("Layer norm at one token"),
        }
        self._segments = Segmented(appearance, [("cell", self.tr("Cell"))], tips=tips, parent=self)
        self._segments.setAccessibleName(self.tr("What is explained"))
        self._segments.changed.connect(self._chosen)
        self._which = QComboBox(self)
        self._which.setAccessibleName(self.tr("Which one"))
        self._which.activated.connect(self._chosen)
        self._column = QVBoxLayout(self)
        line = QHBoxLayout()
        line.addWidget(self._segments)
        line.addStretch(1)
        self._column.addLayout(line)
        self._column.addWidget(self._which)
        appearance.changed.connect(self._restyle)
        self._restyle()
        self.fit(Structure(), cells=False)

    @property
    def kind(self) -> str:
        """ "cell", "unit", "embedding" or "norm"."""
        return self._segments.value

    @property
    def choice(self) -> NormChoice | EmbeddingChoice | None:
        """The norm or embedding that is chosen; None while a cell or a unit is explained."""
        offered = self._choices.get(self.kind, ())
        return offered[max(self._which.currentIndex(), 0)] if offered else None

    def fit(self, structure: Structure, cells: bool) -> None:
        """Offer what a model has, `cells` where it has maps; without a signal."""
        self._choices = {
            "embedding": choices.embeddings(structure),
            "norm": choices.norms(structure),
        }
        offered = {
            "cell": (self.tr("Cell"), cells),
            "unit": (self.tr("Unit"), bool(choices.gated(structure))),
            "embedding": (self.tr("Embedding"), bool(self._choices["embedding"])),
            "norm": (self.tr("Norm"), bool(self._choices["norm"])),
        }
        found = [(kind, title) for kind, (title, has) in offered.items() if has]
        self.kinds = frozenset(kind for kind, _ in found)
        self._segments.set_options(found or [("cell", self.tr("Cell"))])
        self._segments.setVisible(len(found) > 1)
        self._fill()

    def choose(self, kind: str) -> None:
        """Explain another kind of thing; nothing happens where the model lacks it."""
        if kind in self.kinds and kind != self.kind:
            self._segments.set_value(kind)
            self._chosen()

    def choose_which(self, place: int) -> None:
        """Explain another norm or embedding of those that are offered."""
        if place != self._which.currentIndex():
            self._which.setCurrentIndex(place)
            self.changed.emit()

    def take_side(self, pair: Pair | None) -> None:
        """Where what is chosen has no such word, choose the first that has it."""
        choice = self.choice
        if choice is None or pair is None:
            return
        words = {pair.query.sequence, pair.key.sequence}
        sides = [each.sequence for each in self._choices[self.kind]]
        place = next((place for place, side in enumerate(sides) if side in words), None)
        if choice.sequence not in words and place is not None:
            self.choose_which(place)

    @Slot()
    def _chosen(self) -> None:
        self._fill()
        self.changed.emit()

    def _fill(self) -> None:
        """Name the embeddings or norms, where there are several; keep the one that was chosen."""
        titles = [choice.title for choice in self._choices.get(self.kind, ())]
        if titles != [self._which.itemText(place) for place in range(self._which.count())]:
            self._which.clear()
            self._which.addItems(titles)
        self._which.setVisible(len(titles) > 1)
        self.setVisible(len(self.kinds) > 1 or len(titles) > 1)

    @Slot()
    def _restyle(self) -> None:
        px = self._appearance.px
        self._column.setContentsMargins(px(12), px(6), px(12), px(2))
        self._column.setSpacing(px(6))
        self._which.setFont(self._appearance.font("text"))
