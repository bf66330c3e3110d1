"""The model: what it is, its equation tied to what is on screen, and its diagram in true sizes."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QWidget

from engine.catalog import find
from engine.catalog.entry import Symbol
from engine.messages.events import Loaded, Started
from engine.messages.frames import Frame
from engine.seen.look import Look
from engine.seen.maps import HeadReference
from engine.structure import Block, Structure
from visualizer.appearance import Appearance
from visualizer.diagram import symbols
from visualizer.diagram.quantities import lengths
from visualizer.panels.panel import Panel
from visualizer.selection import Selection
from visualizer.widgets.block_detail import BlockDetail
from visualizer.widgets.diagram_view import DiagramView
from visualizer.widgets.model_arrangement import ModelArrangement
from visualizer.widgets.model_words import ModelWords


class ModelPanel(Panel):
    """An architecture in three lines, an equation and a diagram; one block of it in numbers.

    A block that makes attention maps brings them to the front; a block whose output is kept shows
    it, asked for while this view is seen.
    """

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, "", parent=parent)
        self.set_title(self.tr("Model"))
        self._selection = selection
        self._model: Started | Loaded | None = None
        self._structure = Structure()
        self._look: Look | None = None
        self._stale = False
        self._chosen = ""
        #: The symbol whose place in the maps stays marked.
        self._kept: Symbol | None = None
        body = ModelArrangement(appearance, self)
        self.words = ModelWords(appearance, body)
        self.diagram = DiagramView(appearance, body)
        self.detail = BlockDetail(appearance, selection, body)
        self.detail.hide()
        body.put(self.words, self.diagram, self.detail)
        self.arrangement = body
        self.set_body(body)
        self.copy_text_action = QAction(self.tr("Copy equation and summary"), self)
        self.copy_text_action.triggered.connect(self.copy_text)
        self.words.symbol_pointed.connect(self._symbol_pointed)
        self.words.symbol_chosen.connect(self._symbol_chosen)
        self.diagram.block_chosen.connect(self.choose)
        self.diagram.layer_opened.connect(self._layer_opened)
        selection.head_changed.connect(self._head_changed)
        selection.group_changed.connect(self._head_changed)
        self.show_empty(
            self.tr("There is no model yet.\nWhat it is made of is shown here, in its true sizes.")
        )

    # ------------------------------------------------------------ what comes in

    def receive(self, event: object) -> None:
        if isinstance(event, Started | Loaded):
            same = self._model is not None and _alike(self._model, event)
            self._model, self._structure = event, event.structure
            if not same:
                self._look = self._kept = None
                self._selection.lock_side("")
                self._choose("")
                self._stale = True
            self._refresh()
        elif isinstance(event, Frame):
            self._look = event.look
            self._refresh()
            self._measure()
            self._show_numbers()

    def wanted_tables(self) -> tuple[str, ...]:
        """What the chosen block gives."""
        block = self._block(self._chosen)
        return (block.table,) if block is not None and block.table else ()

    def _refresh(self) -> None:
        """Draw another model, once it is seen."""
        model = self._model
        if model is None or not self._stale or not self.isVisibleTo(self.window()):
            return
        self._stale = False
        entry = find(model.specification.architecture)
        options = entry.complete(model.specification.options)
        self.set_title(entry.title)
        count = self.tr("{0} parameters").format(f"{model.parameters:,}")
        self.set_subtitle(f"{entry.year} · {count}")
        self.diagram.setAccessibleName(self.tr("Diagram of {0}").format(entry.title))
        self.words.set_model(entry, model.structure, options)
        self.diagram.set_structure(model.structure)
        self._measure()
        self._follow_heads()
        self.show_body()
        self._share()

    def _measure(self) -> None:
        known = lengths(self._look, self._model.vocabulary if self._model is not None else 0)
        self.diagram.set_known(known)
        self.words.set_known(known)
        self._say_facts()

    # ------------------------------------------------------------ the chosen block

    @Slot(str)
    def choose(self, name: str) -> None:
        """Choose a block: its maps come to the front, or its numbers are shown."""
        block = self._block(name)
        if block is None:
            return
        self._choose(name)
        if block.group:
            layer = self._makers(block.group).index(block)
            head = self._selection.head(block.group)[1]
            self._selection.choose_head(HeadReference(block.group, layer, head))
            self._selection.choose_group(block.group)

    def _choose(self, name: str) -> None:
        """Mark a block and ask for its numbers; "" for none."""
        if name == self._chosen:
            return
        self._chosen = name
        self.diagram.set_chosen(name)
        self.detail.setVisible(bool(name))
        self._say_facts()
        self._show_numbers()
        self.tables_wanted.emit()

    def _share(self) -> None:
        name = self._model.specification.architecture if self._model is not None else ""
        rows = 0 if self.detail.heat.isHidden() else len(self.detail.heat.values)
        self.arrangement.share((name, rows))

    def _say_facts(self) -> None:
        box = self.diagram.layout_drawn.box(self._chosen) if self._chosen else None
        if box is not None:
            self.detail.set_facts(self.diagram.facts(box))

    def _show_numbers(self) -> None:
        block = self._block(self._chosen)
        if block is None:
            self._share()
            return
        table = self._look.tables.get(block.table) if self._look is not None else None
        if table is not None and self._look is not None:
            self.detail.set_table(table, self._look)
        elif block.table:
            self.detail.set_hint(self.tr("These numbers come with the next picture."))
        elif block.group:
            self.detail.set_hint(self.tr("Its weights are the map that is in front now."))
        else:
            self.detail.set_hint(self.tr("What this block gives is not kept."))
        self._share()

    def _block(self, name: str) -> Block | None:
        return next((block for block in self._structure.blocks if block.name == name), None)

    def _makers(self, group: str) -> list[Block]:
        """The blocks that make a group's maps, layer by layer."""
        return [block for block in self._structure.blocks if block.group == group]

    # ------------------------------------------------------------ heads and layers

    @Slot(str)
    def _head_changed(self, group: str) -> None:
        """Another head or kind of attention: its layer is open; its block is the chosen one."""
        self._open(group)
        block, makers = self._block(self._chosen), self._makers(self._selection.group)
        if block is not None and block.group and makers:
            layer = self._selection.head(self._selection.group)[0]
            self._choose(makers[layer if -1 <= layer < len(makers) else -1].name)

    def _follow_heads(self) -> None:
        for group in dict.fromkeys(block.group for block in self._structure.blocks if block.group):
            self._open(group)

    def _open(self, group: str) -> None:
        makers = self._makers(group)
        layer = self._selection.head(group)[0]
        if makers and -len(makers) <= layer < len(makers) and makers[layer].layer >= 0:
            self.diagram.open_layer(makers[layer].lane, makers[layer].layer)

    @Slot(str, int)
    def _layer_opened(self, lane: str, layer: int) -> None:
        """The maps follow to a layer that was opened."""
        for block in self._structure.blocks:
            if (block.lane, block.layer) == (lane, layer) and block.group:
                place = self._makers(block.group).index(block)
                head = self._selection.head(block.group)[1]
                self._selection.choose_head(HeadReference(block.group, place, head))

    # ------------------------------------------------------------ symbols

    @Slot(object)
    def _symbol_pointed(self, symbol: object) -> None:
        found = symbols.named(symbol, self._structure) if isinstance(symbol, Symbol) else ()
        self.diagram.mark([block.name for block in found])
        self._selection.hover_side(symbol.pictured if isinstance(symbol, Symbol) else "")

    @Slot(object)
    def _symbol_chosen(self, symbol: object) -> None:
        """Choose what a symbol stands for: of several blocks the one whose map is in front.

        Its place in the maps stays marked, until it is chosen once more.
        """
        if isinstance(symbol, Symbol):
            again = symbol is self._kept and bool(self._selection.locked_side)
            self._kept = None if again else symbol
            self._selection.lock_side("" if again else symbol.pictured)
        found = symbols.named(symbol, self._structure) if isinstance(symbol, Symbol) else ()
        if not found:
            return
        group = self._selection.group
        makers, layer = self._makers(group), self._selection.head(group)[0]
        front = makers[layer] if makers and -len(makers) <= layer < len(makers) else None
        self.choose(front.name if front in found else found[0].name)

    # ------------------------------------------------------------ taking it along

    @Slot()
    def copy_text(self) -> None:
        """Put equation, summary and source on the clipboard as plain text."""
        QGuiApplication.clipboard().setText(self.words.as_text())
        self.said.emit(self.tr("Text copied: {0}").format(self.provenance()))

    def actions_for_menu(self) -> list[QAction]:
        return [*super().actions_for_menu(), self.copy_text_action]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()


def _alike(one: Started | Loaded, other: Started | Loaded) -> bool:
    """Whether two events tell of the same architecture in the same sizes."""
    return (one.specification.architecture, one.specification.options, one.structure) == (
        other.specification.architecture,
        other.specification.options,
        other.structure,
    )
