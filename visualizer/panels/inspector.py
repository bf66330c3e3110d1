"""Where this number comes from: the derivation of what is selected, number by number."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from engine.messages.events import Loaded, Started
from engine.messages.frames import Frame
from engine.seen.maps import MEAN, HeadReference
from engine.structure import Structure
from visualizer.appearance import Appearance
from visualizer.inspector import choices
from visualizer.inspector.cell import chosen_cell
from visualizer.inspector.choices import EmbeddingChoice, NormChoice
from visualizer.inspector.page import Page
from visualizer.inspector.pages import attention, embedding, norm, unit
from visualizer.inspector.place import coming, token_axis
from visualizer.inspector.unit import UnitReference
from visualizer.panels.inspector_tools import InspectorTools
from visualizer.panels.panel import Panel
from visualizer.selection import Selection
from visualizer.widgets.derivation import Derivation


class InspectorPanel(Panel):
    """The derivation of the selected cell, unit, embedding or norm.

    Signals: those of :class:`Panel`; heads are wanted when what the selected cell was made of did
    not come with the picture.
    """

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
        self.copy_numbers_action = QAction(self.tr("Copy numbers"), self)
        # Ctrl+C copies the picture, in this view as in every other.
        self.copy_numbers_action.setShortcut(QKeySequence("Ctrl+Shift+C"))
        self.copy_numbers_action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.copy_numbers_action.triggered.connect(self.copy_numbers)
        self.tools = InspectorTools(appearance, self)
        self.set_toolbar(self.tools)
        self._build()
        self.tools.changed.connect(self._chosen)
        selection.changed.connect(self._selection_changed)
        selection.head_changed.connect(self._refresh)
        selection.group_changed.connect(self._refresh)
        appearance.changed.connect(self._restyle)
        self._restyle()
        self._refresh()

    def _build(self) -> None:
        self.scroll_area = QScrollArea(self)
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll_area.setAccessibleName(self.tr("Where this number comes from"))
        self.scroll_area.addAction(self.copy_numbers_action)
        self.scroll_area.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        content = QWidget(self.scroll_area)
        self._column_of_page = QVBoxLayout(content)
        self.derivation = Derivation(self.appearance, content)
        self.copy_button = QPushButton(self.copy_numbers_action.text(), content)
        self.copy_button.setToolTip(self.tr("Copy the derivation as plain text (Ctrl+Shift+C)"))
        self.copy_button.clicked.connect(self.copy_numbers)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.copy_button)
        self._foot.addStretch(1)
        self._column_of_page.addWidget(self.derivation)
        self._column_of_page.addLayout(self._foot)
        self._column_of_page.addStretch(1)
        self.scroll_area.setWidget(content)
        self.set_body(self.scroll_area)

    # ------------------------------------------------------------ what comes in

    def receive(self, event: object) -> None:
        """Learn what a model offers; follow the newest picture."""
        if isinstance(event, Started | Loaded):
            self._structure = event.structure
            self._frame = self._unit = self._asked = None
            self._fit(any(block.group for block in event.structure.blocks))
        elif isinstance(event, Frame):
            self._frame = event
            if bool(event.look.groups) != ("cell" in self.tools.kinds):
                self._fit(bool(event.look.groups))
            self._refresh()

    @Slot(object)
    def show_unit(self, reference: object) -> None:
        """Explain a unit of a recurrence, a :class:`UnitReference`."""
        if isinstance(reference, UnitReference) and "unit" in self.tools.kinds:
            another = self._unit is None or reference.unit != self._unit.unit
            self._unit = reference
            if reference.asked and (another or self.tools.kind == "cell"):
                # The same unit at another word leaves whoever reads an embedding with it.
                self.tools.choose("unit")
            self._chosen()

    def wanted_tables(self) -> tuple[str, ...]:
        """What the derivation that is shown is made from."""
        if self.tools.kind == "unit" and self._unit is not None:
            return choices.unit_tables(self._unit.table)
        choice = self.tools.choice
        return () if choice is None else choice.tables

    def _fit(self, cells: bool) -> None:
        """Offer what the model has."""
        self.tools.fit(self._structure, cells)
        self._chosen()

    @Slot()
    def _chosen(self) -> None:
        """Something else is to be explained; the first unit where no view has chosen one."""
        gates = choices.gated(self._structure)
        if self.tools.kind == "unit" and self._unit is None and gates:
            self._unit = UnitReference(gates[-1], 0, 0, asked=False)
        self.tables_wanted.emit()
        self._refresh()

    @Slot()
    def _selection_changed(self) -> None:
        """A unit is explained at the word that is chosen, an embedding on the word's own side."""
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
        found = self._page()
        shown = isinstance(found, Page)
        self.copy_numbers_action.setEnabled(shown)
        self.scroll_area.setVisible(shown)
        if isinstance(found, Page):
            self.set_subtitle(found.place)
            self.derivation.set_page(found)
            self.scroll_area.setAccessibleDescription(found.as_text())
            self.show_body()
        else:
            self.set_subtitle("")
            self.derivation.set_page(Page())
            self.show_empty(found)

    def _page(self) -> Page | str:
        """The derivation, or a sentence that says what to do for one."""
        self.tools.take_side(self._selection.shown)
        match self.tools.choice:
            case EmbeddingChoice() as choice:
                if self._frame is None:
                    return coming()
                return embedding.page(self._frame.look, choice, self._selection.shown)
            case NormChoice() as choice:
                if self._frame is None:
                    return coming()
                return norm.page(self._frame.look, choice, self._selection.shown)
        return self._unit_page() if self.tools.kind == "unit" else self._cell_page()

    def _cell_page(self) -> Page | str:
        look = self._frame.look if self._frame is not None else None
        cell = chosen_cell(look, self._selection) if look is not None else None
        if cell is None:
            return self.tr("Click a cell of an attention map to see where its number comes from.")
        if cell.head.head == MEAN or (cell.head.layer, cell.head.head) in cell.group.parts:
            self._asked = None
        elif cell.head != self._asked:
            self._asked = cell.head
            self.heads_wanted.emit((cell.head,))
        return attention.page(cell)

    def _unit_page(self) -> Page | str:
        if self._unit is None or self._frame is None:
            return coming()
        return unit.page(self._frame.look, self._unit) or coming()

    # ------------------------------------------------------------ taking it along

    def as_text(self) -> str:
        """The derivation as plain text."""
        return f"{self.provenance()}\n{self.derivation.page.as_text()}\n"

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
        px, theme = self.appearance.px, self.appearance.theme
        self._foot.setContentsMargins(px(12), 0, px(12), px(12))
        self._column_of_page.setContentsMargins(0, 0, 0, 0)
        self._column_of_page.setSpacing(0)
        self.copy_button.setFont(self.appearance.font("text"))
        # The room of the ring is always kept, so that nothing moves with the focus.
        self.scroll_area.setStyleSheet(
            f"QScrollArea, QScrollArea > QWidget > QWidget {{ background: {theme.panel}; }}"
            f"QScrollArea {{ border: 2px solid {theme.panel}; }}"
            f"QScrollArea:focus {{ border: 2px solid {theme.focus}; }}"
        )
