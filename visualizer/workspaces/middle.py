"""The middle of Learn: attention maps, exhibits of the model's own idea, one at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from engine.catalog import Architecture
from visualizer.appearance import Appearance
from visualizer.exhibits import EXHIBITS, Exhibit
from visualizer.panels.attention_trio import AttentionTrio
from visualizer.panels.mask_strip import MaskStrip
from visualizer.panels.notice import Notice
from visualizer.panels.panel import Panel
from visualizer.selection import Selection
from visualizer.widgets.segmented import Segmented

MAPS = "maps"


class Middle(QWidget):
    """Maps where the model has any, exhibits that suit it; a bar of names chooses among several.

    What was chosen is remembered for each set of things to choose from, so that going back to a
    model finds what was seen of it.

    Signals: `view_changed(name)`, MAPS, an exhibit's name or "" where there is nothing to see;
    `made(panel)` when an exhibit's panel was made.
    """

    view_changed = Signal(str)
    made = Signal(object)

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._selection = selection
        #: What is seen: MAPS, the name of an exhibit, or "".
        self.view = MAPS
        #: The panels made so far, by the exhibit's name.
        self.exhibits: dict[str, Panel] = {}
        self._entry: Architecture | None = None
        self._suiting: dict[str, Exhibit] = {}
        self._offered: tuple[str, ...] = (MAPS,)
        self._chosen: dict[str, str] = {}
        self.bar = QWidget(self)
        self._row = QHBoxLayout(self.bar)
        self.choice = Segmented(appearance, [(MAPS, self.tr("Attention"))], parent=self.bar)
        self.choice.setAccessibleName(self.tr("View in the middle"))
        self.choice.changed.connect(self.choose)
        self._row.addWidget(self.choice)
        self._row.addStretch(1)
        self.bar.hide()
        self._pages = QStackedWidget(self)
        self.maps = QWidget(self._pages)
        self._pages.addWidget(self.maps)
        self.nothing = Notice(appearance, self._pages)
        self._pages.addWidget(self.nothing)
        column = _column(self)
        column.addWidget(self.bar)
        column.addWidget(self._pages, 1)
        self.next_action = QAction(self.tr("Next view in the middle"), self)
        self.next_action.setShortcut("V")
        self.next_action.setEnabled(False)
        self.next_action.triggered.connect(self.choose_next)
        self.addAction(self.next_action)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def building(self) -> Iterator[None]:
        """Make one map after another; a yield is a pause point."""
        column = _column(self.maps)
        self.trio = AttentionTrio(self._appearance, self._selection, self.maps, at_once=False)
        column.addWidget(self.trio, 1)
        for _ in self.trio.building():
            yield
        yield
        self.strip = MaskStrip(self._appearance, self._selection, self.maps)
        column.addWidget(self.strip)

    # ------------------------------------------------------------ what there is to see

    def fit(
        self,
        entry: Architecture | None,
        groups: Collection[str],
        tables: Collection[str],
        window: int = 0,
    ) -> None:
        """Offer what a model with these kinds of attention, tables and window has to show."""
        self.trio.set_names(groups)
        suiting = [each for each in EXHIBITS if each.suits(tables, window, groups)]
        self._suiting = {each.name: each for each in suiting}
        offered = (*((MAPS,) if groups else ()), *self._suiting)
        self._entry = entry
        if offered != self._offered:
            self._offered = offered
            self._offer()
        self._show(self._chosen.get(self._key(), offered[0] if offered else ""))

    @property
    def shown(self) -> Panel | None:
        """The exhibit that is seen, if one is."""
        return self.exhibits.get(self.view)

    @property
    def offered(self) -> tuple[str, ...]:
        """What there is to see: MAPS and names of exhibits; nothing where there is neither."""
        return self._offered

    def suiting(self) -> list[Panel]:
        """The panels, made so far, of exhibits that suit the model."""
        return [panel for name, panel in self.exhibits.items() if name in self._suiting]

    def wanted_tables(self) -> tuple[str, ...]:
        """The tables that what is seen wants."""
        panel = self.shown
        return (*self._suiting[self.view].wants, *panel.wanted_tables()) if panel else ()

    @Slot(str)
    def choose(self, name: str) -> None:
        """Show this view from now on, for models that offer the same ones."""
        if name in self._offered:
            self._chosen[self._key()] = name
            self._show(name)

    @Slot()
    def _show_maps(self) -> None:
        self.choose(MAPS)

    @Slot()
    def choose_next(self) -> None:
        """Show the next view, after the last the first."""
        if self.view in self._offered:
            place = self._offered.index(self.view) + 1
            self.choose(self._offered[place % len(self._offered)])

    # ------------------------------------------------------------ kept over a restart

    def state(self) -> dict[str, str]:
        """What was chosen, by what there was to choose from."""
        return dict(self._chosen)

    def restore(self, state: dict[str, str]) -> None:
        """Take the choices kept before; those of views that are no more are never asked for."""
        self._chosen = {key: name for key, name in state.items() if name in key.split()}

    # ------------------------------------------------------------ within

    def _key(self) -> str:
        return " ".join(self._offered)

    def _offer(self) -> None:
        titles = {MAPS: self.tr("Attention")}
        titles |= {name: each.shown_title for name, each in self._suiting.items()}
        if self._offered:
            self.choice.set_options([(name, titles[name]) for name in self._offered])
        several = len(self._offered) > 1
        self.bar.setVisible(several)
        self.next_action.setEnabled(several)

    def _say_what_it_is(self) -> None:
        """For a model without anything to see here: never an empty hole."""
        said = self.tr("This model has no attention map.")
        if self._entry is not None:
            said = self.tr("{0} has no attention map.").format(self._entry.title)
            said += "\n" + " ".join(self._entry.summary)
        self.nothing.show_state("empty", "", said, [])

    def _show(self, name: str) -> None:
        if name in self._suiting and name not in self.exhibits:
            panel = self._suiting[name].make(self._appearance, self._selection, self._pages)
            self.exhibits[name] = panel
            self._pages.addWidget(panel)
            panel.maps_wanted.connect(self._show_maps)
            self.made.emit(panel)
        changed, self.view = name != self.view, name
        if name:
            self.choice.set_value(name)
        else:
            self._say_what_it_is()
        self._pages.setCurrentWidget(
            self.maps if name == MAPS else self.exhibits.get(name, self.nothing)
        )
        if changed:
            self.view_changed.emit(name)

    @Slot()
    def _restyle(self) -> None:
        px = self._appearance.px
        self._row.setContentsMargins(px(12), px(6), px(12), px(2))
        ground = self._appearance.colour("panel").name()
        self.bar.setStyleSheet(f"background: {ground};")


def _column(parent: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(parent)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column
