"""Where this number comes from: the derivation of what is selected, number by number."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from engine.look import MEAN, HeadReference
from engine.messages import Frame, Loaded, Started
from engine.structure import Structure
from visualizer.appearance import Appearance
from visualizer.inspector import choices
from visualizer.inspector.cell import chosen_cell
from visualizer.inspector.page import Page
from visualizer.inspector.pages import attention, embedding, norm, unit
from visualizer.inspector.place import coming, token_axis
from visualizer.inspector.unit import UnitReference
from visualizer.panels.panel import Panel
from visualizer.selection import Selection
from visualizer.widgets.derivation import Derivation
from visualizer.widgets.segmented import Segmented


class InspectorPanel(Panel):
    """The derivation of the selected cell, unit, embedding or norm.

    Signals: those of :class:`Panel`; `heads_wanted(references)` when what the selected cell was
    made of did not come with the picture.
    """

    heads_wanted = Signal(object)

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, "", parent=parent)
        self.set_title(self.tr("Where this number comes from"))
        self._selection = selection
        self._frame: Frame | None = None
        self._structure = Structure()
        self._unit: UnitReference | None = None
        self._stale = False
        self._asked: HeadReference | None = None
        self._norms: tuple[choices.NormChoice, ...] = ()
        self._embeddings: tuple[choices.EmbeddingChoice, ...] = ()
        self.copy_numbers_action = QAction(self.tr("Copy numbers"), self)
        # Ctrl+C copies the picture, in this view as in every other.
        self.copy_numbers_action.setShortcut(QKeySequence("Ctrl+Shift+C"))
        self.copy_numbers_action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.copy_numbers_action.triggered.connect(self.copy_numbers)
        self._build()
        selection.changed.connect(self._selection_changed)
        selection.head_changed.connect(self._refresh)
        selection.group_changed.connect(self._refresh)
        appearance.changed.connect(self._restyle)
        self._restyle()
        self._fit()

    def _build(self) -> None:
        tools = QWidget(self)
        self.kind = Segmented(self.appearance, [("cell", self.tr("This cell"))], parent=tools)
        self.kind.setAccessibleName(self.tr("What is explained"))
        self.kind.changed.connect(self._kind_chosen)
        self.which = QComboBox(tools)
        self.which.setAccessibleName(self.tr("Which one"))
        self.which.activated.connect(self._which_chosen)
        self._tools = QVBoxLayout(tools)
        line = QHBoxLayout()
        line.addWidget(self.kind)
        line.addStretch(1)
        self._tools.addLayout(line)
        self._tools.addWidget(self.which)
        self.set_toolbar(tools)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName(self.tr("Where this number comes from"))
        self._scroll.addAction(self.copy_numbers_action)
        self._scroll.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        content = QWidget(self._scroll)
        self._content = QVBoxLayout(content)
        self.derivation = Derivation(self.appearance, content)
        self._content.addWidget(self.derivation)
        self.copy_button = QPushButton(self.copy_numbers_action.text(), content)
        self.copy_button.setToolTip(self.tr("Copy the derivation as plain text (Ctrl+Shift+C)"))
        self.copy_button.clicked.connect(self.copy_numbers)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.copy_button)
        self._foot.addStretch(1)
        self._content.addLayout(self._foot)
        self._content.addStretch(1)
        self._scroll.setWidget(content)
        self.set_body(self._scroll)

    # ------------------------------------------------------------ what comes in

    def receive(self, event: object) -> None:
        """Learn what a model offers; follow the newest picture."""
        if isinstance(event, Started | Loaded):
            self._structure = event.structure
            self._frame = None
            self._unit = None
            self._fit()
        elif isinstance(event, Frame):
            self._frame = event
            if self._offers_cells != ("cell" in self._kinds):
                self._fit()
            self._refresh()

    @Slot(object)
    def show_unit(self, reference: object) -> None:
        """Explain a unit of a recurrence, a :class:`UnitReference`."""
        if isinstance(reference, UnitReference):
            self._unit = reference
            if "unit" in self._kinds:
                self.kind.set_value("unit")
                self._kind_chosen()

    def wanted_tables(self) -> tuple[str, ...]:
        """What the derivation that is shown is made from."""
        if self.kind.value == "unit" and self._unit is not None:
            return choices.unit_tables(self._unit.table)
        if self.kind.value == "embedding" and self._embeddings:
            return self._embeddings[max(self.which.currentIndex(), 0)].tables
        if self.kind.value == "norm" and self._norms:
            return self._norms[max(self.which.currentIndex(), 0)].tables
        return ()

    def wanted_heads(self) -> tuple[HeadReference, ...]:
        """The head whose cell is explained."""
        if self._frame is None or self.kind.value != "cell":
            return ()
        cell = chosen_cell(self._frame.look, self._selection)
        return () if cell is None else (cell.head,)

    # ------------------------------------------------------------ what can be shown

    @property
    def _offers_cells(self) -> bool:
        if self._frame is not None:
            return bool(self._frame.look.groups)
        return any(block.group for block in self._structure.blocks)

    def _fit(self) -> None:
        """Offer what the model has."""
        self._norms = choices.norms(self._structure)
        self._embeddings = choices.embeddings(self._structure)
        offered = {
            "cell": (self.tr("This cell"), self._offers_cells),
            "unit": (self.tr("Unit"), bool(choices.gated(self._structure))),
            "embedding": (self.tr("Embedding"), bool(self._embeddings)),
            "norm": (self.tr("Layer norm"), bool(self._norms)),
        }
        found = [(kind, title) for kind, (title, has) in offered.items() if has]
        self._kinds = {kind for kind, _ in found}
        self.kind.set_options(found or [("cell", self.tr("This cell"))])
        self.kind.setVisible(len(found) > 1)
        self._fill_which()
        self._refresh()
        self.tables_wanted.emit()

    def _fill_which(self) -> None:
        """Name the embeddings or norms, where there are several; keep the one that was chosen."""
        kind = self.kind.value
        titles = [choice.title for choice in self._embeddings] if kind == "embedding" else []
        titles = [choice.title for choice in self._norms] if kind == "norm" else titles
        if titles != [self.which.itemText(place) for place in range(self.which.count())]:
            self.which.clear()
            self.which.addItems(titles)
        self.which.setVisible(len(titles) > 1)
        tools = self.toolbar
        if tools is not None:
            tools.setVisible(len(self._kinds) > 1 or len(titles) > 1)

    @Slot()
    def _kind_chosen(self) -> None:
        self._fill_which()
        self.tables_wanted.emit()
        self._refresh()

    @Slot()
    def _which_chosen(self) -> None:
        self.tables_wanted.emit()
        self._refresh()

    @Slot()
    def _selection_changed(self) -> None:
        """A unit is explained at the word that is chosen."""
        pair, frame = self._selection.shown, self._frame
        if self._unit is not None and frame is not None and pair is not None:
            table = frame.look.tables.get(self._unit.table)
            axis = token_axis(table) if table is not None else None
            row = pair.row(axis) if axis is not None else None
            if table is not None and row is not None and 0 <= row < len(table.values):
                self._unit = UnitReference(self._unit.table, row, self._unit.unit)
        self._refresh()

    # ------------------------------------------------------------ what is shown

    @Slot()
    def _refresh(self) -> None:
        """Derive anew what is selected, once it is seen."""
        self._stale = not self.isVisibleTo(self.window())
        if self._stale:
            return
        found = _SHOWN[self.kind.value](self)
        if isinstance(found, str):
            self.set_subtitle("")
            self.derivation.set_page(Page())
            self._scroll.hide()
            self.show_empty(found)
        else:
            self.set_subtitle(found.place)
            self.derivation.set_page(found)
            self._scroll.setAccessibleDescription(found.as_text())
            self._scroll.show()
            self.show_body()
        self.copy_numbers_action.setEnabled(not isinstance(found, str))

    def _cell(self) -> Page | str:
        look = self._frame.look if self._frame is not None else None
        cell = chosen_cell(look, self._selection) if look is not None else None
        if cell is None:
            return self.tr("Click a cell of an attention map to see where its number comes from.")
        if (cell.head.layer, cell.head.head) in {*cell.group.parts, (cell.head.layer, MEAN)}:
            self._asked = None
        elif cell.head != self._asked:
            self._asked = cell.head
            self.heads_wanted.emit((cell.head,))
        return attention.page(cell)

    def _unit_page(self) -> Page | str:
        if self._unit is None or self._frame is None:
            return self.tr("Click a unit of the recurrence to see what its gates make of it.")
        page = unit.page(self._frame.look, self._unit)
        return page or coming()

    def _embedding_page(self) -> Page | str:
        choice = self._embeddings[max(self.which.currentIndex(), 0)]
        if self._frame is None:
            return coming()
        return embedding.page(self._frame.look, choice, self._selection.shown)

    def _norm_page(self) -> Page | str:
        choice = self._norms[max(self.which.currentIndex(), 0)]
        if self._frame is None:
            return coming()
        return norm.page(self._frame.look, choice, self._selection.shown)

    # ------------------------------------------------------------ taking it along

    def as_text(self) -> str:
        """The derivation as plain text."""
        where = self.provenance()
        return f"{where}\n{self.derivation.page.as_text()}\n"

    @Slot()
    def copy_numbers(self) -> None:
        """Put the derivation on the clipboard as plain text."""
        QGuiApplication.clipboard().setText(self.as_text())
        self.said.emit(self.tr("Numbers copied: {0}").format(self.provenance()))

    def actions_for_menu(self) -> list[QAction]:
        return [*super().actions_for_menu(), self.copy_numbers_action]

    # ------------------------------------------------------------ Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._refresh()

    @Slot()
    def _restyle(self) -> None:
        px = self.appearance.px
        self._tools.setContentsMargins(px(12), px(6), px(12), px(2))
        self._tools.setSpacing(px(6))
        self._foot.setContentsMargins(px(12), 0, px(12), px(12))
        self._content.setContentsMargins(0, 0, 0, 0)
        self._content.setSpacing(0)
        for control in (self.which, self.copy_button):
            control.setFont(self.appearance.font("text"))
        theme = self.appearance.theme
        # The room of the ring is always kept, so that nothing moves with the focus.
        self._scroll.setStyleSheet(
            f"QScrollArea, QScrollArea > QWidget > QWidget {{ background: {theme.panel}; }}"
            f"QScrollArea {{ border: 2px solid {theme.panel}; }}"
            f"QScrollArea:focus {{ border: 2px solid {theme.focus}; }}"
        )


#: By kind: the page of what is selected, or a sentence that says what to do for one.
_SHOWN: dict[str, Callable[[InspectorPanel], Page | str]] = {
    "cell": InspectorPanel._cell,
    "unit": InspectorPanel._unit_page,
    "embedding": InspectorPanel._embedding_page,
    "norm": InspectorPanel._norm_page,
}
