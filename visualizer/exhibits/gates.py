"""The gates of one unit of a recurrence over the tokens."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from engine.messages.events import Loaded, Started
from engine.messages.frames import Frame
from engine.seen.look import Look
from visualizer.appearance import Appearance
from visualizer.panels.panel import Panel
from visualizer.selection import Selection
from visualizer.widgets.gate_content import SIDES, gate_content, gate_tables
from visualizer.widgets.gate_rows import GateRows

#: What this panel asks for, as far as a model has it.
TABLES = tuple(f"{side}.{part}" for part in ("gates", "cells") for side in SIDES)


class GatesPanel(Panel):
    """Input, forget, candidate and output gate of an LSTM, or what else a recurrence has."""

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, "", parent=parent)
        self.unit = 0
        self._look: Look | None = None
        self.rows = GateRows(appearance, selection, self)
        self.set_body(self.rows)
        self._entitle()
        self._wait()

    def receive(self, event: object) -> None:
        if isinstance(event, Frame):
            self.set_look(event.look)
        elif isinstance(event, Started | Loaded):
            self._look = None
            self._wait()

    def set_look(self, look: Look) -> None:
        """Show the chosen unit's gates of a look; wait where they were not asked for yet."""
        self._look = look
        tables = gate_tables(look)
        units = min((table.values.shape[-1] for table in tables.values()), default=0)
        if units and self.unit >= units:
            self.set_unit(0)
        self.set_subtitle(self.tr("{0} · one column a token").format(" | ".join(tables)))
        self._show()

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

    def _wait(self) -> None:
        self.set_subtitle("")
        self.show_empty(
            self.tr("No sentence is watched yet.\nWhat the gates of a unit do is shown here.")
        )
