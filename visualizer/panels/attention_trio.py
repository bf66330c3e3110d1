"""All kinds of attention that a model has, at once and large; each can fill the space."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from engine.seen.maps import HeadReference
from visualizer.appearance import Appearance
from visualizer.panels.attention_map import AttentionMapPanel
from visualizer.panels.fill_actions import FillActions
from visualizer.panels.head_walk import HeadWalk
from visualizer.panels.line_places import LinePlaces
from visualizer.panels.map_options import MapOptions, MapTools
from visualizer.panels.trio_picture import picture_of
from visualizer.selection import Selection
from visualizer.widgets.line_splitter import LineSplitter

#: At scale 1: three columns need this much; below it, the one in front is large.
COLUMNS_FROM = 900
_NAMES = ("encoder", "decoder", "cross")


class AttentionTrio(QWidget):
    """Three maps, two or one under one row of tools, linked by one selection.

    Side by side where there is room; else the one in front large and the others beside it. A
    double click on a header, its tool or a key lets one fill the space; again, or Esc, restores.

    Signals: `heads_wanted(references)`, a tuple of HeadReference, the heads of all that are shown;
    `maximised(name)` when one fills the space ("" when none does); `said(sentence)`.
    """

    heads_wanted = Signal(object)
    maximised = Signal(str)
    said = Signal(str)

    def __init__(
        self,
        appearance: Appearance,
        selection: Selection,
        parent: QWidget | None = None,
        at_once: bool = True,
    ) -> None:
        """Without `at_once`, the maps are made by going through `building()`."""
        super().__init__(parent)
        self._appearance = appearance
        self._selection = selection
        self.options = MapOptions(self)
        self.tools = MapTools(appearance, self.options, bar=True, parent=self)
        self.panels: dict[str, AttentionMapPanel] = {}
        self.full = ""
        #: The kinds of attention of the model that is looked at, in drawing order.
        self.names: tuple[str, ...] = _NAMES
        self._columns: bool | None = None
        self._places = LinePlaces()
        self.split = LineSplitter(Qt.Orientation.Horizontal)
        self.inner = LineSplitter(Qt.Orientation.Vertical)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.tools)
        self._column.addWidget(self.split, 1)
        appearance.changed.connect(self.update)
        if at_once:
            for _ in self.building():
                pass

    def building(self) -> Iterator[None]:
        """Make one map after another; a yield is a pause point."""
        for name in _NAMES:
            self.panels[name] = AttentionMapPanel(
                self._appearance, self._selection, name, options=self.options, compact=True
            )
            yield
        for panel in self.panels.values():
            panel.maximise_requested.connect(self._maximise_asked)
            panel.heads_wanted.connect(self._heads_asked)
            panel.said.connect(self.said)
        self._fill = FillActions(self)
        self._fill.asked.connect(self._toggle)
        self._heads = HeadWalk(self, self._selection, lambda: self.front)
        self.addActions([*self._fill.actions, *self._heads.actions])
        self._selection.group_changed.connect(self._group_changed)
        self._arrange()

    # ------------------------------------------------------------ what is shown

    def receive(self, event: object) -> None:
        """Hand a frame to all; those that are hidden show it when they are seen."""
        for name in self.names:
            self.panels[name].receive(event)

    @property
    def shown(self) -> tuple[AttentionMapPanel, ...]:
        """The maps of the model that is looked at, also those that a larger one hides."""
        return tuple(self.panels[name] for name in self.names)

    def set_names(self, names: Iterable[str]) -> None:
        """Show these kinds of attention alone; the space goes to the ones that are left."""
        found = tuple(name for name in _NAMES if name in names)
        if found == self.names or not found:
            return
        self._keep_place()
        self.names = found
        if self.full not in found:
            self.maximise("")
        self._fill.offer(found)
        self._arrange()

    def wanted_heads(self) -> tuple[HeadReference, ...]:
        """The heads to capture for all that is shown large."""
        return tuple(
            reference
            for name in self.names
            if self._is_shown(name)
            for reference in self.panels[name].wanted_heads()
        )

    def maximise(self, name: str) -> None:
        """Let one map fill the space; "" restores all."""
        if name == self.full:
            return
        self.full = name
        for other, panel in self.panels.items():
            panel.set_maximised(other == name)
            panel.set_bare(other in self._small() and other != name)
            panel.setVisible(self._is_shown(other))
        self._fill.mark(name)
        self._show_inner()
        if name:
            self._selection.choose_group(name)
            self.panels[name].shown.setFocus(Qt.FocusReason.OtherFocusReason)
        self.maximised.emit(name)
        self.heads_wanted.emit(self.wanted_heads())

    def set_overlooked(self, overlooked: bool) -> None:
        """Leave the strips of heads to the overview, where one stands beside the maps."""
        for panel in self.panels.values():
            panel.set_strip(not overlooked)

    def set_presenting(self, presenting: bool) -> None:
        """For an audience: no strips of heads above the maps."""
        for panel in self.panels.values():
            panel.set_presenting(presenting)

    def _is_shown(self, name: str) -> bool:
        return name in self.names and self.full in ("", name)

    @property
    def front(self) -> AttentionMapPanel:
        """The panel that is large where not all can be, and whose rows neighbours stand on."""
        return self.panels[self.full or self._front_name()]

    def _front_name(self) -> str:
        return self._selection.group_among(self.names)

    def picture(self) -> QPixmap:
        """All that is shown, at two pixels for one."""
        return picture_of(self._appearance, self.split, self.panels.values(), self.options)

    def actions_for_menu(self) -> list[QAction]:
        """Choices for all maps, filling the space, and what each panel offers."""
        return [*self.options.actions(), *self._fill.actions, *self._heads.actions]

    # ------------------------------------------------------------ arrangement

    def _arrange(self) -> None:
        """Three columns, or one large beside two small."""
        wide = self.width() >= self._appearance.px(COLUMNS_FROM)
        front = self._front_name()
        if wide:
            order, small = list(self.names), []
        else:
            order, small = [front], [name for name in self.names if name != front]
        self._columns = wide
        for place, name in enumerate(order):
            self.split.insertWidget(place, self.panels[name])
        for place, name in enumerate(small):
            self.inner.insertWidget(place, self.panels[name])
        if small:
            self.split.addWidget(self.inner)
        else:
            self.inner.setParent(None)
        for name in set(self.panels) - set(self.names):
            self.panels[name].hide()
            self.panels[name].setParent(self)  # out of the splitters, which share out their room
        for name in self.names:
            panel = self.panels[name]
            panel.set_bare(name in small and name != self.full)
            panel.set_large(not wide)
            panel.setVisible(self._is_shown(name))
        self.tools.set_bar(wide)
        self._show_inner()
        # Only now: parts that are hidden get no share.
        self._share(self.split, (3, 2) if small else (1,) * len(order))
        self._share(self.inner, (1,) * len(small))
        if not small:
            self._places.put_back(self._place(), self.split)

    def _show_inner(self) -> None:
        if self._columns:
            return
        self.inner.setVisible(any(not self.panels[n].isHidden() for n in self._small()))
        if self.full in self._small():
            self.inner.setVisible(True)

    def _small(self) -> list[str]:
        return [name for name in self.names if self.panels[name].parent() is self.inner]

    def _place(self) -> str:
        """Under which name the dividing lines are kept."""
        return " ".join(self.names) if self._columns else ""

    def _keep_place(self) -> None:
        if not self.full:
            self._places.keep(self._place(), self.split)

    def _share(self, splitter: QSplitter, parts: tuple[int, ...]) -> None:
        splitter.setSizes([part * 1000 for part in parts])

    def state(self) -> dict[str, object]:
        """Choices and places, to be kept over a restart."""
        self._keep_place()
        places = self._places.state()
        return {**self.options.state(), "full": self.full, "places": places}

    def restore(self, state: dict[str, object]) -> None:
        """Take choices and places kept before."""
        self.options.restore(state)
        self._places.restore(state.get("places"))
        self._places.put_back(self._place(), self.split)
        full = state.get("full")
        if full in self.names:
            self.maximise(str(full))

    # ------------------------------------------------------------ what happens

    @Slot()
    def _maximise_asked(self) -> None:
        self._toggle(next((n for n, panel in self.panels.items() if panel is self.sender()), ""))

    @Slot(str)
    def _toggle(self, name: str) -> None:
        self.maximise("" if self.full == name else name)

    @Slot(object)
    def _heads_asked(self, references: object) -> None:
        self.heads_wanted.emit(self.wanted_heads())

    @Slot(str)
    def _group_changed(self, group: str) -> None:
        if group not in self.names:
            return
        if self.full:
            self.maximise(group)
        elif not self._columns and self.panels[group] is not self.split.widget(0):
            self._arrange()

    # ------------------------------------------------------------ Qt

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
            and self.full
            and not (self._selection.locked or self._selection.hovered)
        ):
            event.accept()  # Before the window's Esc, which clears the selection.
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.full:
            self.maximise("")
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        wide = self.width() >= self._appearance.px(COLUMNS_FROM)
        if len(self.panels) == len(_NAMES) and wide != self._columns:
            self._arrange()

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(1000), self._appearance.px(560))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self._appearance.colour("panel"))
