"""One vector for the whole sentence: hidden states, c between them, gates, gradients."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from engine.messages.events import Loaded, Started
from engine.messages.frames import Frame
from engine.seen.look import Look
from visualizer.appearance import Appearance
from visualizer.exhibits import gates, gradients
from visualizer.exhibits.exhibit import Exhibit
from visualizer.exhibits.gates import GatesPanel
from visualizer.exhibits.gradients import GradientsPanel
from visualizer.exhibits.recurrence import (
    CONTEXT,
    DECODER,
    ENCODER,
    Recurrence,
    liveliest,
    recurrence,
    state_content,
)
from visualizer.inspector.numbers import number
from visualizer.inspector.unit import UnitReference
from visualizer.panels.panel import Panel
from visualizer.selection import Selection
from visualizer.widgets.line_splitter import LineSplitter
from visualizer.widgets.number_field import NumberField
from visualizer.widgets.segmented import Segmented
from visualizer.widgets.state_columns import StateColumns

_NEEDED = (ENCODER, DECODER, CONTEXT)


class StatesPanel(Panel):
    """Encoder states, the one vector, decoder states; below them one unit's gates, and gradients.

    Signals: those of :class:`Panel`, `unit_chosen` when another unit is chosen, by a person or by
    the panel itself, and when the locked word becomes another.
    """

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, "", parent=parent)
        self.set_title(self.tr("One vector for the whole sentence"))
        self._selection = selection
        self._recurrence = Recurrence()
        self._look: Look | None = None
        self._step = 0
        self._units = 0
        #: Whether a person chose the unit, not the panel itself.
        self._by_person = False
        self._told: UnitReference | None = None
        self.order = Segmented(
            appearance,
            [("value", self.tr("by value in c")), ("index", self.tr("by index"))],
            tips={
                "value": self.tr("Units with the largest value in c come first"),
                "index": self.tr("Units in the order in which the model holds them"),
            },
        )
        self.order.setAccessibleName(self.tr("Order of the units"))
        self.unit = NumberField(appearance, self.tr("unit"), self._read_unit, characters=4)
        self.add_header_widget(self.order)
        self.add_header_widget(self.unit)
        self.split = LineSplitter(Qt.Orientation.Vertical)
        self.below = LineSplitter(Qt.Orientation.Horizontal)
        self.columns = StateColumns(appearance, selection, self.split)
        self.gates = GatesPanel(appearance, selection, self.below)
        self.gradients = GradientsPanel(appearance, selection, self.below)
        self._build()
        self._wait()

    def _build(self) -> None:
        self.below.addWidget(self.gates)
        self.below.addWidget(self.gradients)
        self.split.addWidget(self.columns)
        self.split.addWidget(self.below)
        # Shares, not pixels: a splitter that is not seen yet scales them to its size.
        self.split.setSizes([5500, 4500])
        self.below.setSizes([4600, 5400])
        self.set_body(self.split)
        self.order.changed.connect(self._show)
        self.unit.number_changed.connect(self._unit_written)
        self.columns.unit_pointed.connect(self._unit_pointed)
        self._selection.changed.connect(self._follow_lock)
        for panel in (self.gates, self.gradients):
            panel.maximise_requested.connect(self._maximise_part)
            panel.said.connect(self.said)

    # ------------------------------------------------------------ what comes in

    def receive(self, event: object) -> None:
        for panel in (self.gates, self.gradients):
            panel.receive(event)
        if isinstance(event, Started | Loaded):
            self._recurrence = recurrence(event.structure, event.specification.options)
            self._look = None
            # What a person chose stays with another model, as far as it has that unit.
            self._units *= self._by_person
            self._told = None
            self._wait()
        elif isinstance(event, Frame):
            self._step = event.step
            self._look = event.look
            self._show()

    @Slot()
    def _show(self) -> None:
        if self._look is None:
            return
        by_value = self.order.value == "value"
        content = state_content(self._look, self._recurrence, by_value)
        if content is None:
            self.show_loading(self.tr("These numbers come with the next picture."))
            return
        if content.units != self._units:
            kept = self._by_person and self.columns.unit < content.units
            self._units = content.units
            if not kept:
                self._by_person = False
                self._set_unit(liveliest(content.encoder, content.decoder))
        self.columns.set_content(content)
        self.set_subtitle(self._subtitle(content.largest))
        self.show_body()
        self._tell()

    def _subtitle(self, largest: float) -> str:
        parts = [
            self.tr("step {0}").format(f"{self._step:,}"),
            self.tr("all {0} units").format(self._units),
            self.tr("|state| up to {0}").format(number(largest)),
        ]
        if self._recurrence.layers > 1:
            parts.insert(1, self.tr("top of {0} layers").format(self._recurrence.layers))
        return " · ".join(parts)

    def _wait(self) -> None:
        self.set_subtitle("")
        self.show_empty(
            self.tr(
                "No sentence is watched yet.\nHow all of it goes through one vector is shown here."
            )
        )

    # ------------------------------------------------------------ the chosen unit

    def choose_unit(self, unit: int) -> None:
        """Draw the line through a unit, counted from 0, and show its gates."""
        if 0 <= unit < self._units:
            self._by_person = True
            self._set_unit(unit)
            self._tell()

    def _set_unit(self, unit: int) -> None:
        self.columns.set_unit(unit)
        self.gates.set_unit(unit)
        self.unit.set_number(unit + 1)

    @Slot(int)
    def _unit_pointed(self, unit: int) -> None:
        self.choose_unit(unit)

    @Slot(object)
    def _unit_written(self, number: object) -> None:
        if isinstance(number, int):
            self.choose_unit(number - 1)

    def _read_unit(self, text: str) -> int:
        if not text.strip().isdigit() or not 1 <= int(text) <= max(self._units, 1):
            raise ValueError(self.tr("A unit from 1 to {0}").format(self._units))
        return int(text)

    @Slot()
    def _follow_lock(self) -> None:
        if self._selection.locked is not None and self.isVisible():
            self._tell()

    def _tell(self) -> None:
        """Say which unit at which token: the locked one, else the decoder's first."""
        locked, strips = self._selection.locked, self.columns.strips
        places = {
            side: strip.place_of(locked)
            for side, strip in zip(("encoder", "decoder"), strips, strict=False)
        }
        chosen = [side for side in ("decoder", "encoder") if places.get(side) is not None]
        side = chosen[0] if chosen else "decoder"
        place = places.get(side) or 0
        reference = UnitReference(f"{side}.gates", place, self.columns.unit, self._by_person)
        if reference != self._told:
            self._told = reference
            self.unit_chosen.emit(reference)

    # ------------------------------------------------------------ parts

    @Slot()
    def _maximise_part(self) -> None:
        """Let gates or gradients take all of the body, or give it back."""
        part = self.sender()
        alone = self.columns.isHidden()
        self.columns.setVisible(alone)
        for panel in (self.gates, self.gradients):
            panel.setVisible(alone or panel is part)
            panel.set_maximised(not alone and panel is part)

    def paint_over_tools(self, painter: QPainter, at: QPoint) -> None:
        super().paint_over_tools(painter, at)
        for panel in (self.gates, self.gradients):
            if panel.isVisible():
                panel.paint_over_tools(painter, at + panel.mapTo(self, QPoint()))


STATES = Exhibit(
    name="states",
    title="One vector",
    needs=frozenset(_NEEDED),
    wants=(*_NEEDED, *gates.TABLES, gradients.TABLE),
    make=StatesPanel,
)
