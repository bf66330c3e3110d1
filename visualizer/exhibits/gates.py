"""The gates of one unit of a recurrence over the tokens."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from engine.messages.events import Loaded, Started
from engine.messages.frames import Frame
from engine.seen.look import Look
from visualizer.appearance import Appearance
from visualizer.exhibits.exhibit import Exhibit
from visualizer.inspector.unit import UnitReference
from visualizer.panels.panel import Panel
from visualizer.selection import Selection
from visualizer.widgets.gate_content import SIDES, Lane, gate_content, gate_lanes
from visualizer.widgets.gate_rows import GateRows
from visualizer.widgets.number_field import NumberField

#: What this panel asks for, as far as a model has it.
TABLES = tuple(f"{side}.{part}" for part in ("gates", "cells", "states") for side in SIDES)


class GatesPanel(Panel):
    """Input, forget, candidate and output gate of an LSTM; update, reset and candidate of a GRU.

    Within another view, that view chooses the unit. `alone`, the panel has a field for it, begins
    with the unit that moves farthest, and says `unit_chosen`.
    """

    def __init__(
        self,
        appearance: Appearance,
        selection: Selection,
        parent: QWidget | None = None,
        *,
        alone: bool = False,
    ) -> None:
        super().__init__(appearance, "", parent=parent)
        self.unit = 0
        self._selection = selection
        self._look: Look | None = None
        self._alone = alone
        #: Whether a person chose the unit, not the panel itself.
        self._by_person = False
        self._units = 0
        self._told: UnitReference | None = None
        self.rows = GateRows(appearance, selection, self)
        self.set_body(self.rows)
        if alone:
            self.field = NumberField(appearance, self.tr("unit"), self._read_unit, characters=4)
            self.field.number_changed.connect(self._unit_written)
            self.add_header_widget(self.field)
            selection.changed.connect(self._tell)
            self.rows.told_changed.connect(self._tell)
            self.rows.pressed.connect(self._ask)
        self._entitle()
        self._wait()

    def receive(self, event: object) -> None:
        if isinstance(event, Frame):
            self.set_look(event.look)
        elif isinstance(event, Started | Loaded):
            self._look = self._told = None
            self._units *= self._by_person
            self._wait()

    def set_look(self, look: Look) -> None:
        """Show the chosen unit's gates of a look; wait where they were not asked for yet."""
        self._look = look
        lanes = gate_lanes(look)
        units = min((lane.count for lane in lanes), default=0)
        if units and (self.unit >= units or (self._alone and units != self._units)):
            kept = self._by_person and self.unit < units
            self._by_person = kept
            self.set_unit(self.unit if kept else liveliest(lanes) if self._alone else 0)
        self._units = units or self._units
        names = " | ".join(lane.title for lane in lanes)
        self.set_subtitle(self.tr("{0} · one column a token").format(names))
        self._show()
        self._tell()

    def set_unit(self, unit: int) -> None:
        """Show another unit, counted from 0."""
        if unit != self.unit:
            self.unit = unit
            self._entitle()
            self._show()

    def _show(self) -> None:
        if self._look is None:
            return
        content = gate_content(self._look, self.unit)
        if content is None:
            self.show_loading(self.tr("These numbers come with the next picture."))
        else:
            self.rows.set_content(content)
            self.show_body()

    def _entitle(self) -> None:
        self.set_title(self.tr("Gates of unit {0}").format(self.unit + 1))
        if self._alone:
            self.field.set_number(self.unit + 1)

    def _wait(self) -> None:
        self.set_subtitle("")
        self.show_empty(
            self.tr("No sentence is watched yet.\nWhat the gates of a unit do is shown here.")
        )

    # ------------------------------------------------------------ the unit, where it stands alone

    @Slot(object)
    def _unit_written(self, number: object) -> None:
        if isinstance(number, int):
            self._by_person = True
            self.set_unit(number - 1)
            self._ask()

    def _read_unit(self, text: str) -> int:
        if not text.strip().isdigit() or not 1 <= int(text) <= max(self._units, 1):
            raise ValueError(self.tr("A unit from 1 to {0}").format(self._units))
        return int(text)

    @Slot()
    def _ask(self) -> None:
        """A person wants the gates of this unit at this token explained."""
        self._say_unit(asked=True)

    @Slot()
    def _tell(self) -> None:
        """Another token or another picture: whoever explains this unit goes on with it."""
        self._say_unit(asked=False)

    def _say_unit(self, asked: bool) -> None:
        """Say which unit at which token: the chosen one, else the last recurrence's first."""
        lanes = gate_lanes(self._look) if self._alone and self._look is not None else ()
        if not lanes or not self.rows.strips or not self.isVisible():
            return
        at, place = self.rows.told(self._selection.shown) or (len(lanes) - 1, 0)
        chosen = lanes[at]
        unit = (chosen.units.start or 0) + self.unit
        reference = UnitReference(f"{chosen.side}.gates", place, unit, asked)
        if reference != self._told:
            self._told = reference
            self.unit_chosen.emit(reference)


def liveliest(lanes: tuple[Lane, ...]) -> int:
    """The unit whose gates move farthest over the tokens, of all recurrences together."""
    count = min(lane.count for lane in lanes)
    moved = sum(
        np.ptp(np.nan_to_num(lane.gates[..., :count]), axis=0).sum(axis=0) for lane in lanes
    )
    return int(np.argmax(moved))


def _make(appearance: Appearance, selection: Selection, parent: QWidget) -> Panel:
    return GatesPanel(appearance, selection, parent, alone=True)


GATES = Exhibit(
    name="gates",
    title="Gates",
    needs=frozenset({"decoder.gates"}),
    wants=TABLES,
    make=_make,
    # Where nothing attends, they stand below the states.
    attending=True,
)
